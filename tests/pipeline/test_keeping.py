"""Answers to general questions are kept; nothing of a guest's ever is (R6)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from jack.errors import Transient
from jack.llm.chain import Chain, NoModel
from jack.model.answers import (
    Draft,
    EscalationProposal,
    HotelProfile,
    Intent,
    Question,
    Usage,
)
from jack.model.clock import HOUR
from jack.model.messages import Sender, Source
from jack.model.preferences import PreferenceName, PreferenceProposal
from jack.model.tasks import Department, TaskProposal
from jack.pipeline.keeping import MOST_KEPT, KeptAnswers
from tests.conftest import FakeClock
from tests.house import Model, answer, vector_of
from tests.pipeline.test_checks import STAY, message

HOTEL = HotelProfile(name="Harbour House", timezone="Europe/Lisbon", language="en")
PAID = Usage(input_tokens=100, output_tokens=10, cost_micro_usd=450)
AT_EIGHT = answer("Breakfast is at eight.", usage=PAID, language="en")


class Hotel:
    """Kept answers before one model; `generation` is the state of what the hotel has written."""

    def __init__(self, clock: FakeClock, *says: Draft | Exception, name: str = "model") -> None:
        self.model = Model(*(says or (AT_EIGHT,)), name=name)
        self.generation = 1
        self.clock = clock
        self.kept = KeptAnswers(Chain([self.model]), self.vector, lambda: self.generation, clock)

    async def vector(self, text: str) -> NDArray[np.float32] | None:
        return vector_of(text)

    async def ask(self, text: str = "When is breakfast?", **changes: Any) -> str:
        """The outcome: `kept`, `shared`, or the model's `ok`."""
        return (await self.kept.answer(asked(text, **changes))).attempts[-1].outcome

    @property
    def calls(self) -> int:
        return len(self.model.asked)


def asked(text: str = "When is breakfast?", **changes: Any) -> Question:
    plain = Question(
        text=text,
        language="en",
        channel="webchat",
        hotel=HOTEL,
        now_local="Saturday 2026-05-02 18:10",
    )
    return replace(plain, **changes)


@pytest.fixture
def hotel(clock: FakeClock) -> Hotel:
    return Hotel(clock)


async def test_the_same_question_again_costs_nothing(hotel: Hotel) -> None:
    first = await hotel.kept.answer(asked())
    second = await hotel.kept.answer(asked("Hello, when is breakfast please?"))

    assert second.draft == replace(first.draft, usage=Usage())
    assert first.usage == PAID
    assert second.usage == Usage()
    assert hotel.calls == 1


@pytest.mark.parametrize(
    "other",
    [
        {"language": "de"},
        {"channel": "sms"},
        {"hotel": replace(HOTEL, phone="+351 1")},
        {"now_local": "Sunday 2026-05-03 08:00"},
        {"text": "Where is breakfast?"},
        {"text": "When does breakfast end?"},
        {"text": "When is the pool open?"},
    ],
)
async def test_what_holds_elsewhere_or_asks_for_something_else_is_asked_anew(
    hotel: Hotel, other: dict[str, Any]
) -> None:
    await hotel.ask()

    assert await hotel.ask(**other) == "ok"


async def test_any_change_of_what_is_known_begins_anew(hotel: Hotel) -> None:
    await hotel.ask()
    hotel.generation += 1

    assert await hotel.ask() == "ok"


async def test_nothing_is_kept_for_longer_than_half_a_day(hotel: Hotel, clock: FakeClock) -> None:
    await hotel.ask()
    clock.forward(12 * HOUR / 1_000_000)

    assert await hotel.ask() == "ok"


MAY_NOT_BE_KEPT: dict[str, Draft] = {
    "a task": replace(AT_EIGHT, tasks=(TaskProposal(Department.HOUSEKEEPING, "Towels"),)),
    "a call": replace(AT_EIGHT, escalation=EscalationProposal(("no_source",))),
    "a preference": replace(
        AT_EIGHT, preferences=(PreferenceProposal(PreferenceName.DIET, "vegan"),)
    ),
    "no answer": replace(AT_EIGHT, answered=False),
    "the stay": replace(AT_EIGHT, sources=(Source("pms", "stay"),)),
    "a request": replace(AT_EIGHT, intents=(Intent("request.dining.breakfast", 0.9),)),
    "the stay asked about": replace(AT_EIGHT, intents=(Intent("inquiry.stay.details", 0.9),)),
}


