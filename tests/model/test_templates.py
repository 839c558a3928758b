"""Texts with gaps: what fills them, what stays empty, and what is not for everybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.errors import Invalid
from jack.model.templates import SECRET, VARIABLES, Gap, Rendered, Trust, gaps, render

VALUES = {
    "guest.first_name": "Ana",
    "stay.room": "305",
    "hotel.name": "Harbour Inn",
    "hotel.wifi_password": "sea-breeze",
    "link.menu": "https://hotel.example/menu",
}


def test_gaps_are_filled_for_a_verified_guest() -> None:
    text = "Dear {{guest.first_name|guest}}, room {{ stay.room }}: {{link.menu}}"

    rendered = render(text, VALUES, trust=Trust.PROVEN)

    assert rendered == Rendered("Dear Ana, room 305: https://hotel.example/menu")


def test_r6_what_is_private_is_kept_from_who_has_proven_nothing() -> None:
    text = "Dear {{guest.first_name|guest}}, room {{stay.room}}, {{hotel.name}}"

    rendered = render(text, VALUES, trust=Trust.NONE)

    assert rendered.text == "Dear guest, room, Harbour Inn"
    assert rendered.missing == ("stay.room",)
    assert rendered.withheld == ("guest.first_name", "stay.room")


@pytest.mark.parametrize("name", VARIABLES)
def test_r6_every_variable_of_guest_stay_and_task_is_private(name: str) -> None:
    is_open = name.startswith("hotel.") and name != "hotel.wifi_password"

    rendered = render(f"{{{{{name}}}}}", {name: "value"}, trust=Trust.NONE)

    assert rendered.text == ("value" if is_open else "")


@pytest.mark.parametrize("name", VARIABLES)
def test_r6_an_address_of_the_booking_is_told_no_room_and_no_secret(name: str) -> None:
    rendered = render(f"{{{{{name}}}}}", {name: "value"}, trust=Trust.KNOWN)

    assert rendered.text == ("" if name in SECRET else "value")
    assert rendered.withheld == ((name,) if name in SECRET else ())


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Hello {{guest.title|}}, welcome", "Hello, welcome"),
        ("Bonjour {{guest.title|}} !", "Bonjour !"),
        ("{{guest.title|}} welcome", "welcome"),
        ("A\n{{guest.title|}}\nB", "A\n\nB"),
        ("A\nMenu: {{link.drinks|-}}\nB", "A\nB"),
        ("A\n\nMenu: {{link.drinks|-}}\n\nB", "A\n\nB"),
        ("A\nMenu: {{link.menu|-}}", "A\nMenu: https://hotel.example/menu"),
        ("Room {{stay.room|-}}, Wi-Fi {{guest.title|-}}\nB", "B"),
    ],
)
def test_nothing_is_left_of_what_stays_empty(text: str, reads: str) -> None:
    rendered = render(text, VALUES, trust=Trust.PROVEN)

    assert (rendered.text, rendered.missing) == (reads, ())


def test_an_empty_value_counts_as_missing_and_an_empty_fallback_as_one() -> None:
    rendered = render(
        "a{{hotel.phone}}b{{hotel.address|}}c", {"hotel.phone": ""}, trust=Trust.PROVEN
    )

    assert rendered == Rendered("abc", missing=("hotel.phone",))


def test_a_value_is_not_read_for_gaps_again() -> None:
    values = {"guest.first_name": "{{hotel.wifi_password}}", "hotel.wifi_password": "secret"}

    rendered = render("Hi {{guest.first_name}}", values, trust=Trust.PROVEN)

    assert rendered.text == "Hi {{hotel.wifi_password}}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{guest.age}}", "guest.age"),
        ("{{}}", "no variable"),
        ("{{link.}}", "link."),
        ("{{link.Menu}}", "link.Menu"),
        ("{{guest.first_name", "stands alone"),
        ("hotel.name}}", "stands alone"),
        ("{{if guest}}", "if guest"),
        ("{{guest.title|two\nlines}}", "stands alone"),
    ],
)
def test_what_is_no_gap_is_named(text: str, named: str) -> None:
    with pytest.raises(Invalid, match=named):
        gaps(text)


def test_a_fallback_may_hold_anything_but_braces() -> None:
    assert gaps("{{guest.title| Sehr geehrte | Damen }}") == [
        Gap("guest.title", "Sehr geehrte | Damen")
    ]


@given(st.text(alphabet="ab{}|. ", max_size=40))
def test_any_text_is_rendered_or_refused(text: str) -> None:
    try:
        rendered = render(text, VALUES, trust=Trust.PROVEN)
    except Invalid:
        return
    assert "{{" not in rendered.text
