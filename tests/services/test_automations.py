"""Rules act once, at the right time, on what is true then; and say why when they do not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from jack.db import (
    analytics,
    escalations,
    guest_records,
    guests,
    sql,
    tasks,
    templates,
    vendor_templates,
)
from jack.db import automations as store
from jack.errors import Conflict, Forbidden, Invalid
from jack.model.automations import (
    AddTag,
    Anchor,
    CallWebhook,
    Clockwork,
    CreateTask,
    Definition,
    Event,
    Happened,
    Late,
    NotifyStaff,
    RemoveTag,
    RunReason,
    RunState,
    Schedule,
    ScheduleAudience,
    SendMessage,
    SetPreference,
    Side,
    StayTime,
)
from jack.model.clock import MINUTE, to_iso
from jack.model.consent import ConsentSource, Purpose
from jack.model.conversations import State
from jack.model.languages import Language
from jack.model.reservations import ReservationStatus
from jack.model.tasks import Department, Priority, TaskProposal, TaskStatus
from jack.model.vendor_templates import TemplateCategory, VendorStatus, VendorTemplate
from jack.services import consent
from tests.conftest import FakeClock
from tests.house import ANA, House
from tests.services.rules import AFTER_DEPARTURE, BEFORE_ARRIVAL, Rules, local, rules_config


@pytest.fixture
def hotel(house: House) -> Rules:
    return Rules(House(house.db, house.clock, rules_config()))


def only(hotel: Rules) -> tuple[RunState, RunReason | None]:
    run = hotel.only_run()
    return run.state, run.reason


# -- planning --------------------------------------------------------------------------------------


async def test_a_message_goes_once_at_its_time_and_says_what_is_true(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()

    await hotel.sweep()
    assert [run.due_at for run in hotel.runs()] == [local(2027, 3, 7, 10, 0)]
    await hotel.sweep(2027, 3, 7, 9, 59)
    assert hotel.sent() == []
    await hotel.sweep(2027, 3, 7, 10, 0)
    await hotel.sweep(2027, 3, 7, 10, 1)

    assert hotel.sent() == [("sms", f"+{ANA}", "Hello Ana, see you on Wednesday, March 10, 2027.")]
    run = hotel.only_run()
    assert (run.state, run.delivery) == (RunState.DONE, "queued")


async def test_an_amended_stay_moves_what_is_planned(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()

    hotel.amend(arrival=date(2027, 3, 20), departure=date(2027, 3, 21))
    await hotel.sweep(2027, 3, 7, 10, 0)
    assert hotel.sent() == []
    await hotel.sweep(2027, 3, 17, 10, 0)

    assert len(hotel.sent()) == 1
    assert "March 20" in hotel.sent()[0][2]


async def test_a_change_that_nobody_looked_at_yet_is_still_seen_in_the_write_that_sends(
    hotel: Rules,
) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    hotel.at(2027, 3, 7, 10, 0)
    hotel.amend(arrival=date(2027, 3, 20), departure=date(2027, 3, 21))

    await hotel.automations.run_due()  # without following changes first

    assert hotel.sent() == []
    assert hotel.only_run().due_at == local(2027, 3, 17, 10, 0)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (ReservationStatus.CANCELLED, RunReason.CANCELLED_STAY),
        (ReservationStatus.NO_SHOW, RunReason.NO_SHOW),
        (ReservationStatus.CHECKED_IN, RunReason.ARRIVED),
    ],
)
async def test_a_stay_that_ends_or_begins_cancels_what_is_planned(
    hotel: Rules, status: ReservationStatus, reason: RunReason
) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()

    hotel.amend(status=status)
    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.sent() == []
    assert only(hotel) == (RunState.CANCELLED, reason)


async def test_a_stay_that_comes_back_is_planned_again(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    hotel.amend(status=ReservationStatus.CANCELLED)
    await hotel.sweep(2027, 3, 2, 9, 0)

    hotel.amend(status=ReservationStatus.CONFIRMED)
    await hotel.sweep(2027, 3, 7, 10, 0)

    assert len(hotel.sent()) == 1


async def test_what_was_sent_is_not_sent_again_when_the_stay_moves(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep(2027, 3, 7, 10, 0)

    hotel.amend(arrival=date(2027, 4, 10), departure=date(2027, 4, 12))
    await hotel.until(2027, 4, 12, 12, 0)

    assert len(hotel.sent()) == 1


async def test_the_first_sync_plans_nothing_in_the_past(house: House) -> None:
    hotel = Rules(House(house.db, house.clock, rules_config()), has_synced=False)
    hotel.rule(late=Late.SEND_NOW, key="before")
    hotel.rule(AFTER_DEPARTURE, late=Late.SEND_NOW, key="after", stale_after_m=30 * 24 * 60)
    hotel.rule(Event(Happened.RESERVATION_CREATED), key="created")
    hotel.stay("R1", date(2027, 3, 3), date(2027, 3, 5))  # its time was yesterday
    hotel.stay("R2", date(2027, 2, 20), date(2027, 2, 25), status=ReservationStatus.CHECKED_OUT)
    hotel.stay("R3", date(2027, 3, 20), date(2027, 3, 25))
    hotel.synced()

    await hotel.sweep()

    assert hotel.sent() == []
    planned = [(run.reservation_id, run.state) for run in hotel.runs()]
    assert planned == [
        (1, RunState.PLANNED),  # a day after departure, still to come
        (3, RunState.PLANNED),
        (3, RunState.PLANNED),
    ]


@pytest.mark.parametrize(
    ("late", "state", "messages"),
    [
        (Late.SKIP, RunState.SUPPRESSED, 0),
        (Late.SEND_NOW, RunState.DONE, 1),
        (Late.ASK_STAFF, RunState.ASK_STAFF, 0),
    ],
)
async def test_a_late_booking_gets_the_rules_choice(
    hotel: Rules, late: Late, state: RunState, messages: int
) -> None:
    hotel.rule(late=late)
    hotel.stay(arrival=date(2027, 3, 2), departure=date(2027, 3, 3))

    await hotel.sweep()
    await hotel.sweep()

    assert hotel.only_run().state is state
    assert len(hotel.sent()) == messages


async def test_staff_send_or_skip_what_they_are_asked(hotel: Rules) -> None:
    clerk = hotel.house.staff()
    hotel.rule(late=Late.ASK_STAFF)
    hotel.stay("R1", date(2027, 3, 2), date(2027, 3, 3))
    hotel.stay("R2", date(2027, 3, 2), date(2027, 3, 3), phone="+351912345679")
    await hotel.sweep()
    first, second = hotel.runs(RunState.ASK_STAFF)

    await hotel.automations.send_now(first.id, clerk)
    await hotel.automations.skip(second.id, clerk)
    await hotel.sweep()

    assert len(hotel.sent()) == 1
    assert hotel.ended() == [(RunState.DONE, None), (RunState.SUPPRESSED, RunReason.SKIPPED)]
    with pytest.raises(Conflict):
        await hotel.automations.send_now(first.id, clerk)
    with pytest.raises(Conflict):
        await hotel.automations.skip(second.id, clerk)


async def test_what_staff_do_not_decide_in_time_is_over(hotel: Rules) -> None:
    hotel.rule(late=Late.ASK_STAFF)
    hotel.stay(arrival=date(2027, 3, 2), departure=date(2027, 3, 3))
    await hotel.sweep()

    await hotel.sweep(2027, 3, 2, 23, 0)
    assert hotel.only_run().state is RunState.ASK_STAFF
    await hotel.sweep(2027, 3, 3, 0, 0)

    assert only(hotel) == (RunState.SUPPRESSED, RunReason.STALE)


async def test_another_event_in_a_rule_cancels_what_the_first_had_planned(hotel: Rules) -> None:
    manager = hotel.manager()
    rule_id = hotel.rule(Event(Happened.RESERVATION_CREATED, delay_m=60), AddTag("new"))
    hotel.stay()
    await hotel.sweep()

    definition = Definition(Event(Happened.CHECKED_IN, delay_m=60), (AddTag("here"),))
    await hotel.automations.edit(manager, rule_id, definition=definition)
    await hotel.sweep(2027, 3, 1, 13, 0)

    assert only(hotel) == (RunState.CANCELLED, RunReason.RULE_OFF)


async def test_a_rule_without_its_text_is_not_enabled(hotel: Rules) -> None:
    rule_id = hotel.rule(BEFORE_ARRIVAL, SendMessage("no_such_text"), is_enabled=False)

    with pytest.raises(Conflict, match="no_such_text"):
        await hotel.automations.enable(rule_id, actor="test")


async def test_r5_what_promises_something_goes_only_with_the_step_that_does_it(
    hotel: Rules,
) -> None:
    for channel in ("sms", "whatsapp"):
        hotel.text("towels", "{{guest.first_name|}}, we will bring towels.", channel=channel)
    alone = hotel.rule(BEFORE_ARRIVAL, SendMessage("towels"), key="alone")
    hotel.stay()

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.sent() == []
    assert only(hotel) == (RunState.SUPPRESSED, RunReason.PROMISE)
    assert "will bring" in hotel.only_run().detail
    assert any("will bring" in words for words in await hotel.automations.promises(alone))

    step = CreateTask("Towels", Department.HOUSEKEEPING)
    kept = hotel.rule(BEFORE_ARRIVAL, SendMessage("towels"), step, key="kept")
    hotel.stay("R2", date(2027, 3, 20), date(2027, 3, 21), phone="+351912345679")
    await hotel.sweep(2027, 3, 17, 10, 0)

    assert [text for _, _, text in hotel.sent()] == ["Ana, we will bring towels."]
    assert await hotel.automations.promises(kept) == []


async def test_r5_a_held_promise_keeps_no_other_step_from_being_done(hotel: Rules) -> None:
    for channel in ("sms", "whatsapp"):
        hotel.text("towels", "We will bring towels.", channel=channel)
    hotel.rule(BEFORE_ARRIVAL, SendMessage("towels"), AddTag("towels"))
    hotel.stay()

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.sent() == []
    assert hotel.house.db.read_now(guest_records.tags, 1) == ("towels",)


async def test_r5_no_rule_that_comes_with_jack_promises_what_it_does_not_do(hotel: Rules) -> None:
    await hotel.automations.install()
    rules = await hotel.automations.listed()

    assert rules
    assert [await hotel.automations.promises(each.rule.id) for each in rules] == [[]] * len(rules)


async def test_a_booking_after_its_arrival_day_is_not_late_but_over(hotel: Rules) -> None:
    hotel.rule(late=Late.SEND_NOW)
    hotel.stay(arrival=date(2027, 2, 20), departure=date(2027, 2, 25))

    await hotel.sweep()

    assert hotel.runs() == []


async def test_a_stay_moved_closer_than_the_rule_is_late_too(hotel: Rules) -> None:
    hotel.rule(late=Late.SEND_NOW)
    hotel.stay()
    await hotel.sweep()

    hotel.amend(arrival=date(2027, 3, 2), departure=date(2027, 3, 5))
    await hotel.sweep(2027, 3, 1, 13, 0)

    assert len(hotel.sent()) == 1
    assert "March 2," in hotel.sent()[0][2]


async def test_enabling_plans_from_now_on_and_disabling_cancels(hotel: Rules) -> None:
    manager = hotel.manager()
    rule_id = hotel.rule(is_enabled=False, late=Late.SEND_NOW)
    hotel.stay("R1", date(2027, 3, 2), date(2027, 3, 5))
    hotel.stay("R2", date(2027, 3, 10), date(2027, 3, 12), phone="+351912345679")
    await hotel.sweep()
    assert hotel.runs() == []

    await hotel.automations.enable(rule_id, actor="test", by=manager)
    await hotel.sweep()
    assert [run.reservation_id for run in hotel.runs()] == [2]
    await hotel.automations.disable(rule_id, actor="test", by=manager)
    assert only(hotel) == (RunState.CANCELLED, RunReason.RULE_OFF)
    await hotel.automations.enable(rule_id, actor="test", by=manager)
    await hotel.sweep(2027, 3, 7, 10, 0)

    assert len(hotel.sent()) == 1


async def test_another_time_in_the_rule_moves_its_plans_but_never_into_the_past(
    hotel: Rules,
) -> None:
    manager = hotel.manager()
    rule_id = hotel.rule(late=Late.SEND_NOW)
    hotel.stay("R1", date(2027, 3, 5), date(2027, 3, 6))
    hotel.stay("R2", date(2027, 3, 20), date(2027, 3, 22), phone="+351912345679")
    await hotel.sweep()
    week = StayTime(Anchor.ARRIVAL, Side.BEFORE, days=7, at="09:00")
    definition = hotel.rule_of(rule_id).definition

    await hotel.automations.edit(
        manager, rule_id, definition=Definition(week, definition.actions, late=Late.SEND_NOW)
    )
    await hotel.sweep()

    assert hotel.sent() == []
    assert [(run.state, run.due_at) for run in hotel.runs(RunState.PLANNED)] == [
        (RunState.PLANNED, local(2027, 3, 13, 9, 0))
    ]
    assert [each.version for each in await hotel.automations.versions(rule_id)] == [2, 1]


async def test_many_stays_are_planned_in_several_steps(hotel: Rules) -> None:
    for number in range(1, 231):
        hotel.stay(f"R{number}", phone=None)
    rule_id = hotel.rule()

    await hotel.sweep()

    assert len(hotel.runs(rule_id=rule_id)) == 230


# -- clocks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrival", "at", "utc"),
    [
        (date(2027, 3, 28), "01:30", "2027-03-28T01:30:00"),  # skipped: half past two, summer time
        (date(2027, 10, 31), "01:30", "2027-10-31T00:30:00"),  # twice: the first
        (date(2027, 3, 29), "10:00", "2027-03-29T09:00:00"),
        (date(2027, 1, 29), "10:00", "2027-01-29T10:00:00"),
    ],
)
async def test_local_times_over_clock_changes(
    hotel: Rules, arrival: date, at: str, utc: str
) -> None:
    hotel.at(2027, 1, 1, 12, 0)
    hotel.rule(StayTime(Anchor.ARRIVAL, Side.BEFORE, days=0, at=at))
    hotel.stay(arrival=arrival, departure=date(2027, 11, 5))

    await hotel.automations.follow()

    assert to_iso(hotel.only_run().due_at).startswith(utc)


async def test_before_arrival_the_guests_own_clock_counts_where_it_is_known(hotel: Rules) -> None:
    trigger = StayTime(Anchor.ARRIVAL, Side.BEFORE, days=3, at="10:00", zone=Clockwork.GUEST)
    hotel.rule(trigger)
    hotel.stay("R1", phone="+6591234567")  # Singapore has one zone
    hotel.stay("R2", phone="+61412345678")  # Australia has several

    await hotel.automations.follow()

    assert [run.due_at for run in hotel.runs()] == [
        local(2027, 3, 7, 2, 0),
        local(2027, 3, 7, 10, 0),
    ]
    await hotel.until(2027, 3, 7, 3, 0)
    assert len(hotel.sent()) == 1  # ten in the morning there, two at night here


async def test_a_night_moves_a_message_and_drops_none(hotel: Rules) -> None:
    hotel.rule(StayTime(Anchor.ARRIVAL, Side.BEFORE, days=3, at="23:15"))
    hotel.stay()

    await hotel.until(2027, 3, 8, 7, 59)
    assert hotel.sent() == []
    assert hotel.only_run().reason is RunReason.QUIET_HOURS
    await hotel.sweep(2027, 3, 8, 8, 0)

    assert len(hotel.sent()) == 1


# -- events and schedules --------------------------------------------------------------------------


async def test_events_of_a_stay(hotel: Rules) -> None:
    for happened in (
        Happened.RESERVATION_CREATED,
        Happened.RESERVATION_CHANGED,
        Happened.CHECKED_IN,
        Happened.CHECKED_OUT,
        Happened.RESERVATION_CANCELLED,
        Happened.NO_SHOW,
    ):
        hotel.rule(Event(happened), AddTag(happened), key=happened)
    hotel.stay()
    await hotel.sweep()
    hotel.amend(room="204")
    await hotel.sweep()
    hotel.at(2027, 3, 10, 15, 0)
    hotel.amend(status=ReservationStatus.CHECKED_IN)
    await hotel.sweep()
    hotel.at(2027, 3, 13, 10, 0)
    hotel.amend(status=ReservationStatus.CHECKED_OUT)
    hotel.stay("R2", date(2027, 4, 1), date(2027, 4, 3))
    await hotel.sweep()
    hotel.amend("R2", status=ReservationStatus.CANCELLED)
    await hotel.sweep(2027, 3, 13, 11, 0)

    tags = hotel.house.db.read_now(guest_records.tags, 1)
    assert tags == ("checked_in", "checked_out", "reservation_changed", "reservation_created")
    assert hotel.house.db.read_now(guest_records.tags, 2) == (
        "reservation_cancelled",
        "reservation_created",
    )


async def test_a_delayed_event_looks_again_when_its_time_comes(hotel: Rules) -> None:
    hotel.rule(Event(Happened.CHECKED_IN, delay_m=120))
    hotel.stay("R1")
    hotel.stay("R2", phone="+351912345679")
    await hotel.sweep(2027, 3, 10, 15, 0)
    hotel.amend("R1", status=ReservationStatus.CHECKED_IN)
    hotel.amend("R2", status=ReservationStatus.CHECKED_IN)
    await hotel.sweep()
    hotel.amend("R2", status=ReservationStatus.CHECKED_OUT)

    await hotel.sweep(2027, 3, 10, 17, 0)

    assert [run.reservation_id for run in hotel.runs(RunState.DONE)] == [1]
    assert len(hotel.sent()) == 1


async def test_what_happened_before_a_rule_was_enabled_is_not_its_business(hotel: Rules) -> None:
    hotel.stay()
    hotel.at(2027, 3, 1, 13, 0)
    hotel.rule(Event(Happened.RESERVATION_CREATED))

    await hotel.sweep()

    assert hotel.runs() == []


async def test_a_daily_schedule_for_who_arrives_and_a_weekly_one_for_the_hotel(
    hotel: Rules,
) -> None:
    hotel.rule(Schedule("09:00", audience=ScheduleAudience.ARRIVING), key="daily")
    hotel.rule(Schedule("10:00", (3,)), CreateTask("Count the towels"), key="weekly")
    hotel.stay("R1", date(2027, 3, 3), date(2027, 3, 5))
    hotel.stay("R2", date(2027, 3, 4), date(2027, 3, 5), phone="+351912345679")

    await hotel.sweep(2027, 3, 3, 9, 0)
    assert len(hotel.sent()) == 1
    await hotel.sweep(2027, 3, 3, 10, 0)  # a Wednesday
    await hotel.sweep(2027, 3, 3, 10, 5)
    await hotel.sweep(2027, 3, 4, 10, 0)

    assert len(hotel.sent()) == 2
    assert [task.title for task in hotel.house.tasks()] == ["Count the towels"]


async def test_a_schedule_that_nobody_kept_in_time_is_left_out(hotel: Rules) -> None:
    hotel.rule(Schedule("09:00"), CreateTask("Open the bar"), stale_after_m=60)

    await hotel.sweep(2027, 3, 2, 11, 0)

    assert hotel.runs() == []


async def test_a_completed_task_and_a_silent_conversation(hotel: Rules) -> None:
    hotel.rule(
        Event(Happened.TASK_COMPLETED),
        AddTag("served"),
        key="task",
        condition='task.department = "housekeeping"',
    )
    hotel.rule(Event(Happened.CONVERSATION_IDLE, hours=3), AddTag("silent"), key="idle")
    await hotel.house.talk("Hello")
    await hotel.sweep()

    def complete() -> None:
        task_id = tasks.add(
            TaskProposal(Department.HOUSEKEEPING, "Towels"), hotel.house.clock(), guest_id=1
        )
        task = tasks.get(task_id)
        assert task is not None
        tasks.save(replace(task, status=TaskStatus.COMPLETED), hotel.house.clock())

    hotel.house.db.write_now(complete)
    await hotel.sweep()
    assert hotel.house.db.read_now(guest_records.tags, 1) == ("served",)
    hotel.house.clock.forward(3 * 3600)
    await hotel.sweep()
    await hotel.sweep()

    assert hotel.house.db.read_now(guest_records.tags, 1) == ("served", "silent")
    assert [run.state for run in hotel.runs()].count(RunState.DONE) == 2


# -- what holds back -------------------------------------------------------------------------------


async def test_r8_who_said_stop_hears_nothing_and_the_reason_is_kept(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    hotel.house.db.write_now(
        consent.record, 1, "sms", Purpose.MESSAGES,
        is_given=False, source=ConsentSource.KEYWORD, at=hotel.house.clock(),
    )  # fmt: skip

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.sent() == []
    assert only(hotel) == (RunState.SUPPRESSED, RunReason.OPTED_OUT)


async def test_r8_a_stop_from_the_same_number_holds_for_every_guest_behind_it(
    hotel: Rules,
) -> None:
    """A couple with one phone in two bookings: who writes from it is neither, and says stop."""
    hotel.rule(BEFORE_ARRIVAL, SendMessage("hello", channels=("sms",)))
    hotel.stay("R1")
    hotel.stay("R2", guest={"first_name": "Rui", "last_name": "Costa"})
    await hotel.house.write("STOP", channel="sms")

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert [each[2] for each in hotel.sent() if "look" in each[2] or "see you" in each[2]] == []
    assert set(hotel.ended()) == {(RunState.SUPPRESSED, RunReason.OPTED_OUT)}


async def test_marketing_needs_a_yes(hotel: Rules) -> None:
    hotel.rule(BEFORE_ARRIVAL, SendMessage("hello", Purpose.MARKETING, ("sms",)))
    hotel.stay("R1")
    hotel.stay("R2", phone="+351912345679")
    await hotel.sweep()
    hotel.house.db.write_now(
        consent.record, 2, "sms", Purpose.MARKETING,
        is_given=True, source=ConsentSource.STAFF, at=hotel.house.clock(),
    )  # fmt: skip

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.ended() == [(RunState.SUPPRESSED, RunReason.NO_CONSENT), (RunState.DONE, None)]


Prepare = Callable[[Rules], Awaitable[None]]


async def _recovery(hotel: Rules) -> None:
    hotel.house.db.write_now(guests.update, 1, {"in_recovery": True}, hotel.house.clock())


async def _leave_me(hotel: Rules) -> None:
    hotel.house.db.write_now(guest_records.set_tags, 1, ["do-not-disturb"])


async def _no_phone(hotel: Rules) -> None:
    hotel.house.db.write_now(guests.update, 1, {"phone": None}, hotel.house.clock())


async def _no_text(hotel: Rules) -> None:
    hotel.house.db.write_now(sql.run, "DELETE FROM message_template")


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (_recovery, RunReason.RECOVERY),
        (_leave_me, RunReason.DO_NOT_DISTURB),
        (_no_phone, RunReason.NO_ADDRESS),
        (_no_text, RunReason.NO_TEMPLATE),
    ],
)
async def test_what_drops_a_message(hotel: Rules, prepare: Prepare, reason: RunReason) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()

    await prepare(hotel)
    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.sent() == []
    assert only(hotel) == (RunState.SUPPRESSED, reason)


async def test_a_condition_is_looked_at_when_its_time_comes(hotel: Rules) -> None:
    hotel.rule(condition="guest.is_vip and stay.nights >= 3")
    hotel.stay("R1")
    hotel.stay("R2", phone="+351912345679")
    await hotel.sweep()
    hotel.house.db.write_now(guests.update, 2, {"is_vip": True}, hotel.house.clock())

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.ended() == [(RunState.SUPPRESSED, RunReason.CONDITION), (RunState.DONE, None)]


async def test_what_was_not_possible_in_time_is_not_done_any_more(hotel: Rules) -> None:
    hotel.rule(stale_after_m=120)
    hotel.stay()
    await hotel.sweep()

    await hotel.sweep(2027, 3, 7, 12, 0)

    assert only(hotel) == (RunState.SUPPRESSED, RunReason.STALE)


async def test_two_automatic_messages_to_a_guest_are_four_hours_apart(hotel: Rules) -> None:
    hotel.rule(key="one")
    hotel.rule(key="two")
    hotel.stay()

    await hotel.sweep(2027, 3, 7, 10, 0)
    assert len(hotel.sent()) == 1
    assert [run.due_at for run in hotel.runs(RunState.PLANNED)] == [local(2027, 3, 7, 14, 0)]
    await hotel.sweep(2027, 3, 7, 13, 59)
    assert len(hotel.sent()) == 1
    await hotel.sweep(2027, 3, 7, 14, 0)

    assert len(hotel.sent()) == 2


async def test_r3_nothing_breaks_into_a_conversation(hotel: Rules) -> None:
    clerk = hotel.house.staff()
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    hotel.at(2027, 3, 7, 9, 50)
    await hotel.house.write("Is there parking?", channel="sms")
    await hotel.sweep(2027, 3, 7, 10, 0)
    assert (hotel.only_run().state, hotel.only_run().reason) == (
        RunState.PLANNED,
        RunReason.CONVERSATION,
    )
    assert hotel.only_run().due_at == local(2027, 3, 7, 10, 20)

    await hotel.house.conversations.claim(1, clerk)
    await hotel.sweep(2027, 3, 7, 10, 20)
    assert hotel.only_run().due_at == local(2027, 3, 7, 10, 35)
    await hotel.house.conversations.release(1, clerk)
    await hotel.until(2027, 3, 7, 12, 0)

    assert hotel.only_run().state is RunState.DONE


async def test_a_thank_you_waits_for_nobody_who_never_left(hotel: Rules) -> None:
    hotel.rule(AFTER_DEPARTURE)
    hotel.stay("R1", date(2027, 3, 2), date(2027, 3, 4))
    hotel.stay("R2", date(2027, 3, 2), date(2027, 3, 4), phone="+351912345679")
    hotel.stay("R3", date(2027, 3, 2), date(2027, 3, 4), phone="+351912345670")
    await hotel.sweep(2027, 3, 2, 16, 0)
    for each in ("R1", "R2"):
        hotel.amend(each, status=ReservationStatus.CHECKED_IN)
    await hotel.sweep(2027, 3, 4, 10, 0)
    hotel.amend("R1", status=ReservationStatus.CHECKED_OUT)

    await hotel.sweep(2027, 3, 5, 11, 0)

    assert hotel.ended() == [
        (RunState.DONE, None),
        (RunState.SUPPRESSED, RunReason.IN_HOUSE),
        (RunState.SUPPRESSED, RunReason.NOT_ARRIVED),
    ]


# -- ways ------------------------------------------------------------------------------------------


async def test_the_channel_falls_back_where_a_window_is_closed(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    await hotel.house.write("Hello")  # by WhatsApp, a week before

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert [each[0] for each in hotel.sent()] == ["sms"]


async def test_within_the_window_it_goes_where_the_guest_writes(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep(2027, 3, 6, 18, 0)
    await hotel.house.write("Hello")

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert [each[:2] for each in hotel.sent()] == [("whatsapp", ANA)]
    assert hotel.only_run().conversation_id == 1


async def test_r6_room_and_wifi_go_only_where_the_guest_is_proven(hotel: Rules) -> None:
    words = "Your room {{stay.room}} is ready. Wi-Fi: {{hotel.wifi_password}}"
    for channel in ("sms", "whatsapp"):
        hotel.text("ready", words, channel=channel)
    hotel.rule(BEFORE_ARRIVAL, SendMessage("ready"))
    hotel.stay("R1", room="204")
    hotel.stay("R2", room="205", phone="+351912345679")
    await hotel.sweep(2027, 3, 7, 8, 0)
    await hotel.house.write("Hello", channel="sms")

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert hotel.sent() == [("sms", f"+{ANA}", "Your room 204 is ready. Wi-Fi: seagull-42")]
    assert hotel.ended() == [(RunState.DONE, None), (RunState.SUPPRESSED, RunReason.PRIVATE)]


async def test_a_text_in_the_guests_language(hotel: Rules) -> None:
    hotel.text("hello", "Olá {{guest.first_name}}", language=Language.PT)
    hotel.rule()
    hotel.stay("R1", guest={"language": "pt"})
    hotel.stay("R2", phone="+351912345679", guest={"language": "ja"})

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert [each[2].split()[0] for each in hotel.sent()] == ["Olá", "Hello"]


# -- actions ---------------------------------------------------------------------------------------


async def test_several_actions_in_order_and_one_that_fails_hides_none(hotel: Rules) -> None:
    hotel.rule(
        BEFORE_ARRIVAL,
        SendMessage("no such text"),
        CreateTask("Flowers for {{guest.first_name}}", Department.CONCIERGE, Priority.HIGH),
        SetPreference("n" * 90, "sea view"),
        AddTag("welcomed"),
        RemoveTag("new"),
        NotifyStaff("{{guest.last_name}} comes"),
        CallWebhook("https://example.org/hook"),
    )
    hotel.stay(room="204")
    hotel.house.db.write_now(guest_records.set_tags, 1, ["new"])

    await hotel.sweep(2027, 3, 7, 10, 0)

    run = hotel.only_run()
    assert [(each.kind, each.state) for each in run.outcomes] == [
        ("send_message", RunState.SUPPRESSED),
        ("create_task", RunState.DONE),
        ("set_preference", RunState.DONE),
        ("add_tag", RunState.DONE),
        ("remove_tag", RunState.DONE),
        ("notify_staff", RunState.DONE),
        ("call_webhook", RunState.DONE),
    ]
    (task,) = hotel.house.tasks()
    assert (task.title, task.department, task.room) == ("Flowers for Ana", "concierge", "204")
    assert hotel.house.db.read_now(guest_records.tags, 1) == ("welcomed",)
    assert hotel.house.rows("SELECT url, state FROM automation_call") == [
        ("https://example.org/hook", "queued")
    ]


async def test_an_action_that_breaks_undoes_itself_alone(hotel: Rules) -> None:
    hotel.rule(Schedule("13:00"), AddTag("nobody"), CreateTask("Check the bar"))

    await hotel.sweep(2027, 3, 1, 13, 0)

    run = hotel.only_run()
    assert (run.state, run.reason) == (RunState.FAILED, RunReason.ERROR)
    assert [each.state for each in run.outcomes] == [RunState.FAILED, RunState.DONE]
    assert len(hotel.house.tasks()) == 1


async def test_a_no_show_is_asked_twice_and_the_front_desk_told(hotel: Rules) -> None:
    await hotel.automations.install()
    for key in ("no_show_inquiry", "no_show_second"):
        hotel.text(key, f"{key}: are you on your way?")
        rule = await hotel.automations.by_key(key)
        await hotel.automations.enable(rule.id, actor="test")
    hotel.stay("R1", date(2027, 3, 2), date(2027, 3, 5))
    hotel.stay("R2", date(2027, 3, 2), date(2027, 3, 5), phone="+351912345679")
    await hotel.sweep(2027, 3, 2, 16, 0)
    hotel.amend("R2", status=ReservationStatus.CHECKED_IN)

    await hotel.until(2027, 3, 3, 12, 0)

    assert [each[2].split(":")[0] for each in hotel.sent()] == ["no_show_inquiry", "no_show_second"]
    (task,) = hotel.house.tasks()
    assert (task.title, task.priority) == ("No-show? C-R1 did not arrive", "high")


async def test_a_ready_room_is_told_once_and_only_when_it_is_empty(hotel: Rules) -> None:
    hotel.rule(Event(Happened.ROOM_READY))
    hotel.stay(
        "R1",
        date(2027, 2, 27),
        date(2027, 3, 1),
        room="204",
        status=ReservationStatus.CHECKED_IN,
        phone=None,
    )
    hotel.stay("R2", date(2027, 3, 1), date(2027, 3, 4), room="204")

    def rooms(state: str) -> None:
        hotel.house.db.write_now(store.set_room_state, "204", state, hotel.house.clock())

    rooms("clean")
    await hotel.sweep(2027, 3, 1, 12, 5)
    assert hotel.sent() == []  # the last guest is still in
    hotel.amend("R1", status=ReservationStatus.CHECKED_OUT)
    rooms("dirty")
    await hotel.sweep(2027, 3, 1, 13, 0)
    assert hotel.sent() == []
    rooms("clean")
    await hotel.sweep()
    rooms("inspected")
    await hotel.sweep(2027, 3, 1, 13, 30)

    assert len(hotel.sent()) == 1


# -- several hands ---------------------------------------------------------------------------------


async def test_two_sweeps_at_once_do_it_once(hotel: Rules, clock: FakeClock) -> None:
    hotel.rule()
    for number in range(1, 41):
        hotel.stay(f"R{number}", phone=f"+3519123456{number:02}")
    await hotel.sweep()
    hotel.at(2027, 3, 7, 10, 0)

    await asyncio.gather(*(hotel.automations.run_due() for _ in range(4)))

    assert len(hotel.sent()) == 40
    assert len({each[1] for each in hotel.sent()}) == 40


async def test_r2_what_a_dead_process_had_claimed_is_done_once_by_the_next(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    at = hotel.at(2027, 3, 7, 10, 0)
    hotel.house.db.write_now(store.claim, [1], "a process of before", at, lease=5 * MINUTE)
    await hotel.sweep()
    assert hotel.sent() == []  # somebody has it

    await hotel.automations.recover()
    await hotel.sweep()
    await hotel.sweep()

    assert len(hotel.sent()) == 1


async def test_a_lease_that_is_over_frees_a_run(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    at = hotel.at(2027, 3, 7, 10, 0)
    hotel.house.db.write_now(store.claim, [1], "somebody stuck", at, lease=5 * MINUTE)

    await hotel.sweep(2027, 3, 7, 10, 5)

    assert len(hotel.sent()) == 1


async def test_r2_however_often_a_process_dies_with_a_run_in_hand_it_is_done(
    hotel: Rules,
) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    at = hotel.at(2027, 3, 7, 10, 0)
    for number in range(20):
        hotel.house.db.write_now(store.claim, [1], f"life {number}", at, lease=5 * MINUTE)
        await hotel.automations.recover()

    await hotel.sweep()

    assert len(hotel.sent()) == 1


async def test_a_run_that_breaks_is_tried_again_and_given_up(
    hotel: Rules, caplog: pytest.LogCaptureFixture
) -> None:
    hotel.rule()
    hotel.stay("R1")
    hotel.stay("R2", phone="+351912345679")
    await hotel.sweep()
    hotel.house.db.write_now(sql.run, "UPDATE automation_run SET facts = '[1]' WHERE id = 1")

    await hotel.until(2027, 3, 7, 10, 30)

    assert hotel.ended() == [(RunState.DONE, None), (RunState.FAILED, RunReason.ERROR)]
    assert hotel.runs(RunState.FAILED)[0].detail == "AttributeError"
    assert len([each for each in caplog.records if each.message == "automation broke"]) == 5


# -- who may ---------------------------------------------------------------------------------------


async def test_rules_are_written_by_managers_and_audited(hotel: Rules) -> None:
    manager, clerk = hotel.manager(), hotel.house.staff()
    definition = Definition(BEFORE_ARRIVAL, (SendMessage("hello"),))

    with pytest.raises(Forbidden):
        await hotel.automations.create(clerk, "mine", "Mine", definition)
    rule = await hotel.automations.create(manager, "mine", "Mine", definition)
    with pytest.raises(Conflict):
        await hotel.automations.create(manager, "mine", "Mine", definition)
    await hotel.automations.edit(manager, rule.id, name="Ours")
    await hotel.automations.enable(rule.id, actor=f"staff:{manager.id}", by=manager)
    await hotel.automations.remove(manager, rule.id)
    again = await hotel.automations.create(manager, "mine", "Mine", definition)

    assert again.id != rule.id
    actions = [row[0] for row in hotel.house.rows("SELECT action FROM audit ORDER BY id")]
    assert actions == [
        "automation.created",
        "automation.changed",
        "automation.enabled",
        "automation.removed",
        "automation.created",
    ]


@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        (Definition(BEFORE_ARRIVAL, ()), "1 to 10 actions"),
        (Definition(BEFORE_ARRIVAL, (SendMessage("x"),), "guest.vip"), "guest.is_vip"),
        (Definition(StayTime(Anchor.ARRIVAL, Side.BEFORE, at="25:00"), (AddTag("x"),)), "HH:MM"),
        (Definition(StayTime(Anchor.ARRIVAL, Side.BEFORE, 400), (AddTag("x"),)), "365 days"),
        (Definition(Schedule("09:00"), (SendMessage("x"),)), "audience"),
        (Definition(Schedule("09:00", (8,)), (AddTag("x"),)), "Weekdays"),
        (Definition(Event(Happened.CONVERSATION_IDLE), (AddTag("x"),)), "idle after"),
        (Definition(BEFORE_ARRIVAL, (SendMessage("x", channels=("fax",)),)), "no channel"),
        (Definition(BEFORE_ARRIVAL, (SendMessage("x", channels=("webchat",)),)), "web chat"),
        (Definition(BEFORE_ARRIVAL, (CreateTask("{{guest.age}}"),)), "no variable"),
        (Definition(BEFORE_ARRIVAL, (CallWebhook("ftp://example.org"),)), "URL"),
        (Definition(BEFORE_ARRIVAL, (AddTag(" "),)), "tag"),
        (Definition(BEFORE_ARRIVAL, (AddTag("x"),), stale_after_m=0), "staleAfter"),
    ],
)
async def test_a_rule_that_cannot_work_is_not_kept(
    hotel: Rules, definition: Definition, problem: str
) -> None:
    with pytest.raises(Invalid, match=problem):
        await hotel.automations.create(hotel.manager(), "mine", "Mine", definition)


async def test_r15_a_rule_with_a_webhook_needs_the_secret(house: House) -> None:
    hotel = Rules(House(house.db, house.clock, rules_config(webhook_secret="")))
    rule_id = hotel.rule(BEFORE_ARRIVAL, CallWebhook("https://example.org/x"), is_enabled=False)

    with pytest.raises(Conflict, match="webhook_secret"):
        await hotel.automations.enable(rule_id, actor="test")


async def test_shipped_rules_come_once_off_and_do_not_come_back(hotel: Rules) -> None:
    manager = hotel.manager()

    assert await hotel.automations.install() == 10
    thanks = await hotel.automations.by_key("thank_you_24h")
    await hotel.automations.remove(manager, thanks.id)
    assert await hotel.automations.install() == 0

    found = await hotel.automations.listed()
    assert len(found) == 9
    assert not any(each.rule.is_enabled for each in found)


async def test_the_list_tells_the_next_run_the_last_and_what_staff_are_asked(hotel: Rules) -> None:
    hotel.rule(late=Late.ASK_STAFF)
    hotel.stay("R1", date(2027, 3, 5), date(2027, 3, 6))
    hotel.stay("R2", date(2027, 3, 20), date(2027, 3, 22), phone="+351912345679")
    hotel.stay("R3", date(2027, 3, 2), date(2027, 3, 22), phone="+351912345670")
    await hotel.sweep(2027, 3, 2, 10, 0)

    (status,) = await hotel.automations.listed()

    assert (status.next_at, status.planned, status.asking) == (local(2027, 3, 17, 10, 0), 1, 1)
    assert status.last is not None
    assert status.last[0] is RunState.DONE


async def test_what_is_planned_shows_what_would_hold_it_back(hotel: Rules) -> None:
    hotel.rule(condition="guest.is_vip")
    hotel.stay()
    await hotel.sweep()

    (view,) = await hotel.automations.runs()

    assert (view.run.state, view.outlook) == (RunState.PLANNED, RunReason.CONDITION)
    assert view.guest_name == "Ana Silva1"


async def test_a_guest_who_is_still_to_come_holds_nothing_back(hotel: Rules) -> None:
    hotel.rule(StayTime(Anchor.DEPARTURE, Side.BEFORE, days=0, at="08:30"))
    hotel.stay()
    await hotel.sweep()

    (view,) = await hotel.automations.runs()

    assert (view.run.state, view.outlook) == (RunState.PLANNED, None)


async def test_waiting_for_the_end_of_a_long_talk_is_no_failure(hotel: Rules) -> None:
    clerk = hotel.house.staff()
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    hotel.at(2027, 3, 7, 9, 50)
    await hotel.house.write("Is there parking?", channel="sms")
    await hotel.house.conversations.claim(1, clerk)

    await hotel.until(2027, 3, 7, 14, 0)
    await hotel.house.conversations.release(1, clerk)
    await hotel.until(2027, 3, 7, 15, 0)

    assert hotel.only_run().state is RunState.DONE


async def test_a_stay_moved_into_the_past_unseen_is_left_to_the_rules_choice(hotel: Rules) -> None:
    hotel.rule(late=Late.SKIP)
    hotel.stay()
    await hotel.sweep()
    hotel.at(2027, 3, 7, 10, 0)
    hotel.amend(arrival=date(2027, 3, 9), departure=date(2027, 3, 11))

    await hotel.automations.run_due()  # the change was not followed yet
    assert hotel.sent() == []
    await hotel.sweep(2027, 3, 7, 10, 1)

    assert only(hotel) == (RunState.SUPPRESSED, RunReason.LATE)


async def test_what_staff_skipped_stays_skipped_when_the_stay_moves(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep()
    await hotel.automations.skip(1, hotel.house.staff())

    hotel.amend(arrival=date(2027, 3, 20), departure=date(2027, 3, 21))
    await hotel.until(2027, 3, 18, 12, 0)

    assert only(hotel) == (RunState.SUPPRESSED, RunReason.SKIPPED)


# -- more of the same ------------------------------------------------------------------------------


async def test_a_call_for_a_person_and_a_rating_are_events(hotel: Rules) -> None:
    hotel.rule(
        Event(Happened.ESCALATION),
        NotifyStaff("Look"),
        key="called",
        condition='escalation.priority = "urgent"',
    )
    hotel.rule(Event(Happened.RATING), AddTag("fan"), key="fan", condition="rating.score = 5")
    await hotel.house.talk("Hello")
    await hotel.sweep()

    def work() -> None:
        at = hotel.house.clock()
        escalations.add(
            1, message_id=None, reasons=["vip"], priority="urgent", department="front_desk", at=at
        )
        store.note("rating", 1, at, score=5, guest_id=1, conversation_id=1)
        store.note("rating", 2, at, score=2, guest_id=1, conversation_id=1)

    hotel.house.db.write_now(work)
    await hotel.sweep()

    assert [run.state for run in hotel.runs()].count(RunState.DONE) == 2
    assert hotel.house.db.read_now(guest_records.tags, 1) == ("fan",)
    assert hotel.house.rows("SELECT text, staff_id FROM conversation_note") == [("Look", None)]


async def test_schedules_for_who_is_here_and_who_leaves(hotel: Rules) -> None:
    for audience in (ScheduleAudience.IN_HOUSE, ScheduleAudience.DEPARTING):
        hotel.rule(Schedule("09:00", audience=audience), AddTag(audience), key=audience)
    day = date(2027, 3, 2)
    for number, leaves in ((1, day), (2, date(2027, 3, 4))):
        hotel.stay(
            f"R{number}",
            date(2027, 2, 27),
            leaves,
            phone=None,
            status=ReservationStatus.CHECKED_IN,
        )

    await hotel.sweep(2027, 3, 2, 9, 0)

    assert hotel.house.db.read_now(guest_records.tags, 1) == ("departing", "in_house")
    assert hotel.house.db.read_now(guest_records.tags, 2) == ("in_house",)


async def test_who_walks_in_has_booked_and_come(hotel: Rules) -> None:
    for happened in (Happened.RESERVATION_CREATED, Happened.CHECKED_IN):
        hotel.rule(Event(happened), AddTag(happened), key=happened)
    hotel.stay("R1", date(2027, 3, 1), date(2027, 3, 2), status=ReservationStatus.CHECKED_IN)

    await hotel.sweep()

    assert hotel.house.db.read_now(guest_records.tags, 1) == ("checked_in", "reservation_created")


async def test_another_phone_number_moves_what_goes_by_the_guests_clock(hotel: Rules) -> None:
    hotel.rule(StayTime(Anchor.ARRIVAL, Side.BEFORE, days=3, at="10:00", zone=Clockwork.GUEST))
    hotel.stay()
    await hotel.sweep()

    changed = {"phone": "+6591234567"}
    hotel.house.db.write_now(guests.update, 1, changed, hotel.house.clock())
    await hotel.sweep()

    assert hotel.only_run().due_at == local(2027, 3, 7, 2, 0)


async def test_metas_template_goes_where_the_window_is_closed(hotel: Rules) -> None:
    approved = VendorTemplate(
        channel="whatsapp",
        vendor_id="11",
        name="hello_guest",
        language="en_US",
        category=TemplateCategory.UTILITY,
        status=VendorStatus.APPROVED,
        body="Dear {{1}}, see you soon.",
    )

    def bind() -> None:
        vendor_templates.replace_all("whatsapp", [approved], hotel.house.clock())
        (vendor,) = vendor_templates.listed("whatsapp")
        own = next(each for each in templates.named("hello") if each.channel == "whatsapp")
        fills = ("{{guest.first_name|guest}}",)
        templates.save_template(replace(own, vendor_id=vendor.id, fills=fills), hotel.house.clock())

    hotel.house.db.write_now(bind)
    hotel.rule()
    hotel.stay()
    await hotel.sweep(2027, 3, 7, 10, 0)

    (item,) = hotel.house.sends()
    assert (item.channel, item.text) == ("whatsapp", "Dear Ana, see you soon.")
    assert item.template is not None
    assert (item.template.name, item.template.body) == ("hello_guest", (("1", "Ana"),))


async def test_a_text_that_is_too_long_goes_by_another_channel(hotel: Rules) -> None:
    long = "x" * 1100
    hotel.text("long", long, channel="whatsapp")
    hotel.text("long", "short", channel="sms")
    hotel.rule(BEFORE_ARRIVAL, SendMessage("long"))
    hotel.stay()
    await hotel.sweep(2027, 3, 6, 18, 0)
    await hotel.house.write("Hello")

    await hotel.sweep(2027, 3, 7, 10, 0)

    assert [(each[0], each[2]) for each in hotel.sent()] == [("sms", "short")]


async def test_what_a_completed_task_was_is_told_to_a_proven_guest(hotel: Rules) -> None:
    for channel in ("sms", "whatsapp"):
        hotel.text("done", "Done: {{task.title}}", channel=channel)
    hotel.rule(Event(Happened.TASK_COMPLETED, delay_m=60), SendMessage("done"))
    await hotel.house.talk("Towels please")

    def complete() -> None:
        proposal = TaskProposal(Department.HOUSEKEEPING, "Towels")
        found = tasks.get(tasks.add(proposal, hotel.house.clock(), guest_id=1))
        assert found is not None
        tasks.save(replace(found, status=TaskStatus.COMPLETED), hotel.house.clock())

    hotel.house.db.write_now(complete)
    await hotel.sweep(2027, 3, 1, 13, 1)

    assert [each[2] for each in hotel.sent()][-1] == "Done: Towels"


async def test_a_conversation_that_a_rule_began_is_nobodys_work_until_the_guest_answers(
    hotel: Rules,
) -> None:
    hotel.rule()
    hotel.stay()
    await hotel.sweep(2027, 3, 7, 10, 0)
    assert hotel.house.conversation().state is State.RESOLVED

    hotel.at(2027, 3, 8, 21, 0)
    await hotel.house.write("We arrive at three", channel="sms")

    assert hotel.house.rows("SELECT id, state FROM conversation") == [(1, "active")]
    assert [message.sender for message in hotel.house.said()] == ["ai", "guest"]


async def test_figures_count_no_conversation_in_which_only_rules_spoke(hotel: Rules) -> None:
    hotel.rule()
    hotel.stay("R1")
    hotel.stay("R2", phone="+351912345679")
    await hotel.sweep(2027, 3, 7, 10, 0)
    hotel.house.db.write_now(
        sql.run, "UPDATE message SET delivery = 'sent' WHERE delivery = 'queued'"
    )
    hotel.at(2027, 3, 7, 12, 0)
    await hotel.house.write("We arrive at three", channel="sms")

    found = hotel.house.db.read_now(
        analytics.courses, local(2027, 3, 1, 0, 0), local(2027, 4, 1, 0, 0), "", ""
    )

    assert [(each.id, each.asked_at, each.answered_at, each.by_jack) for each in found] == [
        (1, local(2027, 3, 7, 12, 0), None, False)
    ]
