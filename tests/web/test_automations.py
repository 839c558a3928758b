"""Rules over HTTP: written, checked, tried, enabled with a warning, and what they did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from jack.db import automations, pms, stays, webhook_calls
from jack.model.automations import RunState, Subject
from jack.model.reservations import PmsGuest, PmsReservation, ReservationStatus
from jack.model.staff import Role
from tests.web.conftest import Staff
from tests.web.servers import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

RULE: dict[str, Any] = {
    "name": "Welcome",
    "definition": {
        "trigger": {
            "kind": "stay",
            "anchor": "arrival",
            "side": "before",
            "days": 2,
            "at": "10:00",
        },
        "condition": "stay.nights >= 1",
        "actions": [{"kind": "create_task", "title": "Flowers for {{guest.first_name}}"}],
    },
}


async def call(
    client: aiohttp.ClientSession, method: str, path: str, body: object = None
) -> tuple[int, dict[str, Any]]:
    async with client.request(method, f"/api/v1/automations{path}", json=body) as answer:
        return answer.status, await answer.json() if answer.status != 204 else {}


async def a_stay(server: Server, number: str, *, days: int) -> int:
    """A new booking of the PMS, so many days from now; its id."""
    arrival = datetime.now(UTC).date() + timedelta(days=days)
    told = PmsReservation(
        external_id=number,
        confirmation=number,
        status=ReservationStatus.CONFIRMED,
        arrival=arrival,
        departure=arrival + timedelta(days=2),
        guest=PmsGuest(f"G{number}", "Rita", "Gomes"),
    )

    def work() -> int:
        pms.succeeded("mews", server.app.clock(), scanned_on=None, report={})
        return stays.upsert("mews", told, server.app.clock()).reservation_id

    return await server.app.db.write(work)


async def test_a_rule_from_writing_to_what_it_did(server: Server, staff: Staff) -> None:
    manager, clerk = staff[Role.MANAGER], staff[Role.FRONT_DESK]
    status, made = await call(manager, "POST", "", RULE | {"key": "flowers"})
    path = f"/{made['id']}"
    assert (status, made["isEnabled"], made["version"]) == (201, False, 1)
    assert made["definition"]["staleAfterMinutes"] == 720

    _, warned = await call(manager, "POST", f"{path}/enable", {})
    assert (warned["isEnabled"], warned["needsConfirmation"]) == (False, True)
    assert warned["promises"] == []
    _, enabled = await call(manager, "POST", f"{path}/enable", {"isConfirmed": True})
    assert (enabled["isEnabled"], enabled["needsConfirmation"]) == (True, False)

    stay_id = await a_stay(server, "flowers-1", days=5)
    await server.app.automations.follow()
    _, planned = await call(clerk, "GET", f"/runs?reservationId={stay_id}&state=planned&limit=1")
    (run,) = planned["runs"]
    assert (run["reservationId"], run["guestName"]) == (str(stay_id), "Rita Gomes")
    assert (run["state"], run["outlook"]) == ("planned", None)

    _, tried = await call(clerk, "POST", "/simulate", {"days": 7})
    mine = [line for line in tried["lines"] if line["reservationId"] == str(stay_id)]
    assert [(line["ruleKey"], line["state"]) for line in mine] == [("flowers", "done")]

    _, skipped = await call(clerk, "POST", f"/runs/{run['id']}/skip")
    assert (skipped["state"], skipped["reason"]) == ("suppressed", "skipped")
    assert skipped["explanation"] == "Staff decided to skip it."
    assert (await call(clerk, "POST", f"/runs/{run['id']}/send"))[0] == 409
    _, one = await call(clerk, "GET", f"/runs/{run['id']}")
    assert one == skipped

    _, changed = await call(manager, "PATCH", path, {"name": "Flowers"})
    _, versions = await call(clerk, "GET", f"{path}/versions")
    assert (changed["version"], [each["version"] for each in versions["versions"]]) == (2, [2, 1])
    _, off = await call(manager, "POST", f"{path}/disable")
    assert off["isEnabled"] is False
    assert (await call(manager, "DELETE", path))[0] == 204
    assert (await call(clerk, "GET", path))[0] == 404


async def test_the_shipped_rules_are_there_and_off(server: Server, staff: Staff) -> None:
    _, first = await call(staff[Role.FRONT_DESK], "GET", "?limit=4")
    _, listed = await call(staff[Role.FRONT_DESK], "GET", f"?cursor={first['cursor']}")

    shipped = [r for r in (*first["automations"], *listed["automations"]) if r["isShipped"]]
    assert len(first["automations"]) == 4
    assert len(shipped) == 10
    assert not any(rule["isEnabled"] for rule in shipped)


async def test_a_condition_is_checked_while_it_is_written(staff: Staff) -> None:
    clerk = staff[Role.FRONT_DESK]

    _, right = await call(clerk, "POST", "/check", {"condition": "guest.is_vip"})
    _, wrong = await call(clerk, "POST", "/check", {"condition": "guest.vip"})

    assert right == {
        "isValid": True, "problem": None, "position": None, "nearest": None,
        "names": ["guest.is_vip"],
    }  # fmt: skip
    assert (wrong["isValid"], wrong["position"], wrong["nearest"]) == (False, 1, "guest.is_vip")


async def test_a_wrong_rule_is_refused_with_the_place(staff: Staff) -> None:
    wrong = RULE | {
        "key": "wrong",
        "definition": RULE["definition"] | {"condition": "stay.nigts > 1"},
    }

    status, answer = await call(staff[Role.MANAGER], "POST", "", wrong)

    assert status == 400
    assert answer["error"]["details"]["position"] == 1
    assert answer["error"]["details"]["nearest"] == "stay.nights"


async def test_a_draft_is_simulated_with_amendments(server: Server, staff: Staff) -> None:
    await a_stay(server, "draft-1", days=5)
    at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    wish = {
        "days": 7,
        "draft": {"definition": RULE["definition"]},
        "amendments": [{"at": at, "reservation": "draft-1", "status": "cancelled"}],
    }

    _, found = await call(staff[Role.FRONT_DESK], "POST", "/simulate", wish)

    mine = [line for line in found["lines"] if line["guestName"] == "Rita Gomes"]
    assert ("cancelled", "stay_cancelled") in [(line["state"], line["reason"]) for line in mine]
    assert {line["ruleName"] for line in found["lines"]} == {"Draft"}


async def test_what_rules_are_made_of(staff: Staff) -> None:
    _, words = await call(staff[Role.FRONT_DESK], "GET", "/words")

    assert {"name": "stay.nights", "type": "number", "doc": "Nights of the stay."} in words["names"]
    assert "room_ready" in words["events"]
    assert "send_message" in words["actions"]
    assert words["reasons"]["quiet_hours"] == "It is night; it waits for the morning."


async def test_every_trigger_and_action_is_given_back_as_it_was_written(staff: Staff) -> None:
    manager = staff[Role.MANAGER]
    triggers: list[dict[str, Any]] = [
        {"kind": "stay", "anchor": "departure", "side": "after", "days": 0, "hours": 24,
         "at": None, "zone": "hotel"},
        {"kind": "event", "event": "conversation_idle", "delayMinutes": 5, "hours": 3},
        {"kind": "schedule", "at": "09:00", "weekdays": [1, 5], "audience": "in_house"},
    ]  # fmt: skip
    actions: list[dict[str, Any]] = [
        {"kind": "send_message", "template": "thank_you_24h", "purpose": "marketing",
         "channels": ["sms", "email"]},
        {"kind": "create_task", "title": "Call", "department": "concierge", "priority": "high",
         "note": "please"},
        {"kind": "notify_staff", "text": "Look", "department": "spa", "priority": "low"},
        {"kind": "add_tag", "tag": "vip"},
        {"kind": "remove_tag", "tag": "new"},
        {"kind": "set_preference", "name": "pillow", "value": "soft"},
        {"kind": "call_webhook", "url": "https://example.org/hook"},
    ]  # fmt: skip

    for number, trigger in enumerate(triggers):
        definition = {
            "trigger": trigger,
            "condition": "guest.is_vip",
            "actions": actions,
            "late": "ask_staff",
            "staleAfterMinutes": 60,
        }
        body = {"key": f"whole_{number}", "name": "Whole", "definition": definition}
        status, made = await call(manager, "POST", "", body)
        _, found = await call(manager, "GET", f"/{made['id']}")

        assert (status, found["definition"]) == (201, definition)
        refused, answer = await call(
            manager, "POST", f"/{made['id']}/enable", {"isConfirmed": True}
        )
        assert (refused, "webhook_secret" in answer["error"]["message"]) == (409, True)
        assert (await call(manager, "DELETE", f"/{made['id']}"))[0] == 204


async def test_calls_are_listed_and_tried_again(server: Server, staff: Staff) -> None:
    manager = staff[Role.MANAGER]

    def work() -> int:
        at = server.app.clock()
        (rule, *_) = automations.rules()
        run_id = automations.add_run(rule.id, Subject.HOTEL, 0, "test", at, due_at=at + 1)
        assert run_id is not None
        call_id = webhook_calls.add(run_id, "https://127.0.0.1/refused", "{}", at)
        webhook_calls.not_sent(call_id, 500, "It answered 500.", at, next_at=None)
        automations.finish(run_id, RunState.CANCELLED, at)
        return call_id

    call_id = await server.app.db.write(work)
    _, dead = await call(manager, "GET", "/calls?state=dead&limit=1")
    _, queued = await call(manager, "POST", f"/calls/{call_id}/retry")

    assert [(each["id"], each["status"]) for each in dead["calls"]] == [(str(call_id), 500)]
    assert (queued["state"], queued["attempts"]) == ("queued", 0)
