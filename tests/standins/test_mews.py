"""The stand-in for the Connector API refuses what Mews refuses, and knows its stays' local days."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from tests.conftest import FakeClock
from tests.pms.mews_parts import vendor_clock
from tests.standins.base import Fault, JsonObject
from tests.standins.mews import ACCESS_TOKEN, CLIENT_TOKEN, MewsStandin, NewestBy
from tests.standins.mews_hotel import MewsHotel, iso

GET_ALL = "reservations/getAll/2023-06-06"
CUSTOMERS = "customers/getAll"
NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
A_DAY = (date(2027, 2, 1), date(2027, 2, 3))


@pytest.fixture
async def mews(clock: FakeClock) -> AsyncIterator[MewsStandin]:
    async with MewsStandin(clock=vendor_clock(clock)) as mews:
        yield mews


async def call(
    mews: MewsStandin,
    operation: str,
    body: JsonObject | bytes | None = None,
    *,
    method: str = "POST",
    content_type: str = "application/json",
    root: str = "/api/connector/v1/",
) -> tuple[int, JsonObject, str]:
    """Status, answer and `Retry-After`; `body` over the credentials."""
    credentials = {"ClientToken": CLIENT_TOKEN, "AccessToken": ACCESS_TOKEN, "Client": "Test 1.0"}
    merged = None if isinstance(body, bytes) else {**credentials, **(body or {})}
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            method,
            f"{mews.url}{root}{operation}",
            data=body if isinstance(body, bytes) else aiohttp.payload.JsonPayload(merged),
            headers={"Content-Type": content_type},
        ) as answer,
    ):
        return answer.status, await answer.json(), answer.headers.get("Retry-After", "")


def limitation(count: int = 1000, cursor: str | None = None) -> JsonObject:
    return {"Limitation": {"Count": count, "Cursor": cursor}}


def updated(start: str, end: str) -> JsonObject:
    return {"UpdatedUtc": {"StartUtc": start, "EndUtc": end}}


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "root"),
    [
        ("Reservations/GetAll/2023-06-06", "/api/connector/v1/"),
        ("reservations/getall/2023-06-06", "/api/connector/v1/"),
        ("reservations/getAll/2024-01-01", "/api/connector/v1/"),
        (GET_ALL, "/API/Connector/v1/"),
        (GET_ALL, "/"),
    ],
)
async def test_paths_are_case_sensitive(mews: MewsStandin, operation: str, root: str) -> None:
    status, _, _ = await call(mews, operation, limitation(), root=root)

    assert status == 404


async def test_the_version_of_reservations_has_to_be_named(mews: MewsStandin) -> None:
    status, answer, _ = await call(mews, "reservations/getAll")

    assert status == 400
    assert "discontinued" in answer["Message"]


@pytest.mark.parametrize("name", ["ClientToken", "AccessToken", "Client", "Limitation"])
async def test_what_every_body_carries_is_required(mews: MewsStandin, name: str) -> None:
    status, answer, _ = await call(mews, GET_ALL, limitation() | {name: None})

    assert status == 400
    assert name in answer["Message"]


@pytest.mark.parametrize("name", ["ClientToken", "AccessToken"])
async def test_a_wrong_token_is_refused(mews: MewsStandin, name: str) -> None:
    status, _, _ = await call(mews, "configuration/get", {name: "wrong"})

    assert status == 401


@pytest.mark.parametrize(
    "body",
    [
        limitation(0),
        limitation(1001),
        limitation(10, "not-an-id"),
        limitation(10, "c0ffee00-0000-4000-8000-0000000000ff"),
        limitation() | {"ReservationIds": ["42"]},
        limitation() | {"ReservationIds": ["c0ffee00-0000-4000-8000-0000000000ff"] * 1001},
        limitation() | {"States": ["Dreaming"]},
        limitation() | {"TimeFilter": "Updated"},
        limitation() | {"Client": "Nameless"},
        limitation() | updated("2027-02-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        limitation() | updated("2027-02-01T00:00:00", "2027-02-02T00:00:00"),
        limitation() | updated("2027-02-01T00:00:00Z", "2027-05-01T00:00:01Z"),
        b"{",
        b"[]",
        b"\xff",
    ],
)
async def test_a_wrong_body_is_refused(mews: MewsStandin, body: JsonObject | bytes) -> None:
    status, answer, _ = await call(mews, GET_ALL, body)

    assert status == 400
    assert set(answer) == {"Message", "Details"}


async def test_three_months_are_not_too_long(mews: MewsStandin) -> None:
    three_months = updated("2027-02-01T00:00:00Z", "2027-05-01T00:00:00Z")

    status, _, _ = await call(mews, GET_ALL, limitation() | three_months)

    assert status == 200


async def test_only_json_posts_are_taken(mews: MewsStandin) -> None:
    assert (await call(mews, GET_ALL, b"{}", method="PUT"))[0] == 405
    assert (await call(mews, GET_ALL, b"a=b", content_type="text/plain"))[0] == 400


@pytest.mark.parametrize("body", [limitation(), limitation() | {"CustomerIds": [], "Extent": {}}])
async def test_customers_are_not_listed_without_a_filter(
    mews: MewsStandin, body: JsonObject
) -> None:
    assert (await call(mews, CUSTOMERS, body))[0] == 400


async def test_more_than_the_limit_has_to_wait_for_the_oldest(
    mews: MewsStandin, clock: FakeClock
) -> None:
    mews.limit = 3
    statuses = []
    for _ in range(4):
        status, _, wait = await call(mews, "configuration/get")
        statuses.append(status)
        clock.forward(2)
    clock.forward(float(wait) - 2)
    after, _, _ = await call(mews, "configuration/get")

    assert statuses == [200, 200, 200, 429]
    assert wait == "24"
    assert after == 200


async def test_a_wide_window_takes_too_long(mews: MewsStandin) -> None:
    mews.widest = timedelta(days=1)
    a_day = updated("2027-02-01T00:00:00Z", "2027-02-02T00:00:00Z")
    longer = updated("2027-02-01T00:00:00Z", "2027-02-02T00:00:01Z")

    assert (await call(mews, GET_ALL, limitation() | a_day))[0] == 200
    assert (await call(mews, GET_ALL, limitation() | longer))[0] == 408


async def test_planned_faults_come_in_mews_words(mews: MewsStandin) -> None:
    mews.fail_next(1, Fault("status", status=429, retry_after_s=7))

    status, answer, wait = await call(mews, "configuration/get")

    assert (status, wait) == (429, "7")
    assert set(answer) == {"Message", "Details"}


# -- what is listed --------------------------------------------------------------------------------


async def test_pages_go_from_the_newest_to_the_oldest(mews: MewsStandin, clock: FakeClock) -> None:
    keys = []
    for _ in range(5):
        clock.forward(1)
        keys.append(mews.add(*A_DAY))
    seen, cursor = [], None
    for _ in range(4):
        _, answer, _ = await call(mews, GET_ALL, limitation(2, cursor))
        seen.append([each["Id"] for each in answer["Reservations"]])
        cursor = answer["Cursor"] or cursor

    newest_first = keys[::-1]
    assert seen == [newest_first[:2], newest_first[2:4], newest_first[4:], []]
    assert answer["Cursor"] is None


@pytest.mark.parametrize("newest_by", get_args(NewestBy))
async def test_what_changes_moves_only_where_changes_order_the_pages(
    mews: MewsStandin, clock: FakeClock, newest_by: NewestBy
) -> None:
    mews.newest_by = newest_by
    first = mews.add(*A_DAY)
    clock.forward(1)
    second = mews.add(*A_DAY)
    clock.forward(1)
    mews.check_in(first)

    _, answer, _ = await call(mews, GET_ALL, limitation())

    order = [each["Id"] for each in answer["Reservations"]]
    assert order == ([first, second] if newest_by == "UpdatedUtc" else [second, first])


async def test_both_ends_of_an_interval_belong_to_it(mews: MewsStandin, clock: FakeClock) -> None:
    key = mews.add(*A_DAY)
    at = mews.hotel.reservations[key]["UpdatedUtc"]
    before, after = iso(NOW - timedelta(seconds=1)), iso(NOW + timedelta(seconds=1))

    found = []
    for start, end in ((at, after), (before, at), (at, at), (before, before), (after, after)):
        _, answer, _ = await call(mews, GET_ALL, limitation() | updated(start, end))
        found.append(len(answer["Reservations"]))

    assert at == iso(NOW)
    assert found == [1, 1, 1, 0, 0]


async def test_what_collides_touches_the_interval(mews: MewsStandin) -> None:
    mews.add(*A_DAY)
    found = []
    for first, last in (("02-02", "02-02"), ("01-25", "02-01"), ("02-03", "02-09")):
        days = {"StartUtc": f"2027-{first}T00:00:00Z", "EndUtc": f"2027-{last}T23:00:00Z"}
        _, answer, _ = await call(mews, GET_ALL, limitation() | {"CollidingUtc": days})
        found.append(len(answer["Reservations"]))
    missed = {"StartUtc": "2027-02-03T11:00:01Z", "EndUtc": "2027-02-09T00:00:00Z"}
    _, answer, _ = await call(mews, GET_ALL, limitation() | {"CollidingUtc": missed})

    assert found == [1, 1, 1]
    assert answer["Reservations"] == []


async def test_filters_narrow_the_list(mews: MewsStandin) -> None:
    stay, gone = mews.add(*A_DAY), mews.add(*A_DAY)
    mews.cancel(gone)
    table = mews.add(*A_DAY, ServiceId=mews.hotel.service("Restaurant"))
    rooms = [mews.hotel.service("Accommodation")]

    async def found(**filters: object) -> set[str]:
        _, answer, _ = await call(mews, GET_ALL, limitation() | filters)
        return {each["Id"] for each in answer["Reservations"]}

    assert await found() == {stay, gone, table}
    assert await found(ReservationIds=[table]) == {table}
    assert await found(ServiceIds=rooms) == {stay, gone}
    assert await found(ServiceIds=rooms, States=["Canceled"]) == {gone}


async def test_people_are_listed_by_ids(mews: MewsStandin) -> None:
    stay, other = mews.add(*A_DAY), mews.add(*A_DAY)
    rui = mews.add_customer(FirstName="Rui")
    mews.accompany(stay, rui)
    mews.accompany(other, rui)

    _, people, _ = await call(
        mews, CUSTOMERS, limitation() | {"CustomerIds": [rui], "Extent": {"Customers": True}}
    )
    _, together, _ = await call(
        mews, "companionships/getAll", limitation() | {"ReservationIds": [stay], "Extent": {}}
    )

    assert [each["FirstName"] for each in people["Customers"]] == ["Rui"]
    assert [each["CustomerId"] for each in together["Companionships"]] == [rui]
    assert together["Customers"] is None


async def test_changes_are_posted_as_ids_without_a_signature(mews: MewsStandin) -> None:
    with pytest.raises(RuntimeError, match="webhook_url"):
        await mews.post_changes()


async def test_what_was_answered_can_be_looked_at(mews: MewsStandin) -> None:
    await call(mews, "configuration/get")

    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{mews.url}/_control/accepted") as answer,
    ):
        assert await answer.json() == [{"operation": "configuration/get"}]


# -- the made-up hotel -----------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Lisbon", "America/New_York"])
def test_the_truth_is_told_by_local_clocks_and_often_differs_from_utc(zone: str) -> None:
    hotel = MewsHotel(zone)

    hotel.fill(2000, now=NOW)

    def day(at: str, tz: ZoneInfo) -> date:
        return datetime.fromisoformat(at).astimezone(tz).date()

    stays = {key: hotel.reservations[key] for key in hotel.truth}
    arrivals = {key: (stay["ScheduledStartUtc"], hotel.truth[key]) for key, stay in stays.items()}
    assert all(day(at, hotel.tz) == days[0] for at, days in arrivals.values())
    abroad = [at for at, days in arrivals.values() if day(at, ZoneInfo("UTC")) != days[0]]
    assert len(abroad) > 100
    assert {stay["State"] for stay in stays.values()} == {
        *("Confirmed", "Started", "Processed", "Canceled"),
    }
    assert len(hotel.reservations) == len(stays) + 100


@pytest.mark.parametrize(
    ("zone", "changes"),
    [
        ("Europe/Lisbon", {date(2026, 10, 25), date(2027, 3, 28)}),
        ("America/New_York", {date(2026, 11, 1), date(2027, 3, 14)}),
    ],
)
def test_many_stays_begin_or_end_on_the_days_the_clocks_change(
    zone: str, changes: set[date]
) -> None:
    hotel = MewsHotel(zone)

    hotel.fill(2000, now=NOW)

    for change in changes:
        assert sum(change in days for days in hotel.truth.values()) > 50


def test_the_same_seed_makes_the_same_hotel() -> None:
    one, same, other = (MewsHotel("UTC", seed) for seed in (1, 1, 2))
    for hotel in (one, same, other):
        hotel.fill(50, now=NOW)

    assert one.reservations == same.reservations
    assert set(one.reservations).isdisjoint(other.reservations)


async def test_10000_reservations_are_served_in_seconds(mews: MewsStandin) -> None:
    mews.fill(10_000)
    started, found, cursor = time.perf_counter(), 0, None
    while True:
        _, answer, _ = await call(mews, GET_ALL, limitation(1000, cursor))
        found += len(answer["Reservations"])
        cursor = answer["Cursor"]
        if cursor is None:
            break

    assert found == 10_500
    assert time.perf_counter() - started < 15
