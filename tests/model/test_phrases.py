"""What Jack says by itself: complete, in the right language, without promises (R4, R5, R7, R10)."""

import re
import string

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model.languages import Language, by_script
from jack.model.phrases import (
    EMERGENCY_NUMBERS,
    Phrase,
    department,
    disclosure,
    emergency_number,
    past_disclosure,
    safety_text,
    say,
)
from jack.model.safety import Emergency

PLACEHOLDERS = {
    Phrase.DISCLOSURE: {"hotel"},
    Phrase.REQUEST_PASSED: {"department", "items"},
    Phrase.REQUEST_PASSED_ROOM: {"department", "items", "room"},
    Phrase.NOT_FOUND_ABOUT: {"what"},
    Phrase.AWAY: {"time"},
    Phrase.APPROVAL_ASKED: {"what"},
    Phrase.STAFF_JOINED: {"name"},
    Phrase.SMS_HELP: {"hotel"},
    Phrase.SAFETY_MEDICAL: {"emergency_number"},
    Phrase.SAFETY_FIRE: {"emergency_number"},
    Phrase.SAFETY_SECURITY: {"emergency_number"},
    Phrase.SAFETY_GAS_OR_OTHER: {"emergency_number"},
    Phrase.STAY_DEPARTURE: {"date", "time"},
    Phrase.STAY_ARRIVAL: {"date", "time"},
    Phrase.STAY_DATES: {"arrival", "departure", "nights"},
    Phrase.STAY_ROOM: {"room"},
    Phrase.STAY_BALANCE: {"balance"},
    Phrase.STAY_AS_OF: {"time"},
    Phrase.APPROVAL_ASKED_NAME: {"name", "what"},
    Phrase.APPROVAL_ASKED_ROOM: {"name", "room", "what"},
    Phrase.VERIFIED: {"name"},
    Phrase.LINK_HERE: {"url"},
    Phrase.CONFIRM_ORDER: {"what"},
    Phrase.TASK_DONE: {"what"},
    Phrase.TASK_NOT_POSSIBLE: {"what"},
    Phrase.TASK_WAITING: {"what"},
    Phrase.APPROVAL_APPROVED: {"what"},
    Phrase.APPROVAL_DECLINED: {"what"},
    Phrase.APPROVAL_COUNTERED: {"what", "words"},
    Phrase.STAFF_WORDS: {"words"},
}
DEPARTMENTS = [
    *["housekeeping", "maintenance", "concierge", "room_service", "front_desk", "valet", "spa"],
    "other",
]
OWN_SCRIPT = [Language.AR, Language.ZH, Language.JA, Language.HI, Language.RU]

every_phrase = pytest.mark.parametrize("phrase", Phrase)
every_language = pytest.mark.parametrize("language", Language)


def _with_placeholders(phrase: Phrase, language: str) -> str:
    """The text with `{name}` where a value goes."""
    names = PLACEHOLDERS.get(phrase, set())
    return say(phrase, language, **{name: f"{{{name}}}" for name in names})


@every_phrase
@every_language
def test_every_phrase_has_the_same_placeholders_in_every_language(
    phrase: Phrase, language: Language
) -> None:
    text = _with_placeholders(phrase, language)

    used = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    assert used == PLACEHOLDERS.get(phrase, set())


@every_phrase
@every_language
def test_every_phrase_fits_two_sms_of_latin_letters(phrase: Phrase, language: Language) -> None:
    text = _with_placeholders(phrase, language)

    assert len(text) <= 320
    assert text == " ".join(text.split())


@pytest.mark.parametrize("phrase", [p for p in Phrase if p is not Phrase.FOUND])
@pytest.mark.parametrize("language", OWN_SCRIPT)
def test_every_phrase_is_written_in_the_script_of_its_language(
    phrase: Phrase, language: Language
) -> None:
    text = re.sub(r"\{\w+\}", "", _with_placeholders(phrase, language))

    assert by_script(text) is language


@pytest.mark.parametrize("phrase", [p for p in Phrase if p is not Phrase.FOUND])
def test_no_two_languages_share_a_text(phrase: Phrase) -> None:
    texts = [_with_placeholders(phrase, language) for language in Language]

    assert all(texts)
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", DEPARTMENTS)
@every_language
def test_every_department_has_a_name_in_every_language(name: str, language: Language) -> None:
    text = department(name, language)

    assert text.strip() == text != ""
    if language in OWN_SCRIPT:
        assert by_script(text) is language or text in {
            "客房部",
            "客室係",
            "駐車係",
            "設備担当",
            "担当者",
        }


