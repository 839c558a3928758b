"""Encrypted files in one folder.

A file is a head (magic, salt) and pieces of 64 KiB, each sealed by AES-256-GCM under a key of its
own, made of the master key, the salt and the file's name: a file under another name does not open.
The nonce counts the pieces and marks the last, so that pieces cannot be left out, moved or cut off
unseen (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).

A file appears under its name only when it is whole and on disk.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from jack.crypto import derive
from jack.errors import ReadError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"JACKFILE"
SALT_BYTES = 16
HEAD_BYTES = len(MAGIC) + SALT_BYTES
PIECE_BYTES = 64 * 1024
TAG_BYTES = 16
SEALED_BYTES = PIECE_BYTES + TAG_BYTES
THUMBNAIL = "-small"
_NAME = re.compile(rf"[0-9a-f]{{32}}({THUMBNAIL})?")
_UNFINISHED = ".part"


class Vault:
    """Plain and synchronous; whoever serves others calls it in a thread."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def put(self, data: bytes, *, name: str | None = None) -> str:
        """Keep `data`; on disk when this returns. The name it has from now on."""
        with self.writer(name=name) as writer:
            writer.write(data)
            return writer.finish()

    def writer(self, *, name: str | None = None) -> Writer:
        """A new file, piece by piece. Closed unfinished, it leaves nothing."""
        name = name or secrets.token_hex(16)
        salt = secrets.token_bytes(SALT_BYTES)
        return Writer(self._path(name), salt, self._cipher(name, salt))

    def read(self, name: str) -> bytes:
        """All of a file. Raises ReadError when it is missing, cut off, changed or another's."""
        with self.open(name) as reader:
            return b"".join(reader.range(0, reader.size))

    def open(self, name: str) -> Reader:
        """Raises ReadError when it is missing, cut off or another's."""
        path = self._path(name)
        try:
            file = path.open("rb")
        except OSError as error:
            raise ReadError("The file is no longer there.") from error
        try:
            head = file.read(HEAD_BYTES)
            if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
                raise ReadError("The file is none of Jack's.")
            return Reader(file, self._cipher(name, head[len(MAGIC) :]))
        except BaseException:
            file.close()
            raise

    def remove(self, *names: str) -> None:
        """Files and their thumbnails; what is not there is no matter."""
        for name in names:
            for each in (name, name + THUMBNAIL):
                with suppress(FileNotFoundError):
                    self._path(each).unlink()

    def older_than(self, seconds: float) -> Iterator[Path]:
        """Files that nobody has written to since `seconds` (of the file system's clock) ago."""
        for entry in os.scandir(self._folder):
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False) and entry.stat().st_mtime < seconds:
                    yield Path(entry.path)

    def free_bytes(self) -> int:
        """Room on the disk."""
        return shutil.disk_usage(self._folder).free

    def _path(self, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise ReadError("The file is none of Jack's.")
        return self._folder / name

    def _cipher(self, name: str, salt: bytes) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        return AESGCM(derive(self._key, f"jack media {name}", salt=salt))


class Writer:
    """`size`, `sha256` and `finish` speak of what was written, not of what lies on disk."""

    def __init__(self, path: Path, salt: bytes, cipher: AESGCM) -> None:
        self._path = path
        self._unfinished = path.with_name(path.name + _UNFINISHED)
        self._cipher = cipher
        self._rest = bytearray()
        self._pieces = 0
        self._hash = hashlib.sha256()
        self.size = 0
        opened = os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: IO[bytes] = os.fdopen(opened, "wb")
        self._file.write(MAGIC + salt)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._hash.update(data)
        self._rest += data
        while len(self._rest) > PIECE_BYTES:
            self._seal(bytes(self._rest[:PIECE_BYTES]), is_last=False)
            del self._rest[:PIECE_BYTES]

    def finish(self) -> str:
        """Put it in its place; durable when this returns. Its name."""
        self._seal(bytes(self._rest), is_last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.rename(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return self._path.name

    def close(self) -> None:
        """Leave nothing of an unfinished file."""
        self._file.close()
        self._unfinished.unlink(missing_ok=True)

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self._pieces, is_last=is_last)
        self._file.write(self._cipher.encrypt(nonce, piece, None))
        self._pieces += 1


class Reader:
    """An open file. `size` is what was put in, in bytes; its end is proven to be its end."""

    def __init__(self, file: IO[bytes], cipher: AESGCM) -> None:
        self._file = file
        self._cipher = cipher
        sealed = os.fstat(file.fileno()).st_size - HEAD_BYTES
        self._pieces = -(-sealed // SEALED_BYTES)
        self.size = sealed - self._pieces * TAG_BYTES
        if self._pieces < 1 or self.size < 0:
            raise ReadError("The file is cut off.")
        self._piece(self._pieces - 1)

    def range(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to `end`, piece by piece. Raises ReadError for changed ones."""
        end = min(end, self.size)
        while start < end:
            number, skip = divmod(start, PIECE_BYTES)
            piece = self._piece(number)[skip : skip + end - start]
            yield piece
            start += len(piece)

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def _piece(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        self._file.seek(HEAD_BYTES + number * SEALED_BYTES)
        sealed = self._file.read(SEALED_BYTES)
        nonce = _nonce(number, is_last=number == self._pieces - 1)
        try:
            return self._cipher.decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError) as error:
            raise ReadError("The file is cut off, changed or another's.") from error


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
