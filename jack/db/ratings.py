"""How guests liked their stays. Their words are read from the messages, so they go with them (R14)."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.ratings import COMMENT_WITHIN, OPEN_FOR, Rating

_COLUMNS = (
    "r.id, r.guest_id, r.reservation_id, r.conversation_id, r.channel, r.asked_at, r.expires_at,"
    " r.score, r.rated_at, coalesce(m.text, ''), r.comment_id IS NOT NULL,"
    " trim(g.first_name || ' ' || g.last_name), r.task_id,"
    " NOT EXISTS (SELECT 1 FROM message s WHERE s.conversation_id = r.conversation_id"
    "  AND s.id > r.question_id AND s.sender IN ('ai', 'staff')"
    "  AND s.delivery NOT IN ('draft', 'discarded', 'expired', 'failed'))"
)
_FROM = "FROM rating r JOIN guest g ON g.id = r.guest_id LEFT JOIN message m ON m.id = r.comment_id"


def ask(
    *,
    guest_id: int,
    reservation_id: int | None,
    conversation_id: int,
    message_id: int,
    channel: str,
    at: Micros,
) -> int:
    """A rating is waited for from now on; an earlier question that nobody answered is closed."""
    sql.run(
        "UPDATE rating SET expires_at = ? WHERE guest_id = ? AND score IS NULL AND expires_at > ?",
        at,
        guest_id,
        at,
    )
    return sql.insert(
        "rating",
        guest_id=guest_id,
        reservation_id=reservation_id,
        conversation_id=conversation_id,
        question_id=message_id,
        channel=channel,
        asked_at=at,
        expires_at=at + OPEN_FOR,
    )


def waiting(guest_id: int, at: Micros) -> Rating | None:
    """The one that the guest was asked for and has not given, or has given without words just now."""
    found = sql.row(
        f"SELECT {_COLUMNS} {_FROM} WHERE r.guest_id = ? AND ((r.score IS NULL AND r.expires_at > ?)"
        " OR (r.score IS NOT NULL AND r.comment_id IS NULL AND r.rated_at > ?))"
        " ORDER BY r.id DESC LIMIT 1",
        guest_id,
        at,
        at - COMMENT_WITHIN,
    )
    return _rating(found) if found else None


def rate(rating_id: int, score: int, *, message_id: int, channel: str, at: Micros) -> bool:
    """The guest's answer; False when there was one already."""
    changed = sql.run(
        "UPDATE rating SET score = ?, rated_at = ?, answer_id = ?, channel = ?"
        " WHERE id = ? AND score IS NULL",
        score,
        at,
        message_id,
        channel,
        rating_id,
    )
    return changed == 1


def comment(rating_id: int, message_id: int) -> None:
    """The message with what the guest says about it; the first one stays."""
    sql.run(
        "UPDATE rating SET comment_id = ? WHERE id = ? AND comment_id IS NULL",
        message_id,
        rating_id,
    )


def set_task(rating_id: int, task_id: int) -> None:
    sql.run("UPDATE rating SET task_id = ? WHERE id = ?", task_id, rating_id)


def score_of(reservation_id: int) -> int | None:
    """How the stay was rated last."""
    found: int | None = sql.value(
        "SELECT score FROM rating WHERE reservation_id = ? AND score IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        reservation_id,
    )
    return found


def get(rating_id: int) -> Rating | None:
    found = sql.row(f"SELECT {_COLUMNS} {_FROM} WHERE r.id = ?", rating_id)
    return _rating(found) if found else None


def listed(
    *,
    guest_id: int | None,
    most: int | None,
    before: tuple[Micros, int] | None,
    limit: int,
) -> list[Rating]:
    """Given ratings, the newest first. `most`: only so many points and fewer."""
    return [
        _rating(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} {_FROM} WHERE r.rated_at IS NOT NULL"
            " AND (?1 IS NULL OR r.guest_id = ?1) AND (?2 IS NULL OR r.score <= ?2)"
            " AND (?3 IS NULL OR (r.rated_at, r.id) < (?3, ?4))"
            " ORDER BY r.rated_at DESC, r.id DESC LIMIT ?5",
            guest_id,
            most,
            *(before or (None, None)),
            limit,
        )
    ]


def _rating(row: sql.Row) -> Rating:
    return Rating(
        id=row[0],
        guest_id=row[1],
        reservation_id=row[2],
        conversation_id=row[3],
        channel=row[4],
        asked_at=row[5],
        expires_at=row[6],
        score=row[7],
        rated_at=row[8],
        comment=row[9],
        has_comment=bool(row[10]),
        guest_name=row[11],
        task_id=row[12],
        is_last_word=bool(row[13]),
    )
