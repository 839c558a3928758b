"""Jack's suggestion for the composer: the same rules as his own answers, and nothing is sent."""

from __future__ import annotations

import pytest

from jack.errors import Conflict
from jack.model.messages import Delivery, Sender
from jack.model.staff import Staff
from jack.model.tasks import Department, TaskProposal
from tests.house import House, answer, draft, greeting

TOWELS = TaskProposal(Department.HOUSEKEEPING, "Towels", intent="request.service.towels")


@pytest.fixture
async def maria(house: House) -> Staff:
    """Maria answers Ana."""
    await house.know("Breakfast", "Breakfast is from seven to ten.")
    house.model.says = [greeting()]
    await house.talk("Hello")
    maria = house.staff()
    for item in house.sends("queued"):
        await house.queues.sent(item, f"wamid.{item.id}")
    await house.conversations.claim(1, maria)
    return maria


async def ask(house: House, text: str, says: object) -> None:
    """Ana writes, the turn passes in silence, and the model will say this."""
    await house.write(text)
    await house.turn()
    house.model.says = [says]  # type: ignore[list-item]
    house.model.asked.clear()


async def test_r3_a_suggestion_is_a_draft_and_nothing_is_sent(house: House, maria: Staff) -> None:
    await ask(house, "When is breakfast?", answer("From seven to ten."))
    sends = len(house.sends())

    suggestion = await house.suggestions.suggest(1, maria)

    assert suggestion.message is not None
    assert suggestion.message.text == "From seven to ten."
    assert suggestion.message.delivery is Delivery.DRAFT
    assert [source.title for source in suggestion.message.sources] == ["Breakfast"]
    assert len(house.sends()) == sends


async def test_asking_again_costs_no_second_call(house: House, maria: Staff) -> None:
    await ask(house, "When is breakfast?", answer("From seven to ten."))

    first = await house.suggestions.suggest(1, maria)
    second = await house.suggestions.suggest(1, maria)

    assert first == second
    assert len(house.model.asked) == 1


async def test_a_new_message_wants_a_new_suggestion(house: House, maria: Staff) -> None:
    await ask(house, "When is breakfast?", answer("From seven to ten."))
    first = await house.suggestions.suggest(1, maria)
    await ask(house, "And on Sundays?", answer("The same."))

    second = await house.suggestions.suggest(1, maria)

    assert first.message is not None
    assert second.message is not None
    assert second.message.id > first.message.id
    assert house.model.asked[0].text == "When is breakfast?\nAnd on Sundays?"


async def test_r13_a_suggestion_is_explained(house: House, maria: Staff) -> None:
    await ask(house, "When is breakfast?", answer("From seven to ten."))

    suggestion = await house.suggestions.suggest(1, maria)

    assert suggestion.message is not None
    trace = await house.conversations.explain(suggestion.message.id)
    assert trace["question"] == "When is breakfast?"
    assert trace["suggestedFor"] == maria.id


async def test_r4_without_a_source_there_is_no_suggestion(house: House, maria: Staff) -> None:
    await ask(house, "When is dinner?", answer("At eight.", sources=()))

    suggestion = await house.suggestions.suggest(1, maria)

    assert suggestion.message is None
    assert suggestion.reasons == ("no_source",)
    assert "At eight." not in str(house.said())


async def test_r5_a_promise_without_a_task_is_no_suggestion(house: House, maria: Staff) -> None:
    await ask(house, "Towels?", draft("They are on their way.", "request.service.towels"))

    suggestion = await house.suggestions.suggest(1, maria)

    assert suggestion.message is None
    assert suggestion.reasons == ("uncovered_promise",)


async def test_r5_a_promise_comes_with_its_task_and_both_wait(house: House, maria: Staff) -> None:
    promise = draft("They are on their way.", "request.service.towels", tasks=(TOWELS,))
    await ask(house, "Towels?", promise)

    suggestion = await house.suggestions.suggest(1, maria)

    assert suggestion.message is not None
    assert suggestion.tasks == (TOWELS,)
    assert (await house.suggestions.suggest(1, maria)).tasks == (TOWELS,)
    assert house.tasks() == []
    await house.drafts.approve(suggestion.message.id, maria)
    assert [task.title for task in house.tasks()] == ["Towels"]
    assert house.said()[-1].sender is Sender.STAFF


async def test_r7_what_a_person_will_send_does_not_call_itself_a_machine(house: House) -> None:
    await house.know("Breakfast", "Breakfast is from seven to ten.")
    await house.write("When is breakfast?")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    house.model.says = [answer("From seven to ten.")]

    suggestion = await house.suggestions.suggest(1, maria)

    assert suggestion.message is not None
    assert suggestion.message.text == "From seven to ten."


async def test_in_an_escalated_conversation_staff_are_helped_too(house: House) -> None:
    await house.know("Breakfast", "Breakfast is from seven to ten.")
    house.model.says = [draft("Hm.", "complaint.billing.wrong")]
    await house.talk("My bill is wrong")
    maria = house.staff()
    await house.conversations.claim(1, maria)
    for found in house.by_jack():
        await house.drafts.discard(found.id, maria)
    promise = draft("Passed on.", "request.service.towels", tasks=(TOWELS,))
    await ask(house, "And towels, please", promise)

    assert (await house.suggestions.suggest(1, maria)).tasks == (TOWELS,)


async def test_a_photo_alone_gets_no_suggestion(house: House, maria: Staff) -> None:
    from jack.model.messages import Kind

    await house.write("", kind=Kind.IMAGE, vendor_id="wamid.photo")

    assert (await house.suggestions.suggest(1, maria)).message is None


async def test_nobody_can_answer_what_was_not_asked(house: House) -> None:
    from tests.db.samples import conversation

    house.db.write_now(conversation)

    with pytest.raises(Conflict, match="has not written"):
        await house.suggestions.suggest(1, house.staff())
