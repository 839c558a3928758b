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


def token() -> str:
    """A secret for links and sessions: 256 bits, safe in URLs."""
    return secrets.token_urlsafe(KEY_BYTES)


def fingerprint(secret: str) -> str:
    """What is kept of a random token: enough to recognise it, not to use it."""
    return hashlib.sha256(secret.encode()).hexdigest()
