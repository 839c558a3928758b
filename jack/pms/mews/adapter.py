"""Mews as a PMS: reservations by what changed or by day, with the people and rooms they name."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from datetime import UTC, date, datetime, time, timedelta

from jack.errors import Permanent, Transient
from jack.model.clock import DAY, MINUTE, SECOND, Clock, Micros, from_datetime, to_datetime
from jack.model.reservations import Batch, Changed, PmsGuest, PmsReservation, Room
from jack.pms.mews import mapping
from jack.pms.mews.client import LIMIT, PER_S, Client, TooHeavy
from jack.pms.mews.mapping import Enterprise, House, JsonObject
from jack.pms.pace import Pace

log = logging.getLogger(__name__)

RESERVATIONS = "reservations/getAll/2023-06-06"
STATES = tuple(mapping.STATUSES)
ALL = ["Active", "Deleted"]

WIDEST = 88 * DAY
"""Mews takes three months; from February on that is 89 days."""
NARROWEST = MINUTE
"""A window that is too heavy even at this size is not made smaller."""
GROWTH = 5, 4
"""After a window that went well the next may be so much wider."""

HOUSE_AGE = 15 * MINUTE
"""Rooms, categories and services are read again after so long..."""
HOUSE_AGE_WHEN_STRANGE = MINUTE
"""...and after so long when a reservation names one that is not known."""


class Mews:
    """Reads only. `pace` is for tests, which do not wait.

    A reservation that changes during a walk moves in the list that is being paged through. It can
    come twice; and as its change is later than the window's end, it may also leave the window, and
    then comes with the next walk, which starts at the cursor. Mews' clock and this machine's may
    differ: the caller begins a little before the cursor.
    """

    name = "mews"

    def __init__(
        self,
        *,
        client_token: str,
        access_token: str,
        client_name: str,
        api_url: str,
        timeout_s: float,
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        self._client = Client(
            client_token=client_token,
            access_token=access_token,
            client_name=client_name,
            api_url=api_url,
            timeout_s=timeout_s,
            clock=clock,
            pace=pace or Pace(limit=LIMIT, per_s=PER_S),
        )
        self._clock = clock
        self._enterprise: Enterprise | None = None
        self._house: House | None = None
        self._house_read_at: Micros = 0
        self._width = WIDEST

    async def start(self) -> None:
        await self._client.start()

    async def close(self) -> None:
        await self._client.close()

    # -- walking ---------------------------------------------------------------------------

    def reservations(self, since: Micros, until: Micros) -> AsyncIterator[Batch]:
        """What changed, oldest window first, within a window newest first."""
        return self._walk("UpdatedUtc", since, until)

    async def colliding(self, first: date, last: date) -> AsyncIterator[Batch]:
        """Stays that touch these days. One that touches two windows comes twice."""
        zone = (await self._hotel()).zone
        start, end = (
            from_datetime(datetime.combine(day, time.min, zone))
            for day in (first, last + timedelta(days=1))
        )
        walk = self._walk("CollidingUtc", start, end - SECOND, has_cursor=False)
        async with aclosing(walk) as batches:
            async for batch in batches:
                yield batch

    async def _walk(
        self, interval: str, since: Micros, until: Micros, *, has_cursor: bool = True
    ) -> AsyncGenerator[Batch, None]:
        """All windows of a span. One that Mews finds too heavy is begun again at half the width."""
        start = since
        while True:
            end = max(start, min(start + self._width, until))
            filters = {interval: _interval(start, end), "States": STATES}
            cursor: str | None = None
            try:
                while True:
                    page = await self._client.page(
                        RESERVATIONS, "Reservations", filters, cursor=cursor
                    )
                    cursor = page.cursor
                    is_whole = cursor is None and has_cursor
                    yield await self._batch(page.items, end if is_whole else None)
                    if cursor is None:
                        break
            except TooHeavy as error:
                if not self._narrow(end - start):
                    raise
                log.info("mews window too wide", extra={"reason": error.reason})
                continue
            except Transient as error:
                if error.reason == "timeout":
                    self._narrow(end - start)  # the next walk asks for less
                raise
            self._widen()
            if end >= until:
                return
            start = end

    def _narrow(self, width: Micros) -> bool:
        """Halve the width of windows; False when it cannot be halved any more."""
        if width <= NARROWEST:
            return False
        self._width = max(NARROWEST, width // 2)
        return True

    def _widen(self) -> None:
        times, parts = GROWTH
        self._width = min(WIDEST, self._width * times // parts)

    async def _batch(self, items: Sequence[object], cursor: Micros | None) -> Batch:
        """The stays of a page, with all that they mention fetched for the whole page at once."""
        hotel = await self._hotel()
        house = await self._known(items)
        stays = [item for item in items if mapping.is_stay(item, house)]
        companions = mapping.companions(await self._companionships(stays))
        guests = await self._guests(
            [person for stay in stays for person in mapping.people_of(stay, companions)]
        )
        read, rejected = await asyncio.to_thread(
            mapping.reservations,
            stays,
            zone=hotel.zone,
            house=house,
            guests=guests,
            companions=companions,
        )
        return Batch(read, rejected, cursor)

    # -- single things ---------------------------------------------------------------------

    async def reservation(self, external_id: str) -> PmsReservation | None:
        """None when Mews has no such stay, or it is not confirmed any more.

        Raises Permanent for one that is there and cannot be read: that is no cancellation.
        """
        if not mapping.is_id(external_id):
            return None
        filters = {"ReservationIds": [external_id]}
        page = await self._client.page(RESERVATIONS, "Reservations", filters)
        batch = await self._batch(page.items, None)
        if batch.rejected:
            rejected = batch.rejected[0]
            raise Permanent(
                f"Mews' {rejected.where} cannot be read: {rejected.reason}", reason="unreadable"
            )
        return batch.reservations[0] if batch.reservations else None

    async def guest(self, external_id: str) -> PmsGuest | None:
        if not mapping.is_id(external_id):
            return None
        return (await self._guests([external_id])).get(external_id)

    async def room_status(self) -> list[Room]:
        resources = await self._resources()
        return [room for room in map(mapping.room, resources) if room is not None]

    def parse_webhook(self, body: bytes) -> Changed:
        """Mews signs nothing: ids in it are hints of what to fetch, never facts."""
        return mapping.webhook(body)

    async def check(self) -> str:
        hotel = await self._read_hotel()
        return f"Mews answers for {hotel.name} ({hotel.zone.key})"

    # -- what reservations mention ---------------------------------------------------------

    async def _hotel(self) -> Enterprise:
        return self._enterprise or await self._read_hotel()

    async def _read_hotel(self) -> Enterprise:
        answer = await self._client.call("configuration/get", {})
        self._enterprise = mapping.enterprise(answer)
        return self._enterprise

    async def _known(self, items: Sequence[object]) -> House:
        """Services, rooms and categories, read again when old or when `items` name a new one."""
        age = self._clock() - self._house_read_at
        if self._house is not None and (
            age <= HOUSE_AGE_WHEN_STRANGE or (age <= HOUSE_AGE and self._house.knows_all_of(items))
        ):
            return self._house
        hotel = await self._hotel()
        services = await self._client.every("services/getAll", "Services", {})
        by_service = {"ServiceIds": [each.get("Id") for each in services], "ActivityStates": ALL}
        self._house = mapping.house(
            hotel.language,
            services=services,
            resources=await self._resources(),
            categories=await self._client.every(
                "resourceCategories/getAll", "ResourceCategories", by_service
            ),
            ages=await self._client.every("ageCategories/getAll", "AgeCategories", by_service),
        )
        self._house_read_at = self._clock()
        return self._house

    async def _resources(self) -> list[JsonObject]:
        extent = {"Resources": True, "Inactive": True}
        return await self._client.every("resources/getAll", "Resources", {"Extent": extent})

    async def _companionships(self, stays: Sequence[object]) -> list[JsonObject]:
        ids = [stay.get("Id") for stay in stays if isinstance(stay, dict)]
        extent = {"Reservations": False, "ReservationGroups": False, "Customers": False}
        return await self._client.by_ids(
            "companionships/getAll", "Companionships", "ReservationIds", ids, {"Extent": extent}
        )

    async def _guests(self, ids: Sequence[str]) -> dict[str, PmsGuest]:
        """People by their customer id; who is not there (any more) is left out."""
        country = (await self._hotel()).country
        told = await self._client.by_ids(
            "customers/getAll",
            "Customers",
            "CustomerIds",
            ids,
            {"Extent": {"Customers": True, "Addresses": False}, "ActivityStates": ALL},
        )
        return await asyncio.to_thread(mapping.guests, told, country)


def _interval(start: Micros, end: Micros) -> dict[str, str]:
    """Both ends belong to it. Mews counts whole seconds, so it begins and ends at one."""
    return {"StartUtc": _utc(start // SECOND), "EndUtc": _utc(-(-end // SECOND))}


def _utc(seconds: int) -> str:
    return to_datetime(seconds * SECOND).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
