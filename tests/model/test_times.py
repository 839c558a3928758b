import pytest

from jack.model.times import clock_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wake me at 7:30", "07:30"),
        ("7 am please", "07:00"),
        ("5 p.m.", "17:00"),
        ("12 am", "00:00"),
        ("at half past six", "06:30"),
        ("at five in the morning", "05:00"),
        ("a las siete", "07:00"),
        ("à 6h30", "06:30"),
        ("um 6.45 Uhr", "06:45"),
        ("alle sette", "07:00"),
        ("明早七点", "07:00"),
        ("明日6時半に", "06:30"),
        ("7 बजे", "07:00"),
        ("साढ़े पाँच बजे", "05:30"),
        ("в 7 утра", "07:00"),
    ],
)
def test_the_time_of_day_in_a_text(text: str, expected: str) -> None:
    assert clock_time(text) == expected


@pytest.mark.parametrize("text", ["room 204", "2 towels", "wake me up", "it costs 7.50 €"])
def test_other_numbers_are_no_times(text: str) -> None:
    assert clock_time(text) is None
