"""Templates as their vendors have them."""

from __future__ import annotations

from collections.abc import Sequence

from jack.db import sql
from jack.model.clock import Micros
from jack.model.vendor_templates import (
    TemplateCategory,
    TemplateReport,
    VendorStatus,
    VendorTemplate,
)

_COLUMNS = (
    "channel, vendor_id, name, language, category, status, body, header, footer, buttons, reason,"
    " lacks, id, seen_at"
)


def get(template_id: int) -> VendorTemplate | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM vendor_template WHERE id = ?", template_id)
    return _template(found) if found else None


def listed(channel: str | None = None) -> list[VendorTemplate]:
    """By name and language."""
    return [
        _template(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM vendor_template WHERE ? IS NULL OR channel = ?"
            " ORDER BY name, language",
            channel,
            channel,
        )
    ]


def replace_all(channel: str, told: Sequence[VendorTemplate], at: Micros) -> None:
    """Everything the vendor has now. One that stays keeps its id, and what is bound to it."""
    for template in told:
        sql.run(
            "INSERT INTO vendor_template (channel, vendor_id, name, language, category, status,"
            " body, header, footer, buttons, reason, lacks, seen_at, changed_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (channel, name, language) DO UPDATE SET vendor_id = excluded.vendor_id,"
            " category = excluded.category, status = excluded.status, body = excluded.body,"
            " header = excluded.header, footer = excluded.footer, buttons = excluded.buttons,"
            " reason = excluded.reason, lacks = excluded.lacks, seen_at = excluded.seen_at,"
            " changed_at = CASE WHEN status = excluded.status THEN changed_at"
            "  ELSE excluded.changed_at END",
            channel,
            template.vendor_id,
            template.name,
            template.language,
            template.category,
            template.status,
            template.body,
            template.header,
            template.footer,
            sql.dumps(template.buttons),
            template.reason,
            template.lacks,
            at,
            at,
        )
    sql.run("DELETE FROM vendor_template WHERE channel = ? AND seen_at < ?", channel, at)


def apply(report: TemplateReport, at: Micros) -> bool:
    """What a vendor says of one of its templates; False when it is not known here."""
    changed = sql.run(
        "UPDATE vendor_template SET status = coalesce(?, status), category = coalesce(?, category),"
        " reason = CASE WHEN ? IS NULL THEN reason ELSE ? END, changed_at = ?"
        " WHERE channel = ? AND name = ? AND language = ?",
        report.status,
        report.category,
        report.status,
        report.reason,
        at,
        report.channel,
        report.name,
        report.language,
    )
    return changed > 0


def _template(row: sql.Row) -> VendorTemplate:
    return VendorTemplate(
        channel=row[0],
        vendor_id=row[1],
        name=row[2],
        language=row[3],
        category=TemplateCategory(row[4]),
        status=VendorStatus(row[5]),
        body=row[6],
        header=row[7],
        footer=row[8],
        buttons=tuple(sql.loads(row[9])),
        reason=row[10],
        lacks=row[11],
        id=row[12],
        seen_at=row[13],
    )
