"""A rating from the question to what follows from it."""

from __future__ import annotations

import pytest

from jack.db import conversations, guests, messages, ratings, reservations, sql
from jack.db.database import Database
from jack.errors import Forbidden
from jack.events import GuestRated, TaskCreated
from jack.model.clock import DAY
from jack.model.conversations import State
from jack.model.messages import Delivery, Sender
from jack.model.phrases import Phrase, say
from jack.model.ratings import Given, Rating
from jack.model.staff import Role
from jack.services.guests import Guests
from jack.services.ratings import Ratings, ask, keep
from tests.conftest import FakeClock
from tests.house import House, answer, draft, with_sms
from tests.services.errands import Errands

QUESTION = "How was your stay? Please reply with a number from 1 to 5."
GOOD, LOW, TOLD = (
    say(phrase, "en") for phrase in (Phrase.RATING_GOOD, Phrase.RATING_LOW, Phrase.RATING_LOW_TOLD)
)


async def put_question(house: House) -> None:
    """A guest who has written before is asked after the stay, as a rule does it."""
    house.stay()
    await house.talk("Good morning, where is the pool please?")
    say_to(house, QUESTION, is_question=True)


def say_to(house: House, text: str, *, is_question: bool = False) -> None:
    def work() -> None:
        at = house.clock()
        conversation = conversations.get(1)
        assert conversation is not None
        message_id = messages.add(
            conversation_id=1,
            sender=Sender.AI,
            channel=conversation.channel,
            address=conversation.address,
            text=text,
            language="en",
            delivery=Delivery.SENT,
            at=at,
        )
        if is_question:
            ask(conversation, message_id, at, reservation_id=1)

    house.db.write_now(work)


def rating(house: House, number: int = 1) -> Rating:
    found = house.db.read_now(ratings.get, number)
    assert found is not None
    return found


def in_recovery(house: House) -> tuple[bool, bool]:
    """(guest, stay)."""
    guest = house.db.read_now(guests.get, 1)
    stay = house.db.read_now(reservations.get, 1)
    assert guest is not None
    assert stay is not None
    return guest.in_recovery, stay.in_recovery


async def test_a_good_rating_is_kept_and_thanked_without_a_model(house: House) -> None:
    await put_question(house)
    asked = len(house.model.asked)

    said = (await house.talk("5 ⭐"))[-1]

    assert said.text == GOOD
    assert len(house.model.asked) == asked
    kept = rating(house)
    assert (kept.score, kept.channel, kept.guest_id, kept.reservation_id) == (5, "whatsapp", 1, 1)
    assert [e for e in house.heard if isinstance(e, GuestRated)] == [GuestRated(1, 1, 1, 5)]
    assert house.tasks() == []
    assert in_recovery(house) == (False, False)
    assert house.db.read_now(ratings.score_of, 1) == 5


async def test_r5_a_low_rating_is_a_task_and_a_call_for_the_manager(house: House) -> None:
    await put_question(house)

    said = (await house.talk("2, the room was noisy"))[-1]

    assert said.text == TOLD
    (task,) = house.tasks()
    assert (task.title, task.priority, task.room) == ("Rated 2 of 5: call the guest", "high", "305")
    assert (task.guest_id, task.reservation_id, task.conversation_id) == (1, 1, 1)
    assert task.note == "2, the room was noisy"
    (call,) = house.escalations()
    assert (call.reasons, call.department, call.priority) == (("low_rating",), "manager", "high")
    assert in_recovery(house) == (True, True)
    assert rating(house).task_id == task.id
    assert any(isinstance(event, TaskCreated) for event in house.heard)


async def test_what_comes_after_a_low_number_goes_to_the_managers_task(house: House) -> None:
    await put_question(house)
    said = (await house.talk("1"))[-1]
    house.clock.forward(3600)

    await house.talk("The air conditioning was broken all night")

    assert said.text == LOW
    kept = rating(house)
    assert (kept.score, kept.comment) == (1, "The air conditioning was broken all night")
    assert [task.note for task in house.tasks()] == [kept.comment]
    assert len(house.escalations()) == 1


async def test_a_good_rating_with_a_question_gets_an_answer_too(house: House) -> None:
    await put_question(house)
    await house.know("Invoice", "Invoices come by e-mail.")
    house.model.says = [answer("Your invoice comes by e-mail.")]

    said = (await house.talk("5/5", "Where do I get my invoice?"))[-1]

    assert said.text == f"{GOOD}\n\nYour invoice comes by e-mail."
    assert rating(house).score == 5


async def test_two_towels_are_no_rating_while_one_is_waited_for(house: House) -> None:
    await put_question(house)
    house.model.says = [draft("Gladly.")]

    await house.talk("2 towels please")

    assert rating(house).score is None


