"""A stand-in for the Cloudbeds API v1.3: lists a made-up hotel as Cloudbeds does, posts webhooks."""

from __future__ import annotations

import asyncio
import json
import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, cast

import aiohttp
from aiohttp import web

from tests.standins import cloudbeds_rules as rules
from tests.standins.base import (
    MODEL_FAULTS,
    Call,
    Clock,
    JsonObject,
    Standin,
    utc_now,
    with_retry_after,
)
from tests.standins.cloudbeds_hotel import CloudbedsHotel
from tests.standins.cloudbeds_rules import CloudbedsError

ROOT = "/api/v1.3/"
API_KEY = "cbat_standin0123456789"
PROPERTY_ID = "318000"
PER_S = 1.0
WEBHOOK_TRIES = 5
WEBHOOK_TIMEOUT_S = 2.0

Event: TypeAlias = tuple[str, dict[str, str]]
"""Object and action, and the ids it tells of."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call that had the right key."""

    method: str
    parameters: Mapping[str, str]


class CloudbedsStandin(Standin):
    """Enforces method, key, property, query and paging; knows its stays' days (`hotel.truth`).

    `limit` is the number of requests taken in any second of `clock`; off unless given. Pages are
    counted off anew at every call: what leaves the list moves the rest up. A fault of the kind
    `status` with status 200 is Cloudbeds' refusal with `success: false`. `gone_status` is how it
    answers for what is not there.
    """

    unsupported_faults = MODEL_FAULTS

    def __init__(
        self,
        *,
        zone: str = "Europe/Lisbon",
        seed: int = 1,
        api_key: str = API_KEY,
        property_id: str = PROPERTY_ID,
        limit: int | None = None,
        gone_status: int = 200,
        webhook_url: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock)
        self.hotel = CloudbedsHotel(zone, seed, property_id)
        self.limit = limit
        self.gone_status = gone_status
        self.webhook_url = webhook_url
        self.asked: list[Asked] = []
        self.answered: list[str] = []
        self.changes: list[Event] = []
        self._api_key = api_key
        self._taken: deque[datetime] = deque()

    # -- what tests do --

    def fill(self, count: int) -> None:
        """Add `count` stays around now, and some that are not confirmed."""
        self.hotel.fill(count, now=self._clock())

    def add(self, arrival: date, departure: date, **properties: object) -> str:
        """A new confirmed stay; its id. Other properties as Cloudbeds names them."""
        key = self.hotel.add(arrival, departure, at=self._clock())
        self.hotel.reservations[key].update(properties)
        self.changes.append(("reservation/created", {"reservationID": key}))
        return key

    def accompany(self, key: str, **properties: object) -> str:
        """Another person on a stay; their id."""
        guest_id = self.hotel.add_guest(**properties)
        self.hotel.join(key, guest_id)
        self._changed(key, "guest/assigned", {"guestId": guest_id, "reservationId": key})
        return guest_id

    def amend(self, key: str, **properties: object) -> None:
        """Change properties of a reservation, as Cloudbeds names them."""
        self.hotel.reservations[key].update(properties)
        self._changed(key, "reservation/status_changed", {"reservationID": key})

    def amend_silently(self, key: str, **properties: object) -> None:
        """The same, but `dateModified` stays and no webhook is posted."""
        self.hotel.reservations[key].update(properties)

    def assign(self, key: str, room_id: str, *, silently: bool = False) -> None:
        """Give a stay its room."""
        self.hotel.assign(key, room_id)
        if not silently:
            self._changed(key, "reservation/accommodation_changed", {"reservationId": key})

    def move(self, key: str, arrival: date, departure: date) -> None:
        """Other days for a stay."""
        self.hotel.move(key, arrival, departure)
        self._changed(key, "reservation/dates_changed", {"reservationId": key})

    def delete(self, key: str) -> None:
        """It never was: no list has it any more, and no time of modification tells."""
        del self.hotel.reservations[key]
        self.hotel.truth.pop(key, None)
        self.changes.append(("reservation/deleted", {"reservationId": key}))

    async def post_changes(self, *, times: int = 1) -> list[int]:
        """Post a webhook for each change since the last time, newest first; the HTTP statuses.

        Order and number prove nothing with Cloudbeds, so tests may have each `times` times.
        """
        events, self.changes = self.changes[::-1] * times, []
        return [await self.post(self.webhook(event, ids)) for event, ids in events]

    async def post(self, payload: JsonObject | bytes) -> int:
        """Post to the webhook as Cloudbeds does: without a signature, again until it is taken.

        The last HTTP status; 0 when there was none.
        """
        if self.webhook_url is None:
            raise RuntimeError("the stand-in has no webhook_url")
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        headers, status = {"Content-Type": "application/json"}, 0
        timeout = aiohttp.ClientTimeout(total=WEBHOOK_TIMEOUT_S)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            for _ in range(WEBHOOK_TRIES):
                with suppress(aiohttp.ClientError, asyncio.TimeoutError):
                    async with session.post(self.webhook_url, data=body, headers=headers) as answer:
                        status = answer.status
                if 200 <= status < 300:
                    break
        return status

    def webhook(self, event: str, ids: Mapping[str, str]) -> JsonObject:
        """An event. Newer kinds write `propertyId`, and the property is a number or a text."""
        number = int(self.hotel.property_id)
        is_older = "reservationID" in ids
        name = "propertyID" if is_older else "propertyId"
        return {
            "version": "1.0",
            "timestamp": self._clock().timestamp(),
            "event": event,
            name: number,
            f"{name}_str": str(number),
            **ids,
        }

    # -- being Cloudbeds --

    def counts(self, call: Call) -> bool:
        return call.method == "GET"

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/_control/reservations", self._control_reservations)
        router.add_post("/_control/amend", self._control_amend)
        router.add_post("/_control/webhooks", self._control_webhooks)
        router.add_route("*", "/{path:.*}", self._answer)

    def status_answer(self, status: int) -> web.Response:
        return web.json_response(
            rules.error_body(f"Planned failure {status}.", status), status=status
        )

    def accepted_as_json(self) -> list[JsonObject]:
        return [{"method": method} for method in self.answered]

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            answer = self._take(request)
        except CloudbedsError as error:
            refusal = web.json_response(
                rules.error_body(str(error), error.status), status=error.status
            )
            return with_retry_after(refusal, error.retry_after_s)
        return web.json_response({"success": True, **answer})

    def _take(self, request: web.Request) -> JsonObject:
        method = request.path.removeprefix(ROOT)
        if request.path == method or method not in METHODS:
            raise CloudbedsError("The requested method does not exist.", status=404)
        if request.method != "GET":
            raise CloudbedsError("Only GET is taken.", status=405)
        if request.headers.get("x-api-key") != self._api_key:
            raise CloudbedsError("The key is not valid.", status=401)
        self._keep_pace()
        query = dict(request.query)
        self.asked.append(Asked(method, query))
        for told in (request.headers.get("X-PROPERTY-ID"), query.get("propertyID")):
            if told is not None and told != self.hotel.property_id:
                raise CloudbedsError("The key has no access to that property.")
        model, handler = METHODS[method]
        answer = handler(self, rules.parse(model, query))
        self.answered.append(method)
        return answer

    def _keep_pace(self) -> None:
        now = self._clock()
        while self._taken and (now - self._taken[0]).total_seconds() >= PER_S:
            self._taken.popleft()
        if self.limit is not None and len(self._taken) >= self.limit:
            left_s = PER_S - (now - self._taken[0]).total_seconds()
            raise CloudbedsError(
                "Too many requests.", status=429, retry_after_s=max(1, math.ceil(left_s))
            )
        self._taken.append(now)

    def hotels(self, query: rules.Query) -> JsonObject:
        asked = cast(rules.Hotels, query)
        wanted = asked.property_ids.split(",") if asked.property_ids else [self.hotel.property_id]
        found = [self.hotel.listing()] if self.hotel.property_id in wanted else []
        return {"data": found, "count": len(found), "total": len(found)}

    def details(self, _: rules.Query) -> JsonObject:
        return {"data": self.hotel.details()}

    def reservations(self, query: rules.Query) -> JsonObject:
        asked = cast(rules.Reservations, query)
        found = _matching(asked, self.hotel.reservations.values())
        hidden = {
            *(() if asked.include_all_rooms == "true" else ("rooms",)),
            *(() if asked.include_guests_details == "true" else ("guestList",)),
        }
        page = _page(found, asked)
        data = [{n: v for n, v in each.items() if n not in hidden} for each in page["data"]]
        return {**page, "data": data}

    def rate_details(self, query: rules.Query) -> JsonObject:
        asked = cast(rules.RateDetails, query)
        known = self.hotel.reservations
        keys = asked.reservation_id.split(",") if asked.reservation_id else list(known)
        earliest = asked.results_from or f"{self._clock().year - 2:04d}"
        found = [self.hotel.one(key) for key in keys if key in known]
        return _page([each for each in found if each["dateCreated"] >= earliest], asked)

    def reservation(self, query: rules.Query) -> JsonObject:
        key = cast(rules.OneReservation, query).reservation_id
        if key not in self.hotel.reservations:
            raise CloudbedsError("The reservation cannot be shown.", status=self.gone_status)
        return {"data": self.hotel.one(key)}

    def guest(self, query: rules.Query) -> JsonObject:
        key = cast(rules.OneGuest, query).guest_id
        if key not in self.hotel.guests:
            raise CloudbedsError("The guest cannot be shown.", status=self.gone_status)
        return {"data": self.hotel.guests[key]}

    def housekeeping(self, query: rules.Query) -> JsonObject:
        return _page(list(self.hotel.rooms.values()), cast(rules.Housekeeping, query))

    def _changed(self, key: str, event: str, ids: dict[str, str]) -> None:
        self.hotel.reservations[key]["dateModified"] = self.hotel.local(self._clock())
        self.changes.append((event, ids))

    # -- by hand --

    async def _control_reservations(self, _: web.Request) -> web.Response:
        names = ("reservationID", "status", "startDate", "endDate", "dateModified", "guestName")
        told = self.hotel.reservations.values()
        return web.json_response([{name: each[name] for name in names} for each in told])

    async def _control_amend(self, request: web.Request) -> web.Response:
        """`{"reservation": "8000123", "silently": false, "properties": {"status": "canceled"}}`"""
        told = await request.json()
        key, properties = told.get("reservation"), told.get("properties", {})
        if key not in self.hotel.reservations:
            return web.json_response({"error": "there is no such reservation"}, status=404)
        (self.amend_silently if told.get("silently") else self.amend)(key, **properties)
        return web.json_response(self.hotel.reservations[key])

    async def _control_webhooks(self, _: web.Request) -> web.Response:
        if self.webhook_url is None:
            return web.json_response({"error": "there is no webhook_url"}, status=400)
        return web.json_response({"statuses": await self.post_changes()})


