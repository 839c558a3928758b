"""Two sentences about one thing that cannot both be right."""

from __future__ import annotations

import pytest

from jack.knowledge.chunking import sentences
from jack.model.contradictions import Matter, Profile, Statement, between, with_profile

PROFILE = Profile("15:00", "11:00", "+351 210 000 100", "Harbour-Guest")


def entry(title: str, body: str, language: str = "en", number: int = 1) -> Statement:
    return Statement(number, 1, title, body, language)


def matters(one: Statement, other: Statement) -> list[Matter]:
    return [found.matter for found in between(one, other, split=sentences)]


@pytest.mark.parametrize(
    ("one", "other", "matter"),
    [
        ("Breakfast is from 7:00 to 10:30.", "We serve breakfast 7:00 to 11:00.", Matter.TIME),
        ("The pool is open from 8 am.", "The pool is open from 9 am.", Matter.TIME),
        ("The garage costs 18 euros a night.", "Our garage is €20 a night.", Matter.PRICE),
        ("Das Parken kostet 18 € pro Nacht.", "Parken kostet 20 Euro die Nacht.", Matter.PRICE),
        ("Call the spa at 210 000 123.", "Please call the spa: 210 000 124.", Matter.PHONE),
    ],
)
def test_other_facts_for_one_matter_contradict(one: str, other: str, matter: Matter) -> None:
    assert matters(entry("House", one), entry("House", other, number=2)) == [matter]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Breakfast is from 7:00 to 10:30.", "Breakfast is 7 am to 10.30 am."),
        ("Breakfast is from 7:00 to 10:30.", "Breakfast is from 7:00."),
        ("Breakfast is from 7:00 to 10:30.", "At weekends breakfast is from 7:00 to 11:00."),
        ("Check-in is possible from 15:00.", "Check-out is possible until 11:00."),
        ("Check-in is from 15:00.", "Early check-in is from 12:00."),
        ("The garage costs 18 euros a night.", "A massage costs 60 euros an hour."),
        ("Breakfast costs 19 euros.", "Breakfast costs 9 euros for children."),
        ("The pool is open from 8:00 to 20:00.", "The bar is open from 17:00 to 1:00."),
        ("Dogs are welcome.", "Dogs are not welcome."),
    ],
)
def test_what_may_both_be_right_is_left_alone(one: str, other: str) -> None:
    assert matters(entry("House", one), entry("House", other, number=2)) == []


def test_a_translation_holds_the_same_facts() -> None:
    english = entry("Breakfast", "From 7:00 to 10:30, 19 euros.")
    right = entry("Frühstück", "Von 7 bis 10:30 Uhr, 19 €.", "de", 2)
    wrong = entry("Frühstück", "Täglich. Von 7:00 bis 11:00 Uhr, 19 €.", "de", 2)
    more = entry("Frühstück", "Von 7:00 bis 11:00 Uhr, Brunch bis 14:00 Uhr, 19 €.", "de", 2)

    (found,) = between(english, wrong, split=sentences)

    assert matters(english, right) == matters(english, more) == []
    assert (found.matter, found.other.text) == (Matter.TIME, "Von 7:00 bis 11:00 Uhr, 19 €.")


@pytest.mark.parametrize(
    ("body", "matter", "said"),
    [
        ("Check-in is from 14:00.", Matter.CHECK_IN, "15:00"),
        ("Der Check-in ist ab 14 Uhr möglich.", Matter.CHECK_IN, "15:00"),
        ("L'heure d'arrivée est 14h.", Matter.CHECK_IN, "15:00"),
        ("Please check out by noon.", Matter.CHECK_OUT, "11:00"),
        ("Call the reception at +351 210 000 199.", Matter.PHONE, "+351 210 000 100"),
        ("The Wi-Fi network is Harbour-Lobby.", Matter.WIFI, "Harbour-Guest"),
        ("Das WLAN-Netz heißt Hafen.", Matter.WIFI, "Harbour-Guest"),
    ],
)
def test_an_entry_against_the_settings(body: str, matter: Matter, said: str) -> None:
    (found,) = with_profile(entry("Good to know", body), PROFILE, split=sentences)

    assert (found.matter, found.other.text, found.other.entry_id) == (matter, said, None)


@pytest.mark.parametrize(
    "body",
    [
        "Check-in is from 3 pm, check-out until 11:00.",
        "Check-in from 15:00 to 23:00.",
        "Early check-in from 12:00 costs 30 euros.",
        "Call the reception at 00351 210 000 100.",
        "Call our spa at 210 000 150.",
        "The Wi-Fi network is Harbour-Guest.",
        "The network cabinet is for staff; the internet is free.",
    ],
)
def test_what_agrees_with_the_settings_is_left_alone(body: str) -> None:
    assert with_profile(entry("Good to know", body), PROFILE, split=sentences) == []


def test_without_settings_nothing_is_said() -> None:
    body = "Check-in is from 14:00. Call the reception at +351 210 000 199."

    assert with_profile(entry("House", body), Profile(), split=sentences) == []


def test_the_key_stays_while_both_sentences_do() -> None:
    one, other = entry("Pool", "The pool opens at 8:00."), entry("Pool", "The pool opens at 9:00.")
    (found,) = between(one, other, split=sentences)
    (turned,) = between(other, one, split=sentences)
    (changed,) = between(one, entry("Pool", "The pool opens at 10:00."), split=sentences)

    assert found.key == turned.key != changed.key
