"""A password hasher that is quick and counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from jack.services.passwords import Passwords


@dataclass
class CountingHasher:
    """`verifications` are the hashes that passwords were compared with, in order."""

    hashes: int = 0
    verifications: list[str] = field(default_factory=list)

    def hash(self, password: bytes) -> str:
        self.hashes += 1
        return f"quick:{hashlib.sha256(password).hexdigest()}"

    def verify(self, password: bytes, hashed: str) -> bool:
        self.verifications.append(hashed)
        return hashed == f"quick:{hashlib.sha256(password).hexdigest()}"


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def passwords(hasher: CountingHasher) -> Iterator[Passwords]:
    passwords = Passwords(hasher)
    yield passwords
    passwords.close()
