"""Keys: 32 random bytes each, made at first start, readable by their owner only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from jack.errors import ConfigError

KEY_BYTES = 32
NONCE_BYTES = 12


def parse_key(text: str, *, name: str = "ENCRYPTION_KEY") -> bytes:
    """32 bytes from 64 hex digits or base64. Raises ConfigError, never showing the text."""
    text = text.strip()
    try:
        key = (
            bytes.fromhex(text)
            if len(text) == 2 * KEY_BYTES
            else base64.b64decode(text, validate=True)
        )
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != KEY_BYTES:
        raise ConfigError(f"{name} must be 32 bytes, as 64 hex digits or base64.")
    return key


def load_or_create_key(path: Path) -> bytes:
    """The key in `path`; a new one, 0600 and durable, when there is none.

    Raises ConfigError when the file is readable by others or holds no key.
    """
    if not path.exists():
        _create_key(path)
    return _read_key(path)


def _create_key(path: Path) -> None:
    """Written whole beside its place and then put there: a crash leaves no half key behind.

    A key that another process put there meanwhile stays.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_bytes(KEY_BYTES).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _read_key(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise ConfigError(f"{path} can be read by others. Run: chmod 600 {path}")
    return parse_key(path.read_text(), name=str(path))


def seal(key: bytes, secret: str, *, name: str) -> str:
    """`secret` so that only `key` opens it, and only under the same `name`. AES-256-GCM, base64."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, secret.encode(), name.encode())
    return base64.b64encode(nonce + sealed).decode()


def unseal(key: bytes, sealed: str, *, name: str) -> str:
    """What `seal` closed. Raises ConfigError when key or name are others, or it was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        data = base64.b64decode(sealed, validate=True)
        opened = AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise ConfigError(f"The stored {name} cannot be opened with the key in keys/.") from error
    return opened.decode()


def derive(key: bytes, purpose: str, *, salt: bytes = b"") -> bytes:
    """Another key made of `key`, for one purpose only (HKDF-SHA256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=salt or None, info=purpose.encode()).derive(key)


def token() -> str:
    """A secret for links and sessions: 256 bits, safe in URLs."""
    return secrets.token_urlsafe(KEY_BYTES)


def fingerprint(secret: str) -> str:
    """What is kept of a random token: enough to recognise it, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()
