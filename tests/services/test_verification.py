"""R6: a booking opens for its guest only: last name and number, few tries, everything on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jack.db import stays
from jack.model.answers import StayAccess
from jack.model.messages import Source
from jack.model.phrases import Phrase, say
from jack.model.reservations import Money, PmsGuest, PmsReservation, ReservationStatus
from jack.services.verification import MAX_FAILURES
from tests.house import VISITOR, House, draft

NORA = PmsGuest("G1", "Nora", "Whitcombe", phone="+447700900142")
STAY = PmsReservation(
    external_id="R1",
    confirmation="AUR-4K7Q2",
    status=ReservationStatus.CHECKED_IN,
    arrival=date(2027, 1, 14),
    departure=date(2027, 1, 18),
    guest=NORA,
    companions=(PmsGuest("G2", "Max", "Okafor"),),
    room="204",
    balance=Money(12_050, "EUR"),
)
RIGHT = "Whitcombe AUR-4K7Q2"
WRONG = "Whitcombe AUR-0000X"
FIRST = say(Phrase.VERIFY_FIRST, "en")
FAILED = say(Phrase.VERIFY_FAILED, "en")
LOCKED = say(Phrase.VERIFY_LOCKED, "en")


@pytest.fixture(autouse=True)
def _booked(house: House) -> None:
    house.db.write_now(stays.upsert, "mock", STAY, house.clock())
    stay = Source("pms", "stay")
    said = draft("It is so.", "inquiry.stay.details", answered=True, sources=(stay,))
    house.model.says = [said]


async def chat(house: House, text: str) -> str:
    """A visitor writes; Jack's last words."""
    await house.write(text, channel="webchat", vendor_id=f"{text}{house.clock()}")
    await house.turn()
    return house.by_jack()[-1].text


def attempts(house: House) -> list[str]:
    return [row[0] for row in house.rows("SELECT outcome FROM verification ORDER BY id")]


async def test_r6_what_stands_in_a_booking_is_not_told_before_it_is_proven(house: House) -> None:
    said = await chat(house, "What is my room number?")

    assert FIRST in said
    assert "204" not in said
    assert house.model.asked[0].stay is None
    assert house.model.asked[0].stay_access is StayAccess.UNPROVEN
    assert house.escalations() == []


async def test_r6_name_and_number_open_the_stay_and_the_question_is_answered(house: House) -> None:
    await chat(house, "What is my room number?")

    said = await chat(house, RIGHT)

    asked = house.model.asked[-1]
    assert say(Phrase.VERIFIED, "en", name="Nora Whitcombe") in said
    assert asked.text == "What is my room number?"
    assert asked.stay is not None
    assert (asked.stay.room, asked.stay.balance) == ("204", "120.50 EUR")
    assert house.conversation().reservation_id == 1
    assert house.conversation().verified_at == house.clock()
    assert attempts(house) == ["matched"]
    assert house.rows("SELECT reservation_id, method FROM verification") == [
        (1, "name+confirmation")
    ]


async def test_r6_once_proven_the_next_question_knows_the_stay(house: House) -> None:
    await chat(house, "What is my room number?")
    await chat(house, RIGHT)
    house.clock.forward(60)

    await chat(house, "And when do I leave?")

    stay = house.model.asked[-1].stay
    assert stay is not None
    assert stay.departure == "2027-01-18"
    assert len(house.rows("SELECT id FROM conversation")) == 1
    assert house.conversation().guest_id != 1  # linked, not moved: the visitor stays a visitor


async def test_r6_a_companion_may_prove_the_booking_they_are_on(house: House) -> None:
    await chat(house, "Hello, Max Okafor here, AUR 4k7q2, which room are we in please?")

    assert attempts(house) == ["matched"]


@pytest.mark.parametrize("wrong", [WRONG, "Whitcomb AUR-4K7Q2", "Nora AUR-4K7Q2", "AUR-4K7Q2"])
async def test_r6_half_of_the_proof_opens_nothing_and_does_not_say_which_half(
    house: House, wrong: str
) -> None:
    await chat(house, "What is my room number?")

    said = await chat(house, wrong)

    assert said == FAILED
    assert attempts(house) == ["failed"]
    assert house.conversation().verified_at is None


