"""The data directory: one place for everything, one process that owns it."""

from __future__ import annotations

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from jack.crypto import load_or_create_key
from jack.errors import DataDirError

DEMO_MARK = "demo"
TRIAL = "trial-"
"""Beginning of folders that hold a copy of the knowledge while a change of it is tried."""


@dataclass(frozen=True, slots=True)
class DataDir:
    """Paths only; nothing is created before `create`."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "jack.db"

    @property
    def knowledge(self) -> Path:
        return self.path / "knowledge"

    @property
    def media(self) -> Path:
        return self.path / "media"

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def lock_file(self) -> Path:
        return self.path / "jack.lock"

    @property
    def is_demo(self) -> bool:
        return (self.path / DEMO_MARK).exists()

    @property
    def is_new(self) -> bool:
        return not self.database.exists()

    def create(self) -> None:
        """Make what is missing, readable by its owner only. Raises DataDirError."""
        try:
            for folder in (self.path, self.knowledge, self.media, self.keys, self.backups):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DataDirError(
                f"The data directory {self.path} cannot be made ({error.strerror}). "
                "Choose another with --data-dir, or change its owner."
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK):
            raise DataDirError(f"The data directory {self.path} is not writable for this user.")

    def forget_trials(self) -> None:
        """Copies that a crash left behind; nobody has their keys any more."""
        for folder in self.path.glob(f"{TRIAL}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def key(self, name: str) -> bytes:
        """The key in `keys/<name>.key`, made at first use."""
        return load_or_create_key(self.keys / f"{name}.key")

    def has_key(self, name: str) -> bool:
        return (self.keys / f"{name}.key").exists()


class Lock:
    """Held by the one server of a data directory, for as long as its process lives."""

    def __init__(self, directory: DataDir) -> None:
        self._directory = directory
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Raises DataDirError when a server is running here."""
        file = self._directory.lock_file.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            file.close()
            raise DataDirError(
                f"Another Jack (process {owner}) is running on {self._directory.path}. "
                "Stop it first, or choose another --data-dir."
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def is_served(directory: DataDir) -> bool:
    """Whether a server is running on this directory."""
    if not directory.lock_file.exists():
        return False
    lock = Lock(directory)
    try:
        lock.take()
    except DataDirError:
        return True
    lock.release()
    return False
