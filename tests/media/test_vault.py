"""Files lie encrypted, appear only whole, and open only as what they are."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from jack.errors import ReadError
from jack.media.vault import PIECE_BYTES, THUMBNAIL, Vault

KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path, KEY)


@pytest.mark.parametrize(
    "size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES]
)
def test_a_file_comes_back_as_it_was(vault: Vault, size: int) -> None:
    data = bytes(i * 7 % 251 for i in range(size))
    name = vault.put(data)
    assert vault.read(name) == data
    with vault.open(name) as reader:
        assert reader.size == size


def test_r15_nothing_of_a_file_can_be_read_on_disk(vault: Vault, tmp_path: Path) -> None:
    name = vault.put(b"passport of Ana Silva " * 5000)
    path = tmp_path / name
    assert b"Ana Silva" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(ReadError):
        Vault(tmp_path, bytes(32)).read(name)


def test_a_part_is_read_without_the_rest(vault: Vault) -> None:
    data = bytes(range(256)) * 1024
    name = vault.put(data)
    start, end = PIECE_BYTES - 5, 2 * PIECE_BYTES + 5
    with vault.open(name) as reader:
        assert b"".join(reader.range(start, end)) == data[start:end]
        assert b"".join(reader.range(len(data) - 3, len(data) + 99)) == data[-3:]


@pytest.mark.parametrize("cut", [10, 24, PIECE_BYTES + 24 + 16, -1])
def test_a_file_cut_off_is_refused(vault: Vault, tmp_path: Path, cut: int) -> None:
    name = vault.put(bytes(3 * PIECE_BYTES))
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ReadError):
        vault.open(name)


def test_a_changed_file_is_refused(vault: Vault, tmp_path: Path) -> None:
    name = vault.put(bytes(2 * PIECE_BYTES))
    path = tmp_path / name
    changed = bytearray(path.read_bytes())
    changed[100] ^= 1
    path.write_bytes(changed)
    with pytest.raises(ReadError):
        vault.read(name)


def test_pieces_cannot_change_places(vault: Vault, tmp_path: Path) -> None:
    name = vault.put(b"a" * PIECE_BYTES + b"b" * PIECE_BYTES + b"c")
    path = tmp_path / name
    whole, sealed = path.read_bytes(), PIECE_BYTES + 16
    head, first, second = whole[:24], whole[24 : 24 + sealed], whole[24 + sealed : 24 + 2 * sealed]
    path.write_bytes(head + second + first + whole[24 + 2 * sealed :])
    with pytest.raises(ReadError):
        vault.read(name)


def test_a_file_put_under_anothers_name_is_refused(vault: Vault, tmp_path: Path) -> None:
    mine, other = vault.put(b"mine"), vault.put(b"other")
    (tmp_path / mine).write_bytes((tmp_path / other).read_bytes())
    with pytest.raises(ReadError):
        vault.read(mine)


@pytest.mark.parametrize("name", ["../jack.db", "", "x" * 32, "a" * 31])
def test_no_name_leads_out_of_the_folder(vault: Vault, name: str) -> None:
    with pytest.raises(ReadError):
        vault.read(name)
    if name:
        with pytest.raises(ReadError):
            vault.put(b"out", name=name)


def test_what_is_not_finished_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    with vault.writer() as writer:
        writer.write(bytes(2 * PIECE_BYTES))
        [part] = tmp_path.iterdir()
        assert part.suffix == ".part"
    assert list(tmp_path.iterdir()) == []


def test_a_file_goes_with_its_thumbnail(vault: Vault, tmp_path: Path) -> None:
    name = vault.put(b"picture")
    vault.put(b"small", name=name + THUMBNAIL)
    vault.remove(name, "0" * 32)
    assert list(tmp_path.iterdir()) == []
