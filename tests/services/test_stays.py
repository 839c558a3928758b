"""From one stay to the next: what a conversation is about, and what a model hears (R3, R6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jack.db import stays
from jack.model.answers import StayAccess
from jack.model.clock import DAY
from jack.model.preferences import PreferenceName, PreferenceProposal
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.model.staff import Staff
from jack.services.housekeeping import Housekeeping
from tests.house import ANA, House, draft

GUEST = PmsGuest("G1", "Ana", "Silva", phone=f"+{ANA}", loyalty="Gold")
FIRST = PmsReservation(
    external_id="R1",
    confirmation="AUR-1111",
    status=ReservationStatus.CHECKED_IN,
    arrival=date(2027, 1, 14),
    departure=date(2027, 1, 18),
    guest=GUEST,
    room="204",
)
SECOND = replace(
    FIRST,
    external_id="R2",
    confirmation="AUR-2222",
    status=ReservationStatus.CONFIRMED,
    arrival=date(2027, 3, 1),
    departure=date(2027, 3, 4),
    room="305",
)
VEGAN = PreferenceProposal(PreferenceName.DIET, "vegan")


def told(house: House, reservation: PmsReservation) -> None:
    house.db.write_now(stays.upsert, "mock", reservation, house.clock())


def booked(house: House) -> list[tuple[int, int | None]]:
    """Every conversation with its stay."""
    return house.rows("SELECT id, reservation_id FROM conversation ORDER BY id")


async def asked(house: House, text: str) -> None:
    await house.write(text, vendor_id=f"{text}{house.clock()}")
    await house.turn()


async def test_from_check_in_over_check_out_to_the_next_stay(house: House) -> None:
    told(house, FIRST)
    house.model.says = [draft("Noted.", preferences=(VEGAN,)), draft("Hello")]

    await asked(house, "I'm vegan, and what is my room?")
    told(house, replace(FIRST, status=ReservationStatus.CHECKED_OUT))
    house.clock.forward(3600)
    await asked(house, "I have left my charger")
    house.clock.forward(30 * DAY // 1_000_000)
    await Housekeeping(house.db, house.bus, house.config, house.clock, house.media).run()
    told(house, SECOND)
    await asked(house, "Can I arrive early?")

    first, after, second = house.model.asked
    assert first.stay is not None
    assert (first.stay.room, first.stay.loyalty) == ("204", "Gold")
    assert (after.stay, after.stay_access) == (None, StayAccess.NONE)
    assert second.stay is not None
    assert (second.stay.room, second.stay.arrival) == ("305", "2027-03-01")
    assert second.history == ()
    assert [stay for _, stay in booked(house)] == [1, None, 2]
    assert first.preferences == ()
    assert after.preferences == second.preferences == ("diet: vegan",)
    assert "204" not in str(second) + str(after)


async def test_r3_who_has_just_left_goes_on_with_the_person_who_cares_for_them(
    house: House,
) -> None:
    told(house, FIRST)
    await asked(house, "My bill is wrong")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    told(house, replace(FIRST, status=ReservationStatus.CHECKED_OUT))

    await house.write("Are you still there?")

    assert booked(house) == [(1, 1)]
    assert house.conversation().owner_id == maria.id


async def test_r6_what_a_visitor_says_of_themselves_is_kept_but_not_told_before_proof(
    house: House,
) -> None:
    house.model.says = [draft("Noted.", preferences=(VEGAN,)), draft("Hello")]
    for text in ("I'm vegan", "And now?"):
        await house.write(text, channel="webchat", vendor_id=text)
        await house.turn()

    assert house.rows("SELECT value, source FROM preference") == [("vegan", "stated")]
    assert [question.preferences for question in house.model.asked] == [(), ()]


@pytest.fixture
def maria(house: House) -> Staff:
    return house.staff()


async def test_what_a_turn_learns_is_not_kept_where_staff_took_over(
    house: House, maria: Staff
) -> None:
    house.model.says = [draft("Noted.", preferences=(VEGAN,))]

    async def take_over() -> None:
        await house.conversations.claim(1, maria)

    house.model.meanwhile = take_over
    await house.write("I'm vegan")
    await house.turn()

    assert house.rows("SELECT value FROM preference") == []


async def test_who_wrote_before_the_pms_knew_them_has_their_stay_all_the_same(
    house: House,
) -> None:
    await asked(house, "Hello")
    told(house, replace(FIRST, guest=replace(GUEST, first_name="Anabela", last_name="Costa")))

    await asked(house, "What is my room?")

    question = house.model.asked[-1]
    assert house.rows("SELECT count(*) FROM guest") == [(2,)]
    assert question.stay is not None
    assert (question.stay.room, question.stay.balance) == ("204", None)


async def test_a_number_that_two_guests_of_the_pms_share_opens_no_stay(house: House) -> None:
    await asked(house, "Hello")
    told(house, replace(FIRST, guest=replace(GUEST, first_name="Rui", last_name="Costa")))
    other = replace(GUEST, external_id="G2", first_name="Eva", last_name="Costa")
    told(house, replace(SECOND, guest=other))

    await asked(house, "What is my room?")

    assert house.model.asked[-1].stay is None
    assert house.rows("SELECT count(*) FROM guest") == [(3,)]