async def test_r6_attempts_are_limited_and_staff_are_told_once(house: House) -> None:
    await chat(house, "What is my room number?")
    said = []
    for _ in range(MAX_FAILURES):
        house.clock.forward(60)
        said.append(await chat(house, WRONG))
    house.clock.forward(60)

    late = await chat(house, RIGHT)

    assert said == [FAILED] * (MAX_FAILURES - 1) + [LOCKED]
    assert "204" not in late
    assert house.conversation().verified_at is None
    assert ["verification_locked"] in [list(e.reasons) for e in house.escalations()]
    assert "matched" not in attempts(house)


async def test_r6_a_day_later_there_are_attempts_again(house: House) -> None:
    await chat(house, "What is my room number?")
    for _ in range(MAX_FAILURES - 1):
        await chat(house, WRONG)
    house.clock.forward(24 * 3600 + 1)

    await chat(house, RIGHT)

    assert attempts(house)[-1] == "matched"


async def test_r6_new_addresses_do_not_give_a_channel_endless_attempts(house: House) -> None:
    for number in range(49):
        await house.write(WRONG, channel="webchat", vendor_id=f"v{number}", address=f"v{number}")
    for item in await house.claim():
        await house.pipeline.run(item)
    while items := await house.claim():
        for item in items:
            await house.pipeline.run(item)
    before = len(attempts(house))

    await house.write(RIGHT.replace("Whit", "Wit"), channel="webchat", address="new", vendor_id="n")
    await house.turn()
    await house.write(RIGHT, channel="webchat", address="newer", vendor_id="m")
    await house.turn()

    assert before == 49
    assert attempts(house)[-2:] == ["locked", "locked"]


async def test_r6_a_number_nobody_asked_for_is_counted_but_not_talked_about(house: House) -> None:
    house.model.says = [draft("Welcome aboard.")]

    said = await chat(house, "My flight is BA2490, is there a shuttle?")

    assert "Welcome aboard." in said
    assert attempts(house) == ["failed"]


async def test_r6_a_proven_number_needs_no_proof(house: House) -> None:
    await house.write("AUR-4K7Q2 Whitcombe", address="447700900142", phone="+447700900142")
    await house.turn()

    assert attempts(house) == []


async def test_r6_a_stay_long_over_opens_for_nobody(house: House) -> None:
    house.clock.forward(40 * 24 * 3600)
    await chat(house, "What was my room number?")

    assert await chat(house, RIGHT) == FAILED


async def test_r6_two_bookings_with_one_number_open_by_the_name_on_them(house: House) -> None:
    other = replace(STAY, external_id="R2", guest=PmsGuest("G3", "Ida", "Berg"), room="305")
    house.db.write_now(stays.upsert, "mock", replace(other, companions=()), house.clock())

    await chat(house, "Berg AUR-4K7Q2")

    assert house.rows("SELECT reservation_id FROM verification") == [(2,)]


async def test_r4_a_stay_that_is_not_fresh_is_not_told(house: House) -> None:
    house.clock.forward(3 * 3600)
    await chat(house, "What is my room number?")

    await chat(house, RIGHT)

    assert house.model.asked[-1].stay is None
    assert house.model.asked[-1].stay_access is StayAccess.STALE


async def test_a_request_made_before_is_the_stays_request_afterwards(house: House) -> None:
    from jack.model.tasks import Department, TaskProposal

    wish = TaskProposal(
        Department.FRONT_DESK, "Late check-out", intent="request.room.late_checkout"
    )
    house.model.says = [
        draft("Passed on.", "request.room.late_checkout", tasks=(wish,)),
        draft("Ok."),
    ]
    await chat(house, "Can I get late checkout?")

    await chat(house, RIGHT)

    assert house.rows("SELECT reservation_id, room FROM task") == [(1, "204")]


async def test_r6_the_stay_does_not_follow_the_visitor_into_another_conversation(
    house: House,
) -> None:
    await chat(house, "What is my room number?")
    await chat(house, RIGHT)
    house.db.write_now(_close, house.clock())
    house.clock.forward(3600)

    await house.write("And my room?", channel="webchat", address=VISITOR, vendor_id="later")
    await house.turn()

    assert house.model.asked[-1].stay is None


def _close(at: int) -> None:
    from jack.db import conversations
    from jack.model.conversations import State

    conversations.set_state(1, State.CLOSED, at)
