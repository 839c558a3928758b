"""Every shape WhatsApp posts becomes Jack's own nouns, and no shape breaks Jack."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.channels.whatsapp_parse import HINTS, error_text, parse
from jack.errors import Invalid
from jack.model.clock import SECOND, from_datetime
from jack.model.consent import ConsentReport, Purpose
from jack.model.messages import (
    SILENT_KINDS,
    Delivery,
    Inbound,
    Kind,
    Parsed,
    StatusReport,
    Whereabouts,
)
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import JsonObject

AT = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
USER_ID = "US.13491208655302741918"


def parsed(payload: object) -> Parsed:
    return parse(json.dumps(payload).encode())


def one(message: JsonObject, **more: Any) -> Inbound:
    """The only message of an envelope with this one in it."""
    [inbound] = parsed(webhooks.envelope([message], **more)).messages
    return inbound


def status(**changes: object) -> StatusReport:
    update = webhooks.status_update("wamid.out", "sent", at=AT) | changes
    [report] = parsed(webhooks.envelope(statuses=[update])).statuses
    return report


# -- messages ------------------------------------------------------------------------------


def test_a_text_message_with_all_that_belongs_to_it() -> None:
    inbound = one(webhooks.text_message("Is there a pool? 🏊", message_id="wamid.1", at=AT))

    assert inbound == Inbound(
        channel="whatsapp",
        account=webhooks.PHONE_NUMBER_ID,
        vendor_id="wamid.1",
        address=webhooks.GUEST_PHONE,
        kind=Kind.TEXT,
        text="Is there a pool? 🏊",
        sent_at=from_datetime(AT),
        name="Ana Silva",
        phone=f"+{webhooks.GUEST_PHONE}",
    )


@pytest.mark.parametrize(
    ("message", "kind", "text"),
    [
        (webhooks.text_message("Hello"), Kind.TEXT, "Hello"),
        (webhooks.media_message("image", caption="The shower"), Kind.IMAGE, "The shower"),
        (webhooks.media_message("audio"), Kind.AUDIO, ""),
        (webhooks.media_message("video", caption="Listen"), Kind.VIDEO, "Listen"),
        (webhooks.media_message("document", caption="My visa"), Kind.DOCUMENT, "My visa"),
        (webhooks.media_message("sticker"), Kind.STICKER, ""),
        (webhooks.location_message(), Kind.LOCATION, "Pariser Platz"),
        (webhooks.contacts_message(), Kind.CONTACTS, ""),
        (webhooks.button_message("Yes, please"), Kind.BUTTON, "Yes, please"),
        (webhooks.interactive_message("button_reply", title="Late"), Kind.BUTTON, "Late"),
        (webhooks.interactive_message("list_reply", title="Spa"), Kind.BUTTON, "Spa"),
        (webhooks.interactive_message("nfm_reply"), Kind.BUTTON, "Sent"),
        (webhooks.reaction_message("❤️", to="wamid.out"), Kind.REACTION, "❤️"),
        (webhooks.reaction_message("", to="wamid.out"), Kind.REACTION, ""),
        (webhooks.order_message(), Kind.ORDER, ""),
        (
            webhooks.system_message(),
            Kind.SYSTEM,
            f"User changed from {webhooks.GUEST_PHONE} to 4915199999999",
        ),
        (webhooks.unsupported_message(), Kind.UNSUPPORTED, ""),
        (webhooks.message("poll", {"question": "?"}), Kind.UNSUPPORTED, ""),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else None,
)
def test_every_type_of_message_is_understood(message: JsonObject, kind: Kind, text: str) -> None:
    inbound = one(message)

    assert (inbound.kind, inbound.text) == (kind, text)
    assert inbound.vendor_id == message["id"]
    assert inbound.address == webhooks.GUEST_PHONE


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        (webhooks.media_message("image", media_id="m1"), {"id": "m1", "mime_type": "image/jpeg"}),
        (webhooks.media_message("document"), {"filename": "passport.pdf"}),
        (webhooks.location_message(), {"latitude": 52.5163, "longitude": 13.3777}),
        (webhooks.button_message("Yes", payload="late-checkout"), {"payload": "late-checkout"}),
        (webhooks.interactive_message("button_reply", option_id="b2"), {"id": "b2"}),
        (webhooks.interactive_message("nfm_reply"), {"reply": '{"flow_token": "t"}'}),
        (webhooks.reaction_message("❤️", to="wamid.out"), {"message_id": "wamid.out"}),
        (webhooks.system_message(new_phone="49151"), {"wa_id": "49151"}),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else None,
)
def test_what_text_cannot_say_is_kept_beside_it(message: JsonObject, kept: JsonObject) -> None:
    data = dict(one(message).data)

    assert {key: data.get(key) for key in kept} == kept


def test_contacts_orders_and_reasons_are_kept_whole() -> None:
    contact = one(webhooks.contacts_message()).data["contacts"]
    items = one(webhooks.order_message()).data["items"]
    refused = one(webhooks.unsupported_message()).data["errors"]

    assert isinstance(contact, list)
    assert contact[0]["name"]["first_name"] == "Ana"
    assert isinstance(items, list)
    assert items[0]["product_retailer_id"] == "club-sandwich"
    assert isinstance(refused, list)
    assert refused[0]["code"] == 131051


@pytest.mark.parametrize(
    "message",
    [
        webhooks.reaction_message("❤️", to="wamid.out"),
        webhooks.media_message("sticker"),
        webhooks.system_message(),
    ],
    ids=lambda message: message["type"],
)
def test_reactions_stickers_and_system_notes_are_never_answered(message: JsonObject) -> None:
    assert one(message).kind in SILENT_KINDS


def test_a_guest_without_a_phone_number_is_known_by_the_user_id() -> None:
    inbound = one(webhooks.text_message("Hi", sender=USER_ID), name="Ben Meyer")

    assert (inbound.address, inbound.phone, inbound.name) == (USER_ID, None, "Ben Meyer")


def test_a_guest_with_both_is_written_to_by_phone_number() -> None:
    inbound = one(webhooks.text_message("Hi", user_id=USER_ID))

    assert inbound.address == webhooks.GUEST_PHONE
    assert inbound.phone == f"+{webhooks.GUEST_PHONE}"


def test_a_number_is_kept_as_it_is_dialled_and_written_to_as_whatsapp_names_it() -> None:
    inbound = one(webhooks.text_message("Hola", sender="5215512345678"))

    assert inbound.address == "5215512345678"
    assert inbound.phone == "+525512345678"


def test_the_user_id_is_who_writes_and_the_number_is_where_to() -> None:
    inbound = one(webhooks.text_message("Hi", user_id=USER_ID))

    assert (inbound.user_id, inbound.address) == (USER_ID, webhooks.GUEST_PHONE)
    assert one(webhooks.text_message("Hi")).user_id is None


@pytest.mark.parametrize(
    ("message", "known_as", "moves_to"),
    [
        (
            webhooks.system_message(new_phone="4915199999999"),
            (None, webhooks.GUEST_PHONE),
            Whereabouts(None, "4915199999999", "+4915199999999"),
        ),
        (
            webhooks.user_id_message(USER_ID, "US.2"),
            (USER_ID, USER_ID),
            Whereabouts("US.2", "US.2"),
        ),
        (
            webhooks.user_id_message(USER_ID, "US.2", sender="49151", new_phone="49152"),
            (USER_ID, "49151"),
            Whereabouts("US.2", "49152", "+49152"),
        ),
    ],
    ids=["number", "id", "both"],
)
def test_a_change_of_number_or_user_id_says_who_and_where_to(
    message: JsonObject, known_as: tuple[str | None, str], moves_to: Whereabouts
) -> None:
    inbound = one(message)

    assert (inbound.user_id, inbound.address) == known_as
    assert inbound.moves_to == moves_to


@pytest.mark.parametrize(
    "changes", [{"type": "customer_identity_changed"}, {"wa_id": ""}, {"wa_id": None}]
)
def test_other_system_notes_move_nobody(changes: JsonObject) -> None:
    message = webhooks.system_message()
    message["system"] |= changes

    assert one(message).moves_to is None


def test_each_sender_of_a_batch_has_an_own_name() -> None:
    payload = webhooks.envelope(
        [
            webhooks.text_message("a", sender="4915100000001"),
            webhooks.text_message("b", sender="4915100000002"),
        ]
    )
    payload["entry"][0]["changes"][0]["value"]["contacts"][1]["profile"]["name"] = "Ben"

    assert [each.name for each in parsed(payload).messages] == ["Ana Silva", "Ben"]


def test_one_post_may_carry_many_messages_and_statuses_in_order() -> None:
    payload = webhooks.batch(
        webhooks.envelope(
            [webhooks.text_message("one", message_id="1"), webhooks.text_message("two")],
            statuses=[webhooks.status_update("wamid.a", "sent")],
        ),
        webhooks.envelope(
            [webhooks.text_message("three")],
            statuses=[webhooks.status_update("wamid.a", "read")],
            phone_number_id="2",
        ),
    )

    found = parsed(payload)

    assert [each.text for each in found.messages] == ["one", "two", "three"]
    assert [each.account for each in found.messages] == [webhooks.PHONE_NUMBER_ID] * 2 + ["2"]
    assert [each.status for each in found.statuses] == [Delivery.SENT, Delivery.READ]


def test_other_fields_of_the_subscription_carry_no_messages() -> None:
    payload = webhooks.envelope([webhooks.text_message("Hi")])
    payload["entry"][0]["changes"][0]["field"] = "message_template_status_update"

    assert parsed(payload) == Parsed([], [])


def test_a_message_that_nobody_can_be_told_from_is_left_out_and_the_rest_kept() -> None:
    payload = webhooks.envelope([webhooks.text_message(text) for text in "abc"])
    senderless, without_id, _ = webhooks.messages_in(payload)
    del senderless["from"]
    without_id["id"] = ""

    found = parsed(payload)

    assert [each.text for each in found.messages] == ["c"]


@pytest.mark.parametrize("timestamp", [None, "", "yesterday", "-5", "9" * 12, [], "²"])
def test_a_senseless_time_is_no_time(timestamp: object) -> None:
    assert one(webhooks.text_message("Hi") | {"timestamp": timestamp}).sent_at is None


@pytest.mark.parametrize(
    ("said", "kept"), [("a\x00b", "ab"), ("half \ud83d emoji", "half ? emoji")]
)
def test_what_cannot_be_stored_is_taken_out_of_the_text(said: str, kept: str) -> None:
    assert one(webhooks.text_message(said)).text == kept


# -- statuses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "delivery"),
    [
        ("sent", Delivery.SENT),
        ("delivered", Delivery.DELIVERED),
        ("read", Delivery.READ),
        ("failed", Delivery.FAILED),
    ],
)
def test_a_status_names_our_message_and_the_vendors(name: str, delivery: Delivery) -> None:
    report = status(status=name, biz_opaque_callback_data="jack:7")

    assert report == StatusReport(
        channel="whatsapp",
        status=delivery,
        vendor_id="wamid.out",
        outbox_id=7,
        at=from_datetime(AT),
    )


@pytest.mark.parametrize(
    "callback",
    [None, "", "7", "other:7", "jack:", "jack:x", "jack:-7", "jack:7 ", "jack:" + "9" * 19, 7],
)
def test_callback_data_that_is_not_ours_names_no_message(callback: object) -> None:
    assert status(biz_opaque_callback_data=callback).outbox_id is None


@pytest.mark.parametrize(
    ("code", "words"), [(131047, HINTS["131047"]), (131052, "More than 24 hours.")]
)
def test_r11_a_failed_status_says_why(code: int, words: str) -> None:
    reason = webhooks.error_object(code, "Re-engagement message", "More than 24 hours.")

    report = status(status="failed", errors=[reason])

    assert (report.error_code, report.error_text) == (str(code), words)


def test_statuses_of_other_kinds_are_left_out() -> None:
    update = webhooks.status_update("wamid.out", "sent") | {"status": "deleted"}

    assert parsed(webhooks.envelope(statuses=[update])).statuses == []


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"code": 1, "message": "M", "error_data": {"details": "D"}}, ("1", "D")),
        ({"code": 1, "message": "M", "title": "T"}, ("1", "M")),
        ({"code": 1, "title": "T"}, ("1", "T")),
        ({}, ("unknown", "The vendor gave no reason.")),
    ],
)
def test_the_most_telling_words_of_an_error_are_taken(
    error: JsonObject, expected: tuple[str, str]
) -> None:
    assert error_text(error) == expected


# -- anything else -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"{", b"[]", b"null", b'"entry"', b"{}", b'{"entry": {}}', b"[" * 100_000],
)
def test_what_is_no_envelope_is_refused(body: bytes) -> None:
    with pytest.raises(Invalid):
        parse(body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
PARTS = [
    "entry", "changes", "value", "field", "metadata", "contacts", "messages", "statuses", "errors",
    "profile", "id", "from", "type", "text", "image", "button", "interactive", "location", "system",
    "reaction", "order", "timestamp", "status", "biz_opaque_callback_data", "from_user_id",
]  # fmt: skip


def _replace(value: Any, part: str, junk: object) -> Any:
    """`value` with every `part` in it replaced."""
    if isinstance(value, dict):
        return {k: junk if k == part else _replace(v, part, junk) for k, v in value.items()}
    return [_replace(each, part, junk) for each in value] if isinstance(value, list) else value


@given(st.sampled_from(PARTS), json_values)
def test_no_misshapen_part_of_an_envelope_breaks_the_rest(part: str, junk: object) -> None:
    senders = [
        webhooks.text_message("Hi"),
        webhooks.media_message("image", caption="c"),
        webhooks.button_message("Yes"),
        webhooks.interactive_message("list_reply"),
        webhooks.location_message(),
        webhooks.reaction_message("❤️", to="wamid.1"),
        webhooks.order_message(),
        webhooks.system_message(),
        webhooks.contacts_message(),
        webhooks.unsupported_message(),
    ]
    updates = [webhooks.status_update("wamid.1", "failed", callback_data="jack:1")]
    payload = _replace(webhooks.envelope(senders, statuses=updates), part, junk)

    try:
        found = parse(json.dumps(payload).encode())
    except Invalid:
        assert part == "entry"
        return

    for inbound in found.messages:
        assert inbound.vendor_id
        assert inbound.address
        assert isinstance(inbound.text, str)


# -- user preferences ------------------------------------------------------------------------------


def preferences(**changes: Any) -> bytes:
    preference = {
        "wa_id": "4915112345678",
        "detail": "User requested to stop marketing messages",
        "category": "marketing_messages",
        "value": "stop",
        "timestamp": 1731705721,
        **changes,
    }
    value = {
        "messaging_product": "whatsapp",
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": "4915112345678"}],
        "user_preferences": [preference],
    }
    change = {"field": "user_preferences", "value": value}
    entry = [{"id": "1", "changes": [change]}]
    return json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()


@pytest.mark.parametrize(("value", "is_given"), [("stop", False), ("resume", True)])
def test_r8_marketing_stopped_or_resumed_in_whatsapp_is_a_consent(
    value: str, *, is_given: bool
) -> None:
    [told] = parse(preferences(value=value)).consents

    assert told == ConsentReport(
        "whatsapp", "4915112345678", Purpose.MARKETING, is_given=is_given, at=1731705721 * SECOND
    )


@pytest.mark.parametrize(
    "changes", [{"value": "pause"}, {"category": "utility"}, {"wa_id": None}, {"value": None}]
)
def test_other_preferences_say_nothing(changes: dict[str, Any]) -> None:
    assert parse(preferences(**changes)).consents == ()


def test_r8_a_guest_without_a_number_is_known_by_user_id() -> None:
    [told] = parse(preferences(wa_id=None, user_id="US.1349")).consents

    assert told.address == "US.1349"


def test_a_form_that_was_filled_in_is_told_in_lines() -> None:
    message = webhooks.interactive_message("nfm_reply")
    told = {"flow_token": "t", "guests": 2, "wish": "by the window", "note": " ", "more": {"a": 1}}
    message["interactive"]["nfm_reply"]["response_json"] = json.dumps(told)

    assert one(message).text == "guests: 2\nwish: by the window"


def test_what_meta_says_of_the_account_is_not_lost() -> None:
    errors = [webhooks.error_object(130429, "Rate limit hit", "too many")]

    parsed = parse(json.dumps(webhooks.envelope(errors=errors)).encode())

    assert parsed.troubles == ("130429",)


@pytest.mark.parametrize(
    ("code", "closes", "stops"),
    [(131047, True, False), (131050, False, True), (131026, False, False)],
)
def test_a_failure_tells_what_is_learned_from_it(code: int, *, closes: bool, stops: bool) -> None:
    errors = [webhooks.error_object(code, "x", "y")]
    update = webhooks.status_update("wamid.1", "failed", errors=errors)

    [report] = parse(json.dumps(webhooks.envelope(statuses=[update])).encode()).statuses

    assert (report.closes_window, report.stops_offers) == (closes, stops)
    assert not report.is_temporary
