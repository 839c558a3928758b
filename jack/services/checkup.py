"""The doctor's visit to a running server: the same checks, on connections of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from jack.errors import Forbidden, NotFound
from jack.model.staff import Permission, Staff
from jack.services.doctor import Finding, Patient, examine, examine_channel


@dataclass(frozen=True, slots=True)
class Checkup:
    """`open` gives the running installation, with the settings that count after a restart.

    One visit at a time: the checks read the whole database and call every vendor.
    """

    open: Callable[[], AbstractAsyncContextManager[Patient]]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def examine(self, by: Staff) -> list[Finding]:
        """Everything. Raises Forbidden."""
        _must_read_system(by)
        async with self.turn, self.open() as patient:
            return await examine(patient)

    async def test_channel(self, by: Staff, name: str) -> list[Finding]:
        """Real calls to the vendor, the channel's own first.

        Raises Forbidden, or NotFound for a channel that is off.
        """
        if not by.may(Permission.MANAGE_SETTINGS):
            raise Forbidden(f"Your role, {by.role}, may not test channels.")
        async with self.turn, self.open() as patient:
            if name not in patient.channels:
                raise NotFound(f"The channel {name} is not switched on.")
            if patient.is_offline and name != "webchat":  # which has no vendor
                raise NotFound("Jack runs offline: vendors are not called.")
            return await examine_channel(patient, name)


def _must_read_system(by: Staff) -> None:
    if not by.may(Permission.READ_SYSTEM):
        raise Forbidden(f"Your role, {by.role}, may not look into the system.")
