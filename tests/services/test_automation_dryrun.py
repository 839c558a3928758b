"""A dry run says what the very engine would do, changes nothing, and says the same twice."""

from __future__ import annotations

from datetime import date

import pytest

from jack.db import sql
from jack.errors import Invalid
from jack.model.automations import (
    AddTag,
    Amendment,
    Anchor,
    Definition,
    Event,
    Happened,
    RunReason,
    RunState,
    Schedule,
    ScheduleAudience,
    SendMessage,
    Side,
    StayTime,
)
from jack.model.clock import DAY
from jack.model.reservations import ReservationStatus
from jack.services.automation_dryrun import DryRun, Wish
from tests.house import ANA, House
from tests.services.rules import AFTER_DEPARTURE, Rules, local, rules_config

REMINDER = StayTime(Anchor.DEPARTURE, Side.BEFORE, days=1, at="18:00")


@pytest.fixture
def hotel(house: House) -> Rules:
    return Rules(House(house.db, house.clock, rules_config()))


async def tried(hotel: Rules, wish: Wish) -> DryRun:
    return await hotel.dry_runs.run(wish, actor="test")


def told(found: DryRun) -> list[tuple[int, str, str, str | None]]:
    return [(line.at, line.rule_key, line.guest_name, line.channel) for line in found.lines]


async def test_it_tells_who_gets_what_when_and_by_which_channel(hotel: Rules) -> None:
    hotel.rule(key="before")
    hotel.rule(REMINDER, key="reminder")
    hotel.rule(AFTER_DEPARTURE, key="thanks")
    hotel.stay()

    found = await tried(hotel, Wish(days=20))

    assert told(found) == [
        (local(2027, 3, 7, 10, 0), "before", "Ana Silva1", "sms"),
        (local(2027, 3, 12, 18, 0), "reminder", "Ana Silva1", "sms"),
        (local(2027, 3, 14, 11, 0), "thanks", "Ana Silva1", "sms"),
    ]
    assert found.lines[0].address == f"+{ANA}"
    assert found.lines[0].text.startswith("Hello Ana")
    assert found.counts == {(RunState.DONE, None): 3}


async def test_nothing_live_is_touched_and_twice_is_the_same(hotel: Rules) -> None:
    hotel.rule(key="before")
    hotel.rule(Event(Happened.CHECKED_IN, delay_m=60), AddTag("here"), key="tag")
    hotel.stay()
    await hotel.sweep()

    def everything() -> list[object]:
        tables = [
            row[0]
            for row in hotel.house.rows(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'audit'"
                " AND name NOT LIKE '%words%'"
            )
        ]
        return [hotel.house.rows(f"SELECT * FROM {table}") for table in tables]

    before = everything()

    first = await tried(hotel, Wish(days=30))
    second = await tried(hotel, Wish(days=30))

    assert first == second
    assert len(first.lines) == 2
    assert everything() == before


async def test_the_live_engine_does_what_the_dry_run_said(hotel: Rules) -> None:
    hotel.rule(key="before", condition="stay.nights > 1")
    hotel.rule(StayTime(Anchor.ARRIVAL, Side.BEFORE, days=3, at="23:30"), key="night")
    hotel.rule(Schedule("09:00", audience=ScheduleAudience.ARRIVING), key="daily")
    for number in range(1, 9):
        hotel.stay(
            f"R{number}",
            date(2027, 3, 4 + number % 3),
            date(2027, 3, 6 + number % 2 + number % 3),
            phone=f"+35191234567{number}",
            guest={"is_vip": number % 2 == 0},
        )

    foreseen = await tried(hotel, Wish(days=7))
    await hotel.until(2027, 3, 8, 12, 0)

    live = [
        (run.finished_at, run.reservation_id, run.state, run.reason)
        for run in hotel.runs(RunState.DONE, RunState.SUPPRESSED)
    ]
    said = [(line.at, line.reservation_id, line.state, line.reason) for line in foreseen.lines]
    assert sorted(said, key=repr) == sorted(live, key=repr)
    assert len(said) > 10


