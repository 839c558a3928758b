"""Taking messages in: stored first, told after; danger and stop words before everything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.db.database import Database
from jack.errors import DatabaseError
from jack.events import (
    ConversationChanged,
    Escalated,
    InboxFilled,
    MessageAdded,
    MessageStatus,
    OutboxFilled,
    TaskCreated,
)
from jack.model.clock import DAY, SECOND, Micros, seconds
from jack.model.conversations import State
from jack.model.messages import (
    Delivery,
    InboxItem,
    Kind,
    OutboxKind,
    Parsed,
    Sender,
    StatusReport,
)
from jack.model.phrases import Phrase, safety_text, say
from jack.model.safety import Emergency
from jack.model.tasks import Department, Priority
from jack.services import languages
from jack.services.intake import MAX_STORED_CHARS, expiry
from tests.conftest import KEY, FakeClock
from tests.house import ANA, BEN, LEASE, House, answer, configuration, inbound

FIRE = "Help, there is a fire in my room!"
FIRE_TEXT = safety_text(Emergency.FIRE, "en", country="PT")


def due(house: House) -> list[Micros]:
    """When the waiting rows fall due, counted from now."""
    found = house.rows("SELECT due_at FROM inbox WHERE state = 'pending' ORDER BY id")
    return [row[0] - house.clock() for row in found]


# -- R1: nothing accepted is lost ------------------------------------------------------------------


async def test_r1_what_is_accepted_is_committed_before_accept_returns(house: House) -> None:
    accepted = await house.write("Hello")

    other_process = Database(house.db.path, KEY)
    try:
        found = other_process.read_now(lambda: house.rows("SELECT message_id, state FROM inbox"))
    finally:
        other_process.close()
    assert accepted.new == 1
    assert found == [(accepted.message_ids[0], "pending")]


async def test_r1_what_cannot_be_stored_is_not_accepted(house: House) -> None:
    house.db.close()

    with pytest.raises(DatabaseError):
        await house.write("Hello")

    assert house.heard == []


async def test_r1_a_webhook_is_stored_whole_or_not_at_all(house: House) -> None:
    unstorable = inbound("second", data={"no json": object()})

    with pytest.raises(TypeError):
        await house.intake.accept("whatsapp", Parsed([inbound("first"), unstorable]), payload=b"{}")

    assert house.inbox() == []
    assert house.rows("SELECT count(*) FROM message") == [(0,)]
    assert house.rows("SELECT count(*) FROM webhook_payload") == [(0,)]


async def test_a_message_is_stored_as_the_guests_and_told_after(house: House) -> None:
    accepted = await house.write("Hello")

    (message,) = house.said()
    assert (message.sender, message.text, message.address) == (Sender.GUEST, "Hello", ANA)
    assert message.delivery is None
    assert house.heard == [
        MessageAdded(1, accepted.message_ids[0], "guest", "whatsapp", ANA),
        InboxFilled(house.clock() + 2 * SECOND),
    ]


# -- R2: nothing is answered twice -----------------------------------------------------------------


async def test_r2_the_same_vendor_id_three_times_is_one_message_and_one_answer(
    house: House,
) -> None:
    counts = [await house.write("Hello") for _ in range(2)]
    await house.turn()
    counts.append(await house.write("Hello"))

    assert [(c.new, c.duplicates) for c in counts] == [(1, 0), (0, 1), (0, 1)]
    assert await house.claim() == []
    assert [m.sender for m in house.said()] == [Sender.GUEST, Sender.AI]
    assert len(house.sends()) == 1


async def test_r2_repeats_within_one_batch_are_recognised(house: House) -> None:
    accepted = await house.write("Hello", "Hello", "Towels please", "Hello")

    assert (accepted.new, accepted.duplicates) == (2, 2)
    assert [m.text for m in house.said()] == ["Hello", "Towels please"]


async def test_a_payload_is_kept_once_and_not_for_repeats(house: House) -> None:
    await house.write("Hello", "Towels please")
    await house.write("Hello")

    assert house.rows("SELECT channel, body FROM webhook_payload") == [("whatsapp", b"{}")]
    assert house.rows("SELECT DISTINCT payload_id FROM inbox") == [(1,)]


async def test_r2_a_burst_is_one_turn_and_gets_one_answer(house: House) -> None:
    for text in ("Hi", "can I get", "2 towels"):
        await house.write(text)
        house.clock.forward(1)

    await house.turn()

    assert [question.text for question in house.model.asked] == ["Hi\ncan I get\n2 towels"]
    assert len(house.sends()) == 1


async def test_a_burst_waits_for_its_last_message_but_never_long(house: House) -> None:
    waits = []
    for number in range(6):
        await house.write(f"part {number}")
        waits.append(due(house)[-1] / SECOND)
        assert len(set(due(house))) == 1, "all of a burst fall due together"
        house.clock.forward(1.5)

    assert waits == [2, 2, 2, 2, 2, 0.5]


async def test_a_tapped_button_does_not_wait(house: House) -> None:
    await house.write("Yes", kind=Kind.BUTTON)

    assert due(house) == [0]


async def test_nothing_waits_where_staff_answer(house: House) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff())

    await house.write("Are you there?")

    assert due(house) == [0, 0]


async def test_no_burst_window_is_no_wait(house: House) -> None:
    conversation = house.config.conversation.model_copy(update={"burst_window_s": 0.0})
    config = house.config.model_copy(update={"conversation": conversation})
    quick = House(house.db, house.clock, config)

    await quick.write("Hello")

    assert due(quick) == [0]


@pytest.mark.parametrize("kind", [Kind.REACTION, Kind.STICKER, Kind.SYSTEM])
async def test_reactions_and_stickers_are_stored_but_not_answered(house: House, kind: Kind) -> None:
    await house.write("👍", kind=kind)

    assert [m.kind for m in house.said()] == [kind]
    assert await house.claim() == []


# -- R6, R15: who writes, and what is kept ---------------------------------------------------------


async def test_r6_a_proven_number_finds_its_guest_and_the_stay(house: House) -> None:
    guest_id = house.stay()

    await house.write("Hello")

    conversation = house.conversation()
    assert (conversation.guest_id, conversation.reservation_id) == (guest_id, 1)


async def test_r6_a_web_chat_visitor_has_no_stay_whatever_number_is_given(house: House) -> None:
    guest_id = house.stay()

    await house.write("Hello", channel="webchat", phone=f"+{ANA}", name="Ana Silva")

    conversation = house.conversation()
    assert conversation.guest_id != guest_id
    assert conversation.reservation_id is None


async def test_r15_a_card_number_is_masked_before_it_is_stored(house: House) -> None:
    await house.write("my card is 4242 4242 4242 4242")

    (message,) = house.said()
    assert "4242 4242" not in message.text
    assert message.text.endswith("4242")


async def test_a_very_long_text_is_cut(house: House) -> None:
    await house.write("a" * (MAX_STORED_CHARS + 1), vendor_id="wamid.long")

    assert len(house.said()[0].text) == MAX_STORED_CHARS


async def test_a_web_chat_message_has_its_number_and_the_visitors_own_id(house: House) -> None:
    await house.write("Hello", channel="webchat", data={"clientId": "c-1"})
    await house.write("Hello?", channel="webchat", data={"clientId": "c-2"})

    assert [(m.client_id, m.seq) for m in house.said()] == [("c-1", 1), ("c-2", 2)]


async def test_r9_the_language_of_each_message_is_noted(house: House) -> None:
    languages.warm()

    await house.write("¿A qué hora es el desayuno?", "ok")

    assert [m.language for m in house.said()] == ["es", None]


# -- R10: danger first -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "danger", "language"),
    [
        (FIRE, Emergency.FIRE, "en"),
        ("My wife is unconscious, call an ambulance", Emergency.MEDICAL, "en"),
        ("Someone is trying to break into my room with a knife", Emergency.SECURITY, "en"),
        ("¡Ayuda! Hay un incendio en mi habitación", Emergency.FIRE, "es"),
        ("Hilfe, es brennt in meinem Zimmer!", Emergency.FIRE, "de"),
        ("着火了！救命", Emergency.FIRE, "zh"),
    ],
)
async def test_r10_danger_gets_the_fixed_text_at_once(
    house: House, text: str, danger: Emergency, language: str
) -> None:
    languages.warm()

    await house.write(text)

    (send,) = house.sends(Delivery.QUEUED)
    assert send.kind is OutboxKind.SAFETY
    assert send.text == safety_text(danger, language, country="PT")
    assert send.next_at == house.clock(), "no burst wait"
    assert send.expires_at == house.clock() + seconds(600)
    (task,) = house.tasks()
    assert (task.priority, task.department) == (Priority.URGENT, Department.FRONT_DESK)
    (escalation,) = house.escalations()
    assert escalation.priority == Priority.URGENT
    assert escalation.reasons == (f"emergency_{danger.value}",)
    assert house.conversation().state is State.ESCALATED
    assert house.model.asked == [], "never generated"


async def test_r10_everybody_who_listens_hears_of_danger(house: House) -> None:
    await house.write(FIRE)

    guest, jack = house.said()
    assert house.heard == [
        MessageAdded(1, guest.id, "guest", "whatsapp", ANA),
        OutboxFilled(),
        MessageAdded(1, jack.id, "ai", "whatsapp", ANA),
        TaskCreated(1, "front_desk"),
        Escalated(1, 1, "urgent", ("emergency_fire",)),
        ConversationChanged(1, State.ESCALATED),
    ]


async def test_r9_r10_danger_is_answered_in_the_language_it_is_told_in(house: House) -> None:
    languages.warm()
    await house.write("Where is the pool, please?")
    await house.turn()

    await house.write("Hilfe, es brennt in meinem Zimmer!")

    assert house.sends()[-1].text == safety_text(Emergency.FIRE, "de", country="PT")


async def test_r10_comes_before_r2_danger_is_no_turn_and_waits_for_none(house: House) -> None:
    await house.write("Hi", "there")
    await house.write(FIRE)

    assert [s.text for s in house.sends()] == [FIRE_TEXT]
    assert house.inbox()[-1] == (f"wamid.{FIRE}", "done")


async def test_r10_comes_before_r3_danger_is_answered_where_staff_answer(house: House) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff())

    await house.write(FIRE)
    claimed = await house.queues.claim_sends(limit=10)
    await house.queues.sent(claimed[0], "wamid.sent")

    assert claimed[0].text == FIRE_TEXT
    assert house.by_jack()[-1].delivery is Delivery.SENT
    assert house.tasks()[0].priority is Priority.URGENT


async def test_r10_comes_before_r8_danger_is_answered_after_stop(house: House) -> None:
    await house.write("STOP")

    await house.write(FIRE)

    assert house.sends()[-1].text == FIRE_TEXT


async def test_r10_a_late_message_of_danger_is_danger(house: House) -> None:
    await house.write(FIRE, sent_at=house.clock() - 30 * DAY)

    assert [s.kind for s in house.sends()] == [OutboxKind.SAFETY]
    assert house.escalations()[0].reasons == ("emergency_fire",)


async def test_r10_the_hotels_own_number_is_told(db: Database, clock: FakeClock) -> None:
    house = House(db, clock, configuration(emergency_number="+351 999"))

    await house.write(FIRE)

    assert "+351 999" in house.sends()[0].text


async def test_r10_every_call_of_danger_is_answered_once_per_message(house: House) -> None:
    await house.write(FIRE)
    await house.write(FIRE)
    await house.write("The corridor is on fire too")

    assert [s.kind for s in house.sends()] == [OutboxKind.SAFETY] * 2


# -- R8: stop means stop ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keyword", "is_given", "phrase"),
    [("STOP", 0, Phrase.OPTED_OUT), ("Start", 1, Phrase.OPTED_IN)],
)
async def test_r8_a_keyword_is_recorded_as_consent_and_confirmed(
    house: House, keyword: str, is_given: int, phrase: Phrase
) -> None:
    await house.write(keyword)

    assert house.rows("SELECT guest_id, channel, purpose, is_given, source FROM consent") == [
        (1, "whatsapp", "messages", is_given, "keyword")
    ]
    (send,) = house.sends()
    assert (send.kind, send.text) == (OutboxKind.CONSENT, say(phrase, "en"))
    assert send.expires_at == house.clock() + seconds(7200)
    assert await house.claim() == [], "it is no question"
    assert [type(event) for event in house.heard] == [MessageAdded, OutboxFilled, MessageAdded]


async def test_r8_a_keyword_must_be_the_whole_message(house: House) -> None:
    await house.write("Does the shuttle stop here?")

    assert house.rows("SELECT count(*) FROM consent") == [(0,)]
    assert len(await house.claim()) == 1


@pytest.mark.parametrize(("channel", "keyword"), [("webchat", "STOP"), ("whatsapp", "HELP")])
async def test_r8_help_and_web_chat_record_nothing_and_are_answered(
    house: House, channel: str, keyword: str
) -> None:
    await house.write(keyword, channel=channel)

    assert house.rows("SELECT count(*) FROM consent") == [(0,)]
    assert house.sends() == []
    assert len(await house.claim()) == 1


async def test_r8_a_question_after_stop_is_answered(house: House) -> None:
    house.model.says = [answer("From seven.")]
    await house.write("STOP")

    said = await house.talk("When is breakfast?")

    assert said[-1].text.endswith("From seven.")


# -- what comes too late, and statuses -------------------------------------------------------------


async def test_r12_a_message_that_comes_very_late_goes_to_staff(house: House) -> None:
    await house.write("Is my room ready?", sent_at=house.clock() - 8 * DAY)

    assert await house.claim() == []
    assert house.sends() == []
    (escalation,) = house.escalations()
    assert (escalation.reasons, escalation.priority) == (("stale",), Priority.HIGH)


@pytest.mark.parametrize("age", [None, 6 * DAY])
async def test_a_message_that_comes_in_time_is_answered(house: House, age: Micros | None) -> None:
    await house.write("Hello", sent_at=None if age is None else house.clock() - age)

    assert len(await house.claim()) == 1


async def test_r11_a_vendors_status_is_applied_and_told(house: House) -> None:
    await house.talk("Hello")
    (send,) = await house.queues.claim_sends(limit=1)
    report = StatusReport("whatsapp", Delivery.FAILED, "wamid.x", send.id, "131026", "No WhatsApp.")
    unknown = replace(report, outbox_id=99, vendor_id="wamid.unknown")
    house.heard.clear()

    accepted = await house.intake.accept(
        "whatsapp", Parsed([], [report, unknown]), payload=b"status"
    )

    assert (accepted.new, accepted.statuses) == (0, 2)
    assert house.by_jack()[0].delivery is Delivery.FAILED
    assert house.by_jack()[0].failure == "No WhatsApp."
    assert house.heard == [MessageStatus(1, send.message_id, "failed", "whatsapp", ANA)]


# -- which conversation ----------------------------------------------------------------------------


async def test_a_message_within_the_reopen_window_reopens(house: House) -> None:
    await house.talk("Hello")
    await house.conversations.resolve(1, house.staff())
    house.clock.forward(23 * 3600)

    await house.write("One more thing")

    assert house.conversation().state is State.ACTIVE


async def test_after_the_reopen_window_it_is_a_new_conversation(house: House) -> None:
    await house.talk("Hello")
    await house.conversations.resolve(1, house.staff())
    house.clock.forward(25 * 3600)

    await house.write("One more thing")

    assert [m.text for m in house.said(2)] == ["One more thing"]


async def test_guests_are_kept_apart(house: House) -> None:
    await house.write("Hello")
    await house.write("Hello", address=BEN, vendor_id="wamid.ben")

    items: list[InboxItem] = await house.claim()

    assert [item.conversation_id for item in items] == [1, 2]
    assert await house.queues.claim_turns(lease=LEASE, limit=10) == []


@pytest.mark.parametrize(
    ("kind", "channel", "wanted_s"),
    [
        (OutboxKind.ANSWER, "webchat", 15 * 60),
        (OutboxKind.ANSWER, "whatsapp", 6 * 3600),
        (OutboxKind.ANSWER, "sms", 6 * 3600),
        (OutboxKind.ANSWER, "email", 24 * 3600),
        (OutboxKind.NOTICE, "whatsapp", 2 * 3600),
        (OutboxKind.SAFETY, "webchat", 10 * 60),
        (OutboxKind.STAFF, "whatsapp", 24 * 3600),
    ],
)
def test_r12_unsent_messages_stay_true_for_a_while(
    kind: OutboxKind, channel: str, wanted_s: int
) -> None:
    assert expiry(configuration(), kind, channel) == seconds(wanted_s)


# -- foreseeing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window_s", "text", "foreseen"),
    [
        (0, "Where is the pool?", ["Where is the pool?"]),
        (2, "Where is the pool?", []),
        (0, FIRE, []),
    ],
)
async def test_only_a_message_that_is_a_turn_of_its_own_is_foreseen(
    house: House, window_s: float, text: str, foreseen: list[str]
) -> None:
    told: list[str] = []
    talk = house.config.conversation.model_copy(update={"burst_window_s": window_s})
    config = house.config.model_copy(update={"conversation": talk})
    intake = replace(house.intake, config=config, foresee=told.append)

    await intake.accept("whatsapp", Parsed([inbound(text)], []), payload=None)

    assert told == foreseen
