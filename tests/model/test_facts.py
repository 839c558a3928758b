"""R4: what a text states is found in every guest language, and held against its sources."""

from __future__ import annotations

import pytest

from jack.model.facts import Fact, FactKind, facts, grounds, unheld

BREAKFAST = (
    "Breakfast is served from 7:00 to 10:30 in the Atrium. It costs 18.50 EUR, room 12 is quiet."
)


def kinds(text: str) -> list[FactKind]:
    return [fact.kind for fact in facts(text)]


def left(said: str, *sources: str) -> list[str]:
    return [str(fact.kind) for fact in unheld(said, grounds(sources))]


SAID = {
    "en": "Breakfast is from 7 am to 10:30 am and costs €18.50.",
    "es": "El desayuno es de 7:00 a 10:30 de la mañana y cuesta 18,50 €.",
    "fr": "Le petit-déjeuner est servi de 7h à 10h30 et coûte 18,50 €.",
    "de": "Frühstück gibt es von 7 bis 10.30 Uhr für 18,50 Euro.",
    "it": "La colazione è dalle 7:00 alle 10:30 e costa 18,50 €.",
    "pt": "O pequeno-almoço é das 7h às 10h30 e custa 18,50 €.",
    "ru": "Завтрак с 7:00 до 10:30 утра, стоит 18,50 евро.",
    "ar": "الإفطار من 7:00 إلى 10:30 صباحا بسعر 18.50 يورو.",
    "zh": "早餐从早上7点到10点半，价格为18.50欧元。",
    "ja": "朝食は朝7時から10時半まで、18.50ユーロです。",
    "hi": "नाश्ता सुबह 7 बजे से 10:30 बजे तक, कीमत 18.50 यूरो।",
}
WRONG = {
    "en": "Breakfast is from 6 am to 11:45 am and costs €25.",
    "es": "El desayuno es de 6:00 a 11:45 de la mañana y cuesta 25 €.",
    "fr": "Le petit-déjeuner est servi de 6h à 11h45 et coûte 25 €.",
    "de": "Frühstück gibt es von 6 bis 11.45 Uhr für 25 Euro.",
    "it": "La colazione è dalle 6:00 alle 11:45 e costa 25 €.",
    "pt": "O pequeno-almoço é das 6h às 11h45 e custa 25 €.",
    "ru": "Завтрак с 6:00 до 11:45 утра, стоит 25 евро.",
    "ar": "الإفطار من 6:00 إلى 11:45 صباحا بسعر 25 يورو.",
    "zh": "早餐从早上6点到11点半，价格为25欧元。",
    "ja": "朝食は朝6時から11時半まで、25ユーロです。",
    "hi": "नाश्ता सुबह 6 बजे से 11:45 बजे तक, कीमत 25 यूरो।",
}


@pytest.mark.parametrize("language", SAID)
def test_r4_what_a_source_says_may_be_said_in_every_language(language: str) -> None:
    assert left(SAID[language], BREAKFAST) == []


@pytest.mark.parametrize("language", WRONG)
def test_r4_other_times_and_prices_are_found_in_every_language(language: str) -> None:
    assert sorted(left(WRONG[language], BREAKFAST)) == ["price", "time", "time"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("Open until 18:30.", "It is open until 6:30 pm."),
        ("Open until 10 pm.", "Geöffnet bis 22 Uhr."),
        ("Breakfast 7-10", "From 7:00 to 10:00."),
        ("Frühstück 7.30 - 10.30", "Breakfast is from 7:30 to 10:30."),
        ("Check-out is at noon.", "Check-out is at 12:00."),
        ("The bar closes at midnight.", "The bar is open until 0:00."),
        ("A night costs 1,200 USD.", "It is $1200."),
        ("Call +351 21 000 0000.", "Our number is 21 000 00 00."),
        ("https://hotel.example/menu", "See www.hotel.example/menu."),
        ("Parking is included.", "Parking is free of charge."),
        ("Arrival: 2027-01-14", "You arrive on 14 January."),
    ],
)
def test_r4_the_same_fact_in_other_words_is_the_same_fact(source: str, said: str) -> None:
    assert left(said, source) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Open until 6:30 am.", "time"),
        ("The kitchen closes at eleven.", "time"),
        ("The spa opens at half past nine.", "time"),
        ("It ends at midnight.", "time"),
        ("It costs twenty euros.", "price"),
        ("Parking is free of charge.", "price"),
        ("Das Parken ist kostenlos.", "price"),
        ("停车免费。", "price"),
        ("Call us at +44 20 7946 0000.", "phone"),
        ("Write to boss@hotel.example.", "email"),
        ("Look at https://evil.example/pay now.", "link"),
        ("Go to evil.com/pay.", "link"),
        ("javascript:alert(1)", "link"),
        ("You are in room 305.", "room"),
        ("Sie wohnen in Zimmer 305.", "room"),
        ("Mr Weber checked in yesterday.", "person"),
        ("田中様がお泊まりです。", "person"),
        ("It is 350 m from the beach.", "number"),
    ],
)
def test_r4_what_no_source_says_is_found(said: str, kind: str) -> None:
    assert kind in left(said, "Open until 18:30, five minutes from the beach.")


@pytest.mark.parametrize(
    "text",
    [
        "Good morning! How can I help?",
        "Feel free to ask at once, we are happy to help.",
        "The front desk is there 24 hours a day.",
        "1. Take the lift.\n2. Turn left.",
        "Das Zimmer ist frei.",
    ],
)
def test_small_talk_states_no_fact(text: str) -> None:
    assert left(text) == []


def test_a_range_of_times_is_two_times_and_no_telephone_number() -> None:
    assert kinds("7.00-10.30 Uhr") == [FactKind.TIME, FactKind.TIME]


def test_a_time_without_a_sign_is_morning_or_evening_and_with_one_it_is_one_of_them() -> None:
    assert facts("6:30") == [Fact(FactKind.TIME, "6:30", frozenset({"390", "1110"}))]
    assert facts("6:30 pm") == [Fact(FactKind.TIME, "6:30 pm", frozenset({"1110"}))]
