"""Single things asked of Mews: one stay, one guest, the rooms, the hotel, a webhook."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from aiohttp import web

from jack.errors import Invalid, Permanent
from jack.model.clock import HOUR
from jack.model.reservations import Changed, ReservationStatus, RoomState
from jack.pms.base import Pms
from jack.pms.mews.adapter import Mews
from tests.conftest import FakeClock
from tests.pms.mews_parts import adapter, asked, stays, vendor_clock, walk
from tests.standins.mews import MewsStandin

NOBODY = "c0ffee00-0000-4000-8000-0000000000ff"
A_DAY = (date(2027, 2, 1), date(2027, 2, 3))


@pytest.fixture
async def standin(clock: FakeClock) -> AsyncIterator[MewsStandin]:
    async with MewsStandin(zone="Asia/Shanghai", clock=vendor_clock(clock)) as standin:
        yield standin


@pytest.fixture
async def mews(standin: MewsStandin, clock: FakeClock) -> AsyncIterator[Mews]:
    async with adapter(standin.url, clock) as mews:
        yield mews


def test_it_is_a_pms(mews: Mews) -> None:
    pms: Pms = mews

    assert pms.name == "mews"


# -- a stay ----------------------------------------------------------------------------------------


async def test_one_stay_is_told_as_in_a_walk(
    standin: MewsStandin, mews: Mews, clock: FakeClock
) -> None:
    key = standin.add(*A_DAY)
    standin.accompany(key, standin.add_customer(FirstName="Rui", LastName="Melo"))
    standin.check_in(key)

    stay = await mews.reservation(key)

    assert stay is not None
    assert stay.status is ReservationStatus.CHECKED_IN
    assert (stay.arrival, stay.departure) == A_DAY
    assert [each.last_name for each in stay.companions] == ["Melo"]
    assert stay == stays(await walk(mews, clock() - HOUR, clock()))[key]


async def test_a_stay_lives_through_its_statuses(standin: MewsStandin, mews: Mews) -> None:
    key, other = standin.add(*A_DAY), standin.add(*A_DAY)
    seen = []
    for change in (standin.check_in, standin.check_out):
        change(key)
        stay = await mews.reservation(key)
        seen.append(stay and stay.status.value)
    for reason in ("RequestedByGuest", "NoShow"):
        standin.cancel(other, reason)
        stay = await mews.reservation(other)
        seen.append(stay and stay.status.value)

    assert seen == ["checked_in", "checked_out", "cancelled", "no_show"]


async def test_a_stay_that_mews_does_not_know_is_none(standin: MewsStandin, mews: Mews) -> None:
    assert await mews.reservation(NOBODY) is None


async def test_a_reservation_that_is_no_stay_is_none(standin: MewsStandin, mews: Mews) -> None:
    option = standin.add(*A_DAY, State="Optional")
    table = standin.add(*A_DAY, ServiceId=standin.hotel.service("Restaurant"))
    garage = standin.add(*A_DAY, RequestedResourceCategoryId=standin.hotel.category("Garage"))

    assert [await mews.reservation(key) for key in (option, table, garage)] == [None] * 3


async def test_a_stay_that_cannot_be_read_is_not_taken_for_gone(
    standin: MewsStandin, mews: Mews
) -> None:
    key = standin.add(*A_DAY, Number="81", ScheduledEndUtc="2027-01-01T10:00:00Z")

    with pytest.raises(Permanent, match="reservation 81 cannot be read: It ends"):
        await mews.reservation(key)


@pytest.mark.parametrize("key", ["", "42", "R-1", "../../x", "c0ffee00-0000-4000-8000"])
async def test_what_mews_would_call_malformed_is_not_even_asked_for(
    standin: MewsStandin, mews: Mews, key: str
) -> None:
    assert await mews.reservation(key) is None
    assert await mews.guest(key) is None

    assert standin.calls == []


# -- a guest ---------------------------------------------------------------------------------------


async def test_one_guest_is_told(standin: MewsStandin, mews: Mews) -> None:
    key = standin.add_customer(
        FirstName="Rui", LastName="Melo", Phone="+351 912 003 371", Classifications=["Important"]
    )

    guest = await mews.guest(key)

    assert guest is not None
    assert (guest.external_id, guest.first_name, guest.last_name) == (key, "Rui", "Melo")
    assert (guest.phone, guest.is_vip) == ("+351912003371", True)


async def test_a_guest_that_mews_does_not_know_is_none(mews: Mews) -> None:
    assert await mews.guest(NOBODY) is None


# -- rooms and the hotel ---------------------------------------------------------------------------


async def test_rooms_are_as_they_are_now(standin: MewsStandin, mews: Mews) -> None:
    before = await mews.room_status()
    resources = list(standin.hotel.resources.values())
    resources[0]["State"] = "OutOfService"
    resources[1] |= {"State": "Clean", "IsActive": False}

    after = {room.number: room.state for room in await mews.room_status()}

    assert len(before) == len(resources)
    assert after[resources[0]["Name"]] is RoomState.OUT_OF_ORDER
    assert resources[1]["Name"] not in after


async def test_a_check_names_the_hotel_and_its_zone(standin: MewsStandin, mews: Mews) -> None:
    assert await mews.check() == "Mews answers for Hotel Stand-in (Asia/Shanghai)"


async def test_a_hotel_in_no_zone_is_said_at_once_and_asked_about_again(
    standin: MewsStandin, mews: Mews, clock: FakeClock
) -> None:
    standin.add(*A_DAY)
    standin.hotel.zone = "Asia/Atlantis"
    with pytest.raises(Permanent, match="Asia/Atlantis"):
        await walk(mews, clock() - HOUR, clock())
    standin.hotel.zone = "Asia/Shanghai"

    assert len(stays(await walk(mews, clock() - HOUR, clock()))) == 1


async def test_the_hotel_is_asked_about_once_and_its_rooms_now_and_then(
    standin: MewsStandin, mews: Mews, clock: FakeClock
) -> None:
    for _ in range(6):
        await walk(mews, clock() - HOUR, clock())
        clock.forward(5 * 60)

    assert len(asked(standin, "configuration/get")) == 1
    assert len(asked(standin, "resources/getAll")) == 2


# -- webhooks --------------------------------------------------------------------------------------


async def test_what_mews_posts_names_what_has_changed(standin: MewsStandin, mews: Mews) -> None:
    posted: list[bytes] = []

    async def take(request: web.Request) -> web.Response:
        posted.append(await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post("/webhooks/mews/secret", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    standin.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhooks/mews/secret"
    key = standin.add(*A_DAY)
    guest = standin.add_customer()
    standin.check_in(key)

    status = await standin.post_changes()
    await runner.cleanup()

    assert status == 200
    assert mews.parse_webhook(posted[0]) == Changed(reservations=(key,), guests=(guest,))


async def test_what_is_no_webhook_is_refused(mews: Mews) -> None:
    with pytest.raises(Invalid):
        mews.parse_webhook(b"{}")
