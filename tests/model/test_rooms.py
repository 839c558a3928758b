import pytest

from jack.model.rooms import bare_room, room


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I need two towels in 204", "204"),
        ("room 12a please", "12A"),
        ("Room number 1032", "1032"),
        ("habitación 305", "305"),
        ("chambre n° 8", "8"),
        ("Zimmer 204", "204"),
        ("camera 15, grazie", "15"),
        ("quarto 12", "12"),
        ("الغرفة رقم ٢٠٤", "204"),
        ("我在305房间", "305"),
        ("204号室です", "204"),
        ("कमरा नंबर 204", "204"),
        ("чтобы в 204 принесли", "204"),
        ("в номере 17 холодно", "17"),
        ("204: towels please", "204"),
        ("The tap in 204 leaks", "204"),
        ("TV dead, 312", "312"),
    ],
)
def test_a_room_is_found_however_it_is_named(text: str, expected: str) -> None:
    assert room(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in 2024 we stayed with you",
        "at 7:30",
        "check in 1400",
        "room for 2 people",
        "a room 2 nights",
        "2 rooms for 3 nights",
        "up to 500 euros",
        "the best view in 204 rooms",
        "we paid 120",
        "call me at 079 555 1234",
        "in 200 meters",
        "for 120 guests",
        "3 towels",
    ],
)
def test_years_times_prices_quantities_and_phone_numbers_are_no_rooms(text: str) -> None:
    assert room(text) is None


@pytest.mark.parametrize(("text", "expected"), [("204", "204"), (" 12 b.", "12B"), ("two", None)])
def test_a_number_alone_is_a_room_in_reply_to_the_question(text: str, expected: str | None) -> None:
    assert bare_room(text) == expected
