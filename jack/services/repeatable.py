"""The same request under the same Idempotency-Key is done once (R2).

An answer is kept for 24 hours, closed with the key, of which only a hash is kept: whoever reads the
database reads no guest's words there (R14). What was refused changed nothing and may be tried again
under its key; what broke or was cut off may not, for nobody knows how far it came.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from jack import crypto
from jack.db import repeatable as store
from jack.db.database import Database
from jack.errors import Conflict, Invalid
from jack.model.clock import DAY, Clock, Micros
from jack.model.staff import StaffId

KEEP: Micros = DAY
MAX_KEY = 200
SEALED = "answer"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Repeatable:
    """`started_at` is when this process began: what was under way before it was cut off."""

    db: Database
    clock: Clock
    started_at: Micros

    async def begin(self, staff_id: StaffId, key: str, request: str) -> Answer | None:
        """The answer given before, or None: go on, then `finish` or `undo`.

        Raises Conflict for another request under the key, and while the first one is under way.
        """
        if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= MAX_KEY:
            raise Invalid(
                f"An Idempotency-Key has 1 to {MAX_KEY} printable ASCII characters.",
                field="Idempotency-Key",
            )
        known = await self.db.write(
            self._begin, staff_id, crypto.fingerprint(key), crypto.fingerprint(f"{key} {request}")
        )
        if known is None or known.status is None:
            return None
        return Answer(known.status, _open(key, known.answer or b""))

    async def finish(self, staff_id: StaffId, key: str, answer: Answer) -> None:
        closed = crypto.seal(_lock_of(key), answer.body.decode(), name=SEALED).encode()
        await self.db.write(store.finish, staff_id, crypto.fingerprint(key), answer.status, closed)

    async def undo(self, staff_id: StaffId, key: str) -> None:
        """It was refused and changed nothing."""
        await self.db.write(store.remove, staff_id, crypto.fingerprint(key))

    def _begin(self, staff_id: StaffId, key: str, request_hash: str) -> store.Kept | None:
        at, known = self.clock(), store.get(staff_id, key)
        if known is not None and known.created_at <= at - KEEP:
            store.remove(staff_id, key)
            known = None
        if known is None:
            store.begin(staff_id, key, request_hash, at)
            return None
        if known.request_hash != request_hash:
            raise Conflict("This Idempotency-Key belongs to another request.")
        if known.status is None and known.created_at < self.started_at:
            raise Conflict("This request was cut off. Look whether it was done before a new one.")
        if known.status is None:
            raise Conflict("This request is still under way.")
        return known


def _lock_of(key: str) -> bytes:
    return hashlib.sha256(f"{SEALED} {key}".encode()).digest()


def _open(key: str, closed: bytes) -> bytes:
    return crypto.unseal(_lock_of(key), closed.decode(), name=SEALED).encode()
