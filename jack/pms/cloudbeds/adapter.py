"""Cloudbeds as a PMS: reservations by what changed or by day, with their people and rooms."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from jack.errors import Permanent, Transient
from jack.model.clock import DAY, Clock, Micros, to_datetime
from jack.model.reservations import Batch, Changed, PmsGuest, PmsReservation, Room
from jack.pms.cloudbeds import local_times, mapping
from jack.pms.cloudbeds.client import LIMIT, PAGE, PER_S, Client, Page, Refused
from jack.pms.cloudbeds.mapping import JsonObject, Property
from jack.pms.pace import Pace

log = logging.getLogger(__name__)

WHOLE = {"includeGuestsDetails": "true", "includeAllRooms": "true"}

WIDEST = 7 * DAY
"""Changes are asked for in windows of so long, so that a long walk has cursors on its way."""
WIDEST_DAYS = timedelta(days=31)
"""Arrivals are asked for so many days at once: the fewer pages, the fewer change under the hand."""
READINGS = 5
"""How often a list is read that changes while it is being read."""
ALL_ROOMS = "5000"
"""Most that getHousekeepingStatus tells at once."""
MERGES = 3
"""How often in a row a guest may have been made one with another."""
EARLIEST = "2000-01-01 00:00:00"


class Cloudbeds:
    """Reads only. `pace` is for tests, which do not wait.

    A reservation that changes during a walk leaves the window, as its change is later than the
    window's end, and comes with the next walk, which starts at the cursor. Cloudbeds' clock and
    this machine's may differ: the caller begins a little before the cursor. What changes without
    moving its time of modification is found by `colliding` alone.
    """

    name = "cloudbeds"

    def __init__(
        self,
        *,
        api_key: str,
        property_id: str,
        api_url: str,
        timeout_s: float,
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        self._client = Client(
            api_key=api_key,
            property_id=property_id,
            api_url=api_url,
            timeout_s=timeout_s,
            clock=clock,
            pace=pace or Pace(limit=LIMIT, per_s=PER_S),
        )
        self._clock = clock
        self._property: Property | None = None

    async def start(self) -> None:
        await self._client.start()

    async def close(self) -> None:
        await self._client.close()

    # -- walking ---------------------------------------------------------------------------

    async def reservations(self, since: Micros, until: Micros) -> AsyncIterator[Batch]:
        """What changed, oldest window first. Around a change of clocks windows overlap."""
        zone = (await self._hotel()).zone
        start = since
        while True:
            end = max(start, min(start + WIDEST, until))
            first, last = local_times.window(start, end, zone)
            window = self._window({"modifiedFrom": first, "modifiedTo": last}, cursor=end)
            async with aclosing(window) as batches:
                async for batch in batches:
                    yield batch
            if end >= until:
                return
            start = end

    async def colliding(self, first: date, last: date) -> AsyncIterator[Batch]:
        """Who is there on the first day, then who arrives until the last."""
        here = {"checkInTo": str(first), "checkOutFrom": str(first)}
        windows = [here]
        arrives = first + timedelta(days=1)
        while arrives <= last:
            end = min(arrives + WIDEST_DAYS - timedelta(days=1), last)
            windows.append({"checkInFrom": str(arrives), "checkInTo": str(end)})
            arrives = end + timedelta(days=1)
        for filters in windows:
            async with aclosing(self._window(filters)) as batches:
                async for batch in batches:
                    yield batch

    async def _window(
        self, filters: Mapping[str, str], *, cursor: Micros | None = None
    ) -> AsyncGenerator[Batch, None]:
        """All pages of a window; the last has the cursor.

        Pages are counted off from the first: what leaves the list while it is read moves the rest
        up, past who reads on. A list that did not stand still is therefore read once more.
        """
        for _ in range(READINGS):
            reading = _Reading()
            for number in count(1):
                page = await self._client.page("getReservations", {**filters, **WHOLE}, number)
                is_new = reading.take(page)
                is_last = not is_new or _is_last(page, number)
                is_whole = is_last and reading.stood_still()
                yield await self._batch(page.items, cursor if is_whole else None)
                if is_whole:
                    return
                if is_last:
                    break
            log.info("cloudbeds list changed while read", extra={"count": reading.items})
        raise Transient(
            "Cloudbeds' list of reservations changes faster than it can be read.", reason="unsteady"
        )

    async def _batch(self, items: Sequence[object], cursor: Micros | None) -> Batch:
        hotel = await self._hotel()
        stays = [item for item in items if mapping.is_stay(item)]
        read, rejected = await asyncio.to_thread(
            mapping.reservations, stays, hotel=hotel, today=self._today(hotel)
        )
        return Batch(read, rejected, cursor)

    # -- single things ---------------------------------------------------------------------

    async def reservation(self, external_id: str) -> PmsReservation | None:
        """None when Cloudbeds has no such stay, or it is not confirmed any more.

        Raises Permanent for one that is there and cannot be read: that is no cancellation.
        """
        if mapping.identifier(external_id) is None:
            return None
        try:
            told = await self._one("getReservation", {"reservationID": external_id})
        except Refused:
            if await self._is_listed(external_id):
                raise
            return None
        batch = await self._batch([told], None)
        if batch.rejected:
            rejected = batch.rejected[0]
            raise Permanent(
                f"Cloudbeds' {rejected.where} cannot be read: {rejected.reason}",
                reason="unreadable",
            )
        return batch.reservations[0] if batch.reservations else None

    async def _is_listed(self, external_id: str) -> bool:
        """Whether it exists. A refusal's words prove nothing, but a list without it does."""
        filters = {"reservationID": external_id, "resultsFrom": EARLIEST}  # else two years
        page = await self._client.page("getReservationsWithRateDetails", filters, 1)
        return bool(page.items)

    async def guest(self, external_id: str) -> PmsGuest | None:
        """None for nobody; one that staff merged with another is the other."""
        country = (await self._hotel()).country
        key: str | None = mapping.identifier(external_id)
        for _ in range(MERGES):
            if key is None:
                return None
            try:
                told = await self._one("getGuest", {"guestID": key})
            except Refused:
                return None
            merged = mapping.merged_into(told)
            if merged is None:
                return mapping.guest(key, told, country)
            key = merged
        return None

    async def room_status(self) -> list[Room]:
        answer = await self._client.of_property("getHousekeepingStatus", {"pageSize": ALL_ROOMS})
        rooms = (mapping.room(each) for each in mapping.objects(answer.get("data")))
        return [room for room in rooms if room is not None]

    def parse_webhook(self, body: bytes) -> Changed:
        """Cloudbeds signs nothing: ids in it are hints of what to fetch, never facts."""
        return mapping.webhook(body, self._client.property_id)

    async def check(self) -> str:
        hotel = await self._read_hotel()
        today = str(self._today(hotel))
        await self._client.page("getReservations", {"checkInFrom": today, "checkInTo": today}, 1)
        return f"Cloudbeds answers for {hotel.name} ({hotel.zone.key})"

    # -- the hotel -------------------------------------------------------------------------

    async def _hotel(self) -> Property:
        return self._property or await self._read_hotel()

    async def _read_hotel(self) -> Property:
        wanted = self._client.property_id
        listed = await self._client.call("getHotels", {"propertyIDs": wanted})
        details = await self._client.of_property("getHotelDetails", {})
        self._property = mapping.hotel(wanted, listed.get("data"), details.get("data"))
        return self._property

    def _today(self, hotel: Property) -> date:
        return to_datetime(self._clock()).astimezone(hotel.zone).date()

    async def _one(self, method: str, parameters: Mapping[str, str]) -> JsonObject:
        answer = await self._client.of_property(method, parameters)
        told = answer.get("data")
        if not isinstance(told, dict):
            raise Transient(f"Cloudbeds' answer to {method} makes no sense.", reason="garbage")
        return told


@dataclass(slots=True)
class _Reading:
    """What one reading of a list has come upon."""

    pages: int = 0
    items: int = 0
    ids: set[str] = field(default_factory=set)
    totals: set[int | None] = field(default_factory=set)
    _repeats: int = 0

    def take(self, page: Page) -> bool:
        """Count a page; False when all of it was there before."""
        told = mapping.ids(page.items)
        fresh = set(told) - self.ids
        self._repeats += len(told) - len(fresh)
        self.pages += 1
        self.items += len(page.items)
        self.ids |= fresh
        self.totals.add(page.total)
        return bool(fresh) or not told

    def stood_still(self) -> bool:
        """Whether nothing came or went from the first page to the last. One page is one moment."""
        totals = self.totals - {None}
        return self.pages == 1 or (not self._repeats and totals <= {self.items})


def _is_last(page: Page, number: int) -> bool:
    is_short = len(page.items) < PAGE
    return is_short or (page.total is not None and number * PAGE >= page.total)
