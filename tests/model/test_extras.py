"""What a message is beside its words is read as far as it goes, and never in the way."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.channels.whatsapp_parse import parse
from jack.model.extras import Contact, Extra, Ordered, extra_of
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import JsonObject


def of(message: JsonObject) -> Extra | None:
    [inbound] = parse(json.dumps(webhooks.envelope([message])).encode()).messages
    return extra_of(inbound.data)


def test_a_place() -> None:
    assert of(webhooks.location_message()) == Extra(place=(52.5163, 13.3777))


def test_contacts() -> None:
    assert of(webhooks.contacts_message()) == Extra(
        contacts=(Contact("Ana Silva", ("+351 912 345 678",)),)
    )


def test_an_order() -> None:
    assert of(webhooks.order_message()) == Extra(items=(Ordered("club-sandwich", 1),))


def test_why_a_message_could_not_be_handed_over() -> None:
    assert of(webhooks.unsupported_message()) == Extra(
        problem="Message type is currently not supported."
    )


def test_words_alone_have_nothing_beside_them() -> None:
    assert of(webhooks.text_message("Hello")) is None


@pytest.mark.parametrize(
    "data",
    [
        {"latitude": "52", "longitude": 13},
        {"latitude": 91, "longitude": 0},
        {"latitude": None, "longitude": None},
        {"contacts": "Ana"},
        {"contacts": [{"name": "Ana"}]},
        {"contacts": [5]},
        {"items": [{"quantity": 3}]},
        {"errors": {"code": 1}},
        {"reactsTo": "5"},
    ],
)
def test_nonsense_is_nothing(data: JsonObject) -> None:
    assert extra_of(data) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["latitude", "longitude", "contacts", "items", "errors", "reactsTo"]), JSON
    )
)
def test_whatever_a_vendor_tells_is_survived(data: JsonObject) -> None:
    extra_of(data)
