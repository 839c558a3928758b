"""Numbers of two countries as they are dialled."""

from __future__ import annotations

import pytest

from jack.model.phones import dialable


@pytest.mark.parametrize(
    ("named", "dialled"),
    [
        ("+5215512345678", "+525512345678"),
        ("+558187654321", "+5581987654321"),
        ("+556196543210", "+5561996543210"),
    ],
)
def test_what_a_number_lost_or_got_since_its_owner_joined_whatsapp(
    named: str, dialled: str
) -> None:
    assert dialable(named) == dialled
    assert dialable(dialled) == dialled


@pytest.mark.parametrize(
    "phone",
    [
        "+551133334444",  # a landline has eight digits still
        "+5581987654321",
        "+525512345678",
        "+521551234567",  # a digit too few
        "+52155123456789",
        "+15215512345678",
        "+351912003371",
        "+4915112345678",
    ],
)
def test_other_numbers_stay_as_they_are(phone: str) -> None:
    assert dialable(phone) == phone
