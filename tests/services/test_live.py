"""Live updates: told after the commit, in order, to those who may know, and caught up with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from jack.db import tasks
from jack.errors import Forbidden, NotFound
from jack.events import (
    ConversationChanged,
    Escalated,
    MessageAdded,
    MessageStatus,
    TaskChanged,
    TaskCreated,
    Typing,
)
from jack.model.live import Doing, Happened, News
from jack.model.staff import Role, Staff
from jack.model.tasks import Department, TaskProposal
from jack.services.auth import Principal
from jack.services.live import IDLE, MOST_HEARD, MOST_WAITING, Live, Watcher
from tests.house import VISITOR, House

PATIENCE_S = 10.0


@asynccontextmanager
async def running(house: House, *, kept: int = 2000) -> AsyncIterator[Live]:
    live = Live(house.db, house.bus, house.clock, kept=kept)
    stop = asyncio.Event()
    task = asyncio.create_task(live.run(stop))
    await asyncio.sleep(0)
    try:
        yield live
    finally:
        stop.set()
        await task


def open_page(live: Live, person: Staff) -> Watcher:
    return live.join(Principal(person, ""))


async def until(watcher: Watcher, news: News) -> list[Happened]:
    """Everything up to the next event of this kind."""
    found: list[Happened] = []
    async with asyncio.timeout(PATIENCE_S):
        while not any(happened.news is news for happened in found):
            found += await watcher.next()
    return found


def one(found: list[Happened], news: News) -> Happened:
    """The last of this kind."""
    return [happened for happened in found if happened.news is news][-1]


def task(house: House, department: Department) -> int:
    return house.db.write_now(tasks.add, TaskProposal(department, "Towels"), house.clock())


async def test_what_is_committed_is_told_in_its_order(house: House) -> None:
    async with running(house) as live:
        page = open_page(live, house.staff())

        await house.write("Hello")
        found = await until(page, News.MESSAGE_NEW)

        assert [happened.news for happened in found] == [
            News.CONVERSATION_CREATED, News.MESSAGE_NEW,
        ]  # fmt: skip
        assert found[1].data["message"].text == "Hello"
        assert found[0].data["guestName"] == "Ana Silva"
        numbers = [happened.number for happened in found]
        assert numbers == [page.since + 1, page.since + 2]


async def test_a_message_belongs_to_a_conversation_that_is_known(house: House) -> None:
    await house.write("Hello")
    async with running(house) as live:
        page = open_page(live, house.staff())

        await house.write("Are you there?")
        found = await until(page, News.MESSAGE_NEW)

        assert [happened.news for happened in found] == [News.MESSAGE_NEW]


async def test_escalations_claims_and_deliveries_are_told(house: House) -> None:
    await house.talk("Hello")
    maria = house.staff()
    async with running(house) as live:
        page = open_page(live, maria)

        await house.conversations.claim(1, maria)
        found = await until(page, News.CONVERSATION_UPDATED)
        (status,) = [h for h in found if h.news is News.MESSAGE_STATUS]
        assert status.data["message"].delivery == "draft"
        assert one(found, News.CONVERSATION_UPDATED).data["assignedName"] == "Maria Costa"

        await house.write("There is a fire!")
        found = await until(page, News.ESCALATION)
        conversation = one(found, News.CONVERSATION_UPDATED).data
        assert [e.reasons for e in conversation["escalations"]] == [("emergency_fire",)]
        assert one(found, News.ESCALATION).data["escalation"].reasons == ("emergency_fire",)


async def test_housekeeping_is_told_of_its_own_tasks_and_nothing_else(house: House) -> None:
    maid = house.staff("Rosa Melo", Role.HOUSEKEEPING)
    async with running(house) as live:
        page, boss = open_page(live, maid), open_page(live, house.staff("Bea", Role.MANAGER))

        await house.write("Hello")
        maintenance, own = (
            task(house, department)
            for department in (Department.MAINTENANCE, Department.HOUSEKEEPING)
        )
        house.bus.publish(TaskCreated(maintenance, "maintenance"))
        house.bus.publish(TaskCreated(own, "housekeeping"))
        found = await until(page, News.TASK_CREATED)

        assert [happened.data["task"].department for happened in found] == ["housekeeping"]
        seen = [happened.news for happened in await until(boss, News.TASK_CREATED)]
        assert News.MESSAGE_NEW in seen


async def test_a_task_that_moves_is_told_where_it_was_and_where_it_is(house: House) -> None:
    maid = house.staff("Rosa Melo", Role.HOUSEKEEPING)
    smith = house.staff("Tom Smith", Role.MAINTENANCE)
    async with running(house) as live:
        pages = [open_page(live, person) for person in (maid, smith)]
        task_id = task(house, Department.HOUSEKEEPING)
        house.bus.publish(TaskCreated(task_id, "housekeeping"))
        await until(pages[0], News.TASK_CREATED)

        from jack.db import sql

        house.db.write_now(sql.run, "UPDATE task SET department = 'maintenance'")
        house.bus.publish(TaskChanged(task_id, "pending"))

        for page in pages:
            found = await until(page, News.TASK_UPDATED)
            assert one(found, News.TASK_UPDATED).data["task"].department == "maintenance"


async def test_who_comes_back_is_told_what_was_missed(house: House) -> None:
    maria = house.staff()
    async with running(house) as live:
        page = open_page(live, maria)
        await house.write("One")
        seen = (await until(page, News.MESSAGE_NEW))[-1].number
        live.leave(page)
        other = open_page(live, house.staff("Rui Dias"))
        await house.write("Two")
        await until(other, News.MESSAGE_NEW)

        again = open_page(live, maria)
        missed = live.missed(again, seen)

        assert [h.data["message"].text for h in missed if h.news is News.MESSAGE_NEW] == ["Two"]
        assert all(h.number > seen for h in missed)
        assert live.missed(again, again.since) == []


async def test_who_was_away_too_long_reads_everything_anew(house: House) -> None:
    async with running(house, kept=3) as live:
        page = open_page(live, house.staff())
        start = page.since
        for text in ("One", "Two", "Three"):
            await house.write(text)
            await until(page, News.MESSAGE_NEW)

        again = open_page(live, house.staff("Rui Dias"))

        assert [h.news for h in live.missed(again, start)] == [News.RESYNC]
        assert [h.news for h in live.missed(again, again.since + 1)] == [News.RESYNC]
        assert len(live.missed(again, again.since - 3)) == 3


async def test_numbers_grow_over_a_restart(house: House) -> None:
    async with running(house) as live:
        page = open_page(live, house.staff())
        await house.write("Hello")
        last = (await until(page, News.MESSAGE_NEW))[-1].number
    house.clock.forward(1)

    async with running(house) as live:
        again = open_page(live, house.staff("Rui Dias"))

        assert again.since > last
        assert [h.news for h in live.missed(again, last)] == [News.RESYNC]


async def test_a_slow_page_is_told_to_read_anew_and_holds_no_more_than_its_share(
    house: House,
) -> None:
    await house.write("Hello")
    async with running(house) as live:
        slow, quick = (open_page(live, house.staff(name)) for name in ("Ana Slow", "Rui Quick"))
        told = 0
        for number in range(MOST_WAITING + 5):
            house.bus.publish(ConversationChanged(1, str(number)))
            if number % 50 == 49:
                told += len(await until(quick, News.CONVERSATION_UPDATED))
        while told < MOST_WAITING + 5:
            told += len(await quick.next())

        assert len(slow.waiting) <= MOST_WAITING
        assert [happened.news for happened in await slow.next()] == [News.RESYNC]
        house.bus.publish(ConversationChanged(1, "active"))
        assert [h.news for h in await slow.next()] == [News.CONVERSATION_UPDATED]


async def test_when_nobody_is_there_nothing_is_read(house: House) -> None:
    async with running(house) as live:
        page = open_page(live, house.staff())
        live.leave(page)
        house.clock.forward(IDLE / 1_000_000)
        before = live.number

        await house.write("Hello")
        async with asyncio.timeout(PATIENCE_S):
            while live.number == before:
                await asyncio.sleep(0)

        again = open_page(live, house.staff("Rui Dias"))
        assert [h.news for h in live.missed(again, before)] == [News.RESYNC]


async def test_a_guest_who_types_is_shown(house: House) -> None:
    await house.write("Hello", channel="webchat")
    async with running(house) as live:
        page = open_page(live, house.staff())

        house.bus.publish(Typing("webchat", "nobody", "guest"))
        house.bus.publish(Typing("webchat", VISITOR, "guest"))
        (typing,) = await until(page, News.TYPING)

        assert (typing.data["conversationId"], typing.data["sender"]) == (1, "guest")
        for _ in range(100):
            house.bus.publish(Typing("webchat", VISITOR, "guest"))
        house.clock.forward(2)
        house.bus.publish(Typing("webchat", VISITOR, "guest"))
        house.bus.publish(ConversationChanged(1, "active"))
        found = await until(page, News.CONVERSATION_UPDATED)
        assert [happened.news for happened in found] == [
            News.TYPING, News.CONVERSATION_UPDATED,
        ]  # fmt: skip


async def test_a_person_who_types_is_shown_to_the_guest_and_to_colleagues(house: House) -> None:
    await house.write("Hello", channel="webchat")
    async with running(house) as live:
        maria = house.staff()
        mine, theirs = open_page(live, maria), open_page(live, house.staff("Rui Dias"))
        house.heard.clear()

        await live.type(mine, 1)
        await live.type(mine, 1)

        found = await until(theirs, News.TYPING)
        presence = next(happened for happened in found if happened.news is News.PRESENCE)
        assert [(p.name, p.doing) for p in presence.data["people"]] == [
            ("Maria Costa", Doing.ANSWERING)
        ]
        assert house.heard == [Typing("webchat", VISITOR, "staff")]
        assert [h.news for h in await mine.next()] == [News.PRESENCE]
        house.clock.forward(7)
        assert [p.doing for p in live.present()[1]] == [Doing.VIEWING]


async def test_nobody_types_where_somebody_else_answers(house: House) -> None:
    await house.write("Hello")
    await house.conversations.claim(1, house.staff())
    async with running(house) as live:
        page = open_page(live, house.staff("Rui Dias"))

        with pytest.raises(Forbidden):
            await live.type(page, 1)
        with pytest.raises(NotFound):
            await live.type(page, 9)


async def test_who_looks_at_a_conversation_is_shown_once_until_they_leave(house: House) -> None:
    async with running(house) as live:
        maria = house.staff()
        first, second = open_page(live, maria), open_page(live, maria)

        live.look(first, 7)
        live.look(second, 7)
        assert [p.name for p in live.present()[7]] == ["Maria Costa"]
        live.leave(second)
        assert 7 in live.present()
        live.look(first, None)
        assert live.present() == {}


async def test_housekeeping_is_in_no_conversation(house: House) -> None:
    async with running(house) as live:
        page = open_page(live, house.staff("Rosa Melo", Role.HOUSEKEEPING))

        with pytest.raises(Forbidden):
            live.look(page, 1)
        with pytest.raises(Forbidden):
            await live.type(page, 1)


async def test_r15_who_is_disabled_or_signed_out_is_found(house: House) -> None:
    from jack.db import staff as people

    maria, rui = house.staff(), house.staff("Rui Dias")
    async with running(house) as live:
        there, gone = open_page(live, maria), open_page(live, rui)
        signed_out = live.join(Principal(maria, "no such login"))
        house.db.write_now(people.set_disabled, rui.id, house.clock(), house.clock())

        assert set(await live.refresh([there, gone, signed_out])) == {gone, signed_out}
        house.clock.forward(900)
        assert await live.refresh([there]) == [there]


async def test_what_cannot_be_read_makes_pages_read_anew(house: House) -> None:
    await house.write("Hello")
    async with running(house) as live:
        page = open_page(live, house.staff())
        house.db.close()

        house.bus.publish(ConversationChanged(1, "active"))

        async with asyncio.timeout(PATIENCE_S):
            assert [happened.news for happened in await page.next()] == [News.RESYNC]


async def test_more_than_can_be_told_makes_pages_read_anew(house: House) -> None:
    await house.write("Hello")
    async with running(house) as live:
        page = open_page(live, house.staff())

        for number in range(MOST_HEARD + 1):
            house.bus.publish(ConversationChanged(1, str(number)))

        async with asyncio.timeout(PATIENCE_S):
            assert [happened.news for happened in await page.next()] == [News.RESYNC]


async def test_what_is_gone_is_not_told(house: House) -> None:
    await house.write("Hello")
    async with running(house) as live:
        page = open_page(live, house.staff())

        for event in (
            MessageAdded(9, 9, "guest", "webchat", "x"),
            MessageStatus(9, 9, "sent", "webchat", "x"),
            ConversationChanged(9, "active"),
            Escalated(9, 9, "high", ()),
            Escalated(1, 9, "high", ()),
            TaskChanged(9, "pending"),
            ConversationChanged(1, "active"),
        ):
            house.bus.publish(event)
        found = await until(page, News.CONVERSATION_UPDATED)

        assert [happened.news for happened in found] == [News.CONVERSATION_UPDATED]


async def test_who_is_another_now_is_told_what_that_person_may_know(house: House) -> None:
    """A change of role counts within the half minute, without a new login."""
    from jack.db import staff as people

    maria = house.staff()
    house.db.write_now(
        people.add_session, maria.id, "login", "hash", house.clock(),
        expires_at=house.clock() + 10**9, user_agent="",
    )  # fmt: skip
    async with running(house) as live:
        page = live.join(Principal(maria, "login"))
        house.db.write_now(people.set_role, maria.id, Role.HOUSEKEEPING, house.clock())

        assert await live.refresh([page]) == []

        assert page.staff.role is Role.HOUSEKEEPING
