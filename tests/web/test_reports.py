"""Figures, the report of a shift and the board, over HTTP."""

from __future__ import annotations

import csv
import io

import aiohttp
import pytest

from jack.db import conversations
from jack.model.conversations import State
from jack.model.staff import Role
from jack.services import ratings
from tests.web.conftest import Staff
from tests.web.servers import Server
from tests.web.test_api import get

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_figures_are_those_of_the_house(
    server: Server, admin: aiohttp.ClientSession
) -> None:
    before = await get(admin, "/api/v1/analytics", channel="webchat")
    await server.talk("Could I have two towels in room 204, please?")

    after = await get(admin, "/api/v1/analytics", channel="webchat")

    assert after["total"]["conversations"] == before["total"]["conversations"] + 1
    assert len(after["byDay"]) == 30
    assert after["byDay"][-1]["key"] == after["last"]
    assert [g["key"] for g in after["byChannel"]] == ["webchat"]
    assert (
        sum(g["figures"]["conversations"] for g in after["byDay"])
        == (after["total"]["conversations"])
    )


async def test_a_table_is_a_file_for_a_spreadsheet(admin: aiohttp.ClientSession) -> None:
    async with admin.get("/api/v1/analytics/csv", params={"table": "days"}) as answer:
        text = await answer.text(encoding="utf-8-sig")

    assert answer.content_type == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="jack-days.csv"'
    assert next(csv.reader(io.StringIO(text)))[0] == "date"


async def test_figures_are_for_managers(staff: Staff) -> None:
    for path in ("/api/v1/analytics", "/api/v1/analytics/csv"):
        async with staff[Role.MANAGER].get(path) as answer:
            assert answer.status == 200
        async with staff[Role.FRONT_DESK].get(path) as answer:
            assert answer.status == 403


async def test_the_next_shift_gets_its_report(server: Server, staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    talk = await server.talk("I want to speak to a person")

    report = await get(desk, "/api/v1/reports/handover")

    called = [e for e in report["escalations"] if e["conversationId"] == str(talk.conversation_id)]
    assert called[0]["reasons"] == ["human_request"]
    assert str(talk.conversation_id) in [c["id"] for c in report["conversations"]]
    async with desk.get("/api/v1/reports/handover?since=yesterday") as answer:
        assert answer.status == 400
    async with staff[Role.HOUSEKEEPING].get("/api/v1/reports/handover") as answer:
        assert answer.status == 403


async def test_the_board_and_the_list_are_of_the_departments_one_sees(
    server: Server, staff: Staff
) -> None:
    await server.talk("Could I have two pillows in room 305, please?")
    maid, desk = staff[Role.HOUSEKEEPING], staff[Role.FRONT_DESK]

    board = await get(maid, "/api/v1/tasks/board")
    work = await get(maid, "/api/v1/tasks/worklist", department="housekeeping")

    assert [c["department"] for c in board["departments"]] == ["housekeeping"]
    assert board["departments"][0]["pending"] >= 1
    assert {task["department"] for task in work["tasks"]} == {"housekeeping"}
    assert all(task["guestName"] is None for task in work["tasks"])
    async with maid.get("/api/v1/tasks/worklist?department=maintenance") as answer:
        assert answer.status == 403
    await get(desk, "/api/v1/tasks/worklist")


async def test_a_guests_rating_is_listed_and_counted(
    server: Server, staff: Staff, admin: aiohttp.ClientSession
) -> None:
    talk = await server.talk()

    def ask() -> None:
        conversation = conversations.get(talk.conversation_id)
        assert conversation is not None
        conversations.set_state(conversation.id, State.ACTIVE, server.app.clock())
        ratings.ask(conversation, talk.message_id, server.app.clock())

    await server.app.db.write(ask)
    async with server.expecting_answer_to(talk.address):
        await server.app.webchat.write(talk.address, "2/5, the pool was cold", "second")

    desk = staff[Role.FRONT_DESK]
    low = await get(desk, "/api/v1/ratings", most=3, limit=1)
    figures = await get(admin, "/api/v1/analytics", channel="webchat")
    rest = await get(desk, "/api/v1/ratings", most=3, limit=1, cursor=low["cursor"])

    (rating,) = low["ratings"]
    assert (rating["score"], rating["comment"]) == (2, "2/5, the pool was cold")
    assert rating["conversationId"] == str(talk.conversation_id)
    assert rating["taskId"] is not None
    assert figures["total"]["ratings"] == 1
    assert {"key": "2", "count": 1} in figures["scores"]
    assert rest["ratings"] == []
