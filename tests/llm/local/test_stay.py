"""Without a model: what stands in a guest's own booking, told in the guest's language (R4, R6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.llm.local.provider import Local
from jack.model.answers import HotelProfile, Question, StayAccess, StayFacts
from jack.model.languages import Language
from jack.model.phrases import Phrase, say
from jack.model.tasks import TaskKind
from tests.llm.local.test_provider import local  # noqa: F401 a fixture

STAY = StayFacts(
    guest_name="Nora Whitcombe",
    room="204",
    room_type="Classic Double",
    arrival="2026-11-22",
    departure="2026-11-25",
    nights=3,
    status="checked_in",
    synced_at="10:05",
    balance="120.50 EUR",
)
HOTEL = HotelProfile(
    name="Hotel Aurelane",
    timezone="Europe/Paris",
    language="en",
    checkin_time="15:00",
    checkout_time="11:00",
    links=(
        ("mobile_checkin", "https://aurelane.example/in"),
        ("express_checkout", "https://aurelane.example/out"),
    ),
)


def asked(text: str, language: str = "en", stay: StayFacts | None = STAY) -> Question:
    access = StayAccess.KNOWN if stay else StayAccess.UNPROVEN
    return Question(
        text=text, language=language, channel="whatsapp", hotel=HOTEL, stay=stay, stay_access=access
    )


async def test_checkout_is_the_guests_own_day_and_the_hotels_time(local: Local) -> None:  # noqa: F811
    draft = await local.answer(asked("What time is my checkout?"))

    assert "Wednesday, November 25, 2026" in draft.text
    assert "11:00" in draft.text
    assert draft.answered
    assert (draft.sources[0].kind, draft.sources[0].title) == ("pms", "as of 10:05")
    assert draft.escalation is None


async def test_room_and_dates(local: Local) -> None:  # noqa: F811
    draft = await local.answer(asked("What's my room number?"))

    assert "204 (Classic Double)" in draft.text
    assert draft.answered


async def test_who_arrives_is_told_when_and_where_to_check_in(local: Local) -> None:  # noqa: F811
    coming = replace(STAY, status="confirmed", room=None)

    draft = await local.answer(asked("What are the dates of my booking?", stay=coming))

    assert say(Phrase.STAY_NO_ROOM, "en") in draft.text
    assert "check-in is from 15:00" in draft.text


async def test_the_balance_and_where_to_pay_it(local: Local) -> None:  # noqa: F811
    draft = await local.answer(asked("How much do I owe?"))

    assert "120.50 EUR" in draft.text
    assert "https://aurelane.example/out" in draft.text


async def test_without_a_balance_there_is_the_hotels_link(local: Local) -> None:  # noqa: F811
    draft = await local.answer(asked("How much do I owe?", stay=replace(STAY, balance=None)))

    assert "https://aurelane.example/out" in draft.text
    assert "EUR" not in draft.text


async def test_r4_facts_that_may_have_changed_name_their_time(local: Local) -> None:  # noqa: F811
    draft = await local.answer(asked("What's my room number?", stay=replace(STAY, is_old=True)))

    assert "(As of 10:05.)" in draft.text


async def test_r6_without_proof_the_booking_is_asked_for(local: Local) -> None:  # noqa: F811
    draft = await local.answer(asked("What's my room number?", stay=None))

    assert draft.text == say(Phrase.VERIFY_FIRST, "en")
    assert draft.escalation is None
    assert not draft.answered


async def test_r4_what_cannot_be_read_goes_to_a_colleague(local: Local) -> None:  # noqa: F811
    question = replace(asked("What's my room number?", stay=None), stay_access=StayAccess.STALE)

    draft = await local.answer(question)

    assert draft.text == say(Phrase.STAY_STALE, "en")
    assert draft.escalation is not None
    assert draft.escalation.reasons == ("stale_stay",)


async def test_r5_late_checkout_names_guest_and_room_and_promises_nothing(
    local: Local,  # noqa: F811
) -> None:
    draft = await local.answer(asked("Hi, can I get late checkout?"))

    (task,) = draft.tasks
    assert (task.kind, task.room, task.department) == (TaskKind.APPROVAL, "204", "front_desk")
    assert "Nora Whitcombe" in draft.text
    assert "204" in draft.text
    assert "can't promise" in draft.text


async def test_r6_late_checkout_without_proof_reveals_nothing_and_asks_whose_it_is(
    local: Local,  # noqa: F811
) -> None:
    draft = await local.answer(asked("Hi, can I get late checkout?", stay=None))

    assert say(Phrase.VERIFY_FIRST, "en") in draft.text
    assert [task.room for task in draft.tasks] == [None]
    assert "Nora" not in draft.text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "¿Cuál es mi número de habitación?"),
        ("fr", "Quel est mon numéro de chambre ?"),
        ("de", "Welche Zimmernummer habe ich?"),
        ("it", "Qual è il mio numero di camera?"),
        ("pt", "Qual é o meu número de quarto?"),
        ("ar", "ما رقم غرفتي؟"),
        ("zh", "我的房间号是多少？"),
        ("ja", "私の部屋番号は何番ですか"),
        ("hi", "मेरा कमरा नंबर क्या है?"),
        ("ru", "Какой у меня номер комнаты?"),
    ],
)
async def test_r9_in_every_language(local: Local, language: str, text: str) -> None:  # noqa: F811
    draft = await local.answer(asked(text, language))

    assert say(Phrase.STAY_ROOM, language, room="204 (Classic Double)") in draft.text
    assert language in set(Language)
