"""Keys are made once, kept from others, and never shown."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest

from jack import crypto
from jack.crypto import KEY_BYTES, fingerprint, load_or_create_key, parse_key, token
from jack.errors import ConfigError

KEY = bytes(range(32))


@pytest.mark.parametrize(
    "text",
    [
        KEY.hex(),
        KEY.hex().upper(),
        f"  {KEY.hex()}\n",
        base64.b64encode(KEY).decode(),
        base64.b64encode(KEY).decode() + "\n",
    ],
)
def test_a_key_is_hex_or_base64(text: str) -> None:
    assert parse_key(text) == KEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "secret",
        "ß" * 64,
        KEY.hex()[:-1],
        KEY.hex()[:-1] + "g",
        KEY.hex() + "00",
        base64.b64encode(KEY[:31]).decode(),
        base64.b64encode(KEY + b"!").decode(),
    ],
)
def test_r15_what_is_no_key_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(ConfigError, match="BACKUP_KEY must be 32 bytes") as refusal:
        parse_key(text, name="BACKUP_KEY")

    assert not text or text not in str(refusal.value)


def test_r15_a_first_start_makes_a_random_key_for_its_owner_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "a.key", tmp_path / "b.key"

    key = load_or_create_key(first)

    assert len(key) == KEY_BYTES
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert load_or_create_key(second) != key


def test_later_starts_find_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "database.key"

    assert load_or_create_key(path) == load_or_create_key(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_r15_a_key_that_others_can_read_is_refused_with_the_remedy(
    tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "database.key"
    load_or_create_key(path)
    path.chmod(mode)

    with pytest.raises(ConfigError, match=f"chmod 600 {path}"):
        load_or_create_key(path)


def test_a_damaged_key_file_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "database.key"
    path.write_text("half a k")
    path.chmod(0o600)

    with pytest.raises(ConfigError, match=r"database\.key"):
        load_or_create_key(path)

    assert path.read_text() == "half a k"


def test_a_key_does_not_depend_on_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        load_or_create_key(tmp_path / "database.key")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "database.key").stat().st_mode) == 0o600


def test_tokens_are_long_unlike_and_fit_into_links() -> None:
    tokens = {token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(
        len(each) >= 43 and each.replace("-", "").replace("_", "").isalnum() for each in tokens
    )


def test_a_fingerprint_recognises_a_token_without_telling_it() -> None:
    assert fingerprint("abc") == fingerprint("abc")
    assert fingerprint("abc") != fingerprint("abd")
    assert "abc" not in fingerprint("abc")


def test_a_sealed_secret_opens_with_its_key_under_its_name_only() -> None:
    key = bytes(range(32))
    sealed = crypto.seal(key, "Geheimnis ü", name="wifi")

    assert crypto.unseal(key, sealed, name="wifi") == "Geheimnis ü"
    assert crypto.seal(key, "Geheimnis ü", name="wifi") != sealed
    for other_key, text, name in [
        (bytes(32), sealed, "wifi"),
        (key, sealed, "other"),
        (key, sealed[:-8] + "AAAAAAA=", "wifi"),
        (key, "no base64!", "wifi"),
        (key, "", "wifi"),
    ]:
        with pytest.raises(ConfigError, match="cannot be opened"):
            crypto.unseal(other_key, text, name=name)
