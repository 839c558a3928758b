"""A PMS that tells of the demo hotel: the same people in the house every day, nothing to configure."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from jack.errors import Invalid
from jack.model.clock import Clock, Micros, to_datetime
from jack.model.reservations import (
    Batch,
    Changed,
    Money,
    PmsGuest,
    PmsReservation,
    ReservationStatus,
    Room,
    RoomState,
)


class Mock:
    """Dates are told from today on, so that somebody always arrives, stays and leaves."""

    name = "mock"

    def __init__(self, *, timezone: str, clock: Clock) -> None:
        self._zone = ZoneInfo(timezone)
        self._clock = clock

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def reservations(self, since: Micros, until: Micros) -> AsyncIterator[Batch]:
        """A day's stays are told when the day begins; within a day nothing changes."""
        if self._day(since) == self._day(until):
            yield Batch((), cursor=until)
        else:
            yield Batch(tuple(self._all(self._day(until))), cursor=until)

    async def colliding(self, first: date, last: date) -> AsyncIterator[Batch]:
        stays = self._all(self._day(self._clock()))
        yield Batch(
            tuple(each for each in stays if each.arrival <= last and each.departure >= first)
        )

    async def reservation(self, external_id: str) -> PmsReservation | None:
        stays = self._all(self._day(self._clock()))
        return next((each for each in stays if each.external_id == external_id), None)

    async def guest(self, external_id: str) -> PmsGuest | None:
        people = _people()["guests"]
        return next((_guest(each) for each in people if each["id"] == external_id), None)

    async def room_status(self) -> list[Room]:
        """Rooms that somebody lives in wait for housekeeping; all others are ready."""
        stays = self._all(self._day(self._clock()))
        lived_in = {each.room for each in stays if each.status is ReservationStatus.CHECKED_IN}
        numbers = [number for rooms in _people()["rooms"].values() for number in rooms]
        return [
            Room(number, RoomState.DIRTY if number in lived_in else RoomState.INSPECTED)
            for number in numbers
        ]

    def parse_webhook(self, body: bytes) -> Changed:
        raise Invalid("The demo hotel has no webhooks.")

    async def check(self) -> str:
        return f"The demo hotel has {len(_people()['reservations'])} reservations"

    def _all(self, today: date) -> Iterator[PmsReservation]:
        people = {each["id"]: _guest(each) for each in _people()["guests"]}
        for stay in _people()["reservations"]:
            yield PmsReservation(
                external_id=stay["confirmation"],
                confirmation=stay["confirmation"],
                status=ReservationStatus(stay["status"]),
                arrival=today + timedelta(days=stay["arrival"]),
                departure=today + timedelta(days=stay["departure"]),
                guest=people[stay["guest"]],
                room=stay["room"],
                room_type=stay["room_type"],
                adults=stay["adults"],
                children=stay["children"],
                balance=Money(stay["balance"], "EUR") if "balance" in stay else None,
            )

    def _day(self, at: Micros) -> date:
        return to_datetime(at).astimezone(self._zone).date()


@cache
def _people() -> dict[str, Any]:
    text = resources.files("jack.demo").joinpath("people.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _guest(person: dict[str, Any]) -> PmsGuest:
    return PmsGuest(
        external_id=person["id"],
        first_name=person["first_name"],
        last_name=person["last_name"],
        phone=person["phone"],
        email=person["email"],
        language=person["language"],
        is_vip=person["vip"],
        loyalty=person.get("loyalty"),
        preferences=tuple(person.get("preferences", ())),
    )
