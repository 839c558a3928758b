"""R6: what in a message may prove a booking."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model.verification import key, names_somebody, read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Whitcombe AUR-4K7Q2", "AUR4K7Q2"),
        ("aur-4k7q2, whitcombe", "AUR4K7Q2"),
        ("My name is Nora Whitcombe and my number is AUR 4K7Q2.", "AUR4K7Q2"),
        ("Whitcombe\n1234567", "1234567"),
        ("Je m'appelle Aubrac, réservation (AUR-2V9HC)", "AUR2V9HC"),
        ("确认号：AUR-4K7Q2 赵薇琳", "AUR4K7Q2"),
    ],
)
def test_r6_a_number_is_found_however_it_is_written(text: str, code: str) -> None:
    said = read(text)

    assert said is not None
    assert code in said.codes


@pytest.mark.parametrize(
    "text", ["", "Hello", "room 204", "at 7 pm", "2 towels please", "¿Hay piscina?", "!?"]
)
def test_r6_everyday_messages_are_no_attempt(text: str) -> None:
    assert read(text) is None


def test_r6_many_names_or_many_numbers_at_once_are_no_attempt() -> None:
    assert read(" ".join(f"Name{'x' * n}" for n in range(30)) + " AUR-4K7Q2") is None
    assert read("Whitcombe " + " ".join(f"AUR-4K7Q{n}" for n in range(5))) is None


def test_r6_the_number_is_no_part_of_the_name() -> None:
    said = read("Whitcombe AUR-4K7Q2")

    assert said is not None
    assert said.name == "Whitcombe"


@pytest.mark.parametrize(
    ("said", "last_name"),
    [
        ("I am Nora Whitcombe", "Whitcombe"),
        ("WHITCOMBE nora", "Whitcombe"),
        ("garcia marquez", "García Márquez"),
        ("Marquez Garcia", "García Márquez"),
        ("Mueller", "Müller"),
        ("O'Brien", "O’Brien"),
        ("我是赵薇琳", "赵"),
    ],
)
def test_r6_case_accents_and_order_do_not_count(said: str, last_name: str) -> None:
    assert names_somebody(said, last_name)


@pytest.mark.parametrize(
    ("said", "last_name"),
    [("Nora", "Whitcombe"), ("Garcia", "García Márquez"), ("", "Whitcombe"), ("Anybody", "")],
)
def test_r6_less_than_the_last_name_does_not_do(said: str, last_name: str) -> None:
    assert not names_somebody(said, last_name)


@given(st.text(max_size=300))
def test_r6_any_text_can_be_read(text: str) -> None:
    said = read(text)

    assert said is None or all(4 <= len(code) <= 20 for code in said.codes)
    assert key(text) == key(key(text))
