"""Who did what, found again by actor, action, subject and time."""

from __future__ import annotations

import pytest

from jack.db import audit, staff
from jack.db.database import Database
from jack.model.clock import SECOND
from jack.model.staff import Role

FILTERS: dict[str, object] = dict.fromkeys(
    ("actor", "action", "subject", "since", "until", "before")
)


@pytest.fixture
def filled(db: Database) -> Database:
    def work() -> None:
        staff.add("ana@hotel.example", "Ana", Role.ADMIN, (), 0)
        audit.add("staff:1", "token.created", "token:1", 1 * SECOND, scopes=["metrics"])
        audit.add("cli", "staff.added", "staff:2", 2 * SECOND)
        audit.add("staff:1", "token.revoked", "token:1", 3 * SECOND)
        audit.add("staff:9", "conversation.claim", "conversation:12", 4 * SECOND)

    db.write_now(work)
    return db


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ({}, [4, 3, 2, 1]),
        ({"actor": "staff:1"}, [3, 1]),
        ({"action": "token."}, [3, 1]),
        ({"action": "token.created"}, [1]),
        ({"action": "token"}, []),
        ({"subject": "conversation:"}, [4]),
        ({"subject": "conversation:1"}, []),
        ({"since": 2 * SECOND, "until": 4 * SECOND}, [3, 2]),
        ({"before": 3}, [2, 1]),
        ({"action": "%."}, []),
    ],
)
def test_entries_are_found_by_what_is_asked(
    filled: Database, wanted: dict[str, object], ids: list[int]
) -> None:
    found = filled.read_now(audit.page, **(FILTERS | wanted), limit=10)  # type: ignore[arg-type]

    assert [entry.id for entry in found] == ids


def test_an_entry_is_read_as_it_was_with_the_name_of_who_is_there(filled: Database) -> None:
    found = filled.read_now(audit.page, **FILTERS, limit=10)  # type: ignore[arg-type]

    assert [entry.name for entry in found] == [None, "Ana", None, "Ana"]
    assert found[-1].data == {"scopes": ["metrics"]}
    assert found[-1].at == SECOND
