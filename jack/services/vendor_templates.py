"""Keeping what vendors say of their templates: read every hour, on demand, and when one changes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from jack.channels.base import Channel, Templated
from jack.db import audit
from jack.db import vendor_templates as store
from jack.db.database import Database
from jack.errors import Delivery, Forbidden, NotFound
from jack.model.clock import Clock, Micros
from jack.model.staff import Permission, Staff
from jack.model.vendor_templates import VendorTemplate

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VendorTemplates:
    db: Database
    channels: Mapping[str, Channel]
    clock: Clock

    @property
    def sources(self) -> Mapping[str, Templated]:
        """Channels whose templates can be read."""
        return {
            name: channel
            for name, channel in self.channels.items()
            if isinstance(channel, Templated) and channel.has_templates
        }

    async def listed(self) -> list[VendorTemplate]:
        return await self.db.read(store.listed)

    async def read(self) -> int:
        """Read them anew from every vendor that has some; how many there are. Raises Delivery."""
        count = 0
        for name, source in self.sources.items():
            told = await source.templates()
            await self.db.write(store.replace_all, name, told, self.clock())
            count += len(told)
        return count

    async def refresh(self, by: Staff) -> list[VendorTemplate]:
        """Read them now, on a person's word. Raises Forbidden, NotFound, Delivery."""
        if not by.may(Permission.MANAGE_TEMPLATES):
            raise Forbidden(f"Your role, {by.role}, may not change templates.")
        if not self.sources:
            raise NotFound("Set channels.whatsapp.business_account_id: its templates are read.")
        await self.read()

        def work(at: Micros) -> list[VendorTemplate]:
            audit.add(f"staff:{by.id}", "template.read", "channel:whatsapp", at)
            return store.listed()

        return await self.db.write(work, self.clock())

    async def read_quietly(self) -> bool:
        """Whether it worked; what was known stays where it did not."""
        try:
            await self.read()
        except Delivery as error:
            log.warning("templates not read", extra={"reason": error.reason})
            return False
        return True
