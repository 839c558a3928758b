"""What the figures of the house are made of. Nothing here names a guest."""

from __future__ import annotations

from jack.db import sql
from jack.model.analytics import Called, Course, Rated, TaskCourse, Volume
from jack.model.clock import MINUTE, Micros

QUARTER: Micros = 15 * MINUTE
"""Every time zone's day begins at the beginning of one."""
_SENT = "('sent', 'delivered', 'read')"
_WHERE = "(?3 = '' OR c.channel = ?3) AND (?4 = '' OR coalesce(c.language, '') = ?4)"


_BY_RULE = "EXISTS (SELECT 1 FROM automation_run r WHERE r.message_id = m.id)"
"""What a rule sent is no answer, and nobody asked."""


def courses(since: Micros, until: Micros, channel: str, language: str) -> list[Course]:
    """Conversations that began in the period, without those in which only rules have spoken."""
    found = sql.rows(
        "SELECT c.id, c.channel, coalesce(c.language, ''), c.created_at,"
        " (SELECT min(m.created_at) FROM message m WHERE m.conversation_id = c.id"
        "   AND m.sender = 'guest'),"
        " (SELECT min(m.created_at) FROM message m WHERE m.conversation_id = c.id"
        f"   AND m.sender IN ('ai', 'staff') AND m.delivery IN {_SENT} AND NOT {_BY_RULE}),"
        " EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND m.sender = 'ai'"
        f"   AND m.delivery IN {_SENT} AND NOT {_BY_RULE}),"
        " EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND m.sender = 'staff')"
        " OR EXISTS (SELECT 1 FROM audit a WHERE a.subject = 'conversation:' || c.id"
        "   AND a.action = 'conversation.claim'),"
        " EXISTS (SELECT 1 FROM escalation e WHERE e.conversation_id = c.id),"
        " (SELECT min(a.at) FROM audit a WHERE a.subject = 'conversation:' || c.id"
        "   AND a.action = 'conversation.resolve'),"
        " (SELECT coalesce(sum(k.cost_micro_usd), 0) FROM model_call k"
        "   WHERE k.conversation_id = c.id)"
        " FROM conversation c WHERE c.created_at >= ?1 AND c.created_at < ?2"
        f" AND {_WHERE} AND EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id"
        f"   AND NOT {_BY_RULE}) ORDER BY c.id",
        since,
        until,
        channel,
        language,
    )
    return [
        Course(
            id=row[0],
            channel=row[1],
            language=row[2],
            began_at=row[3],
            asked_at=row[4],
            answered_at=row[5],
            by_jack=bool(row[6]),
            by_staff=bool(row[7]),
            was_escalated=bool(row[8]),
            resolved_at=row[9],
            cost=int(row[10]),
        )
        for row in found
    ]


def volumes(since: Micros, until: Micros, channel: str, language: str) -> list[Volume]:
    """Messages by quarter of an hour. Drafts and what was discarded were never said."""
    return [
        Volume(row[0] * QUARTER, row[1], row[2], row[3], row[4])
        for row in sql.rows(
            f"SELECT m.created_at / {QUARTER}, m.channel, coalesce(c.language, ''), m.sender,"
            " count(*) FROM message m JOIN conversation c ON c.id = m.conversation_id"
            " WHERE m.created_at >= ?1 AND m.created_at < ?2"
            " AND (m.delivery IS NULL OR m.delivery NOT IN ('draft', 'discarded', 'expired'))"
            f" AND {_WHERE} GROUP BY 1, 2, 3, 4 ORDER BY 1",
            since,
            until,
            channel,
            language,
        )
    ]


def called(since: Micros, until: Micros, channel: str, language: str) -> list[Called]:
    """Escalations of the period."""
    return [
        Called(row[0], row[1], tuple(sql.loads(row[2])), row[3], row[4])
        for row in sql.rows(
            "SELECT e.created_at, e.acknowledged_at, e.reasons, c.channel, coalesce(c.language, '')"
            " FROM escalation e JOIN conversation c ON c.id = e.conversation_id"
            f" WHERE e.created_at >= ?1 AND e.created_at < ?2 AND {_WHERE} ORDER BY e.id",
            since,
            until,
            channel,
            language,
        )
    ]


def ratings(since: Micros, until: Micros, channel: str, language: str) -> list[Rated]:
    """How stays were rated in the period, by the channel of the answer."""
    return [
        Rated(*row)
        for row in sql.rows(
            "SELECT r.rated_at, r.channel, coalesce(c.language, ''), r.score FROM rating r"
            " JOIN conversation c ON c.id = r.conversation_id"
            " WHERE r.rated_at >= ?1 AND r.rated_at < ?2 AND (?3 = '' OR r.channel = ?3)"
            " AND (?4 = '' OR coalesce(c.language, '') = ?4) ORDER BY r.id",
            since,
            until,
            channel,
            language,
        )
    ]


def tasks(since: Micros, until: Micros) -> list[TaskCourse]:
    """Tasks made in the period."""
    return [
        TaskCourse(*row)
        for row in sql.rows(
            "SELECT department, status, response_due_at, resolution_due_at, responded_at,"
            " finished_at FROM task WHERE created_at >= ? AND created_at < ? ORDER BY id",
            since,
            until,
        )
    ]


def topics(since: Micros, until: Micros, channel: str, language: str) -> list[tuple[str, int]]:
    """The first intent of every turn of the period that is still on record, the most first."""
    return [
        (row[0], row[1])
        for row in sql.rows(
            "SELECT json_extract(t.data, '$.intents[0].name') AS topic, count(*) FROM trace t"
            " JOIN conversation c ON c.id = t.conversation_id"
            f" WHERE t.created_at >= ?1 AND t.created_at < ?2 AND {_WHERE}"
            " AND topic IS NOT NULL GROUP BY topic ORDER BY 2 DESC, 1",
            since,
            until,
            channel,
            language,
        )
    ]
