"""What Jack asks before a request can be done, and what a short answer settles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from jack.db.database import Database
from jack.model.answers import Draft, EscalationProposal
from jack.model.clock import from_datetime, to_iso
from jack.model.messages import Kind
from jack.model.phrases import Phrase, disclosure, say
from jack.model.tasks import Department, Item, Task, TaskKind, TaskProposal
from jack.pipeline.asked import next_time
from tests.conftest import FakeClock
from tests.house import House, Model, draft, greeting

LISBON = ZoneInfo("Europe/Lisbon")

TOWELS = TaskProposal(
    Department.HOUSEKEEPING,
    "2 × towels",
    items=(Item("towels", 2),),
    intent="request.service.towels",
)
WAKE_UP = TaskProposal(Department.FRONT_DESK, "Wake-up call", intent="request.wake_up.call")
CLUB = TaskProposal(
    Department.ROOM_SERVICE,
    "Room service",
    items=(Item("club sandwich"),),
    intent="request.dining.room_service",
)
CLUB_IN_204 = replace(CLUB, room="204")


def passed_on(*tasks: TaskProposal, text: str = "I've passed it on.") -> Draft:
    return draft(text, tasks[0].intent, tasks=tasks)


async def talked(db: Database, clock: FakeClock, *drafts: Draft, texts: tuple[str, ...]) -> House:
    """A hotel in Lisbon whose guest wrote these texts, one turn each."""
    house = House(db, clock, model=Model(*drafts))
    for text in texts:
        await house.talk(text)
    return house


def last_words(house: House) -> str:
    return house.by_jack()[-1].text.removeprefix(f"{disclosure('en', 'Harbour Inn')}\n\n")


def only_task(house: House) -> Task:
    (task,) = house.tasks()
    return task


def asked_for_confirmation(what: str) -> str:
    return say(Phrase.CONFIRM_ORDER, "en", what=what)


# -- the room --------------------------------------------------------------------------------------


async def test_the_room_sent_afterwards_completes_the_task_without_a_model(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(db, clock, passed_on(TOWELS), texts=("two towels please", "204"))

    assert only_task(house).room == "204"
    assert "2 × towels, room 204" in last_words(house)
    assert len(house.model.asked) == 1


async def test_a_room_that_nobody_asked_for_is_the_models_to_understand(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(
        db,
        clock,
        passed_on(replace(TOWELS, room="204")),
        greeting(),
        texts=("two towels to 204", "205"),
    )

    assert only_task(house).room == "204"
    assert len(house.model.asked) == 2


async def test_what_was_asked_is_forgotten_after_half_an_hour(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(db, clock, passed_on(TOWELS), greeting(), texts=("two towels please",))
    clock.forward(31 * 60)

    await house.talk("204")

    assert only_task(house).room is None
    assert len(house.model.asked) == 2


# -- the time --------------------------------------------------------------------------------------


async def test_a_wake_up_call_is_a_task_for_its_time(db: Database, clock: FakeClock) -> None:
    house = await talked(
        db, clock, passed_on(replace(WAKE_UP, room="204")), texts=("Please wake me at 7:30",)
    )

    task = only_task(house)
    assert task.due_at is not None
    assert to_iso(task.due_at) == "2027-01-16T07:30:00.000000Z"
    assert task.resolution_due_at == task.due_at
    assert task.response_due_at < task.due_at


async def test_the_time_of_a_wake_up_call_is_asked_for_and_taken(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(
        db,
        clock,
        passed_on(replace(WAKE_UP, room="204")),
        texts=("Can you give me a wake-up call?", "6.45 please"),
    )

    asked, noted = (message.text for message in house.by_jack())
    assert asked.endswith(say(Phrase.ASK_TIME, "en"))
    assert "06:45" in noted
    due_at = only_task(house).due_at
    assert due_at is not None
    assert to_iso(due_at) == "2027-01-16T06:45:00.000000Z"


async def test_a_question_of_the_models_own_is_not_asked_twice(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(
        db,
        clock,
        passed_on(WAKE_UP, text="Gladly! At what time?"),
        texts=("wake me up please",),
    )

    assert last_words(house) == "Gladly! At what time?"


@pytest.mark.parametrize(
    ("now", "time", "text", "expected"),
    [
        ("2026-07-10T20:00+00:00", "07:30", "at 7:30", "2026-07-11T06:30Z"),
        ("2026-07-10T03:00+00:00", "07:30", "at 7:30", "2026-07-10T06:30Z"),
        ("2026-07-10T03:00+00:00", "07:30", "tomorrow at 7:30", "2026-07-11T06:30Z"),
        ("2026-07-10T06:30+00:00", "07:30", "at 7:30", "2026-07-11T06:30Z"),
        # 2026-03-29 01:30 does not exist in Lisbon: the moment the clocks show 02:30.
        ("2026-03-28T22:00+00:00", "01:30", "at 1:30", "2026-03-29T01:30Z"),
        # 2026-10-25 01:30 comes twice: the first.
        ("2026-10-24T22:00+00:00", "01:30", "at 1:30", "2026-10-25T00:30Z"),
    ],
)
def test_the_next_time_is_the_hotels(now: str, time: str, text: str, expected: str) -> None:
    found = next_time(time, text, from_datetime(datetime.fromisoformat(now)), LISBON)

    assert datetime.fromtimestamp(found / 1e6, UTC).strftime("%Y-%m-%dT%H:%MZ") == expected


# -- orders ----------------------------------------------------------------------------------------


async def test_r5_an_order_is_confirmed_back_before_it_is_placed(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(db, clock, passed_on(CLUB_IN_204), texts=("a club sandwich to 204",))

    assert last_words(house) == asked_for_confirmation("1 × club sandwich → 204")
    assert house.tasks() == []


async def test_a_yes_or_no_can_be_tapped_once_nothing_else_is_missing(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(db, clock, passed_on(CLUB_IN_204), texts=("a club sandwich to 204",))
    await house.write("Yes", kind=Kind.BUTTON, vendor_id="wamid.tapped")
    await house.turn()

    first, second = house.sends()
    assert (first.options, second.options) == (("Yes", "No, thanks"), ())
    assert only_task(house).department is Department.ROOM_SERVICE


async def test_while_the_room_is_missing_there_is_nothing_to_tap(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(
        db, clock, passed_on(replace(CLUB_IN_204, room=None)), texts=("a club sandwich", "204")
    )

    assert [item.options for item in house.sends()] == [(), ("Yes", "No, thanks")]


@pytest.mark.parametrize("yes", ["yes", "Yes please!", "ok", "sí", "ja gerne"])
async def test_a_yes_places_the_order(db: Database, clock: FakeClock, yes: str) -> None:
    house = await talked(db, clock, passed_on(CLUB_IN_204), texts=("a club sandwich", yes))

    task = only_task(house)
    assert (task.department, task.room, task.items) == (
        Department.ROOM_SERVICE,
        "204",
        (Item("club sandwich"),),
    )
    assert "1 × club sandwich" in last_words(house)
    assert len(house.model.asked) == 1


async def test_a_second_yes_orders_nothing_more(db: Database, clock: FakeClock) -> None:
    house = await talked(
        db,
        clock,
        passed_on(CLUB_IN_204),
        greeting(),
        texts=("a club sandwich", "yes", "Yes!"),
    )

    assert len(house.tasks()) == 1


async def test_a_no_drops_the_order(db: Database, clock: FakeClock) -> None:
    house = await talked(
        db, clock, passed_on(CLUB_IN_204), greeting(), texts=("a club sandwich", "no", "yes")
    )

    assert house.by_jack()[1].text == say(Phrase.ORDER_DROPPED, "en")
    assert house.tasks() == []


async def test_anything_else_is_for_the_model_and_the_order_waits(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(
        db,
        clock,
        passed_on(CLUB_IN_204),
        greeting(),
        texts=("a club sandwich", "what comes with it?", "yes"),
    )

    assert only_task(house).department is Department.ROOM_SERVICE
    assert len(house.model.asked) == 2


async def test_an_order_nobody_confirmed_is_gone_after_half_an_hour(
    db: Database, clock: FakeClock
) -> None:
    house = await talked(db, clock, passed_on(CLUB_IN_204), greeting(), texts=("a club sandwich",))
    clock.forward(31 * 60)

    await house.talk("yes")

    assert house.tasks() == []


async def test_an_order_without_a_room_asks_for_it_first(db: Database, clock: FakeClock) -> None:
    house = await talked(db, clock, passed_on(CLUB), texts=("a club sandwich please", "204", "yes"))

    first, second, _ = (message.text for message in house.by_jack())
    assert first.endswith(say(Phrase.ASK_ROOM, "en"))
    assert second == asked_for_confirmation("1 × club sandwich → 204")
    assert only_task(house).room == "204"


async def test_a_yes_does_not_answer_which_room(db: Database, clock: FakeClock) -> None:
    house = await talked(
        db, clock, passed_on(CLUB), greeting(), texts=("a club sandwich please", "yes")
    )

    assert house.tasks() == []
    assert len(house.model.asked) == 2


async def test_other_wishes_do_not_wait_for_the_order(db: Database, clock: FakeClock) -> None:
    house = await talked(
        db,
        clock,
        passed_on(CLUB_IN_204, replace(TOWELS, room="204")),
        texts=("towels and a club sandwich to 204",),
    )

    assert only_task(house).department is Department.HOUSEKEEPING
    assert "2 × towels, room 204" in last_words(house)
    assert last_words(house).endswith(asked_for_confirmation("1 × club sandwich → 204"))


async def test_an_approval_is_never_held_as_an_order(db: Database, clock: FakeClock) -> None:
    house = await talked(
        db, clock, passed_on(replace(CLUB_IN_204, kind=TaskKind.APPROVAL)), texts=("cake?",)
    )

    assert only_task(house).kind is TaskKind.APPROVAL


async def test_an_order_is_taken_though_a_question_waits_for_a_person(
    db: Database, clock: FakeClock
) -> None:
    unknown = draft(
        "I pass it on.", "inquiry.general", escalation=EscalationProposal(reasons=("no_answer",))
    )
    house = await talked(
        db,
        clock,
        unknown,
        passed_on(CLUB_IN_204),
        texts=("who built this house?", "a club sandwich", "yes"),
    )

    assert house.by_jack()[1].text == asked_for_confirmation("1 × club sandwich → 204")
    assert only_task(house).room == "204"


async def test_r3_an_order_confirmed_after_a_person_was_called_is_not_lost(
    db: Database, clock: FakeClock
) -> None:
    angry = draft(
        "I am sorry.",
        "complaint.service",
        escalation=EscalationProposal(reasons=("complaint",)),
    )
    house = await talked(
        db,
        clock,
        passed_on(CLUB_IN_204),
        angry,
        texts=("a club sandwich", "the waiter was rude", "yes"),
    )

    assert house.tasks() == []
    assert house.rows("SELECT count(*) FROM open_question WHERE settled_at IS NULL") == [(1,)]
