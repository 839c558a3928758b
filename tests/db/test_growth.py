"""What is asked often does not take longer the longer a hotel has been open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from jack.db import (
    conversations,
    guests,
    health,
    inbox,
    inbox_list,
    outbox,
    reports,
    sql,
    suggestions,
    timeline,
    verifications,
)
from jack.db.database import Database
from jack.model.clock import DAY, HOUR, MINUTE
from jack.model.inbox import Filters, Order
from tests.conftest import KEY
from tests.db.samples import NOW
from tests.load.growth import Years, fill

GUESTS = 60
GROWS = {
    "guest", "guest_identity", "reservation", "conversation", "message", "inbox", "outbox",
    "webhook_payload", "trace", "task", "task_event", "escalation", "audit", "automation_run",
    "verification",
}  # fmt: skip
SELDOM_DELETED = {"staff", "knowledge_entry"}
IN_ORDER = "last_message_at_id ("
"""Walked from the newest, until there are enough."""
WEAK = re.compile(r"\((channel|account|provider|is_\w+|sender|kind|owner_id)=\?\)$")
"""What too many rows have in common to look at all of them."""


def _filters(**wanted: object) -> Callable[[], object]:
    return lambda: inbox_list.listed(
        Filters(**wanted),  # type: ignore[arg-type]
        order=Order.RECENT,
        viewer_id=1,
        after=None,
        limit=50,
    )


WORK: Mapping[str, Callable[[], object]] = {
    "who writes": lambda: guests.at("whatsapp", "491500000001"),
    "claim messages": lambda: inbox.claim("me", NOW, lease=MINUTE, limit=1),
    "forget payloads": lambda: inbox.forget_payloads(NOW - 30 * DAY),
    "forget what was sent": lambda: outbox.forget(NOW - 90 * DAY),
    "close what is idle": lambda: conversations.close_idle(NOW - 72 * HOUR, NOW),
    "count what failed": lambda: health.sends(NOW),
    "count by channel": outbox.by_channel,
    "inbox, numbers": lambda: inbox_list.counts(1),
    "inbox, all": _filters(),
    "inbox, of a channel": _filters(channel="sms"),
    "inbox, words of a channel": _filters(channel="sms", query="silva1"),
    "inbox, nobody's": _filters(is_unassigned=True),
    "inbox, what needs somebody": _filters(needs_attention=True, channel="sms"),
    "conversations": conversations.cards,
    "conversations of a channel": lambda: conversations.cards(channel="sms"),
    "conversations, nobody's": lambda: conversations.cards(unassigned=True),
    "conversations, words": lambda: conversations.cards(query="silva1"),
    "where a guest is": lambda: timeline.reaches(1),
    "who may be the same": lambda: suggestions.of(1),
    "tasks, numbers": lambda: reports.board(None, at=NOW, since=NOW - DAY),
    "report, numbers": lambda: reports.counts(NOW - DAY, NOW),
    "report, escalations": lambda: reports.escalations(NOW - DAY, NOW, limit=50),
    "report, events": lambda: reports.events(NOW - DAY, NOW, limit=50),
    "failed proofs of a channel": lambda: verifications.failures(since=NOW, channel="webchat"),
}


@pytest.fixture(scope="module")
def grown(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("grown") / "jack.db"
    path.write_bytes(migrated.read_bytes())
    db = Database(path, KEY)
    fill(db, Years(GUESTS, NOW))
    yield db
    db.close()


@pytest.mark.parametrize("name", WORK)
def test_no_whole_table_is_read(grown: Database, name: str) -> None:
    def plans() -> list[str]:
        said: list[str] = []
        connection = sql.current.connection()
        connection.set_trace_callback(said.append)
        try:
            WORK[name]()
        finally:
            connection.set_trace_callback(None)
        assert said
        return [fault for statement in said for fault in faults(statement)]

    assert grown.write_now(plans) == []


def faults(statement: str) -> list[str]:
    """Steps of its plan that look at every row of what grows, or at every row of a channel."""
    does = statement.lstrip("( ").upper()
    if not does.startswith(("SELECT", "WITH", "UPDATE", "DELETE")) or "IN ()" in does:
        return []
    names = dict(re.findall(r"(?:FROM|JOIN)\s+(\w+)(?:\s+(?!WHERE|ORDER|SET)(\w+))?", statement))
    tables = {alias or table: table for table, alias in names.items()}
    return [
        f"{step}: {statement}"
        for *_, step in sql.rows(f"EXPLAIN QUERY PLAN {statement}")
        if (found := re.match(r"(SCAN|SEARCH) (\w+)( USING INDEX)?", step))
        and tables.get(found[2], found[2]) in GROWS
        and ((found[1] == "SCAN" and not found[3]) or (WEAK.search(step) and IN_ORDER not in step))
    ]


def test_whole_tables_are_noticed(grown: Database) -> None:
    def look() -> None:
        assert faults("SELECT count(*) FROM message")
        assert faults("SELECT id FROM guest_identity i WHERE i.channel = 'sms' AND i.name = 'Ana'")
        assert not faults("SELECT id FROM message WHERE conversation_id = 1")
        assert not faults("SELECT id FROM staff")

    grown.read_now(look)


def test_what_points_to_a_row_is_found_when_it_is_deleted(grown: Database) -> None:
    """Without an index of the child, SQLite reads all of it for every row that goes."""

    def without_index() -> list[str]:
        return [
            f"{table}.{column}"
            for (table,) in sql.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
            for _, _, parent, column, *_ in sql.rows(f"PRAGMA foreign_key_list({table})")
            if parent not in SELDOM_DELETED and column not in first_columns(table)
        ]

    assert grown.read_now(without_index) == []


def first_columns(table: str) -> set[str]:
    return {
        sql.rows(f"PRAGMA index_info({row[1]})")[0][2]
        for row in sql.rows(f"PRAGMA index_list({table})")
    }
