"""The demo hotel's PMS: somebody always arrives, stays and leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jack.errors import Invalid
from jack.model.clock import DAY, HOUR
from jack.model.reservations import PmsReservation, ReservationStatus, RoomState
from jack.pms.mock import Mock
from tests.conftest import FakeClock

TODAY = date(2027, 1, 15)


@pytest.fixture
def mock(clock: FakeClock) -> Mock:
    return Mock(timezone="UTC", clock=clock)


async def everything(mock: Mock) -> list[PmsReservation]:
    days = mock.colliding(TODAY - timedelta(days=400), TODAY + timedelta(days=400))
    return [each async for batch in days for each in batch.reservations]


async def test_there_are_guests_of_every_kind(mock: Mock) -> None:
    stays = await everything(mock)

    assert {stay.status for stay in stays} >= {
        ReservationStatus.CONFIRMED,
        ReservationStatus.CHECKED_IN,
    }
    assert any(stay.arrival == TODAY for stay in stays)
    assert any(stay.departure == TODAY for stay in stays)
    assert all(stay.arrival < stay.departure for stay in stays)


async def test_stays_are_counted_from_the_hotels_own_day(clock: FakeClock, mock: Mock) -> None:
    clock.forward(15.5 * 3600)  # 23:30 UTC: in Tokyo it is tomorrow
    there = await everything(Mock(timezone="Asia/Tokyo", clock=clock))
    here = await everything(mock)

    assert min(s.arrival for s in there) == min(s.arrival for s in here) + timedelta(days=1)


async def test_within_a_day_nothing_changes_and_at_its_end_everything(
    clock: FakeClock, mock: Mock
) -> None:
    at = clock()

    same = [batch async for batch in mock.reservations(at - HOUR, at)]
    next_day = [batch async for batch in mock.reservations(at, at + DAY)]

    assert [len(batch.reservations) for batch in same] == [0]
    assert [batch.cursor for batch in same] == [at]
    assert len(next_day[0].reservations) == len(await everything(mock))


async def test_one_stay_and_one_guest_can_be_asked_for(mock: Mock) -> None:
    stay = (await everything(mock))[0]

    assert await mock.reservation(stay.external_id) == stay
    assert await mock.guest(stay.guest.external_id) == stay.guest
    assert await mock.reservation("nobody's") is None
    assert await mock.guest("nobody") is None


async def test_rooms_that_are_lived_in_are_not_ready(mock: Mock) -> None:
    rooms = {room.number: room.state for room in await mock.room_status()}
    lived_in = {s.room for s in await everything(mock) if s.status == "checked_in"}

    assert lived_in
    assert all(rooms[room] is RoomState.DIRTY for room in lived_in if room)
    assert RoomState.INSPECTED in rooms.values()


async def test_it_has_no_webhooks_and_always_answers(mock: Mock) -> None:
    await mock.start()

    assert "demo hotel" in await mock.check()
    with pytest.raises(Invalid):
        mock.parse_webhook(b"{}")
    await mock.close()
