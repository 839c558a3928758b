"""Tasks over HTTP."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="session")

LAMP = {"department": "maintenance", "title": "Broken lamp", "room": "204"}


async def make(client: aiohttp.ClientSession, **changes: Any) -> dict[str, Any]:
    return await post(client, "/api/v1/tasks", LAMP | changes, status=201)


async def test_a_task_is_made_and_worked_off(staff: Staff) -> None:
    desk, maintenance = staff[Role.FRONT_DESK], staff[Role.MAINTENANCE]
    made = await make(
        desk, items=[{"name": "bulb", "quantity": 2}], priority="high", note="ladder needed"
    )
    path = f"/api/v1/tasks/{made['id']}"

    claimed = await post(maintenance, f"{path}/claim")
    started = await post(maintenance, f"{path}/start")
    await post(maintenance, f"{path}/comments", {"text": "No spare bulb."}, status=201)
    waiting = await post(maintenance, f"{path}/wait")
    done = await post(maintenance, f"{path}/complete")
    reopened = await post(desk, f"{path}/reopen")
    cancelled = await post(desk, f"{path}/cancel")

    assert made["items"] == [{"name": "bulb", "quantity": 2}]
    assert (made["status"], made["priority"], made["isOverdue"]) == ("pending", "high", False)
    assert (claimed["status"], started["status"]) == ("assigned", "in_progress")
    assert (waiting["status"], waiting["isWaiting"]) == ("assigned", True)
    assert (done["status"], done["result"]) == ("completed", "done")
    assert (reopened["status"], reopened["finishedAt"]) == ("pending", None)
    assert cancelled["status"] == "cancelled"
    assert await get(desk, path) == cancelled
    history = (await get(desk, f"{path}/history"))["events"]
    assert [event["action"] for event in history] == [
        *("created", "claim", "start", "comment", "wait", "complete", "reopen", "cancel"),
    ]
    assert history[3]["text"] == "No spare bulb."


async def test_what_is_not_given_stays_and_null_empties(staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    made = await make(desk, note="ladder needed")
    path = f"/api/v1/tasks/{made['id']}"

    async with desk.patch(path, json={"room": None, "title": " Lamp "}) as answer:
        emptied = await answer.json()
    async with desk.patch(
        path,
        json={
            "note": "",
            "items": [{"name": "bulb"}],
            "priority": "low",
            "dueAt": "2099-01-01T09:00:00+01:00",
        },
    ) as answer:
        changed = await answer.json()

    assert (emptied["room"], emptied["title"], emptied["note"]) == (None, "Lamp", "ladder needed")
    assert (changed["note"], changed["items"]) == ("", [{"name": "bulb", "quantity": 1}])
    assert (changed["priority"], changed["dueAt"]) == ("low", "2099-01-01T08:00:00.000000Z")


async def test_a_task_that_cannot_be_done_says_why(staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    made = await make(desk)

    ended = await post(
        desk, f"/api/v1/tasks/{made['id']}/not-possible", {"reason": "No bulbs in town."}
    )

    assert (ended["result"], ended["reason"]) == ("not_possible", "No bulbs in town.")


async def test_approvals_are_offered_declined_and_approved(staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    late = {"department": "front_desk", "title": "Late check-out", "kind": "approval"}
    first, second = await make(desk, **late), await make(desk, **late)

    offered = await post(
        desk, f"/api/v1/tasks/{first['id']}/counter", {"offer": "Until 13:00, free of charge"}
    )
    approved = await post(desk, f"/api/v1/tasks/{first['id']}/approve")
    declined = await post(desk, f"/api/v1/tasks/{second['id']}/decline", {"reason": "We are full"})

    assert (offered["status"], offered["result"]) == ("in_progress", "countered")
    assert (approved["result"], approved["reason"]) == ("approved", "Until 13:00, free of charge")
    assert (declined["result"], declined["reason"]) == ("declined", "We are full")


async def test_a_colleagues_task_is_a_conflict_that_names_them(staff: Staff) -> None:
    made = await make(staff[Role.FRONT_DESK])
    path = f"/api/v1/tasks/{made['id']}/claim"
    await post(staff[Role.MAINTENANCE], path)

    async with staff[Role.FRONT_DESK].post(path) as answer:
        error = (await answer.json())["error"]

    assert (answer.status, error["code"]) == (409, "CONFLICT")
    assert error["details"]["status"] == "assigned"


async def test_a_task_changes_hands(staff: Staff) -> None:
    desk = staff[Role.FRONT_DESK]
    me = await get(desk, "/api/v1/me")
    made = await make(desk)
    path = f"/api/v1/tasks/{made['id']}/reassign"

    mine = await post(desk, path, {"assignedTo": me["id"]})
    theirs = await post(desk, path, {"department": "housekeeping"})

    assert mine["assignedTo"] == me["id"]
    assert (theirs["department"], theirs["assignedTo"]) == ("housekeeping", None)


async def test_the_list_is_filtered_and_paged(staff: Staff) -> None:
    desk, concierge = staff[Role.FRONT_DESK], staff[Role.CONCIERGE]
    ids = [
        (await make(desk, department="valet", title=f"Car {number}", room="VALET1"))["id"]
        for number in range(3)
    ]
    await post(concierge, f"/api/v1/tasks/{ids[0]}/claim")
    await post(desk, f"/api/v1/tasks/{ids[1]}/complete")

    async def found(client: aiohttp.ClientSession, query: str) -> list[str]:
        listed = await get(client, f"/api/v1/tasks?room=VALET1&{query}")
        return [task["id"] for task in listed["tasks"]]

    assert await found(desk, "status=open") == [ids[2], ids[0]]
    assert await found(desk, "status=completed") == [ids[1]]
    assert await found(desk, "assignedTo=none") == [ids[2], ids[1]]
    assert await found(concierge, "assignedTo=me") == [ids[0]]
    assert await found(desk, "q=car 2") == [ids[2]]
    assert await found(desk, "department=valet&kind=request&priority=standard") == ids[::-1]
    assert await found(desk, "kind=approval") == await found(desk, "overdue=true") == []
    assert await found(staff[Role.HOUSEKEEPING], "") == []
    first = await get(desk, "/api/v1/tasks?room=VALET1&limit=2")
    second = await get(desk, f"/api/v1/tasks?room=VALET1&limit=2&cursor={first['cursor']}")
    assert [task["id"] for task in first["tasks"] + second["tasks"]] == ids[::-1]
    assert second["cursor"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "   "},
        {"department": "kitchen"},
        {"priority": "asap"},
        {"items": [{"name": " "}]},
        {"items": [{"name": "bulb", "quantity": 0}]},
        {"items": [{"name": "bulb"}] * 51},
        {"room": ""},
        {"dueAt": "tomorrow"},
        {"dueAt": "2099-01-01T09:00:00"},
        {"dueAt": "2001-01-01T09:00:00Z"},
        {"conversationId": "99999999"},
        {"conversationId": "x"},
        {"unknown": 1},
    ],
)
async def test_a_task_that_makes_no_sense_is_refused(staff: Staff, changes: dict[str, Any]) -> None:
    async with staff[Role.FRONT_DESK].post("/api/v1/tasks", json=LAMP | changes) as answer:
        error = (await answer.json())["error"]

    assert (answer.status, error["code"]) == (400, "VALIDATION_ERROR")


async def test_other_departments_tasks_are_closed(staff: Staff) -> None:
    made = await make(staff[Role.FRONT_DESK])
    path = f"/api/v1/tasks/{made['id']}"
    client = staff[Role.HOUSEKEEPING]

    for method, address in [("GET", path), ("GET", f"{path}/history"), ("POST", f"{path}/claim")]:
        async with client.request(method, address) as answer:
            assert answer.status == 403
    async with client.get("/api/v1/tasks/99999999") as answer:
        assert answer.status == 404
