"""Names are compared as people compare them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nora Whitcombe", "WHITCOMBE, nora"),
        ("Tomás Ferrando", "Tomas Ferrando"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Søren Ægir", "Soren Aegir"),
        ("Seán O’Brien", "Sean O'Brien"),
        ("Łukasz Żak", "lukasz zak"),
        ("赵 薇琳", "薇琳 赵"),
        ("Straße Groß", "Strasse Gross"),
    ],
)
def test_case_accents_and_order_do_not_count(one: str, other: str) -> None:
    assert names.is_same(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("", ""), ("Ana Silva", "Ana"), ("Ana Silva", "Bruno Silva"), ("", "Ana")]
)
def test_other_people_are_other_people(one: str, other: str) -> None:
    assert not names.is_same(one, other)


def test_a_part_of_a_name_may_be_the_same_person() -> None:
    assert names.may_be_same("Ana", "Ana Silva")
    assert names.may_be_same("", "Ana Silva")
    assert not names.may_be_same("Bruno", "Ana Silva")


@given(st.text(max_size=40), st.text(max_size=40))
def test_comparing_is_symmetric_and_never_fails(one: str, other: str) -> None:
    assert names.is_same(one, other) == names.is_same(other, one)
    assert names.may_be_same(one, other) == names.may_be_same(other, one)
