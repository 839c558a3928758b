"""Settings made in the UI: kept in the database, below everything set elsewhere, secrets sealed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jack import crypto
from jack.config import MASK, Loaded, Source, presentable, value_of
from jack.config_schema import Key, keys, take_live
from jack.db import audit
from jack.db import settings as store
from jack.db.database import Database
from jack.errors import ConfigError, Conflict, Forbidden, Invalid
from jack.model.clock import Clock, Micros
from jack.model.staff import Permission, Staff

log = logging.getLogger(__name__)

PREFIX = "config."
NEVER_IN_UI = ("data.", "server.", "log.", "auth.jwt_secret")
"""Whoever changes these wrongly cannot change them back in the UI."""

VENDOR_ADDRESSES = ("api_url", "base_url")
"""Where secrets are sent to: the machine's administrator says that."""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting. `value` is in force now; `next` after a restart, where that differs.

    Secrets are masked. `locked` says why it cannot be changed in the UI, or is empty.
    """

    key: Key
    value: object
    next: object
    has_next: bool
    source: Source
    locked: str


@dataclass(frozen=True, slots=True)
class Settings:
    """`running` is what this process started with; its live settings follow every change."""

    db: Database
    running: Loaded
    key: bytes = field(repr=False)
    clock: Clock
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def rows(self) -> list[SettingRow]:
        """Every setting in the order of the file."""
        coming = await self.coming()
        return [self._row(key, coming) for key in keys().values()]

    async def coming(self) -> Loaded:
        """The configuration as it will be after a restart."""
        return with_stored(self.running, await self.db.read(stored_settings, self.key))

    async def change(self, by: Staff, changes: Mapping[str, object]) -> list[SettingRow]:
        """Set what is given; None takes a setting back. Live ones count at once.

        Raises Invalid that names every mistake, Conflict for a setting made above the UI, Forbidden.
        """
        if not by.may(Permission.MANAGE_SETTINGS):
            raise Forbidden(f"Your role, {by.role}, may not change settings.")
        return await self._change(changes, f"staff:{by.id}")

    async def change_by_system(self, changes: Mapping[str, object]) -> None:
        """What Jack himself takes back from himself. Raises Conflict for a setting made above the
        UI."""
        await self._change(changes, "system")

    async def _change(self, changes: Mapping[str, object], actor: str) -> list[SettingRow]:
        async with self.turn:
            stored = await self.db.read(stored_settings, self.key)
            for name, value in changes.items():
                self._must_take(name, value)
            wanted = {**stored, **changes}
            try:
                coming = self.running.with_settings(_given(wanted))
            except ConfigError as error:
                raise Invalid(str(error)) from error
            await self.db.write(self._store, changes, actor, self.clock())
            changed = take_live(self.running.config, coming.config)
            log.info("settings changed", extra={"count": len(changes)})
        return [
            self._row(key, coming) for key in keys().values() if key.name in {*changes, *changed}
        ]

    def _row(self, key: Key, coming: Loaded) -> SettingRow:
        running, then = value_of(self.running.config, key.name), value_of(coming.config, key.name)
        is_live = key.notes.live
        sources = coming.sources if is_live else self.running.sources
        return SettingRow(
            key=key,
            value=presentable(running),
            next=presentable(then),
            has_next=running != then,
            source=sources[key.name],
            locked=self._locked(key.name),
        )

    def _locked(self, name: str) -> str:
        source = self.running.sources[name]
        if source.is_above_settings:
            return f"It is set by {source}."
        if name.startswith(NEVER_IN_UI) or name.rpartition(".")[2] in VENDOR_ADDRESSES:
            return "It is set in the configuration file or the environment only."
        return ""

    def _must_take(self, name: str, value: object) -> None:
        if name not in keys():
            raise Invalid(f"{name} is no setting.", field=name)
        if locked := self._locked(name):
            raise Conflict(f"{name} cannot be changed here. {locked}", field=name)
        if keys()[name].notes.secret and isinstance(value, str) and value.startswith(MASK):
            raise Invalid(f"{name} is only its mask. Leave it out to keep it.", field=name)

    def _store(self, changes: Mapping[str, object], actor: str, at: Micros) -> None:
        for name, value in changes.items():
            if value is None:
                store.remove(PREFIX + name)
            elif keys()[name].notes.secret:
                sealed = crypto.seal(self.key, str(value), name=name)
                store.put(PREFIX + name, {"sealed": sealed}, at)
            else:
                store.put(PREFIX + name, value, at)
        audit.add(actor, "settings.changed", "settings", at, keys=sorted(changes))


def stored_settings(key: bytes) -> dict[str, Any]:
    """What was set in the UI, by dotted name, secrets opened; one that does not open is left out."""
    found = {}
    for name, value in store.under(PREFIX).items():
        if isinstance(value, dict) and set(value) == {"sealed"}:
            try:
                found[name] = crypto.unseal(key, value["sealed"], name=name)
            except ConfigError as error:
                log.warning("setting not opened", extra={"reason": str(error)})
        else:
            found[name] = value
    return found


def with_stored(loaded: Loaded, stored: Mapping[str, object]) -> Loaded:
    """`loaded` with the settings of the UI. One that is wrong by now does not keep Jack from
    starting: it is left out, with a warning.
    """
    try:
        return loaded.with_settings(_given(stored))
    except ConfigError:
        kept: dict[str, object] = {}
        for name, value in _given(stored).items():
            try:
                loaded.with_settings({**kept, name: value})
                kept[name] = value
            except ConfigError as error:
                log.warning("setting left out", extra={"reason": str(error).splitlines()[0]})
        return loaded.with_settings(kept)


def _given(stored: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in stored.items() if value is not None}
