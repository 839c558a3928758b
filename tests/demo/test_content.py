"""The demo hotel's files are complete and contradict neither each other nor the vocabulary."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

DEMO = files("jack.demo")

CATEGORIES = {"faq", "policy", "amenity", "menu", "local", "service"}
GUEST_LANGUAGES = {"en", "es", "fr", "de", "it", "pt", "ar", "zh", "ja", "hi", "ru"}
ROLES = {"admin", "manager", "front_desk", "concierge", "housekeeping", "maintenance"}
DEPARTMENTS = {
    "housekeeping",
    "maintenance",
    "concierge",
    "room_service",
    "front_desk",
    "valet",
    "spa",
}

# Numbers that no subscriber can have, by the plan of each country: Ofcom, NANPA, ARCEP,
# BNetzA, ACMA, ComReg, PTS.
FICTIONAL_NUMBERS = {
    "GB": r"\+447700900\d{3}",
    "US": r"\+1[2-9]\d{2}55501\d{2}",
    "CA": r"\+1[2-9]\d{2}55501\d{2}",
    "FR": r"\+33(46571|63998)\d{4}",
    "DE": r"\+4917139200\d{2}",
    "AU": r"\+61491570(006|156|157|158|159|110)",
    "IE": r"\+3532091\d{5}",
    "SE": r"\+467017406(0[5-9]|[1-9]\d)",
}

# The most asked entries: English, Spanish, German.
TRANSLATIONS = [
    ("Check-in time", "Hora de entrada (check-in)", "Check-in und Anreise"),
    ("Check-out time", "Hora de salida (check-out)", "Check-out und Abreise"),
    ("Swimming pool", "Piscina", "Schwimmbad und Pool"),
    ("Dogs and other pets", "Perros y otras mascotas", "Hunde und andere Haustiere"),
    ("Breakfast", "Desayuno", "Frühstück"),
    ("Wi-Fi", "Wifi", "WLAN"),
    ("Parking", "Aparcamiento", "Parken"),
    ("Airport transfer", "Traslado al aeropuerto", "Flughafentransfer"),
]


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    body: str
    language: str
    audience: str


def read_front_matter(text: str) -> dict[str, str]:
    """The keys between the opening `---` lines; a file without them is an error here."""
    _, front, _ = text.split("---\n", 2)
    return dict(line.split(": ", 1) for line in front.splitlines())


def read_entries(text: str) -> list[Entry]:
    front = read_front_matter(text)
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return [
        Entry(title.strip(), body.strip(), front["language"], front["audience"])
        for title, _, body in (section.partition("\n") for section in sections)
    ]


def read_sources() -> dict[str, str]:
    folder = DEMO / "knowledge"
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return read_sources()


@pytest.fixture(scope="module")
def entries(sources: dict[str, str]) -> list[Entry]:
    return [entry for text in sources.values() for entry in read_entries(text)]


@pytest.fixture(scope="module")
def hotel() -> dict[str, Any]:
    return tomllib.loads((DEMO / "hotel.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def people() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DEMO / "people.json").read_text(encoding="utf-8"))
    return loaded


def body_of(entries: Sequence[Entry], title: str, language: str = "en") -> str:
    [body] = [e.body for e in entries if (e.title, e.language) == (title, language)]
    return body


def figures(text: str) -> Counter[str]:
    """Times, prices and amounts in any order, with the decimal point of English."""
    return Counter(n.replace(",", ".") for n in re.findall(r"\d+(?:[.,:]\d+)?", text))


# Knowledge


def test_front_matter_has_only_the_keys_and_words_that_ingest_knows(
    sources: dict[str, str],
) -> None:
    fronts = [read_front_matter(text) for text in sources.values()]

    assert all(front.keys() == {"category", "language", "audience"} for front in fronts)
    assert {front["category"] for front in fronts} == CATEGORIES
    assert {front["language"] for front in fronts} == {"en", "es", "de"}
    assert {front["audience"] for front in fronts} == {"guest", "internal"}


def test_there_are_enough_entries_to_try_everything(entries: list[Entry]) -> None:
    counts = Counter((entry.language, entry.audience) for entry in entries)

    assert counts["en", "guest"] >= 40
    assert counts["en", "internal"] >= 3
    assert counts["es", "guest"] == counts["de", "guest"] == len(TRANSLATIONS)


def test_titles_are_unique_within_a_language(entries: list[Entry]) -> None:
    counts = Counter((entry.language, entry.title.casefold()) for entry in entries)

    assert [title for title, count in counts.items() if count > 1] == []


def test_every_entry_is_one_to_five_sentences_that_fit_one_chunk(entries: list[Entry]) -> None:
    sentences = {e.title: len(re.findall(r"[.!?](?=\s|$)", e.body)) for e in entries}

    assert {title: n for title, n in sentences.items() if not 1 <= n <= 5} == {}
    assert [entry.title for entry in entries if len(entry.body) > 500] == []


def test_staff_notes_stay_in_the_file_that_guests_never_see(sources: dict[str, str]) -> None:
    titles_by_audience = {
        audience: [
            entry.title
            for text in sources.values()
            for entry in read_entries(text)
            if entry.audience == audience
        ]
        for audience in ("guest", "internal")
    }

    assert all(title.startswith("Staff:") for title in titles_by_audience["internal"])
    assert not any(title.startswith("Staff:") for title in titles_by_audience["guest"])
    assert read_front_matter(sources["internal.md"])["audience"] == "internal"


@pytest.mark.parametrize(("english", "spanish", "german"), TRANSLATIONS)
def test_translated_entries_state_the_same_figures(
    entries: list[Entry], english: str, spanish: str, german: str
) -> None:
    original = figures(body_of(entries, english))

    assert figures(body_of(entries, spanish, "es")) == original
    assert figures(body_of(entries, german, "de")) == original


# Profile


def test_the_profile_has_every_field_that_templates_use(hotel: dict[str, Any]) -> None:
    texts = {key: value for key, value in hotel.items() if key != "links"}

    assert texts.keys() == {
        "name",
        "timezone",
        "language",
        "country",
        "phone",
        "address",
        "checkin_time",
        "checkout_time",
        "wifi_network",
        "wifi_password",
    }
    assert all(isinstance(value, str) and value for value in texts.values())
    assert ZoneInfo(hotel["timezone"]).key == hotel["timezone"]
    assert re.fullmatch(FICTIONAL_NUMBERS[hotel["country"]], hotel["phone"])


def test_links_lead_to_a_reserved_domain(hotel: dict[str, Any]) -> None:
    links: dict[str, str] = hotel["links"]

    assert links.keys() == {"mobile_checkin", "express_checkout", "menu", "booking", "map"}
    assert all(url.startswith("https://aurelane.example/") for url in links.values())


def test_knowledge_and_profile_tell_the_same_facts(
    entries: list[Entry], hotel: dict[str, Any]
) -> None:
    contact = body_of(entries, "Address, telephone and reception hours")

    assert hotel["checkin_time"] in body_of(entries, "Check-in time")
    assert hotel["checkout_time"] in body_of(entries, "Check-out time")
    assert hotel["wifi_network"] in body_of(entries, "Wi-Fi")
    assert hotel["address"] in contact
    assert hotel["phone"] in contact.replace(" ", "")


def test_r6_no_knowledge_entry_holds_the_wifi_password(
    sources: dict[str, str], hotel: dict[str, Any]
) -> None:
    holders = [name for name, text in sources.items() if hotel["wifi_password"] in text]

    assert holders == []


# People


def test_guests_are_invented_and_speak_different_languages(people: dict[str, Any]) -> None:
    guests = people["guests"]

    assert len(guests) == 12
    assert {guest["language"] for guest in guests} == GUEST_LANGUAGES
    for guest in guests:
        assert re.fullmatch(FICTIONAL_NUMBERS[guest["country"]], guest["phone"]), guest
        assert guest["email"].endswith("@example.com")
    for key in ("id", "phone", "email"):
        assert len({guest[key] for guest in guests}) == len(guests), key


def test_reservations_name_known_guests_and_existing_rooms(people: dict[str, Any]) -> None:
    guest_ids = {guest["id"] for guest in people["guests"]}
    type_of_room = {room: kind for kind, rooms in people["rooms"].items() for room in rooms}

    reservations = people["reservations"]

    assert len(reservations) == 14
    assert len({r["confirmation"] for r in reservations}) == len(reservations)
    assert {r["guest"] for r in reservations} == guest_ids
    for reservation in reservations:
        assert type_of_room[reservation["room"]] == reservation["room_type"], reservation
        assert reservation["adults"] >= 1
        assert reservation["children"] >= 0


def test_no_room_is_listed_under_two_types(people: dict[str, Any]) -> None:
    counts = Counter(room for rooms in people["rooms"].values() for room in rooms)

    assert set(counts.values()) == {1}


def test_stay_dates_fit_their_status(people: dict[str, Any]) -> None:
    fits: dict[str, Callable[[int, int], bool]] = {
        "confirmed": lambda arrival, departure: arrival >= 0,
        "checked_in": lambda arrival, departure: arrival <= 0 <= departure,
        "checked_out": lambda arrival, departure: departure <= 0,
        "cancelled": lambda arrival, departure: True,
        "no_show": lambda arrival, departure: arrival < 0,
    }

    reservations = people["reservations"]

    assert {r["status"] for r in reservations} == fits.keys()
    for reservation in reservations:
        arrival, departure = reservation["arrival"], reservation["departure"]
        assert arrival < departure, reservation
        assert fits[reservation["status"]](arrival, departure), reservation


def test_no_room_has_two_stays_in_the_same_night(people: dict[str, Any]) -> None:
    stays = [r for r in people["reservations"] if r["status"] not in {"cancelled", "no_show"}]

    clashes = [
        (one["confirmation"], other["confirmation"])
        for one, other in combinations(stays, 2)
        if one["room"] == other["room"]
        and one["arrival"] < other["departure"]
        and other["arrival"] < one["departure"]
    ]

    assert clashes == []


def test_room_204_is_occupied_so_that_its_guest_can_ask_for_towels(
    people: dict[str, Any],
) -> None:
    in_house = {r["room"] for r in people["reservations"] if r["status"] == "checked_in"}

    assert "204" in in_house


def test_r15_staff_cover_every_role_and_department_and_bring_no_password(
    people: dict[str, Any],
) -> None:
    staff = people["staff"]

    assert len(staff) == 6
    assert all(person.keys() == {"name", "email", "role", "departments"} for person in staff)
    assert {person["role"] for person in staff} == ROLES
    assert {name for person in staff for name in person["departments"]} == DEPARTMENTS
    assert len({person["email"] for person in staff}) == len(staff)
    assert all(person["email"].endswith("@example.com") for person in staff)
