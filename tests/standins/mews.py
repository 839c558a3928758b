"""A stand-in for the Mews Connector API: lists a made-up hotel as Mews does, and posts webhooks."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal, TypeAlias, cast

import aiohttp
from aiohttp import web

from tests.standins import mews_rules as rules
from tests.standins.base import (
    MODEL_FAULTS,
    Clock,
    JsonObject,
    Standin,
    utc_now,
    with_retry_after,
)
from tests.standins.mews_hotel import MewsHotel, iso
from tests.standins.mews_rules import MewsError

ROOT = "/api/connector/v1/"
CLIENT_TOKEN = "E0D439EE522F44368DC78E1BFB03710C-STANDIN"
ACCESS_TOKEN = "C66EF7B239D24632943D115EDE9CB810-STANDIN"
INTEGRATION_ID = "c8bee838-7fb1-4f4e-8fac-ac87008b2f90"
PER_S = 30.0

Entities: TypeAlias = Mapping[str, JsonObject]
Event: TypeAlias = tuple[str, str]
NewestBy: TypeAlias = Literal["UpdatedUtc", "CreatedUtc"]


class MewsStandin(Standin):
    """Enforces path, tokens, body, intervals and paging; knows its stays' days (`hotel.truth`).

    `newest_by` is what pages are ordered by. `limit` is the number of requests taken in any 30
    seconds of `clock`, `widest` the longest interval before a call takes too long (408); both are
    off unless given.
    """

    unsupported_faults = MODEL_FAULTS

    def __init__(
        self,
        *,
        zone: str = "Europe/Lisbon",
        seed: int = 1,
        client_token: str = CLIENT_TOKEN,
        access_token: str = ACCESS_TOKEN,
        newest_by: NewestBy = "UpdatedUtc",
        limit: int | None = None,
        widest: timedelta | None = None,
        webhook_url: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock)
        self.hotel = MewsHotel(zone, seed)
        self.newest_by = newest_by
        self.limit = limit
        self.widest = widest
        self.webhook_url = webhook_url
        self.answered: list[str] = []
        self.changes: list[Event] = []
        self._client_token = client_token
        self._access_token = access_token
        self._taken: deque[datetime] = deque()

    # -- what tests do --

    def fill(self, count: int) -> None:
        """Add `count` stays around now, and some orders that are none."""
        self.hotel.fill(count, now=self._clock())

    def add(
        self,
        arrival: date,
        departure: date,
        *,
        check_in: time = time(15, 0),
        check_out: time = time(11, 0),
        **properties: object,
    ) -> str:
        """A new confirmed stay by local days and times; its id."""
        key = self.hotel.add(
            arrival, departure, at=self._clock(), check_in=check_in, check_out=check_out
        )
        self.amend(key, **properties)
        return key

    def add_customer(self, **properties: object) -> str:
        key = self.hotel.add_customer(at=self._clock(), **properties)
        self.changes += [("CustomerAdded", key), ("CustomerUpdated", key)]
        return key

    def accompany(self, key: str, customer_id: str) -> None:
        self.hotel.accompany(key, customer_id)
        self._changed(key)

    def amend(self, key: str, **properties: object) -> None:
        """Change properties of a reservation, as Mews names them."""
        self.hotel.reservations[key].update(properties)
        self._changed(key)

    def move(self, key: str, arrival: date, departure: date) -> None:
        """Other local days for a stay."""
        self.hotel.move(key, arrival, departure)
        self._changed(key)

    def cancel(self, key: str, reason: str = "RequestedByGuest") -> None:
        now = iso(self._clock())
        self.amend(key, State="Canceled", CancelledUtc=now, CancellationReason=reason)

    def check_in(self, key: str) -> None:
        self.amend(key, State="Started", ActualStartUtc=iso(self._clock()))

    def check_out(self, key: str) -> None:
        """At the scheduled time; with `amend(ActualEndUtc=…)` at another."""
        ended = self.hotel.reservations[key]["ScheduledEndUtc"]
        self.amend(key, State="Processed", ActualEndUtc=ended)

    async def post_changes(self) -> int:
        """Post one webhook with all that changed since the last one; the HTTP status."""
        events, self.changes = self.changes, []
        return await self.post(webhook(events))

    async def post(self, payload: JsonObject | bytes) -> int:
        """Post to the webhook, as Mews does: once, and without any signature."""
        if self.webhook_url is None:
            raise RuntimeError("the stand-in has no webhook_url")
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        headers = {"Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.post(self.webhook_url, data=body, headers=headers) as answer,
        ):
            return answer.status

    # -- being Mews --

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_route("*", "/{path:.*}", self._answer)

    def status_answer(self, status: int) -> web.Response:
        return web.json_response(rules.error_body(f"Planned failure {status}."), status=status)

    def accepted_as_json(self) -> list[JsonObject]:
        return [{"operation": operation} for operation in self.answered]

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            answer = self._take(request, await request.read())
        except MewsError as error:
            refusal = web.json_response(rules.error_body(str(error)), status=error.status)
            return with_retry_after(refusal, error.retry_after_s)
        return web.json_response(answer)

    def _take(self, request: web.Request, raw: bytes) -> JsonObject:
        operation = request.path.removeprefix(ROOT)
        if request.path == operation or operation not in OPERATIONS:
            raise MewsError(404, "There is no such operation.")
        if request.method != "POST":
            raise MewsError(405, "Only POST is taken.")
        if request.content_type != "application/json":
            raise MewsError(400, "Invalid Content-Type.")
        model, handler = OPERATIONS[operation]
        try:
            body = rules.parse(model, json.loads(raw))
        except ValueError as error:
            raise MewsError(400, "Invalid JSON.") from error
        rules.check_tokens(body, client_token=self._client_token, access_token=self._access_token)
        self._keep_pace()
        answer = handler(self, body)
        self.answered.append(operation)
        return answer

    def _keep_pace(self) -> None:
        now = self._clock()
        while self._taken and (now - self._taken[0]).total_seconds() >= PER_S:
            self._taken.popleft()
        if self.limit is not None and len(self._taken) >= self.limit:
            left_s = PER_S - (now - self._taken[0]).total_seconds()
            raise MewsError(429, "Too many requests.", retry_after_s=math.ceil(left_s))
        self._taken.append(now)

    def configuration(self, _: rules.Body) -> JsonObject:
        return self.hotel.configuration(self._clock())

    def unversioned(self, _: rules.Body) -> JsonObject:
        raise MewsError(400, "This version of the operation is discontinued: use 2023-06-06.")

    def reservations(self, body: rules.Body) -> JsonObject:
        asked = cast(rules.Reservations, body)
        intervals = (asked.UpdatedUtc, asked.CollidingUtc, asked.ScheduledStartUtc)
        for interval in filter(None, intervals):
            if self.widest is not None and interval.EndUtc - interval.StartUtc > self.widest:
                raise MewsError(408, "The request took too long to process.")
        known = self.hotel.reservations
        wanted = known if asked.ReservationIds is None else map(str, asked.ReservationIds)
        found = _matching(asked, _of_ids(known, wanted))
        return self._page("Reservations", found, known, asked)

    def customers(self, body: rules.Body) -> JsonObject:
        asked = cast(rules.Customers, body)
        found = _of_ids(self.hotel.customers, map(str, asked.CustomerIds))
        return self._page("Customers", found, self.hotel.customers, asked)

    def companionships(self, body: rules.Body) -> JsonObject:
        asked = cast(rules.Companionships, body)
        ids = set(map(str, asked.ReservationIds))
        known = self.hotel.companionships
        found = [each for each in known.values() if each["ReservationId"] in ids]
        others = {"Customers": None, "Reservations": None, "ReservationGroups": None}
        return self._page("Companionships", found, known, asked) | others

    def services(self, body: rules.Body) -> JsonObject:
        known = self.hotel.services
        return self._page("Services", known.values(), known, cast(rules.Paged, body))

    def resources(self, body: rules.Body) -> JsonObject:
        asked = cast(rules.Resources, body)
        known = self.hotel.resources
        found = [each for each in known.values() if each["IsActive"] or asked.Extent.Inactive]
        return self._page("Resources", found, known, asked)

    def categories(self, body: rules.Body) -> JsonObject:
        return self._of_services("ResourceCategories", self.hotel.categories, body)

    def ages(self, body: rules.Body) -> JsonObject:
        return self._of_services("AgeCategories", self.hotel.ages, body)

    def _of_services(self, key: str, known: Entities, body: rules.Body) -> JsonObject:
        asked = cast(rules.OfServices, body)
        ids = set(map(str, asked.ServiceIds))
        found = [each for each in known.values() if each["ServiceId"] in ids]
        return self._page(key, found, known, asked)

    def _page(
        self, key: str, found: Iterable[JsonObject], known: Entities, asked: rules.Paged
    ) -> JsonObject:
        """Newest first, from behind where the cursor's item is *now*: it may have moved."""
        ordered = sorted(found, key=self._age, reverse=True)
        cursor = asked.Limitation.Cursor
        if cursor is not None:
            if str(cursor) not in known:
                raise MewsError(400, "Invalid Cursor.")
            last = self._age(known[str(cursor)])
            ordered = [each for each in ordered if self._age(each) < last]
        page = ordered[: asked.Limitation.Count]
        return {key: page, "Cursor": page[-1]["Id"] if page else None}

    def _age(self, entity: JsonObject) -> tuple[str, str]:
        return entity.get(self.newest_by, ""), entity["Id"]

    def _changed(self, key: str) -> None:
        self.hotel.reservations[key]["UpdatedUtc"] = iso(self._clock())
        self.changes.append(("ServiceOrderUpdated", key))


