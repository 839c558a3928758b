"""Which words a guest gets, and that none of the shipped ones ever reads broken."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from jack.channels.email_write import page
from jack.config import Config
from jack.db import guests, reservations
from jack.db import templates as store
from jack.model.guests import Guest
from jack.model.languages import Language
from jack.model.promises import commitments
from jack.model.reservations import Reservation, ReservationStatus
from jack.model.templates import TemplateStatus, Trust
from jack.services import wording
from jack.services.wording import SHIPPED_LANGUAGES, Text, Words
from tests.house import ANA, House, configuration

NAMES = (
    "pre_arrival_3d",
    "arrival_1d",
    "room_ready",
    "settling_in_2h",
    "checkout_reminder",
    "departure_morning",
    "thank_you_24h",
    "review_7d",
    "no_show_inquiry",
    "no_show_second",
)
FULL = configuration(
    phone="+351210000000",
    address="Rua do Cais 1, Lisboa",
    wifi_network="Harbour",
    wifi_password="sea-breeze",
    links={
        "mobile_checkin": "https://hotel.example/check-in",
        "express_checkout": "https://hotel.example/check-out",
        "menu": "https://hotel.example/menu",
        "map": "https://hotel.example/map",
        "review": "https://hotel.example/review",
    },
)
SPARSE = configuration(name="")
GUEST = Guest(1, "Ana", "Silva", f"+{ANA}", "ana@example.com", "pt", False, 0)
STRANGER = replace(GUEST, first_name="", last_name="")
STAY = Reservation(
    id=1,
    guest_id=1,
    provider="mock",
    external_id="R1",
    confirmation="C1",
    status=ReservationStatus.CONFIRMED,
    arrival=date(2027, 1, 14),
    departure=date(2027, 1, 18),
    room="305",
    room_type="double",
    adults=2,
    children=0,
    synced_at=0,
)
BROKEN = (
    (re.compile(r"\{\{|\}\}"), "a gap"),
    (re.compile(r"[^\S\n]{2,}"), "two spaces"),
    (re.compile(r"(?m)^[^\S\n]|[^\S\n]$"), "space at an end of a line"),
    (re.compile(r"[,.;:!،؛]\s*[,.;:!،؛]"), "two marks"),
    (re.compile(r"\n{3,}"), "two empty lines"),
    (re.compile(r"(?m): *$(?!\nhttps)"), "a label without what it names"),
    (re.compile(r"\bNone\b"), "None"),
)
GREETING = re.compile(r"(Hola|Buenos días)( \S+)?:$", re.MULTILINE)
SPACE_BEFORE = re.compile(r" [,.،]")


def problems(text: str) -> list[str]:
    plain = GREETING.sub("", text)
    found = [what for broken, what in BROKEN if broken.search(plain)]
    return found + (["space before a mark"] if SPACE_BEFORE.search(plain) else [])


def words(
    name: str,
    language: Language,
    *,
    config: Config = FULL,
    guest: Guest = GUEST,
    trust: Trust = Trust.PROVEN,
) -> Words:
    return wording.fill(
        config, wording.shipped(language)[name], guest=guest, stay=STAY, trust=trust
    )


# -- the shipped texts -----------------------------------------------------------------------------


def test_every_shipped_text_is_written_in_every_language() -> None:
    assert SHIPPED_LANGUAGES == ("en", "es", "de", "fr", "ar")
    for language in SHIPPED_LANGUAGES:
        assert tuple(wording.shipped(language)) == NAMES
    assert wording.shipped(Language.JA) == {}


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_text_reads_well_with_all_that_is_known(name: str, language: Language) -> None:
    written = words(name, language)

    assert (written.missing, written.withheld) == ((), ())
    assert "Ana" in written.text
    assert written.text.endswith("Harbour Inn")
    for text in (written.text, written.subject):
        assert problems(text) == [], text


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("trust", Trust)
@pytest.mark.parametrize("guest", [GUEST, STRANGER], ids=["named", "nameless"])
def test_a_shipped_text_reads_well_with_hardly_anything_known(
    name: str, language: Language, trust: Trust, guest: Guest
) -> None:
    written = words(name, language, config=SPARSE, guest=guest, trust=trust)

    if name == "review_7d":
        assert written.missing == ("link.review",)
        return
    assert written.missing == ()
    for text in (written.text, written.subject):
        assert text
        assert problems(text) == [], text


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_text_is_short_enough_for_every_channel(name: str, language: Language) -> None:
    written = words(name, language)

    assert wording.length_of(written.text, "whatsapp").characters <= 700
    assert wording.length_of(written.text, "whatsapp").fits
    assert (wording.length_of(written.text, "sms").segments or 99) <= 9
    assert len(written.subject) <= 70


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_r6_a_shipped_text_tells_room_and_password_to_proven_guests_only(
    name: str, language: Language
) -> None:
    known = words(name, language, trust=Trust.KNOWN)
    nobody = words(name, language, trust=Trust.NONE)

    assert not re.search("305|sea-breeze|C1", known.text)
    assert not re.search("305|sea-breeze|C1|Ana|Silva|2027|٢٠٢٧", nobody.text)
    assert ("305" in words(name, language).text) is (name == "room_ready")


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_only_the_thank_you_asks_for_a_rating(language: Language) -> None:
    asking = [text.name for text in wording.shipped(language).values() if text.asks_rating]

    assert asking == ["thank_you_24h"]
    assert re.search("1.*5", words("thank_you_24h", language).text)


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_r8_the_review_request_says_how_to_stop(language: Language) -> None:
    assert "STOP" in words("review_7d", language).text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Hello , you", "space before a mark"),
        ("Hello {{guest.first_name}}", "a gap"),
        ("Menu:\nBye", "a label without what it names"),
        ("Hello,, you", "two marks"),
        ("a  b", "two spaces"),
    ],
)
def test_what_these_tests_call_broken(text: str, what: str) -> None:
    assert what in problems(text)


# -- which text ------------------------------------------------------------------------------------


def write(house: House, channel: str, language: Language, body: str, **given: str) -> None:
    status = TemplateStatus(given.get("status", "approved"))
    name = given.get("name", "arrival_1d")
    house.db.write_now(store.add_template, name, channel, language, body, status, 0)


def found(house: House, *languages: str, name: str = "arrival_1d", channel: str = "sms") -> str:
    text = house.db.read_now(wording.find, name, channel, languages)
    return "nothing" if text is None else f"{text.language} {text.body.strip()[:12]}"


def test_the_hotels_own_text_goes_before_the_shipped_one(house: House) -> None:
    write(house, "any", Language.DE, "Für alle")
    write(house, "sms", Language.DE, "Für SMS")
    write(house, "email", Language.FR, "Un courriel")

    assert found(house, "de") == "de Für SMS"
    assert found(house, "de", channel="whatsapp") == "de Für alle"
    assert found(house, "fr") == "fr Bonjour {{gu"


def test_a_draft_is_not_sent(house: House) -> None:
    write(house, "sms", Language.DE, "Entwurf", status="draft")
    write(house, "sms", Language.DE, "Entwurf", status="draft", name="other")

    assert found(house, "de") == "de Guten Tag {{"
    assert found(house, "de", name="other") == "nothing"
    assert "other" not in house.db.read_now(wording.names)


def test_the_guests_language_then_the_hotels_then_english(house: House) -> None:
    write(house, "any", Language.JA, "明日", name="tomorrow")
    write(house, "any", Language.EN, "Tomorrow", name="tomorrow")

    assert found(house, "ja", "fr", name="tomorrow") == "ja 明日"
    assert found(house, "pt-BR", "ja", name="tomorrow") == "ja 明日"
    assert found(house, "pt", "", name="tomorrow") == "en Tomorrow"
    assert found(house, "pt", "fr") == "fr Bonjour {{gu"
    assert house.db.read_now(wording.names) == [*NAMES, "tomorrow"]


# -- filled for whom -------------------------------------------------------------------------------


async def test_r6_how_far_an_address_is_trusted(house: House) -> None:
    guest_id = house.stay()
    guest = house.db.read_now(guests.get, guest_id)
    assert guest is not None

    def trust(channel: str, address: str, **given: bool) -> Trust:
        return house.db.read_now(wording.trust_of, guest, channel, address, **given)

    assert trust("whatsapp", ANA) is Trust.KNOWN
    assert trust("sms", f"+{ANA}") is Trust.KNOWN
    assert trust("sms", "+15550001111") is Trust.NONE
    assert trust("email", "") is Trust.NONE
    assert trust("webchat", "visitor-one") is Trust.NONE
    assert trust("webchat", "visitor-one", is_verified=True) is Trust.PROVEN
    await house.write("Hello")
    assert trust("whatsapp", ANA) is Trust.PROVEN


def test_r6_a_number_that_proves_somebody_else_proves_nothing(house: House) -> None:
    house.stay()
    other = house.stay(phone="+4915112345678")
    guest = house.db.read_now(guests.get, other)
    assert guest is not None

    assert house.db.read_now(wording.trust_of, guest, "whatsapp", ANA) is Trust.NONE


def test_a_name_brings_no_lines_of_its_own(house: House) -> None:
    rude = replace(GUEST, first_name="Ana\n\nYour room is free:", last_name="")

    written = words("room_ready", Language.EN, guest=rude)

    assert written.text.splitlines()[0] == "Hello Ana Your room is free:,"


def test_a_gap_in_the_subject_counts(house: House) -> None:
    stay = house.db.write_now(_stay, house)
    text = Text("x", "email", Language.EN, "{{guest.title}}, hello", "Room {{link.spa}}")

    written = wording.fill(SPARSE, text, guest=GUEST, stay=stay, trust=Trust.PROVEN)

    assert written.missing == ("link.spa", "guest.title")
    assert not written.is_whole


def _stay(house: House) -> Reservation | None:
    return reservations.get(1)


def test_a_phone_number_keeps_its_plus_in_front_in_arabic() -> None:
    assert "\u200e+351210000000" in words("no_show_inquiry", Language.AR).text
    assert "\u200e" not in words("no_show_inquiry", Language.EN).text


# -- how long, and how it looks --------------------------------------------------------------------


def test_the_length_is_counted_as_the_channel_counts() -> None:
    sms = wording.length_of("“Grüße” – " * 20, "sms")
    arabic = wording.length_of("مرحبا " * 20, "sms")
    whatsapp = wording.length_of("x" * 1025, "whatsapp")

    assert (sms.segments, sms.alphabet) == (2, "GSM-7")
    assert (arabic.segments, arabic.alphabet) == (2, "UCS-2")
    assert (whatsapp.limit, whatsapp.fits, whatsapp.segments) == (1024, False, None)


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_a_mail_of_it_fetches_nothing_and_has_the_hotels_name(language: Language) -> None:
    html = page(words("pre_arrival_3d", language).text, "Harbour <Inn>")

    assert "Harbour &lt;Inn&gt;" in html
    assert not re.search(r"<(img|script|link|style|iframe)|src=|url\(", html)
    assert set(re.findall(r'href="([^"]+)"', html)) == {
        "https://hotel.example/check-in",
        "https://hotel.example/map",
    }


@pytest.mark.parametrize("language", SHIPPED_LANGUAGES)
def test_r5_no_shipped_text_promises_anything(language: Language) -> None:
    texts = [part for text in wording.shipped(language).values() for part in wording.bare(text)]

    assert texts
    assert [found for text in texts for found in commitments(text)] == []
