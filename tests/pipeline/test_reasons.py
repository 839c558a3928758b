"""Every reason to call a person: a case in which it fires, and a near one in which it does not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from jack.channels.base import Channel
from jack.config import Config
from jack.db import guests, sql, stays
from jack.db.database import Database
from jack.errors import Transient
from jack.model.answers import Draft, EscalationProposal, Intent
from jack.model.clock import DAY, MINUTE
from jack.model.intents import UNCLEAR
from jack.model.messages import Kind, Source
from jack.model.phrases import Phrase, say
from jack.model.reasons import MEANINGS, Reason, pressing, raised
from jack.model.tasks import Department, Priority, TaskProposal
from jack.services.turns import Turns
from tests.conftest import FakeClock
from tests.house import House, Model, answer, configuration, draft, with_sms
from tests.services.test_ratings import put_question
from tests.services.test_verification import STAY, WRONG, chat

Hotel = Callable[[Database, FakeClock], House]
Scenario = Callable[[Database, FakeClock], Awaitable[House]]

TOWELS = TaskProposal(Department.HOUSEKEEPING, "Towels", intent="request.service.towels")
NOISE = TaskProposal(Department.FRONT_DESK, "Noise", intent="complaint.noise")
PASSED_ON = draft("I've passed it on.", "request.service.towels", tasks=(TOWELS,))
COMPLAINED = draft("I am sorry.", "complaint.noise", tasks=(NOISE,))
LOST = draft(say(Phrase.UNCLEAR, "en"), UNCLEAR)


def talk(*texts: str, says: tuple[Draft | Exception, ...] = (), **given: Any) -> Scenario:
    """The guest writes these, ten minutes apart, and Jack takes a turn for each."""
    config = given.pop("config", None)
    prepare = given.pop("prepare", None)
    apart = given.pop("apart", 10)

    async def scenario(db: Database, clock: FakeClock) -> House:
        house = House(db, clock, config=config or configuration(), model=Model(*says))
        if prepare is not None:
            prepare(house)
        for text in texts:
            await house.write(text, **given)
            for item in await house.claim():
                await house.pipeline.run(item)
            clock.forward(apart * 60)
        return house

    return scenario


def answers(**changes: Any) -> Config:
    config = configuration()
    return config.model_copy(update={"answers": config.answers.model_copy(update=changes)})


def vip(house: House) -> None:
    guest_id = house.stay()
    house.db.write_now(guests.update, guest_id, {"is_vip": 1}, house.clock())


def in_recovery(house: House) -> None:
    guest_id = house.stay()
    house.db.write_now(guests.update, guest_id, {"in_recovery": 1}, house.clock())


async def _verify(db: Database, clock: FakeClock, *, failures: int) -> House:
    said = answer("It is so.", sources=(Source("pms", "stay"),))
    house = House(
        db, clock, model=Model(replace(said, intents=(Intent("inquiry.stay.details", 1.0),)))
    )
    house.db.write_now(stays.upsert, "mock", STAY, clock())
    await chat(house, "What is my room number?")
    for _ in range(failures):
        clock.forward(60)
        await chat(house, WRONG)
    return house


async def locked(db: Database, clock: FakeClock) -> House:
    return await _verify(db, clock, failures=5)


async def nearly_locked(db: Database, clock: FakeClock) -> House:
    return await _verify(db, clock, failures=1)


async def _mails(db: Database, clock: FakeClock, *, count: int) -> House:
    house = House(db, clock)
    most = 2

    class Hurried:
        """A channel that lets an address have two answers an hour."""

        def __init__(self, channel: Channel) -> None:
            self._channel = channel

        def __getattr__(self, name: str) -> Any:
            found = getattr(self._channel, name)
            return replace(found, hourly_answers=most) if name == "traits" else found

    hurried = dict(house.channels) | {"whatsapp": Hurried(house.channels["whatsapp"])}
    house.intake = replace(house.intake, channels=hurried)
    for number in range(count):
        await house.write(f"Ticket {number} updated")
        for item in await house.claim():
            await house.pipeline.run(item)
    return house


async def flooded(db: Database, clock: FakeClock) -> House:
    return await _mails(db, clock, count=4)


async def not_flooded(db: Database, clock: FakeClock) -> House:
    return await _mails(db, clock, count=2)


async def _given_up(db: Database, clock: FakeClock, *, attempts: int) -> House:
    house = House(db, clock)
    await house.write("Hello")
    (item,) = await house.claim()
    turns: Turns = house.turns
    if attempts >= house.config.conversation.max_turn_attempts:
        await turns.give_up(item, "OperationalError")
    else:
        await turns.retry_later(item, 1.0)
    return house


async def given_up(db: Database, clock: FakeClock) -> House:
    return await _given_up(db, clock, attempts=5)


async def tried_again(db: Database, clock: FakeClock) -> House:
    return await _given_up(db, clock, attempts=1)


async def _handed(db: Database, clock: FakeClock, *, what: str) -> House:
    house = House(db, clock)
    await house.talk("Hello")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    if what == "transfer":
        await house.handover.to_place(1, maria, "concierge")
    elif what == "escalate":
        await house.handover.escalate(1, maria, place="manager", priority=Priority.HIGH)
    else:
        await house.conversations.release(1, maria)
    return house


async def transferred(db: Database, clock: FakeClock) -> House:
    return await _handed(db, clock, what="transfer")


async def escalated_by_staff(db: Database, clock: FakeClock) -> House:
    return await _handed(db, clock, what="escalate")


async def handed_back(db: Database, clock: FakeClock) -> House:
    return await _handed(db, clock, what="release")


def rating(said: str) -> Scenario:
    async def scenario(db: Database, clock: FakeClock) -> House:
        house = House(db, clock)
        await put_question(house)
        await house.talk(said)
        return house

    return scenario


def stale(**given: Any) -> Scenario:
    async def scenario(db: Database, clock: FakeClock) -> House:
        house = House(db, clock)
        await house.write("Is my room ready?", sent_at=clock() - given["age"])
        return house

    return scenario


CASES: dict[Reason, tuple[Scenario, Scenario]] = {
    Reason.EMERGENCY_MEDICAL: (
        talk("My wife collapsed, she is not breathing"),
        talk("My friend had a heart attack last year, do you have low salt food?"),
    ),
    Reason.EMERGENCY_FIRE: (
        talk("There is smoke in the corridor"),
        talk("Is there a fire place in the room?"),
    ),
    Reason.EMERGENCY_SECURITY: (
        talk("Someone is trying to break into my room"),
        talk("We broke up with our agency, can you book a tour?"),
    ),
    Reason.EMERGENCY_OTHER: (
        talk("Water is pouring through the ceiling onto the lamp and it is sparking"),
        talk("The water in the pool is sparkling"),
    ),
    Reason.EMERGENCY: (
        talk(
            "It is all going dark and I do not feel my arm",
            says=(
                draft(
                    "Call 112.",
                    "emergency.medical",
                    escalation=EscalationProposal(("emergency",), Priority.URGENT),
                ),
            ),
        ),
        talk(
            "It is getting dark",
            says=(draft("Hm.", intents=(Intent("emergency.medical", 0.3),)),),
        ),
    ),
    Reason.HUMAN_REQUEST: (
        talk("let me talk to a human"),
        talk("We are here for the human resources conference"),
    ),
    Reason.ALWAYS_HUMAN: (
        talk("Cancel my booking", says=(draft("Done.", "booking.cancel"),)),
        talk("Did you confirm it?", says=(draft("Yes.", "booking.confirm"),)),
    ),
    Reason.NEGATIVE_SENTIMENT: (
        talk("This is unacceptable, what a terrible room", says=(COMPLAINED,)),
        talk("The terrible weather today, any museum open?", says=(answer("The town museum."),)),
    ),
    Reason.SERIOUS_COMPLAINT: (
        talk("The neighbours sing", "Now the bath leaks", says=(COMPLAINED,)),
        talk("The neighbours sing", "May I have towels?", says=(COMPLAINED, PASSED_ON)),
    ),
    Reason.ASKED_AGAIN: (
        talk(
            "When is breakfast?",
            "What time do you serve breakfast?",
            says=(answer("At eight."),),
        ),
        talk("When is breakfast?", "How much is breakfast?", says=(answer("At eight, 9 euros."),)),
    ),
    Reason.COMPLAINT: (
        talk("Loud!", says=(replace(COMPLAINED, escalation=EscalationProposal(("complaint",))),)),
        talk("Loud!", says=(COMPLAINED,)),
    ),
    Reason.REPEATED: (
        talk("Hm.", says=(replace(PASSED_ON, escalation=EscalationProposal(("repeated",))),)),
        talk("Hm.", says=(PASSED_ON,)),
    ),
    Reason.LOW_RATING: (rating("2"), rating("5")),
    Reason.FAILED_ATTEMPTS: (
        talk("asdf", "ghjk", says=(LOST,)),
        talk("asdf", "hello", "ghjk", says=(LOST, draft("Hello."), LOST)),
    ),
    Reason.VIP: (
        talk(
            "Is there a helipad?",
            prepare=vip,
            says=(
                draft(
                    "I ask a colleague.",
                    "inquiry.amenity",
                    escalation=EscalationProposal(("no_answer",)),
                ),
            ),
        ),
        talk("Is there a bar?", prepare=vip, says=(answer("On the roof."),)),
    ),
    Reason.TOPIC_OFF: (
        talk("I want a refund", says=(answer("Here."),)),
        talk("Is the deposit returned on departure?", says=(answer("Yes, at check-out."),)),
    ),
    Reason.NEEDS_APPROVAL: (
        talk("breakfast?", config=answers(autonomy={"inquiry": "draft"}), says=(answer("8."),)),
        talk("breakfast?", config=answers(autonomy={"complaint": "draft"}), says=(answer("8."),)),
    ),
    Reason.NO_ANSWER: (
        talk(
            "helipad?",
            says=(
                draft(
                    "I ask a colleague.",
                    "inquiry.amenity",
                    escalation=EscalationProposal(("no_answer",)),
                ),
            ),
        ),
        talk("breakfast?", says=(answer("At eight."),)),
    ),
    Reason.NO_SOURCE: (
        talk("breakfast?", says=(answer("At eight.", sources=()),)),
        talk("breakfast?", says=(answer("At eight."),)),
    ),
    Reason.LOW_CONFIDENCE: (
        talk("breakfast?", says=(answer("At eight.", confidence=0.69),)),
        talk("breakfast?", says=(answer("At eight.", confidence=0.70),)),
    ),
    Reason.UNCOVERED_PROMISE: (
        talk("towels", says=(draft("Two towels are on their way."),)),
        talk("towels", says=(replace(PASSED_ON, text="Two towels are on their way."),)),
    ),
    Reason.STALE_STAY: (
        talk(
            "my room?",
            says=(
                draft(
                    say(Phrase.STAY_STALE, "en"),
                    "inquiry.stay.details",
                    escalation=EscalationProposal(("stale_stay",)),
                ),
            ),
        ),
        talk("my room?", prepare=House.stay, says=(draft("305.", "inquiry.stay.details"),)),
    ),
    Reason.VERIFICATION_LOCKED: (locked, nearly_locked),
    Reason.UNREADABLE: (
        talk("", kind=Kind.IMAGE),
        talk("a picture is worth a thousand words"),
    ),
    Reason.FAILURE: (given_up, tried_again),
    Reason.STALE: (stale(age=8 * DAY), stale(age=6 * DAY)),
    Reason.FLOOD: (flooded, not_flooded),
    Reason.OPTED_OUT: (
        talk("STOP", "When is breakfast?", config=with_sms(), channel="sms"),
        talk("STOP", "START", "When is breakfast?", config=with_sms(), channel="sms"),
    ),
    Reason.TRANSFERRED: (transferred, handed_back),
    Reason.STAFF: (escalated_by_staff, handed_back),
}


def reasons(house: House) -> list[str]:
    found = house.rows("SELECT reasons FROM escalation ORDER BY id")
    return [reason for row in found for reason in sql.loads(row[0])]


def test_every_reason_has_a_meaning_and_a_case_for_and_against() -> None:
    assert set(MEANINGS) == set(CASES) == set(Reason)


@pytest.mark.parametrize("reason", list(Reason))
async def test_a_person_is_called_for(db: Database, clock: FakeClock, reason: Reason) -> None:
    house = await CASES[reason][0](db, clock)

    assert reason in reasons(house)
    assert house.conversation().state == "escalated"


@pytest.mark.parametrize("reason", list(Reason))
async def test_nobody_is_called_for(db: Database, clock: FakeClock, reason: Reason) -> None:
    house = await CASES[reason][1](db, clock)

    assert reason not in reasons(house)


@pytest.mark.parametrize("reason", list(Reason))
async def test_a_call_is_as_pressing_as_its_reason(
    db: Database, clock: FakeClock, reason: Reason
) -> None:
    house = await CASES[reason][0](db, clock)

    order = list(Priority)
    (called,) = [each for each in house.escalations() if reason in each.reasons][:1]
    assert order.index(Priority(called.priority)) <= order.index(MEANINGS[reason].priority)


# -- each rule more closely ------------------------------------------------------------------------


async def test_asked_again_says_what_it_says_and_calls_beside(
    db: Database, clock: FakeClock
) -> None:
    house = await CASES[Reason.ASKED_AGAIN][0](db, clock)

    assert house.by_jack()[-1].text == "At eight."


@pytest.mark.parametrize(
    ("texts", "apart", "says"),
    [
        (("Two towels please", "I am still waiting for my towels"), 10, (PASSED_ON,)),
        (
            ("Could you send us more towels please", "could you send us more towels"),
            10,
            (PASSED_ON,),
        ),
        (("¿A qué hora es el desayuno?", "¿Cuándo sirven el desayuno?"), 10, (answer("A las 8."),)),
        (("朝食は何時からですか", "朝食はいつ始まりますか"), 10, (answer("8時。"),)),
        (("Zwei Handtücher bitte", "Ich warte immer noch"), 10, (PASSED_ON,)),
    ],
)
async def test_the_same_need_in_other_words_calls_a_person(
    db: Database, clock: FakeClock, texts: tuple[str, ...], apart: int, says: tuple[Draft, ...]
) -> None:
    house = await talk(*texts, apart=apart, says=says)(db, clock)

    assert reasons(house) == ["asked_again"]


@pytest.mark.parametrize(
    ("texts", "apart"),
    [
        (("When is breakfast?", "What time is breakfast served?"), 70),
        (("Is there a pool?", "When does the pool open?"), 10),
        (("I am still waiting for my friends, is there a bar?",), 10),
        (("When is breakfast?", "And when is dinner?"), 10),
    ],
)
async def test_another_need_or_another_hour_calls_nobody(
    db: Database, clock: FakeClock, texts: tuple[str, ...], apart: int
) -> None:
    house = await talk(*texts, apart=apart, says=(answer("At eight, on the roof."),))(db, clock)

    assert reasons(house) == []


async def test_a_complaint_of_a_guest_who_is_being_made_up_to_is_serious(
    db: Database, clock: FakeClock
) -> None:
    house = await talk("It is loud", prepare=in_recovery, says=(COMPLAINED,))(db, clock)

    assert reasons(house) == ["serious_complaint"]


@pytest.mark.parametrize(
    ("wish", "text", "says", "called", "priority"),
    [
        ("person", "Is there a bar?", answer("On the roof."), ["vip"], "high"),
        ("person", "Hello", draft("Hello."), [], ""),
        ("priority", "Is there a bar?", answer("Hm.", sources=()), ["no_source", "vip"], "high"),
        ("same", "Is there a bar?", answer("Hm.", sources=()), ["no_source"], "standard"),
    ],
)
async def test_what_a_vip_means_is_for_the_hotel_to_say(
    db: Database,
    clock: FakeClock,
    wish: str,
    text: str,
    says: Draft,
    called: list[str],
    priority: str,
) -> None:
    house = await talk(text, prepare=vip, config=answers(vip=wish), says=(says,))(db, clock)

    assert reasons(house) == called
    assert "".join(each.priority for each in house.escalations()) == priority


async def test_who_was_called_already_is_not_called_again_for_the_mood(
    db: Database, clock: FakeClock
) -> None:
    said = (draft("I cancelled it.", "booking.cancel"), COMPLAINED)

    house = await talk("cancel it", "this is unacceptable", says=said)(db, clock)

    assert reasons(house) == ["always_human"]


async def test_every_provider_failing_is_a_failure(db: Database, clock: FakeClock) -> None:
    house = await talk("Hello", says=(Transient("down"),))(db, clock)

    assert reasons(house) == ["failure"]


# -- hours of the desk -----------------------------------------------------------------------------


def desk(**hotel: Any) -> Config:
    return configuration(desk_from="07:00", desk_until="23:00", timezone="UTC", **hotel)


@pytest.mark.parametrize(
    ("hour", "text", "is_told"),
    [
        (2, "let me talk to a human", True),
        (8, "let me talk to a human", False),
        (2, "breakfast?", False),
        (2, "There is smoke in the corridor", False),
    ],
)
async def test_who_needs_a_person_at_night_reads_when_somebody_is_back(
    db: Database, clock: FakeClock, hour: int, text: str, is_told: bool
) -> None:
    clock.at = clock.at - clock.at % DAY + hour * 60 * MINUTE

    house = await talk(text, config=desk(), says=(answer("At eight."),))(db, clock)

    assert (say(Phrase.AWAY, "en", time="07:00") in house.by_jack()[-1].text) is is_told


async def test_the_hotel_says_it_in_its_own_words(db: Database, clock: FakeClock) -> None:
    clock.at = clock.at - clock.at % DAY + 120 * MINUTE
    config = desk(away_text={"en": "We are back at {time}."})

    house = await talk("let me talk to a human", config=config)(db, clock)

    assert house.by_jack()[-1].text.endswith("We are back at 07:00.")


def test_several_reasons_are_as_pressing_as_the_most_pressing() -> None:
    assert pressing(["no_answer", "negative_sentiment"]) is Priority.HIGH
    assert pressing(["something_new"]) is Priority.STANDARD
    assert raised(Priority.STANDARD) is raised(Priority.HIGH) is Priority.HIGH
    assert raised(Priority.URGENT) is Priority.URGENT
    assert raised(Priority.LOW) is Priority.STANDARD
