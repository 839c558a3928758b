"""The sync service on a Cloudbeds that behaves as the real one: what is stored is what is true."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest
from pydantic import SecretStr

from jack.config import Config
from jack.errors import Transient
from jack.events import PmsFailing, ReservationChanged
from jack.model.clock import HOUR, from_datetime, to_datetime
from jack.pms.cloudbeds.adapter import Cloudbeds
from jack.services.pms_sync import PmsSync
from tests.conftest import FakeClock
from tests.house import House, configuration
from tests.pms.cloudbeds_parts import adapter, asked, pace
from tests.pms.mews_parts import Waits, vendor_clock
from tests.standins.base import Call, Fault
from tests.standins.cloudbeds import CloudbedsStandin

SECRET = "a-long-webhook-secret"
LIST = "getReservations"
TODAY, TOMORROW = date(2027, 1, 15), date(2027, 1, 16)
ZONE = "America/New_York"


@pytest.fixture
async def standin(clock: FakeClock, zone: str) -> AsyncIterator[CloudbedsStandin]:
    async with CloudbedsStandin(zone=zone, clock=vendor_clock(clock)) as standin:
        yield standin


@pytest.fixture
async def cloudbeds(standin: CloudbedsStandin, clock: FakeClock) -> AsyncIterator[Cloudbeds]:
    async with adapter(standin.url, clock) as cloudbeds:
        yield cloudbeds


@pytest.fixture
def zone() -> str:
    return ZONE


@pytest.fixture
def config(zone: str) -> Config:
    plain = configuration(timezone=zone)
    pms = plain.pms.model_copy(update={"webhook_secret": SecretStr(SECRET)})
    return plain.model_copy(update={"pms": pms})


@pytest.fixture
def sync(house: House, cloudbeds: Cloudbeds, config: Config) -> PmsSync:
    return PmsSync(house.db, house.bus, cloudbeds, config, house.clock)


def stored(house: House) -> dict[str, tuple[date, date]]:
    rows = house.rows("SELECT external_id, arrival, departure FROM reservation")
    return {row[0]: (date.fromisoformat(row[1]), date.fromisoformat(row[2])) for row in rows}


def column(house: House, name: str) -> dict[str, object]:
    return dict(house.rows(f"SELECT external_id, {name} FROM reservation"))


def touching(standin: CloudbedsStandin, first: date, last: date) -> dict[str, tuple[date, date]]:
    found = standin.hotel.truth.items()
    return {key: days for key, days in found if days[0] <= last and days[1] >= first}


async def try_every_hour(sync: PmsSync, clock: FakeClock, hours: int) -> int:
    """How many of the syncs that were due have failed."""
    failed = 0
    for _ in range(hours):
        clock.forward(3600)
        failed += await sync.run_due() is None
    return failed


# -- everything, then only changes -----------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Lisbon", "America/New_York"])
async def test_the_first_sync_of_2500_has_every_day_right_and_the_next_asks_for_changes_only(
    standin: CloudbedsStandin, house: House, sync: PmsSync, zone: str
) -> None:
    standin.fill(2500)
    today = to_datetime(house.clock()).astimezone(standin.hotel.tz).date()
    expected = touching(standin, today - timedelta(days=30), today + timedelta(days=550))

    first = await sync.sync()

    assert stored(house) == expected
    assert len(expected) > 1300
    assert first.counts["added"] == len(expected)
    assert not first.rejected
    calls = len(standin.calls)
    house.clock.forward(300)
    changed = next(iter(expected))
    standin.move(changed, date(2027, 5, 1), date(2027, 5, 9))
    second = await sync.sync()
    assert (second.seen, second.counts["changed"]) == (1, 1)
    assert stored(house) == expected | {changed: (date(2027, 5, 1), date(2027, 5, 9))}
    assert len(standin.calls) - calls == 1
    window = asked(standin, LIST)[-1]
    width = datetime.fromisoformat(window["modifiedTo"]) - datetime.fromisoformat(
        window["modifiedFrom"]
    )
    assert width == timedelta(minutes=15, seconds=2), "5 minutes, and 10 of overlap"


async def test_a_stay_is_stored_with_its_people_room_and_balance(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    key = standin.add(TODAY, TOMORROW, balance=99.9)
    standin.accompany(key, firstName="Rui", lastName="Melo", cellPhone="+351912003371")
    standin.assign(key, "2-1")

    await sync.sync()

    assert house.rows(
        "SELECT confirmation, status, room, room_type, balance_amount, balance_currency"
        " FROM reservation"
    ) == [(key, "confirmed", "102", "Superior", 9990, "EUR")]
    assert house.rows(
        "SELECT g.last_name, g.phone FROM companion c JOIN guest g ON g.id = c.guest_id"
    ) == [("Melo", "+351912003371")]


async def test_a_first_sync_that_breaks_is_done_again_from_the_start(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    standin.fill(600)
    expected = touching(standin, TODAY - timedelta(days=30), TODAY + timedelta(days=550))
    standin.faults_by(lambda _: Fault("status", status=503) if len(standin.calls) == 6 else None)
    with pytest.raises(Transient):
        await sync.sync()
    partly = len(stored(house))
    standin.clear_faults()

    report = await sync.sync()

    assert report.is_full
    assert 0 < partly < len(expected)
    assert stored(house) == expected


# -- trouble ---------------------------------------------------------------------------------------


def unreachable(_: Call) -> Fault:
    return Fault("reset")


def broken(_: Call) -> Fault:
    return Fault("status", status=502)


def refusing(_: Call) -> Fault:
    return Fault("status", status=200)


def nonsense(_: Call) -> Fault:
    return Fault("garbage")


@pytest.mark.parametrize("trouble", [unreachable, broken, refusing, nonsense])
async def test_two_days_without_cloudbeds_lose_nothing(
    standin: CloudbedsStandin, house: House, sync: PmsSync, trouble: object
) -> None:
    standin.fill(400)
    await sync.sync()
    expected = touching(standin, TODAY - timedelta(days=30), TODAY + timedelta(days=550))
    moved, cancelled, *_ = expected
    assert callable(trouble)
    standin.faults_by(trouble)

    assert await try_every_hour(sync, house.clock, 12) == 12
    standin.move(moved, date(2027, 6, 1), date(2027, 6, 2))
    assert await try_every_hour(sync, house.clock, 24) == 24
    standin.amend(cancelled, status="canceled")
    new = [standin.add(TODAY, TOMORROW) for _ in range(250)]
    assert await try_every_hour(sync, house.clock, 12) == 12
    standin.clear_faults()
    assert await try_every_hour(sync, house.clock, 1) == 0

    assert stored(house) == {key: standin.hotel.truth[key] for key in [*expected, *new]}
    assert column(house, "status")[cancelled] == "cancelled"
    told = [event.failures for event in house.heard if isinstance(event, PmsFailing)]
    assert told == [3, 5]


async def test_what_changes_while_a_long_outage_is_caught_up_with_is_not_lost(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    await sync.sync()
    house.clock.forward(2 * 86_400)
    keys = [standin.add(TODAY + timedelta(days=9), TODAY + timedelta(days=10)) for _ in range(350)]
    later = iter(keys)

    def meddle(call: Call) -> None:
        if call.path.endswith(LIST) and len(asked(standin, LIST)) < 20:
            house.clock.forward(1)
            standin.move(next(later), date(2027, 5, 1), date(2027, 5, 9))

    standin.faults_by(meddle)
    for _ in range(6):
        house.clock.forward(3600)
        await sync.run_due()

    assert stored(house) == {key: standin.hotel.truth[key] for key in keys}


async def test_no_call_is_made_before_cloudbeds_allows_it(
    standin: CloudbedsStandin, house: House, config: Config
) -> None:
    standin.fill(500)
    standin.limit = 2
    waits = Waits(house.clock)
    async with adapter(standin.url, house.clock, pace=pace(waits)) as cloudbeds:
        sync = PmsSync(house.db, house.bus, cloudbeds, config, house.clock)

        report = await sync.sync()

    refused = len(standin.calls) - len(standin.answered)
    assert report.counts["added"] == len(stored(house)) > 200
    assert refused >= 5
    assert waits.waited == [1.0] * refused, "as long as Retry-After said, each time"


# -- what no time of modification tells ------------------------------------------------------------


async def test_a_change_that_moves_no_timestamp_is_found_by_the_daily_look(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    here = standin.add(TODAY - timedelta(days=3), TODAY + timedelta(days=5), balance=7)
    arriving = standin.add(TOMORROW + timedelta(days=1), TOMORROW + timedelta(days=4))
    house.clock.forward(3600)
    await sync.sync()
    kind = standin.hotel.reservations[arriving]["rooms"][0]["roomTypeID"]
    standin.amend_silently(here, status="checked_in", balance=12)
    standin.assign(arriving, f"{kind}-{int(kind) - 1}", silently=True)
    await try_every_hour(sync, house.clock, 5)
    before = column(house, "status"), column(house, "room")

    await try_every_hour(sync, house.clock, 24)

    assert before == (
        {here: "confirmed", arriving: "confirmed"},
        {here: None, arriving: None},
    )
    assert column(house, "status")[here] == "checked_in"
    assert column(house, "room")[arriving] == f"10{kind}"
    looks = [each for each in asked(standin, LIST) if each.get("checkOutFrom") == str(TODAY)]
    assert len(looks) == 1, "once in that day"
    changed = [event.fields for event in house.heard if isinstance(event, ReservationChanged)]
    assert changed[-2:] == [("status", "balance_amount"), ("room",)]


async def test_a_stay_that_was_deleted_becomes_cancelled_by_the_daily_look(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    gone, kept = (standin.add(TODAY, TOMORROW + timedelta(days=2)) for _ in range(2))
    await sync.sync()
    standin.delete(gone)

    house.clock.forward(86_400)
    report = await sync.sync()

    assert report.counts["cancelled"] == 1
    assert column(house, "status") == {gone: "cancelled", kept: "confirmed"}


async def test_a_stay_that_cloudbeds_refuses_to_show_is_not_cancelled(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    """It left the days that are looked at without a trace, and asking for it is refused."""
    key = standin.add(TODAY, TOMORROW + timedelta(days=2))
    house.clock.forward(3600)
    await sync.sync()
    standin.hotel.move(key, date(2027, 4, 1), date(2027, 4, 3))
    standin.faults_by(
        lambda call: Fault("status", status=200) if call.path.endswith("Reservation") else None
    )
    house.clock.forward(86_400)
    refused = await sync.sync()
    before = column(house, "status")
    standin.clear_faults()

    await sync.sync()

    assert [each.where for each in refused.rejected] == [f"reservation {key}"]
    assert before == {key: "confirmed"}
    assert stored(house) == {key: (date(2027, 4, 1), date(2027, 4, 3))}


async def test_a_stay_that_is_not_confirmed_any_more_becomes_cancelled(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    key = standin.add(TODAY, TOMORROW + timedelta(days=2))
    await sync.sync()
    standin.amend(key, status="not_confirmed")

    house.clock.forward(86_400)
    await sync.sync()

    assert column(house, "status") == {key: "cancelled"}


# -- clocks that change ----------------------------------------------------------------------------


async def test_nothing_is_lost_in_the_night_when_the_clocks_go_back(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    """02:00 becomes 01:00 at 06:00Z. What came after must not look older than what came before."""
    change = from_datetime(datetime.fromisoformat("2027-11-07T06:00:00Z"))
    house.clock.at = change - 2 * HOUR
    keys = [standin.add(date(2027, 11, 20), date(2027, 11, 22)) for _ in range(10)]
    await sync.sync()
    for minute in range(0, 240, 5):
        house.clock.forward(200)
        standin.move(keys[minute % 10], date(2027, 12, 1), date(2027, 12, 2 + minute // 10))
        house.clock.forward(100)
        await sync.run_due()
        assert stored(house) == standin.hotel.truth

    assert house.clock() == change + 2 * HOUR


# -- webhooks --------------------------------------------------------------------------------------


async def test_a_webhook_wakes_the_sync_and_nothing_it_says_is_believed(
    standin: CloudbedsStandin, house: House, sync: PmsSync
) -> None:
    key = standin.add(TODAY, TOMORROW)
    await sync.run_due()
    house.clock.forward(30)
    standin.amend(key, status="checked_in")
    lie = standin.webhook("reservation/status_changed", {"reservationID": key})
    for status in ("canceled", "no_show"):
        body = json.dumps(lie | {"status": status}).encode()
        await sync.receive_webhook("cloudbeds", SECRET, body)

    report = await sync.run_due()

    assert report is not None
    assert column(house, "status") == {key: "checked_in"}
    assert await sync.run_due() is None
