"""Canned replies and message templates."""

from __future__ import annotations

from jack.db import sql
from jack.model.clock import Micros
from jack.model.languages import Language
from jack.model.templates import ANY_CHANNEL, CannedReply, MessageTemplate, TemplateStatus

_REPLY = "id, shortcut, language, text, updated_at"
_TEMPLATE = (
    "id, name, channel, language, body, status, updated_at, subject, asks_rating,"
    " vendor_template_id, fills"
)


# -- canned replies ------------------------------------------------------------------------


def add_reply(shortcut: str, language: Language, text: str, at: Micros) -> int:
    return sql.insert(
        "canned_reply",
        shortcut=shortcut,
        language=language,
        text=text,
        created_at=at,
        updated_at=at,
    )


def reply(reply_id: int) -> CannedReply | None:
    found = sql.row(f"SELECT {_REPLY} FROM canned_reply WHERE id = ?", reply_id)
    return _reply(found) if found else None


def reply_id_of(shortcut: str, language: Language) -> int | None:
    found: int | None = sql.value(
        "SELECT id FROM canned_reply WHERE shortcut = ? AND language = ?", shortcut, language
    )
    return found


def replies(*, language: str | None, query: str, after: int, limit: int) -> list[CannedReply]:
    """In the order they were made; `query` is part of shortcut or text."""
    rows = sql.rows(
        f"SELECT {_REPLY} FROM canned_reply WHERE id > ? AND (? IS NULL OR language = ?)"
        " AND (instr(lower(shortcut), lower(?)) OR instr(lower(text), lower(?)))"
        " ORDER BY id LIMIT ?",
        after,
        language,
        language,
        query,
        query,
        limit,
    )
    return [_reply(row) for row in rows]


def save_reply(reply_id: int, shortcut: str, language: Language, text: str, at: Micros) -> None:
    sql.run(
        "UPDATE canned_reply SET shortcut = ?, language = ?, text = ?, updated_at = ? WHERE id = ?",
        shortcut,
        language,
        text,
        at,
        reply_id,
    )


def remove_reply(reply_id: int) -> bool:
    return sql.run("DELETE FROM canned_reply WHERE id = ?", reply_id) == 1


# -- message templates ---------------------------------------------------------------------


def add_template(
    name: str,
    channel: str,
    language: Language,
    body: str,
    status: TemplateStatus,
    at: Micros,
    *,
    subject: str = "",
    asks_rating: bool = False,
) -> int:
    return sql.insert(
        "message_template",
        name=name,
        channel=channel,
        language=language,
        body=body,
        status=status,
        created_at=at,
        updated_at=at,
        subject=subject,
        asks_rating=int(asks_rating),
    )


def template(template_id: int) -> MessageTemplate | None:
    found = sql.row(f"SELECT {_TEMPLATE} FROM message_template WHERE id = ?", template_id)
    return _template(found) if found else None


def template_id_of(name: str, channel: str, language: Language) -> int | None:
    found: int | None = sql.value(
        "SELECT id FROM message_template WHERE name = ? AND channel = ? AND language = ?",
        name,
        channel,
        language,
    )
    return found


def templates(
    *, channel: str | None, language: str | None, status: str | None, after: int, limit: int
) -> list[MessageTemplate]:
    rows = sql.rows(
        f"SELECT {_TEMPLATE} FROM message_template WHERE id > ? AND (? IS NULL OR channel = ?)"
        " AND (? IS NULL OR language = ?) AND (? IS NULL OR status = ?) ORDER BY id LIMIT ?",
        after,
        channel,
        channel,
        language,
        language,
        status,
        status,
        limit,
    )
    return [_template(row) for row in rows]


def named(name: str) -> list[MessageTemplate]:
    """All that may be sent under a name, whatever their channel and language."""
    rows = sql.rows(
        f"SELECT {_TEMPLATE} FROM message_template WHERE name = ? AND status = 'approved'"
        " ORDER BY id",
        name,
    )
    return [_template(row) for row in rows]


def names() -> list[str]:
    """Under which there is something that may be sent."""
    rows = sql.rows(
        "SELECT DISTINCT name FROM message_template WHERE status = 'approved' ORDER BY name"
    )
    return [row[0] for row in rows]


def save_template(template: MessageTemplate, at: Micros) -> None:
    sql.run(
        "UPDATE message_template SET name = ?, channel = ?, language = ?, body = ?, status = ?,"
        " subject = ?, asks_rating = ?, vendor_template_id = ?, fills = ?, updated_at = ?"
        " WHERE id = ?",
        template.name,
        template.channel,
        template.language,
        template.body,
        template.status,
        template.subject,
        int(template.asks_rating),
        template.vendor_id,
        sql.dumps(template.fills) if template.fills else None,
        at,
        template.id,
    )


def bound(channel: str) -> list[MessageTemplate]:
    """Those that go out as a template of the vendor's."""
    return [
        _template(row)
        for row in sql.rows(
            f"SELECT {_TEMPLATE} FROM message_template WHERE channel IN (?, ?)"
            " AND vendor_template_id IS NOT NULL ORDER BY id",
            channel,
            ANY_CHANNEL,
        )
    ]


def remove_template(template_id: int) -> bool:
    return sql.run("DELETE FROM message_template WHERE id = ?", template_id) == 1


def _reply(row: sql.Row) -> CannedReply:
    number, shortcut, language, text, updated_at = row
    return CannedReply(number, shortcut, Language(language), text, updated_at)


def _template(row: sql.Row) -> MessageTemplate:
    return MessageTemplate(
        id=row[0],
        name=row[1],
        channel=row[2],
        language=Language(row[3]),
        body=row[4],
        status=TemplateStatus(row[5]),
        updated_at=row[6],
        subject=row[7],
        asks_rating=bool(row[8]),
        vendor_id=row[9],
        fills=tuple(sql.loads(row[10]) or ()),
    )
