"""Keys: 32 random bytes each, made at first start, readable by their owner only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
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
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_key(path)
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(handle, "w") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return key


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