async def test_a_number_that_answers_another_question_is_no_rating(house: House) -> None:
    await put_question(house)
    say_to(house, "How many towels would you like?")
    house.model.says = [draft("Gladly.")]

    await house.talk("2")
    assert rating(house).score is None

    await house.talk("5 stars, thank you")
    assert rating(house).score == 5


async def test_nothing_is_a_rating_a_week_later(house: House) -> None:
    await put_question(house)
    house.clock.forward(7 * 24 * 3600)
    house.model.says = [draft("Hello.")]

    await house.talk("5/5")

    assert rating(house).score is None


async def test_a_second_number_does_not_replace_the_first(house: House) -> None:
    await put_question(house)
    await house.talk("5")

    await house.talk("1 star")

    assert rating(house).score == 5
    assert house.tasks() == []


async def test_r2_an_answer_that_is_kept_twice_makes_one_task(house: House) -> None:
    """Two conversations of one guest may bring the same rating at once."""
    await put_question(house)
    await house.write("1")
    given = Given(rating=rating(house), score=1, message_id=1)

    conversation = house.conversation()
    first = house.db.write_now(keep, given, conversation, house.clock())
    second = house.db.write_now(keep, given, conversation, house.clock())

    assert (len(first), second) == (2, [])
    assert len(house.tasks()) == 1


async def test_a_newer_question_closes_the_older_one(house: House) -> None:
    await put_question(house)
    house.clock.forward(3600)
    say_to(house, QUESTION, is_question=True)

    await house.talk("4")

    assert (rating(house, 1).score, rating(house, 2).score) == (None, 4)


async def test_r3_a_rating_is_kept_and_jack_is_silent_where_staff_answer(house: House) -> None:
    await put_question(house)
    before = len(house.by_jack())
    await house.conversations.claim(1, house.staff())

    await house.write("1/5")
    await house.turn()

    assert rating(house).score == 1
    assert len(house.by_jack()) == before
    assert [task.intent for task in house.tasks()] == ["feedback.rating"]


async def test_in_an_escalated_conversation_a_rating_is_kept_and_joins_it(house: House) -> None:
    await put_question(house)
    house.db.write_now(conversations.set_state, 1, State.ESCALATED, house.clock())
    before = len(house.by_jack())

    await house.talk("2/5")

    assert rating(house).score == 2
    assert len(house.by_jack()) == before
    assert len(house.tasks()) == 1


@pytest.mark.parametrize("channel", ["webchat", "sms"])
async def test_a_rating_is_understood_on_every_channel(
    channel: str, db: Database, clock: FakeClock
) -> None:
    house = House(db, clock, with_sms())
    house.stay()
    await house.write("Where is the pool?", channel=channel)
    await house.turn()
    say_to(house, QUESTION, is_question=True)

    await house.write("cuatro estrellas", channel=channel)
    await house.turn()

    assert (rating(house).score, rating(house).channel) == (4, channel)


async def test_a_guest_is_not_told_that_the_managers_task_is_done(house: House) -> None:
    await put_question(house)
    await house.talk("1")
    (task,) = house.tasks()
    errands, before = Errands(house), len(house.by_jack())

    await errands.tasks.complete(task.id, house.staff())
    await errands.later()

    assert len(house.by_jack()) == before
    assert "speaks with them" in errands.last_words(task.id)


async def test_r14_a_comment_goes_with_its_message(house: House) -> None:
    await put_question(house)
    await house.talk("5, the breakfast was wonderful")
    assert rating(house).comment == "5, the breakfast was wonderful"

    house.db.write_now(sql.run, "DELETE FROM message WHERE id IN (SELECT comment_id FROM rating)")

    assert (rating(house).score, rating(house).comment) == (5, "")


async def test_ratings_are_listed_the_newest_first(house: House) -> None:
    await put_question(house)
    await house.talk("5")
    house.clock.forward(2 * DAY / 1_000_000)
    say_to(house, QUESTION, is_question=True)
    await house.talk("2/5")
    service, desk = Ratings(house.db), house.staff()

    every = await service.listed(desk)
    low = await service.listed(desk, most=3)
    rest = await service.listed(desk, before=(every[0].rated_at or 0, every[0].id))
    other = await service.listed(desk, guest_id=99)

    assert [found.score for found in every] == [2, 5]
    assert ([found.score for found in low], [found.score for found in rest]) == ([2], [5])
    assert other == []
    assert every[0].guest_name == "Ana Silva"
    with pytest.raises(Forbidden):
        await service.listed(house.staff("Rui Reis", Role.HOUSEKEEPING))


async def test_a_guests_ratings_are_part_of_what_they_are_given(house: House) -> None:
    await put_question(house)
    await house.talk("5, the breakfast was wonderful")

    found = await Guests(house.db, house.config, house.clock).export(1, actor="staff:1")

    assert [(each.score, each.comment) for each in found.ratings] == [
        (5, "5, the breakfast was wonderful")
    ]
