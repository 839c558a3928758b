"""Sends that are over and did not do: a later try, or another channel, took their place."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.messages import Attempt

_COLUMNS = "outbox_id, channel, account, address, vendor_id, error_code, error_text, created_at"


def close(outbox_id: int, at: Micros) -> None:
    """Keep how the row was sent until now, before it is sent in another way."""
    sql.run(
        f"INSERT INTO send_attempt ({_COLUMNS})"
        " SELECT id, channel, account, address, vendor_id, error_code, error_text, ?"
        " FROM outbox WHERE id = ?",
        at,
        outbox_id,
    )


def find(channel: str, vendor_id: str | None) -> Attempt | None:
    """The attempt that the vendor calls so."""
    if vendor_id is None:
        return None
    found = sql.row(
        f"SELECT {_COLUMNS} FROM send_attempt WHERE channel = ? AND vendor_id = ?",
        channel,
        vendor_id,
    )
    return Attempt(*found) if found else None


def of(outbox_id: int) -> list[Attempt]:
    """In the order in which they ended."""
    return [
        Attempt(*row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM send_attempt WHERE outbox_id = ? ORDER BY id", outbox_id
        )
    ]


def is_taken(channel: str, vendor_id: str, *, outbox_id: int) -> bool:
    """Whether the vendor's message is known as the send of another row, or of an earlier try."""
    return (
        sql.value(
            "SELECT 1 FROM outbox WHERE channel = ? AND vendor_id = ? AND id <> ?"
            " UNION ALL SELECT 1 FROM send_attempt WHERE channel = ? AND vendor_id = ? LIMIT 1",
            channel,
            vendor_id,
            outbox_id,
            channel,
            vendor_id,
        )
        is not None
    )