OPERATIONS: dict[str, tuple[type[rules.Body], Callable[[MewsStandin, rules.Body], JsonObject]]] = {
    "configuration/get": (rules.Body, MewsStandin.configuration),
    "reservations/getAll": (rules.Body, MewsStandin.unversioned),
    "reservations/getAll/2023-06-06": (rules.Reservations, MewsStandin.reservations),
    "customers/getAll": (rules.Customers, MewsStandin.customers),
    "companionships/getAll": (rules.Companionships, MewsStandin.companionships),
    "services/getAll": (rules.Paged, MewsStandin.services),
    "resources/getAll": (rules.Resources, MewsStandin.resources),
    "resourceCategories/getAll": (rules.OfServices, MewsStandin.categories),
    "ageCategories/getAll": (rules.OfServices, MewsStandin.ages),
}
"""Case matters in paths. The first version of reservations/getAll is there only to be refused."""


def webhook(events: Iterable[Event]) -> JsonObject:
    """A general webhook: ids only."""
    return {
        "EnterpriseId": "851df8c8-90f2-4c4a-8e01-a4fc46b25178",
        "IntegrationId": INTEGRATION_ID,
        "Events": [{"Discriminator": kind, "Value": {"Id": key}} for kind, key in events],
    }


def _matching(asked: rules.Reservations, told: Iterable[JsonObject]) -> list[JsonObject]:
    """Intervals hold both their ends."""
    services = None if asked.ServiceIds is None else set(map(str, asked.ServiceIds))
    bounds = [
        (iso(interval.StartUtc), iso(interval.EndUtc), first, last)
        for interval, first, last in (
            (asked.UpdatedUtc, "UpdatedUtc", "UpdatedUtc"),
            (asked.ScheduledStartUtc, "ScheduledStartUtc", "ScheduledStartUtc"),
            (asked.CollidingUtc, "ScheduledStartUtc", "ScheduledEndUtc"),
        )
        if interval is not None
    ]
    return [
        each
        for each in told
        if (services is None or each["ServiceId"] in services)
        and (asked.States is None or each["State"] in asked.States)
        and all(each[first] <= end and each[last] >= start for start, end, first, last in bounds)
    ]


def _of_ids(known: Entities, ids: Iterable[str]) -> list[JsonObject]:
    return [known[key] for key in ids if key in known]
