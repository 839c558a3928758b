"""Settings as the UI shows and changes them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from jack.config import presentable
from jack.model.staff import Permission
from jack.services.settings import SettingRow
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("settings")

MANAGE = Permission.MANAGE_SETTINGS


class SettingSource(Model):
    """Where a value came from; `name` is the option, variable, credential or FILE:LINE."""

    kind: Literal["flag", "environment", "credential", "file", "ui", "default"]
    name: str


class SettingShape(Model):
    """`value` is in force now, `next` after a restart where `needsRestart`. Secrets are masked.

    `locked` says why it cannot be changed here, and is empty where it can.
    """

    key: str = Field(examples=["hotel.name"])
    value: Any
    default: Any
    next: Any
    needs_restart: bool
    source: SettingSource
    is_live: bool
    is_secret: bool
    locked: str
    unit: str
    doc: str

    @classmethod
    def of(cls, row: SettingRow) -> SettingShape:
        return cls(
            key=row.key.name,
            value=row.value,
            default=presentable(row.key.default),
            next=row.next,
            needs_restart=row.has_next,
            source=SettingSource(kind=row.source.kind, name=row.source.name),
            is_live=row.key.notes.live,
            is_secret=row.key.notes.secret,
            locked=row.locked,
            unit=row.key.notes.unit,
            doc=row.key.notes.doc,
        )


class SettingsShape(Model):
    settings: list[SettingShape]


class SettingChanges(Model):
    """By key; null takes a setting back to what stands below it."""

    settings: dict[str, Any] = Field(
        min_length=1, max_length=200, examples=[{"hotel.name": "Harbour Inn"}]
    )


@routes.add("GET", "/api/v1/settings", answer=SettingsShape, needs=MANAGE)
async def list_settings(call: Call[Nothing, Nothing]) -> SettingsShape:
    """Every setting with its value, default and origin; secrets masked."""
    return SettingsShape(settings=[SettingShape.of(row) for row in await call.desk.settings.rows()])


@routes.add(
    "PATCH",
    "/api/v1/settings",
    body=SettingChanges,
    answer=SettingsShape,
    needs=MANAGE,
    errors=("CONFLICT",),
)
async def change_settings(call: Call[Nothing, SettingChanges]) -> SettingsShape:
    """Change settings, all of them or none; the answer holds those that changed.

    Live ones count at once, the others after a restart. One that is set by option, environment,
    credential or file is a conflict that names its source.
    """
    rows = await call.desk.settings.change(call.who, call.body.settings)
    return SettingsShape(settings=[SettingShape.of(row) for row in rows])
