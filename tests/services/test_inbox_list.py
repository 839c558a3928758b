"""Threads as staff see them: every message once, and what happened between."""

from __future__ import annotations

import pytest

from jack.errors import Invalid
from jack.events import ConversationChanged
from jack.model.clock import HOUR
from jack.model.inbox import Filters, Order
from jack.model.messages import Sender
from jack.model.phrases import Phrase, say
from jack.model.tasks import Department, TaskProposal
from tests.house import House, draft

TOWELS = TaskProposal(Department.HOUSEKEEPING, "Towels", intent="request.service.towels")


async def test_a_thread_tells_who_wrote_and_what_happened(house: House) -> None:
    passed_on = draft("Your request was passed on.", "request.service.towels", tasks=(TOWELS,))
    house.model.says = [passed_on]
    await house.talk("Towels, please")
    maria = house.staff()
    house.clock.forward(1)
    await house.conversations.claim(1, maria)
    house.clock.forward(1)
    await house.handover.note(1, maria, "He likes big ones.")
    house.clock.forward(1)
    await house.conversations.reply(1, maria, "I bring them.")

    thread = await house.inbox_list.thread(maria, 1, before=None, limit=50)

    assert thread.is_last
    assert [m.sender for m in thread.messages] == [
        Sender.STAFF, Sender.SYSTEM, Sender.AI, Sender.GUEST,
    ]  # fmt: skip
    assert thread.names == {maria.id: "Maria Costa"}
    assert [note.text for note in thread.notes] == ["He likes big ones."]
    assert [event.action for event in thread.events] == ["claim"]
    assert [task.title for task in thread.tasks] == ["Towels"]
    assert thread.window_ends_at == house.said()[0].created_at + 24 * HOUR


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
async def test_pages_of_a_thread_lose_and_repeat_nothing(house: House, limit: int) -> None:
    maria = house.staff()
    for number in range(5):
        await house.write(f"Message {number}")
        house.clock.forward(60)
        await house.handover.note(1, maria, f"Note {number}")
        house.clock.forward(60)
    said: list[str] = []
    notes: list[str] = []
    before: int | None = None
    while True:
        thread = await house.inbox_list.thread(maria, 1, before=before, limit=limit)
        said += [m.text for m in thread.messages]
        notes += [note.text for note in thread.notes[::-1]]
        if thread.is_last:
            break
        before = thread.messages[-1].id

    assert said == [f"Message {number}" for number in (4, 3, 2, 1, 0)]
    assert notes == [f"Note {number}" for number in (4, 3, 2, 1, 0)]


async def test_web_chat_has_no_window(house: House) -> None:
    await house.write("Hello", channel="webchat")

    thread = await house.inbox_list.thread(house.staff(), 1, before=None, limit=5)

    assert thread.window_ends_at is None


async def test_what_was_seen_is_read_and_other_pages_hear_of_it_once(house: House) -> None:
    await house.write("Hello")
    maria = house.staff()
    (hello,) = house.said()
    house.heard.clear()

    await house.inbox_list.see(maria, 1, hello.id)
    await house.inbox_list.see(maria, 1, hello.id)

    lines, _ = await house.inbox_list.listed(
        maria, Filters(), order=Order.RECENT, after=None, limit=5
    )
    assert [line.unread for line in lines] == [0]
    assert len([e for e in house.heard if isinstance(e, ConversationChanged)]) == 1


async def test_only_a_message_of_the_conversation_can_be_seen_in_it(house: House) -> None:
    await house.write("Hello")
    await house.write("Hi", channel="webchat")
    other = house.said(2)[0]

    with pytest.raises(Invalid, match="is not of this conversation"):
        await house.inbox_list.see(house.staff(), 1, other.id)


async def test_search_finds_guests_with_the_first_page_only(house: House) -> None:
    await house.write("Ana here")
    maria = house.staff()

    said, guests = await house.inbox_list.search(maria, "ana", before=None, limit=5)
    _, later = await house.inbox_list.search(maria, "ana", before=said[-1].message.id, limit=5)

    assert [f.message.text for f in said] == ["Ana here"]
    assert [(g.name, g.conversation_id) for g in guests] == [("Ana Silva", 1)]
    assert later == []


async def test_the_views_are_counted_for_the_one_who_asks(house: House) -> None:
    await house.write("Hello")
    maria = house.staff()
    await house.conversations.claim(1, maria)

    assert (await house.inbox_list.counts(maria))["mine"] == 1
    assert (await house.inbox_list.counts(house.staff("Rui Dias")))["mine"] == 0
    assert house.said()[-1].text == say(Phrase.STAFF_JOINED, "en", name="Maria Costa")
