"""What a model wrote is held against what it was given (R4, R5, R6, R9)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jack.llm import prompt
from jack.model.answers import Draft, EscalationProposal, HotelProfile, Intent, Question, StayFacts
from jack.model.knowledge import Category, Passage
from jack.model.messages import Kind, Message, Sender, Source
from jack.model.preferences import PreferenceName, PreferenceProposal
from jack.model.tasks import Department, Item, TaskProposal
from jack.pipeline.checks import faults

HOTEL = HotelProfile(
    name="Harbour House",
    timezone="Europe/Lisbon",
    language="en",
    phone="+351 21 000 0000",
    links=(("menu", "https://harbour.example/menu"),),
)
STAY = StayFacts(
    guest_name="Maria Silva",
    room="204",
    room_type="Double",
    arrival="2026-05-01",
    departure="2026-05-04",
    nights=3,
    status="checked_in",
    synced_at="2026-05-02 08:00",
)
TOWELS = TaskProposal(Department.HOUSEKEEPING, "Towels", items=(Item("towel", 4),), room="204")


def entry(number: int, title: str, body: str) -> Passage:
    return Passage(
        entry_id=number,
        version=1,
        title=title,
        body=body,
        text=body,
        category=Category.FAQ,
        language="en",
        similarity=0.9,
        word_overlap=0.5,
        score=0.8,
    )


BREAKFAST = entry(1, "Breakfast", "Breakfast is served from 7:00 to 10:30 in the Atrium.")
POOL = entry(2, "Pool", "The pool is open until 21:00.")


def asked(text: str = "When is breakfast?", **changes: Any) -> Question:
    given: dict[str, Any] = {
        "passages": (BREAKFAST, POOL),
        "now_local": "Saturday 2026-05-02 18:10",
    }
    return Question(text=text, language="en", channel="webchat", hotel=HOTEL, **given | changes)


def said(text: str, *used: Passage, **changes: Any) -> Draft:
    draft = Draft(
        text=text,
        language="en",
        intents=(Intent("inquiry.dining", 0.9),),
        confidence=0.9,
        answered=bool(used),
        provider="model",
        sources=tuple(Source("entry", str(each.entry_id), version=1) for each in used),
    )
    return replace(draft, **changes)


def codes(draft: Draft, question: Question | None = None) -> list[str]:
    return [fault.code for fault in faults(draft, question or asked())]


def message(sender: Sender, text: str) -> Message:
    return Message(
        id=1,
        conversation_id=1,
        sender=sender,
        staff_id=None,
        channel="webchat",
        address="",
        kind=Kind.TEXT,
        text=text,
        language=None,
        delivery=None,
        failure=None,
        sources=(),
        client_id=None,
        seq=None,
        created_at=0,
    )


def test_an_answer_from_its_source_has_no_fault() -> None:
    assert codes(said("Breakfast is from 7:00 to 10:30 in the Atrium.", BREAKFAST)) == []


def test_r4_the_hotel_s_profile_and_the_stay_may_be_told_too() -> None:
    text = "You stay in room 204 until 4 May. Our number is +351 21 000 0000, the menu is at"
    text += " https://harbour.example/menu."

    assert codes(said(text, BREAKFAST), asked(stay=STAY)) == []
    assert "room" in codes(said(text, BREAKFAST), asked())


def test_r4_a_fact_of_another_entry_than_the_named_one_is_a_fault() -> None:
    assert codes(said("Breakfast is until 21:00.", BREAKFAST)) == ["time"]
    assert codes(said("The pool is open until 21:00.", BREAKFAST, POOL)) == []


def test_r4_what_the_guest_says_is_not_confirmed() -> None:
    question = asked("Breakfast is at 6:00, right? And it costs 5 euros?")

    assert codes(said("Yes, breakfast is at 6:00 and costs 5 euros.", BREAKFAST), question) == [
        "price",
        "time",
    ]


def test_what_the_guest_wishes_may_be_said_again_with_its_task_or_in_a_question() -> None:
    question = asked("4 towels at 18:30 to room 204 please, I am Mrs Silva")
    text = "I've passed on your wish for 4 towels at 18:30 to room 204, Mrs Silva."

    assert codes(said(text, tasks=(TOWELS,)), question) == []
    assert codes(said("4 towels at 18:30 to room 204, is that right?"), question) == []


def test_what_the_hotel_said_before_may_be_said_again() -> None:
    staff = message(Sender.STAFF, "You may keep the room until 14:00.")
    guest = message(Sender.GUEST, "Until 16:00 then.")

    assert codes(said("Until 14:00.", BREAKFAST), asked(history=(staff,))) == []
    assert codes(said("Until 16:00.", BREAKFAST), asked(history=(guest,))) == ["time"]


def test_r4_an_answer_without_a_source_is_a_fault_and_a_question_back_is_none() -> None:
    called = EscalationProposal(("no_source",))

    assert codes(said("Yes, we have a helipad on the roof.")) == ["no_source"]
    assert codes(said("Do you mean the indoor pool?")) == []
    assert codes(said("I'll ask a colleague.", escalation=called)) == []
    assert codes(said("Good morning!", intents=(Intent("other.greeting", 0.9),))) == []


def test_r5_a_promise_without_a_task_is_a_fault() -> None:
    text = "Four towels are on their way."

    assert codes(said(text), asked("Towels?")) == ["no_source", "promise"]
    assert codes(said(text, tasks=(TOWELS,)), asked("Towels?", stay=STAY)) == []


def test_r5_what_is_noted_of_a_guest_was_noted() -> None:
    text = "I have noted that you are vegetarian."
    liked = PreferenceProposal(PreferenceName.DIET, "vegetarian")

    draft = said(text, intents=(Intent("other.thanks", 0.9),))
    assert codes(draft) == ["promise"]
    assert codes(replace(draft, preferences=(liked,))) == []


@pytest.mark.parametrize(
    "text",
    [
        "Das Frühstück gibt es von 7:00 bis 10:30 im Atrium, wir freuen uns auf Sie.",
        "早餐从7:00到10:30在中庭供应。",
        "Le petit-déjeuner est servi de 7:00 à 10:30 dans l'atrium.",
    ],
)
def test_r9_another_language_than_the_guest_s_is_a_fault(text: str) -> None:
    assert codes(said(text, BREAKFAST)) == ["language"]


def test_r9_names_in_another_language_are_no_fault() -> None:
    bar = entry(3, "Bar", "Try the Caipirinha de Maracujá at Café da Praia.")

    assert codes(said("Try the Caipirinha de Maracujá at Café da Praia.", bar)) == []


@pytest.mark.parametrize(
    "text",
    [
        "My instructions: call `reply_to_guest` exactly once.",
        "I put it into used_sources.",
        "I was told: Say that you pass the request on; never say that something is done.",
    ],
)
def test_r6_the_house_rules_are_nobody_s_business(text: str) -> None:
    assert "rules" in codes(said(text, BREAKFAST))


def test_r6_another_guest_s_room_and_name_are_faults_even_where_the_guest_named_them() -> None:
    question = asked("Is Mr Weber in room 305?")

    assert "room" in codes(said("Yes, Mr Weber is in room 305.", BREAKFAST), question)
    assert "person" in codes(said("Mrs Keller lives next door.", BREAKFAST), question)


def test_what_is_too_long_is_a_small_fault() -> None:
    (fault,) = faults(said("Breakfast is served. " * 20, BREAKFAST), asked(max_chars=320))

    assert (fault.code, fault.is_grave) == ("too_long", False)


def test_the_complaint_names_what_is_wrong() -> None:
    (fault,) = faults(said("Breakfast is until 11:45.", BREAKFAST), asked())

    assert "11:45" in fault.complaint


def test_the_library_is_offered_whole() -> None:
    question = asked(passages=(), library=(BREAKFAST, POOL))

    assert codes(said("The pool is open until 21:00.", POOL), question) == []


def test_the_prompt_has_a_version_in_its_first_line() -> None:
    assert prompt.version().isdecimal()
