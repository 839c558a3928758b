"""Single things asked of Cloudbeds: one stay, one guest, the rooms, the hotel, a webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from aiohttp import web

from jack.errors import Delivery, Invalid, Permanent, Transient
from jack.model.clock import HOUR
from jack.model.reservations import Changed, Money, ReservationStatus, RoomState
from jack.pms.base import Pms
from jack.pms.cloudbeds.adapter import Cloudbeds
from jack.pms.cloudbeds.client import Refused
from tests.conftest import FakeClock
from tests.pms.cloudbeds_parts import adapter, asked, walk
from tests.pms.mews_parts import stays, vendor_clock
from tests.pms.odd import Odd
from tests.standins.base import Call, Fault
from tests.standins.cloudbeds import PROPERTY_ID, CloudbedsStandin

A_DAY = (date(2027, 2, 1), date(2027, 2, 3))


@pytest.fixture
async def standin(clock: FakeClock) -> AsyncIterator[CloudbedsStandin]:
    async with CloudbedsStandin(zone="Asia/Shanghai", clock=vendor_clock(clock)) as standin:
        yield standin


@pytest.fixture
async def cloudbeds(standin: CloudbedsStandin, clock: FakeClock) -> AsyncIterator[Cloudbeds]:
    async with adapter(standin.url, clock) as cloudbeds:
        yield cloudbeds


def test_it_is_a_pms(cloudbeds: Cloudbeds) -> None:
    pms: Pms = cloudbeds

    assert pms.name == "cloudbeds"


# -- a stay ----------------------------------------------------------------------------------------


async def test_one_stay_is_told_as_in_a_walk(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, clock: FakeClock
) -> None:
    key = standin.add(*A_DAY, balance=99.9)
    standin.accompany(key, firstName="Rui", lastName="Melo")
    standin.assign(key, "2-1")
    standin.amend(key, status="checked_in")

    stay = await cloudbeds.reservation(key)

    assert stay is not None
    assert stay.status is ReservationStatus.CHECKED_IN
    assert (stay.arrival, stay.departure) == A_DAY
    assert (stay.room, stay.balance) == ("102", Money(9990, "EUR"))
    assert [each.last_name for each in stay.companions] == ["Melo"]
    assert stay == stays(await walk(cloudbeds, clock() - HOUR, clock()))[key]


async def test_a_stay_lives_through_its_statuses(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    key = standin.add(*A_DAY)
    seen = []
    for status in ("checked_in", "checked_out", "canceled", "no_show", "not_confirmed"):
        standin.amend(key, status=status)
        stay = await cloudbeds.reservation(key)
        seen.append(stay and stay.status.value)

    assert seen == ["checked_in", "checked_out", "cancelled", "no_show", None]


@pytest.mark.parametrize("status", [200, 400, 404])
async def test_a_stay_that_was_deleted_is_none(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, status: int
) -> None:
    standin.gone_status = status
    key = standin.add(*A_DAY)
    standin.delete(key)

    assert await cloudbeds.reservation(key) is None
    (listed,) = asked(standin, "getReservationsWithRateDetails")
    assert listed["resultsFrom"] == "2000-01-01 00:00:00"


async def test_a_refusal_is_no_proof_that_a_stay_is_gone(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    key = standin.add(*A_DAY)
    standin.faults_by(refuse_single_reservations)

    with pytest.raises(Refused, match="Planned failure"):
        await cloudbeds.reservation(key)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 500])
async def test_a_vendor_that_refuses_everything_has_deleted_nothing(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, status: int
) -> None:
    standin.faults_by(lambda _: Fault("status", status=status))

    with pytest.raises(Delivery):
        await cloudbeds.reservation("404")


async def test_an_old_stay_that_is_refused_is_not_taken_for_gone(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    key = standin.add(*A_DAY, dateCreated="2019-05-05 12:00:00")
    standin.faults_by(refuse_single_reservations)

    with pytest.raises(Refused):
        await cloudbeds.reservation(key)


async def test_a_stay_that_cannot_be_read_is_not_taken_for_gone(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    key = standin.add(*A_DAY, endDate="2027-01-01")

    with pytest.raises(Permanent, match=f"reservation {key} cannot be read: It ends"):
        await cloudbeds.reservation(key)


@pytest.mark.parametrize("data", [None, [], "x", 7])
async def test_one_thing_that_is_none_makes_no_sense(clock: FakeClock, data: object) -> None:
    hotel = {"propertyID": PROPERTY_ID, "propertyTimezone": "Asia/Shanghai"}
    hotels = {"success": True, "data": [hotel]}
    async with Odd(body=hotels) as odd, adapter(odd.url, clock) as cloudbeds:
        await cloudbeds.check()
        odd.answer_with({"success": True, "data": data})

        for ask in (cloudbeds.reservation, cloudbeds.guest):
            with pytest.raises(Transient, match="makes no sense"):
                await ask("42")


@pytest.mark.parametrize("key", ["", "a b", "../../x", "1&propertyID=2", "x" * 41])
async def test_what_is_no_id_is_not_even_asked_for(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, key: str
) -> None:
    assert await cloudbeds.reservation(key) is None
    assert await cloudbeds.guest(key) is None

    assert {each.method for each in standin.asked} <= {"getHotels", "getHotelDetails"}


def refuse_single_reservations(call: Call) -> Fault | None:
    return Fault("status", status=200) if call.path.endswith("/getReservation") else None


# -- a guest ---------------------------------------------------------------------------------------


async def test_one_guest_is_told(standin: CloudbedsStandin, cloudbeds: Cloudbeds) -> None:
    key = standin.hotel.add_guest(
        firstName="Rui", lastName="Melo", cellPhone="912 003 371", country=""
    )

    guest = await cloudbeds.guest(key)

    assert guest is not None
    assert (guest.external_id, guest.first_name, guest.last_name) == (key, "Rui", "Melo")
    assert guest.phone == "+351912003371"


@pytest.mark.parametrize("status", [200, 400, 404])
async def test_a_guest_whom_cloudbeds_does_not_know_is_none(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, status: int
) -> None:
    standin.gone_status = status

    assert await cloudbeds.guest("404") is None


async def test_a_guest_who_was_merged_is_the_other(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    other = standin.hotel.add_guest(lastName="Melo")
    key = standin.hotel.add_guest(isMerged=True, newGuestID=int(other))
    a, b = "1", "2"
    standin.hotel.guests |= {
        a: {"isMerged": True, "newGuestID": b},
        b: {"isMerged": True, "newGuestID": a},
    }

    guest = await cloudbeds.guest(key)

    assert guest is not None
    assert (guest.external_id, guest.last_name) == (other, "Melo")
    assert await cloudbeds.guest(a) is None


# -- rooms and the hotel ---------------------------------------------------------------------------


async def test_rooms_are_as_they_are_now(standin: CloudbedsStandin, cloudbeds: Cloudbeds) -> None:
    rooms = standin.hotel.rooms
    for number in range(200):
        rooms[f"9-{number}"] = {**rooms["1-0"], "roomName": f"9{number}"}
    before = await cloudbeds.room_status()
    rooms["1-0"]["roomBlocked"] = True
    rooms["2-1"]["roomCondition"] = "inspected"

    after = {room.number: room.state for room in await cloudbeds.room_status()}

    assert len(before) == len(rooms) == 240
    assert after["101"] is RoomState.OUT_OF_ORDER
    assert after["102"] is RoomState.INSPECTED
    assert len(asked(standin, "getHousekeepingStatus")) == 2


async def test_a_check_names_the_hotel_and_its_zone_and_reads_reservations(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    assert await cloudbeds.check() == "Cloudbeds answers for Hotel Stand-in (Asia/Shanghai)"
    assert standin.answered == ["getHotels", "getHotelDetails", "getReservations"]


async def test_a_key_that_may_not_read_reservations_fails_the_check(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    standin.faults_by(
        lambda call: Fault("status", status=403) if "Reservations" in call.path else None
    )

    with pytest.raises(Permanent, match="let Jack call getReservations"):
        await cloudbeds.check()


async def test_another_hotels_number_is_told_as_such(
    standin: CloudbedsStandin, clock: FakeClock
) -> None:
    async with adapter(standin.url, clock, property_id="318999") as cloudbeds:
        with pytest.raises(Permanent):
            await cloudbeds.check()


async def test_a_hotel_in_no_zone_is_said_at_once_and_asked_about_again(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, clock: FakeClock
) -> None:
    standin.add(*A_DAY)
    standin.hotel.zone = "Asia/Atlantis"
    with pytest.raises(Permanent, match="Asia/Atlantis"):
        await walk(cloudbeds, clock() - HOUR, clock())
    standin.hotel.zone = "Asia/Shanghai"

    assert len(stays(await walk(cloudbeds, clock() - HOUR, clock()))) == 1


async def test_the_hotel_is_asked_about_once(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, clock: FakeClock
) -> None:
    for _ in range(3):
        await walk(cloudbeds, clock() - HOUR, clock())
        clock.forward(300)

    assert len(asked(standin, "getHotels")) == len(asked(standin, "getHotelDetails")) == 1
    assert len(standin.calls) == 5


# -- webhooks --------------------------------------------------------------------------------------


async def test_what_cloudbeds_posts_names_what_has_changed_however_it_is_spelled(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    posted: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        posted.append(await request.read())
        return web.Response(status=200 if len(posted) > 1 else 503)

    app = web.Application()
    app.router.add_post("/webhooks/pms/cloudbeds/secret", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks/pms/cloudbeds/secret"
    standin.webhook_url = address
    key = standin.add(*A_DAY)
    guest = standin.accompany(key)
    standin.move(key, *A_DAY)

    statuses = await standin.post_changes(times=2)
    await runner.cleanup()

    told = [cloudbeds.parse_webhook(body) for body in posted]
    assert statuses == [200] * 6
    assert len(posted) == 7, "the first one was tried again"
    assert set(told) == {
        Changed(reservations=(key,)),
        Changed(reservations=(key,), guests=(guest,)),
    }
    assert {b'"propertyID"' in body for body in posted} == {True, False}


async def test_what_is_no_webhook_of_this_property_is_refused(cloudbeds: Cloudbeds) -> None:
    with pytest.raises(Invalid):
        cloudbeds.parse_webhook(b"{}")