async def test_a_rule_is_tried_before_it_is_enabled(hotel: Rules) -> None:
    rule_id = hotel.rule(key="off", is_enabled=False)
    hotel.rule(REMINDER, key="other")
    hotel.stay("R1")
    hotel.stay("R2", date(2027, 3, 5), date(2027, 3, 7), phone="+351912345679")

    found = await tried(hotel, Wish(days=7, rule_ids=(rule_id,), only=rule_id))

    assert [line.rule_key for line in found.lines] == ["off", "off"]
    assert found.guests_within(DAY) == 1
    assert not hotel.rule_of(rule_id).is_enabled


async def test_a_draft_is_tried_without_being_kept(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    draft = ("Try me", Definition(REMINDER, (SendMessage("hello"),)))

    found = await tried(hotel, Wish(days=20, draft=draft))

    assert [line.rule_name for line in found.lines] == ["Try me"]
    assert hotel.house.rows("SELECT count(*) FROM automation_rule") == [(1,)]
    wrong = Definition(REMINDER, (SendMessage("hello"),), condition="guest.vip")
    with pytest.raises(Invalid, match=r"guest\.is_vip"):
        await tried(hotel, Wish(draft=("Try me", wrong)))


async def test_amendments_on_the_way_move_and_cancel(hotel: Rules) -> None:
    hotel.rule(key="before")
    hotel.rule(REMINDER, key="reminder")
    hotel.stay("R1")
    hotel.stay("R2", phone="+351912345679")
    moved = Amendment(
        local(2027, 3, 5, 9, 0), "C-R1", arrival=date(2027, 3, 12), departure=date(2027, 3, 14)
    )
    cancelled = Amendment(local(2027, 3, 6, 9, 0), "2", status=ReservationStatus.CANCELLED)

    found = await tried(hotel, Wish(days=20, amendments=(moved, cancelled)))

    assert [(line.at, line.rule_key, line.state, line.reason) for line in found.lines] == [
        (local(2027, 3, 6, 9, 0), "before", RunState.CANCELLED, RunReason.CANCELLED_STAY),
        (local(2027, 3, 6, 9, 0), "reminder", RunState.CANCELLED, RunReason.CANCELLED_STAY),
        (local(2027, 3, 9, 10, 0), "before", RunState.DONE, None),
        (local(2027, 3, 13, 18, 0), "reminder", RunState.DONE, None),
    ]
    nobody = Amendment(local(2027, 3, 5, 9, 0), "C-R9", room="1")
    with pytest.raises(Invalid, match="no reservation C-R9"):
        await tried(hotel, Wish(amendments=(nobody,)))


async def test_what_waits_says_for_what(hotel: Rules) -> None:
    hotel.rule(StayTime(Anchor.ARRIVAL, Side.BEFORE, days=3, at="23:00"), key="night")
    hotel.rule(StayTime(Anchor.ARRIVAL, Side.BEFORE, days=2, at="08:30"), key="morning")
    hotel.stay()

    found = await tried(hotel, Wish(days=20))

    assert [(line.at, line.rule_key, line.waited) for line in found.lines] == [
        (local(2027, 3, 8, 8, 0), "night", "quiet_hours"),
        (local(2027, 3, 8, 12, 0), "morning", "recent_automation"),
    ]


async def test_it_may_begin_on_a_later_day(hotel: Rules) -> None:
    hotel.rule(key="before")
    hotel.rule(REMINDER, key="reminder")
    hotel.stay()

    found = await tried(hotel, Wish(days=14, begin=date(2027, 3, 8)))

    assert [line.rule_key for line in found.lines] == ["reminder"]
    assert found.begin == local(2027, 3, 8, 0, 0)
    with pytest.raises(Invalid, match="400 days"):
        await tried(hotel, Wish(days=401))


async def test_the_copy_stays_in_memory(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    before = set(hotel.house.db.path.parent.iterdir())

    await tried(hotel, Wish())

    assert set(hotel.house.db.path.parent.iterdir()) == before
    assert hotel.house.db.read_now(sql.value, "SELECT count(*) FROM message") == 0


async def test_who_looked_is_on_record(hotel: Rules) -> None:
    await tried(hotel, Wish(days=3))

    assert hotel.house.rows("SELECT actor, action, data FROM audit") == [
        ("test", "automation.simulated", '{"days":3,"lines":0}')
    ]
