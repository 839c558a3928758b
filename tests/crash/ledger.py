"""What the database of a stopped Jack says became of every message, held against the vendor's list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jack.crypto import load_or_create_key
from jack.datadir import DataDir
from jack.db import sql
from jack.db.database import Database
from tests.standins.graph import Accepted

ARRIVED = ("sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Row:
    """One accepted message. `outbox_id` and `delivery` are those of the answer that covers it.

    A turn answers all messages of a conversation that wait together, so an answer covers those up
    to the newest message its trace names.
    """

    vendor_id: str
    address: str
    message_id: int
    state: str
    outbox_id: int | None
    delivery: str | None
    escalations: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything accepted, and everything sent."""

    rows: Sequence[Row]
    sends: Sequence[tuple[int, str, str]]
    tasks: Sequence[tuple[int, str]]
    accepted: Sequence[Accepted]

    @property
    def answered(self) -> list[Row]:
        """Their answer reached the vendor, by our books and by theirs."""
        return [row for row in self.rows if row.delivery in ARRIVED and row.outbox_id in self.taken]

    @property
    def before_staff(self) -> list[Row]:
        """Not answered, but staff were called or see that the answer may not have arrived."""
        answered = {row.vendor_id for row in self.answered}
        return [
            row
            for row in self.rows
            if row.vendor_id not in answered
            and (row.escalations or row.delivery in ("uncertain", "failed"))
        ]

    @property
    def lost(self) -> list[Row]:
        seen = {row.vendor_id for row in (*self.answered, *self.before_staff)}
        return [row for row in self.rows if row.vendor_id not in seen]

    @property
    def taken(self) -> Counter[int]:
        """How often the vendor accepted each outbox id."""
        return Counter(outbox_id_of(message) for message in self.accepted)

    @property
    def sent_twice(self) -> list[int]:
        return [outbox_id for outbox_id, count in self.taken.items() if count > 1]

    @property
    def uncertain(self) -> list[int]:
        """Sends of unknown outcome that the vendor did take: its status should have settled them."""
        return [i for i, _, state in self.sends if state == "uncertain" and i in self.taken]

    @property
    def never_taken(self) -> list[int]:
        """Sends that a crash stopped before the vendor saw them: staff are shown these."""
        return [i for i, _, state in self.sends if state == "uncertain" and i not in self.taken]

    @property
    def tasks_made_twice(self) -> list[tuple[int, str]]:
        """Each guest's requests differ, so a repeated title is a repeated task."""
        return [task for task, count in Counter(self.tasks).items() if count > 1]

    @property
    def out_of_order(self) -> list[str]:
        """Guests whose answers reached the vendor in another order than their questions came."""
        wrong = []
        for address in {message.to for message in self.accepted}:
            ids = [outbox_id_of(m) for m in self.accepted if m.to == address]
            asked = [row for row in self.rows if row.address == address]
            by_question = [row.outbox_id for row in sorted(asked, key=lambda row: row.message_id)]
            known = [i for i in by_question if i is not None]
            if ids != sorted(ids) or known != sorted(known):
                wrong.append(address)
        return wrong


def outbox_id_of(message: Accepted) -> int:
    assert message.callback_data is not None, "every send carries its outbox id"
    return int(message.callback_data.removeprefix("jack:"))


def read(data_dir: Path, accepted: Sequence[Accepted]) -> Ledger:
    """Open the database of a stopped server with its key and read the books."""
    directory = DataDir(data_dir)
    database = Database(directory.database, load_or_create_key(directory.keys / "database.key"))
    try:
        return database.read_now(_read, accepted)
    finally:
        database.close()


def _read(accepted: Sequence[Accepted]) -> Ledger:
    rows = sql.rows(
        "SELECT i.vendor_id, m.address, m.id, i.state, o.id, o.state,"
        " (SELECT count(*) FROM escalation e WHERE e.conversation_id = i.conversation_id)"
        " FROM inbox i JOIN message m ON m.id = i.message_id"
        " LEFT JOIN trace t ON t.id = (SELECT min(n.id) FROM trace n"
        "   WHERE n.conversation_id = i.conversation_id AND n.question_id >= m.id)"
        " LEFT JOIN outbox o ON o.message_id = t.answer_id ORDER BY i.id"
    )
    return Ledger(
        rows=[Row(*row) for row in rows],
        sends=[(i, a, s) for i, a, s in sql.rows("SELECT id, address, state FROM outbox")],
        tasks=[(i, t) for i, t in sql.rows("SELECT conversation_id, title FROM task")],
        accepted=accepted,
    )