def test_an_unknown_department_is_the_hotels_team() -> None:
    assert department("laundry", "en") == department("other", "en")


def test_an_unknown_language_is_answered_in_english() -> None:
    assert say(Phrase.GREETING, "ko") == say(Phrase.GREETING, "en")
    assert say(Phrase.GREETING, "") == say(Phrase.GREETING, "en")
    assert department("spa", "xx") == "spa"


def test_a_regional_language_tag_finds_its_language() -> None:
    assert say(Phrase.THANKS, "pt-BR") == say(Phrase.THANKS, "pt")
    assert say(Phrase.THANKS, "zh-Hant-TW") == say(Phrase.THANKS, "zh")


@given(st.text(max_size=80))
def test_values_are_inserted_and_never_interpreted(guest_text: str) -> None:
    text = say(Phrase.REQUEST_PASSED, "en", department="spa", items=guest_text)

    assert text == f"I've passed your request on to our spa team: {guest_text}."


@pytest.mark.parametrize("guest_text", ["{items}", "{0}", "{items.__class__}", "{{", "}", "%s"])
def test_braces_of_a_guest_stay_braces(guest_text: str) -> None:
    assert guest_text in say(Phrase.REQUEST_PASSED, "de", department="Spa", items=guest_text)


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="hotel"):
        say(Phrase.DISCLOSURE, "en")


@every_phrase
def test_r5_no_phrase_promises_that_something_will_be_done(phrase: Phrase) -> None:
    text = _with_placeholders(phrase, "en").lower()

    assert not re.search(
        r"on (?:the|its|their) way|right up|will be (?:done|brought|delivered|fixed)|we'll (?:bring|fix|send)"
        r"|i've (?:booked|arranged|ordered|reserved)|guarantee|immediately|be there|be with you",
        text,
    )


@every_language
def test_r7_the_disclosure_names_the_hotel(language: Language) -> None:
    text = say(Phrase.DISCLOSURE, language, hotel="Grand Hotel {Lux}")

    assert "Grand Hotel {Lux}" in text


@every_language
def test_a_line_in_a_list_begins_after_the_disclosure(language: Language) -> None:
    opening = disclosure(language, "Grand Hotel {Lux}")

    assert past_disclosure(f"{opening}\n\nBreakfast is from 7.") == "Breakfast is from 7."
    assert past_disclosure("Breakfast is from 7.") == "Breakfast is from 7."
    assert past_disclosure(opening) == opening


@pytest.mark.parametrize("emergency", Emergency)
@every_language
def test_r10_every_danger_has_a_text_with_the_number_to_call(
    emergency: Emergency, language: Language
) -> None:
    text = safety_text(emergency, language, country="US")

    assert "911" in text
    assert "{" not in text


def test_r10_fire_tells_the_guest_to_use_the_stairs() -> None:
    text = safety_text(Emergency.FIRE, "en", country="GB")

    assert text.startswith("Leave the building now by the nearest stairs; do not use the lifts.")
    assert "999" in text


@pytest.mark.parametrize(
    ("country", "emergency", "number"),
    [
        ("DE", Emergency.MEDICAL, "112"),
        ("us", Emergency.FIRE, "911"),
        ("JP", Emergency.MEDICAL, "119"),
        ("JP", Emergency.SECURITY, "110"),
        ("CN", Emergency.FIRE, "119"),
        ("CN", Emergency.OTHER, "119"),
        ("BR", Emergency.SECURITY, "190"),
        ("AU", Emergency.OTHER, "000"),
        ("", Emergency.FIRE, "112"),
        ("??", Emergency.SECURITY, "112"),
    ],
)
def test_r10_the_number_fits_country_and_danger(
    country: str, emergency: Emergency, number: str
) -> None:
    assert emergency_number(country, emergency) == number


@pytest.mark.parametrize("country", sorted(EMERGENCY_NUMBERS))
def test_r10_every_number_reaches_an_emergency_service(country: str) -> None:
    numbers = {emergency_number(country, emergency) for emergency in Emergency}

    assert all(phonenumbers.is_emergency_number(number, country) for number in numbers)