@pytest.mark.parametrize("what", MAY_NOT_BE_KEPT)
async def test_r6_only_plain_answers_from_entries_are_kept(what: str, clock: FakeClock) -> None:
    hotel = Hotel(clock, MAY_NOT_BE_KEPT[what])

    await hotel.ask()

    assert await hotel.ask() == "ok"


async def test_what_rules_say_is_not_kept(clock: FakeClock) -> None:
    hotel = Hotel(clock, name="local")

    await hotel.ask()

    assert await hotel.ask() == "ok"


OF_A_GUEST: dict[str, dict[str, Any]] = {
    "a proven stay": {"stay": STAY},
    "an open request": {"open_requests": ("Towels",)},
    "what was said before": {"history": (message(Sender.GUEST, "I am in 204"),)},
}


@pytest.mark.parametrize("what", OF_A_GUEST)
async def test_r6_an_answer_that_was_given_to_somebody_known_is_not_kept(
    what: str, hotel: Hotel
) -> None:
    await hotel.ask(**OF_A_GUEST[what])

    assert await hotel.ask() == "ok"


@pytest.mark.parametrize("what", OF_A_GUEST)
async def test_somebody_known_may_be_given_what_all_are_told(what: str, hotel: Hotel) -> None:
    await hotel.ask()

    assert await hotel.ask(**OF_A_GUEST[what]) == "kept"


async def test_preferences_are_heeded_and_so_asked_with(hotel: Hotel) -> None:
    await hotel.ask()

    assert await hotel.ask(preferences=("diet: vegan",)) == "ok"


@pytest.mark.parametrize(
    "text",
    [
        "When is my breakfast?",
        "When is breakfast today?",
        "Is breakfast still on?",
        "When is breakfast in room 204?",
        "And on Sundays?",
        "breakfast?",
        "¿Cuándo es mi desayuno?",
        "Wann ist heute Frühstück?",
        "我的早餐几点？",
    ],
)
async def test_r6_questions_of_oneself_or_of_the_moment_are_always_asked(
    text: str, hotel: Hotel
) -> None:
    await hotel.ask(text)

    assert await hotel.ask(text) == "ok"


async def test_equal_questions_at_once_share_one_call(hotel: Hotel) -> None:
    release = asyncio.Event()
    hotel.model.meanwhile = release.wait

    both = [asyncio.create_task(hotel.ask()) for _ in range(3)]
    await asyncio.sleep(0)
    release.set()

    assert sorted(await asyncio.gather(*both)) == ["ok", "shared", "shared"]
    assert hotel.calls == 1


async def test_who_waited_for_what_may_not_be_shared_asks_for_themselves(
    clock: FakeClock,
) -> None:
    hotel = Hotel(clock, MAY_NOT_BE_KEPT["a task"])
    release = asyncio.Event()
    hotel.model.meanwhile = release.wait

    both = [asyncio.create_task(hotel.ask()) for _ in range(2)]
    await asyncio.sleep(0)
    release.set()

    assert await asyncio.gather(*both) == ["ok", "ok"]


async def test_who_waited_for_a_call_that_failed_asks_for_themselves(clock: FakeClock) -> None:
    hotel = Hotel(clock, Transient("down", reason="down"), AT_EIGHT)
    release = asyncio.Event()
    hotel.model.meanwhile = release.wait

    first, second = (asyncio.create_task(hotel.ask()) for _ in range(2))
    await asyncio.sleep(0)
    release.set()

    with pytest.raises(NoModel):
        await first
    assert await second == "ok"


async def test_the_oldest_go_when_there_are_too_many(hotel: Hotel) -> None:
    for number in range(MOST_KEPT + 1):
        hotel.generation = number
        await hotel.ask()

    hotel.generation = 0
    assert await hotel.ask() == "ok"
    hotel.generation = MOST_KEPT
    assert await hotel.ask() == "kept"


async def test_without_vectors_nothing_is_kept_and_all_is_answered(hotel: Hotel) -> None:
    async def nothing(text: str) -> None:
        return None

    kept = KeptAnswers(Chain([hotel.model]), nothing, lambda: 1, hotel.clock)
    await kept.answer(asked())
    await kept.answer(asked())

    assert hotel.calls == 2
