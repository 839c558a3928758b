"""R5: what a rule's texts promise has to be done by a step of the same rule."""

from __future__ import annotations

import pytest

from jack.model.automations import (
    Action,
    AddTag,
    Anchor,
    CreateTask,
    Definition,
    NotifyStaff,
    SendMessage,
    Side,
    StayTime,
)
from jack.model.rule_promises import unkept
from jack.model.tasks import Department

TABLE = "We have booked a table for you."
TOWELS = "We will bring fresh towels to your room."
TOLD = "We have told the front desk."
MOVED = "We have changed your booking."
FRONT_DESK = CreateTask("Do it", Department.FRONT_DESK)
CLEANERS = CreateTask("Do it", Department.HOUSEKEEPING)


def rule(*steps: Action) -> Definition:
    return Definition(StayTime(Anchor.ARRIVAL, Side.BEFORE, days=1), (SendMessage("hi"), *steps))


@pytest.mark.parametrize(
    ("text", "steps", "is_kept"),
    [
        ("See you on Friday.", (), True),
        (TOWELS, (), False),
        (TOWELS, (AddTag("towels"),), False),
        (TOWELS, (NotifyStaff("Towels"),), False),
        (TOWELS, (CLEANERS,), True),
        (TABLE, (CLEANERS,), False),
        (TABLE, (FRONT_DESK,), True),
        (TOLD, (), False),
        (TOLD, (NotifyStaff("They come"),), True),
        (MOVED, (FRONT_DESK, NotifyStaff("Moved")), False),
    ],
)
def test_r5_a_step_of_the_rule_keeps_what_the_text_promises(
    text: str, steps: tuple[Action, ...], is_kept: bool
) -> None:
    assert (unkept(rule(*steps), ["", text]) == []) is is_kept


def test_r5_the_words_are_told_once() -> None:
    found = unkept(rule(), [TOWELS, TOWELS])

    assert len(found) == 1
    assert "bring fresh towels" in f"{found[0]} {TOWELS}"
