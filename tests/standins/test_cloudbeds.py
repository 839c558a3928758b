"""The stand-in for the Cloudbeds API refuses what Cloudbeds refuses, and knows its stays' days."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web

from tests.conftest import FakeClock
from tests.pms.mews_parts import vendor_clock
from tests.standins.base import Fault, JsonObject
from tests.standins.cloudbeds import API_KEY, PROPERTY_ID, CloudbedsStandin
from tests.standins.cloudbeds_hotel import CloudbedsHotel

LIST = "getReservations"
NOW = datetime(2027, 1, 15, 8, tzinfo=UTC)
A_DAY = (date(2027, 2, 1), date(2027, 2, 3))


@pytest.fixture
async def standin(clock: FakeClock) -> AsyncIterator[CloudbedsStandin]:
    async with CloudbedsStandin(clock=vendor_clock(clock)) as standin:
        yield standin


async def call(
    standin: CloudbedsStandin,
    method: str,
    query: Mapping[str, str] | None = None,
    *,
    key: str | None = API_KEY,
    property_id: str | None = PROPERTY_ID,
    verb: str = "GET",
    root: str = "/api/v1.3/",
) -> tuple[int, JsonObject, str]:
    """Status, answer and `Retry-After`."""
    headers = {"x-api-key": key, "X-PROPERTY-ID": property_id}
    async with (
        aiohttp.ClientSession() as session,
        session.request(
            verb,
            f"{standin.url}{root}{method}",
            params=query or {},
            headers={name: value for name, value in headers.items() if value is not None},
        ) as answer,
    ):
        return answer.status, await answer.json(), answer.headers.get("Retry-After", "")


async def listed(standin: CloudbedsStandin, **query: str) -> list[str]:
    _, answer, _ = await call(standin, LIST, query)
    assert answer["success"] is True, answer
    return [each["reservationID"] for each in answer["data"]]


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "root"),
    [
        ("getreservations", "/api/v1.3/"),
        (LIST, "/api/v1.2/"),
        (LIST, "/"),
        ("nothing", "/api/v1.3/"),
    ],
)
async def test_paths_name_version_and_method(
    standin: CloudbedsStandin, method: str, root: str
) -> None:
    status, answer, _ = await call(standin, method, root=root)

    assert (status, answer["success"]) == (404, False)


@pytest.mark.parametrize("key", [None, "", "wrong", API_KEY.upper()])
async def test_a_wrong_key_is_refused(standin: CloudbedsStandin, key: str | None) -> None:
    status, answer, _ = await call(standin, LIST, key=key)

    assert (status, answer["error"]) == (401, "access_denied")


async def test_only_get_is_taken(standin: CloudbedsStandin) -> None:
    for verb in ("POST", "PUT", "DELETE"):
        assert (await call(standin, LIST, verb=verb))[0] == 405


async def test_the_property_may_be_left_out_but_not_be_another(standin: CloudbedsStandin) -> None:
    without = await call(standin, LIST, property_id=None)
    by_header = await call(standin, LIST, property_id="7")
    by_query = await call(standin, LIST, {"propertyID": "7"})

    assert without[1]["success"] is True
    for status, answer, _ in (by_header, by_query):
        assert (status, answer["success"]) == (200, False)
        assert "no access" in answer["message"]


@pytest.mark.parametrize(
    "query",
    [
        {"pageSize": "101"},
        {"pageSize": "0"},
        {"pageNumber": "0"},
        {"pageNumber": "one"},
        {"status": "in_house"},
        {"includeGuestsDetails": "True"},
        {"includeEverything": "true"},
        {"propertyId": PROPERTY_ID},
        {"modifiedFrom": "2027-01-15T08:00:00Z"},
        {"modifiedFrom": "2027-01-15 08:00:00+00:00"},
        {"modifiedTo": "2027-01-15"},
        {"modifiedTo": "2027-02-30 08:00:00"},
        {"checkInFrom": "2027-01-15 08:00:00"},
        {"checkInTo": "2027-02-30"},
        {"checkOutFrom": "15.01.2027"},
    ],
)
async def test_a_wrong_query_is_refused_with_http_200(
    standin: CloudbedsStandin, query: dict[str, str]
) -> None:
    status, answer, _ = await call(standin, LIST, query)

    assert (status, answer["success"]) == (200, False)
    assert next(iter(query)) in answer["message"]
    assert "data" not in answer


@pytest.mark.parametrize(
    ("method", "query"),
    [
        ("getReservation", {}),
        ("getReservation", {"reservationID": "404"}),
        ("getGuest", {}),
        ("getGuest", {"guestID": "404"}),
        ("getHousekeepingStatus", {"pageSize": "5001"}),
    ],
)
async def test_what_is_not_there_is_refused_with_http_200(
    standin: CloudbedsStandin, method: str, query: dict[str, str]
) -> None:
    status, answer, _ = await call(standin, method, query)

    assert (status, answer["success"]) == (200, False)


@pytest.mark.parametrize("status", [400, 404])
async def test_what_is_not_there_can_be_refused_otherwise(
    standin: CloudbedsStandin, status: int
) -> None:
    standin.gone_status = status

    for method, query in (
        ("getReservation", {"reservationID": "404"}),
        ("getGuest", {"guestID": "404"}),
    ):
        found, answer, _ = await call(standin, method, query)
        assert (found, answer["success"]) == (status, False)


async def test_more_than_the_limit_has_to_wait(standin: CloudbedsStandin, clock: FakeClock) -> None:
    standin.limit = 3
    found = []
    for _ in range(4):
        found.append(await call(standin, "getHotels"))
        clock.forward(0.1)
    clock.forward(float(found[-1][2]))
    after, _, _ = await call(standin, "getHotels")

    assert [status for status, _, _ in found] == [200, 200, 200, 429]
    assert found[-1][1]["success"] is False
    assert found[-1][2] == "1"
    assert after == 200


@pytest.mark.parametrize("status", [200, 429, 503])
async def test_planned_faults_come_in_cloudbeds_words(
    standin: CloudbedsStandin, status: int
) -> None:
    standin.fail_next(1, Fault("status", status=status, retry_after_s=7))

    found, answer, wait = await call(standin, "getHotels")

    assert (found, wait) == (status, "7")
    assert set(answer) == {"success", "message"}
    assert answer["success"] is False


# -- what is listed --------------------------------------------------------------------------------


async def test_pages_are_counted_off_anew_each_time(standin: CloudbedsStandin) -> None:
    keys = [standin.add(*A_DAY) for _ in range(5)]
    first = await listed(standin, pageSize="2", pageNumber="1")
    standin.delete(keys[0])
    second = await listed(standin, pageSize="2", pageNumber="2")
    _, beyond, _ = await call(standin, LIST, {"pageSize": "2", "pageNumber": "9"})

    assert first == keys[:2]
    assert second == keys[3:], "the third moved up, out of sight"
    assert (beyond["data"], beyond["count"], beyond["total"]) == ([], 0, 4)


async def test_people_and_rooms_are_told_only_when_asked_for(standin: CloudbedsStandin) -> None:
    standin.add(*A_DAY)
    _, bare, _ = await call(standin, LIST)
    _, whole, _ = await call(
        standin, LIST, {"includeGuestsDetails": "true", "includeAllRooms": "true"}
    )

    assert set(whole["data"][0]) - set(bare["data"][0]) == {"guestList", "rooms"}


async def test_times_are_those_of_the_hotels_clocks(clock: FakeClock) -> None:
    async with CloudbedsStandin(zone="Asia/Shanghai", clock=vendor_clock(clock)) as standin:
        key = standin.add(*A_DAY)
        at = "2027-01-15 16:00:00"

        assert standin.hotel.reservations[key]["dateModified"] == at
        assert await listed(standin, modifiedFrom=at, modifiedTo=at) == [key]
        assert await listed(standin, modifiedFrom="2027-01-15 16:00:01") == []
        assert await listed(standin, modifiedTo="2027-01-15 15:59:59") == []


async def test_filters_narrow_the_list(standin: CloudbedsStandin) -> None:
    stay, gone = standin.add(*A_DAY), standin.add(date(2027, 2, 3), date(2027, 2, 9))
    standin.amend(gone, status="canceled")

    assert await listed(standin) == [stay, gone]
    assert await listed(standin, status="canceled") == [gone]
    assert await listed(standin, checkInTo="2027-02-02", checkOutFrom="2027-02-02") == [stay]
    assert await listed(standin, checkInFrom="2027-02-02", checkInTo="2027-02-03") == [gone]
    assert await listed(standin, checkOutTo="2027-02-03") == [stay]


async def test_some_changes_do_not_move_the_time_of_modification(
    standin: CloudbedsStandin, clock: FakeClock
) -> None:
    key = standin.add(*A_DAY)
    clock.forward(60)
    before = standin.hotel.reservations[key]["dateModified"]
    standin.amend_silently(key, status="checked_in")
    standin.assign(key, "1-0", silently=True)
    silent = dict(standin.hotel.reservations[key])
    standin.amend(key, status="checked_out")

    assert (silent["dateModified"], silent["status"]) == (before, "checked_in")
    assert silent["rooms"][0]["roomName"] == "101"
    assert standin.hotel.reservations[key]["dateModified"] > before
    assert len(standin.changes) == 2


async def test_one_reservation_has_another_shape(standin: CloudbedsStandin) -> None:
    key = standin.add(*A_DAY)
    standin.hotel.add_room(key, "2-1")

    _, answer, _ = await call(standin, "getReservation", {"reservationID": key})

    told = answer["data"]
    assert [room["roomName"] for room in told["assigned"]] == ["102"]
    assert len(told["unassigned"]) == 1
    assert "roomName" not in told["unassigned"][0]
    assert not {"rooms", "adults", "guestID"} & set(told)


async def test_what_was_deleted_is_in_no_list(standin: CloudbedsStandin) -> None:
    kept, gone = standin.add(*A_DAY), standin.add(*A_DAY)
    standin.delete(gone)

    _, told, _ = await call(
        standin, "getReservationsWithRateDetails", {"reservationID": f"{kept},{gone}"}
    )

    assert await listed(standin) == [kept]
    assert [each["reservationID"] for each in told["data"]] == [kept]
    assert (await call(standin, "getReservation", {"reservationID": gone}))[1]["success"] is False


# -- webhooks and by hand --------------------------------------------------------------------------


async def test_webhooks_come_newest_first_and_as_often_as_wished(standin: CloudbedsStandin) -> None:
    with pytest.raises(RuntimeError, match="webhook_url"):
        await standin.post(b"{}")
    posted: list[JsonObject] = []

    async def take(request: web.Request) -> web.Response:
        posted.append(await request.json())
        return web.Response(status=503)

    app = web.Application()
    app.router.add_post("/hook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    standin.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    key = standin.add(*A_DAY)
    standin.move(key, *A_DAY)

    statuses = await standin.post_changes()
    await runner.cleanup()
    nobody = await standin.post(b"{}")

    events = [each["event"] for each in posted]
    assert events == ["reservation/dates_changed"] * 5 + ["reservation/created"] * 5
    assert (posted[0]["propertyId"], posted[0]["reservationId"]) == (int(PROPERTY_ID), key)
    assert (posted[5]["propertyID"], posted[5]["reservationID"]) == (int(PROPERTY_ID), key)
    assert (statuses, nobody) == ([503, 503], 0)


async def test_reservations_can_be_changed_by_hand(standin: CloudbedsStandin) -> None:
    key = standin.add(*A_DAY)
    async with aiohttp.ClientSession(standin.url) as session:
        change = {"reservation": key, "silently": True, "properties": {"status": "canceled"}}
        async with session.post("/_control/amend", json=change) as answer:
            changed = await answer.json()
        async with session.post("/_control/amend", json={"reservation": "7"}) as answer:
            unknown = answer.status
        async with session.get("/_control/reservations") as answer:
            told = await answer.json()
        async with session.post("/_control/webhooks") as answer:
            nowhere = answer.status
        standin.webhook_url = f"{standin.url}/nowhere"
        async with session.post("/_control/webhooks") as answer:
            posted = await answer.json()

    assert (changed["status"], unknown, nowhere) == ("canceled", 404, 400)
    assert [(each["reservationID"], each["status"]) for each in told] == [(key, "canceled")]
    assert posted == {"statuses": [404]}


async def test_what_was_answered_can_be_looked_at(standin: CloudbedsStandin) -> None:
    await call(standin, "getHotels")
    await call(standin, LIST, {"pageSize": "0"})

    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{standin.url}/_control/accepted") as answer,
    ):
        assert await answer.json() == [{"method": "getHotels"}]
    assert [each.method for each in standin.asked] == ["getHotels", LIST]


# -- the made-up hotel -----------------------------------------------------------------------------


def test_a_hotel_has_stays_of_every_kind() -> None:
    hotel = CloudbedsHotel("Europe/Lisbon")

    hotel.fill(2000, now=NOW)

    told = hotel.reservations.values()
    assert {each["status"] for each in told} == {
        *("not_confirmed", "confirmed", "canceled", "checked_in", "checked_out", "no_show"),
    }
    assert len(hotel.truth) == 2000
    assert len(told) == 2100
    assert all(
        (str(arrival), str(departure))
        == (hotel.reservations[key]["startDate"], hotel.reservations[key]["endDate"])
        for key, (arrival, departure) in hotel.truth.items()
    )
    assert {len(each["rooms"]) for each in told} == {1, 2}
    assert {len(each["guestList"]) for each in told} == {1, 2}
    assert {arrival - departure for arrival, departure in hotel.truth.values()} >= {timedelta()}


def test_the_same_seed_makes_the_same_hotel() -> None:
    one, same, other = (CloudbedsHotel("UTC", seed) for seed in (1, 1, 2))
    for hotel in (one, same, other):
        hotel.fill(50, now=NOW)

    assert one.reservations == same.reservations
    assert set(one.reservations).isdisjoint(other.reservations)


async def test_10000_reservations_are_served_each_on_one_page(standin: CloudbedsStandin) -> None:
    standin.fill(10_000)
    seen: list[str] = []
    for number in range(1, 106):
        page = await listed(standin, pageNumber=str(number))
        seen += page
    beyond = await listed(standin, pageNumber="106")

    assert len(page) == 100
    assert beyond == []
    assert len(seen) == len(set(seen)) == 10_500