METHODS: dict[str, tuple[type[rules.Query], Callable[[CloudbedsStandin, rules.Query], JsonObject]]]
METHODS = {
    "getHotels": (rules.Hotels, CloudbedsStandin.hotels),
    "getHotelDetails": (rules.Query, CloudbedsStandin.details),
    "getReservations": (rules.Reservations, CloudbedsStandin.reservations),
    "getReservationsWithRateDetails": (rules.RateDetails, CloudbedsStandin.rate_details),
    "getReservation": (rules.OneReservation, CloudbedsStandin.reservation),
    "getGuest": (rules.OneGuest, CloudbedsStandin.guest),
    "getHousekeepingStatus": (rules.Housekeeping, CloudbedsStandin.housekeeping),
}


def _page(found: list[JsonObject], asked: rules.Paged | rules.Housekeeping) -> JsonObject:
    start = (asked.page_number - 1) * asked.page_size
    page = found[start : start + asked.page_size]
    return {"data": page, "count": len(page), "total": len(found)}


def _matching(asked: rules.Reservations, told: Iterable[JsonObject]) -> list[JsonObject]:
    """Local times and days compare as text; both ends belong to a span."""
    spans = (
        ("dateCreated", asked.results_from, asked.results_to),
        ("dateModified", asked.modified_from, asked.modified_to),
        ("startDate", asked.check_in_from, asked.check_in_to),
        ("endDate", asked.check_out_from, asked.check_out_to),
    )
    return [
        each
        for each in told
        if (asked.status is None or each["status"] == asked.status)
        and all(
            (first is None or each[name] >= first) and (last is None or each[name] <= last)
            for name, first, last in spans
        )
    ]
