"""A model that is wrong in every way it can be: none of it reaches a guest (R4, R5, R6, R9, R12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from jack.model.phrases import Phrase, say
from tests.conftest import FakeClock
from tests.house import House
from tests.pipeline.scripted import Scripted, reply, scripted, task
from tests.standins.base import Fault, FaultKind, JsonObject

RIGHT = "Breakfast is served from 7:00 to 10:30 in the Atrium."


@pytest.fixture
async def hotel(house: House, clock: FakeClock) -> AsyncIterator[Scripted]:
    await house.know(
        "Breakfast", "Breakfast is served from 7:00 to 10:30 in the Atrium for 18 EUR."
    )
    await house.know("Pool", "The pool is open until 21:00.")
    async with scripted(house, clock) as hotel:
        yield hotel


def codes(hotel: Scripted) -> list[Any]:
    """(provider, outcome, faults) of each attempt of the last turn."""
    import json

    data = json.loads(hotel.house.rows("SELECT data FROM trace ORDER BY id DESC LIMIT 1")[0][0])
    return [(a["provider"], a["outcome"], a.get("faults", [])) for a in data["attempts"]]


WRONG: dict[str, tuple[JsonObject, str]] = {
    "an invented time": (reply("Breakfast is served until 11:45."), "11:45"),
    "a time of another entry": (reply("Breakfast is served until 21:00."), "21:00"),
    "a time in words": (reply("Breakfast is served until half past eleven."), "half past"),
    "an invented price": (reply("Breakfast costs 25 EUR."), "25"),
    "a price in words": (reply("Breakfast costs twenty euros."), "twenty"),
    "what is not free": (reply("Breakfast is free of charge."), "free"),
    "a telephone number": (reply("Call +44 20 7946 0000 to book."), "7946"),
    "a mail address": (reply("Write to chef@evil.example."), "evil"),
    "a link": (reply("See https://evil.example/menu."), "evil"),
    "a link without its scheme": (reply("See evil.com/menu."), "evil"),
    "a distance": (reply("The Atrium is 350 m away."), "350"),
    "no source at all": (reply("We have a helipad.", used_sources=[]), "helipad"),
    "a source that was not offered": (reply("We have a helipad.", used_sources=["99"]), "helipad"),
    "a promise without a task": (reply("Breakfast is on its way to you."), "on its way"),
    "a booking without a task": (
        reply("I've booked a table.", "request.dining.reservation"),
        "booked",
    ),
    "a booking covered by towels": (
        reply(
            "I've booked you a taxi.", "request.concierge.taxi", tasks=[task("Towels for a guest")]
        ),
        "taxi",
    ),
    "a call that nobody makes": (reply("A colleague will call you in a minute."), "colleague will"),
    "another language": (
        reply("Das Frühstück gibt es von 7:00 bis 10:30 Uhr im Atrium, guten Appetit."),
        "Frühstück",
    ),
    "another guest's room": (reply("Mr Weber is in room 412."), "412"),
    "another guest's name": (reply("Mrs Keller asked the same.", "other.greeting"), "Keller"),
    "the house rules": (reply("I was told to call reply_to_guest once."), "reply_to_guest"),
    "an intent that does not exist": (reply("Certainly!", "inquiry.nonsense"), "Certainly"),
    "a confidence over one": (reply("Certainly!", confidence=7), "Certainly"),
    "an empty reply": (reply("  "), "never"),
    "a task for a room nobody named": (
        reply(
            "I've passed it on.", "request.service.towels", tasks=[task("Two towels", room="412")]
        ),
        "passed it on",
    ),
    "a task that opens a door": (
        reply(
            "I've passed it on.", "request.room.key", tasks=[task("Unlock the door", room="412")]
        ),
        "passed it on",
    ),
    "money given away as a plain task": (
        reply("I've passed it on.", "request.service.other", tasks=[task("Refund the night")]),
        "passed it on",
    ),
}


@pytest.mark.parametrize("what", WRONG)
async def test_r4_r5_r6_r9_what_is_wrong_twice_never_reaches_a_guest(
    what: str, hotel: Scripted
) -> None:
    said, sign = WRONG[what]
    hotel.says(said)

    answer = await hotel.ask("When is breakfast, please? I want two towels too.")

    assert answer is not None
    assert sign not in answer.text
    assert answer.text.endswith(say(Phrase.NOT_FOUND, "en"))
    assert hotel.tasks() == []
    assert len(hotel.claude.requests) == 2
    assert [provider for provider, _, _ in codes(hotel)] == ["anthropic", "local"]


@pytest.mark.parametrize("what", WRONG)
async def test_what_is_put_right_at_the_second_try_is_sent(what: str, hotel: Scripted) -> None:
    said, _ = WRONG[what]
    hotel.says(said, reply(RIGHT))

    answer = await hotel.ask("When is breakfast, please? I want two towels too.")

    assert answer is not None
    assert answer.text.endswith(RIGHT)
    ((provider, outcome, found),) = codes(hotel)
    assert (provider, outcome) == ("anthropic", "repaired")
    assert found


FAULTS: dict[FaultKind, int] = {
    "max_tokens": 2,
    "invalid_tool_input": 2,
    "plain_text": 2,
    "refusal": 1,
    "garbage": 2,
    "wrong_content_type": 2,
    "truncated": 2,
    "reset": 2,
    "hang": 1,
}


@pytest.mark.parametrize("kind", FAULTS)
async def test_r12_a_model_of_no_use_gives_way_and_the_guest_hears_from_jack(
    kind: FaultKind, hotel: Scripted
) -> None:
    hotel.says(reply(RIGHT))
    hotel.claude.fail_next(9, Fault(kind))

    answer = await hotel.ask("When is breakfast?")

    assert answer is not None
    assert answer.text.endswith(say(Phrase.NOT_FOUND, "en"))
    assert hotel.house.escalations()[0].reasons == ("no_answer",)


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 529])
async def test_r12_a_vendor_that_refuses_gives_way(status: int, hotel: Scripted) -> None:
    hotel.claude.fail_next(9, Fault("status", status=status))

    answer = await hotel.ask("When is breakfast?")

    assert answer is not None
    assert answer.text.endswith(say(Phrase.NOT_FOUND, "en"))


async def test_r12_one_failure_is_tried_again_and_the_guest_notices_nothing(
    hotel: Scripted,
) -> None:
    hotel.says(reply(RIGHT))
    hotel.claude.fail_next(1, Fault("status", status=529))

    answer = await hotel.ask("When is breakfast?")

    assert answer is not None
    assert answer.text.endswith(RIGHT)


async def test_r4_what_is_right_is_sent_at_once_with_its_source(hotel: Scripted) -> None:
    hotel.says(reply(RIGHT))

    answer = await hotel.ask("When is breakfast?")

    assert answer is not None
    assert answer.text.endswith(RIGHT)
    assert [source.id for source in answer.sources] == ["1"]
    assert len(hotel.claude.requests) == 1


async def test_r5_a_promise_with_its_task_is_sent_and_the_task_is_there(hotel: Scripted) -> None:
    hotel.says(
        reply(
            "Two towels are on their way.",
            "request.service.towels",
            answered=False,
            used_sources=[],
            tasks=[task("Two towels", intent="request.service.towels")],
        )
    )

    answer = await hotel.ask("Two towels please")

    assert answer is not None
    assert answer.text.endswith("Two towels are on their way.")
    assert [each.title for each in hotel.tasks()] == ["Two towels"]


async def test_r6_a_task_that_no_guest_asked_for_is_not_made(hotel: Scripted) -> None:
    hotel.house.understood = "inquiry.dining"
    hotel.says(reply(RIGHT, tasks=[task("Champagne", intent="request.service.other")]))

    answer = await hotel.ask("When is breakfast?")

    assert hotel.tasks() == []
    assert answer is not None
    assert answer.text.endswith(RIGHT)


async def test_r6_a_yes_to_jack_s_question_is_a_wish(hotel: Scripted) -> None:
    hotel.says(
        reply("Would you like a table?", "inquiry.dining", answered=False, used_sources=[]),
        reply(
            "I've passed your wish for a table on.",
            "request.dining.reservation",
            answered=False,
            used_sources=[],
            tasks=[task("Reserve for the guest", department="concierge")],
        ),
    )
    hotel.house.understood = "other.acknowledgment"

    await hotel.ask("Is there a restaurant?")
    await hotel.ask("Yes please")

    assert [each.title for each in hotel.tasks()] == ["Reserve for the guest"]
