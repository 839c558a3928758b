"""Canned replies and templates over HTTP."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from jack.db import sql
from jack.model.staff import Role
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.base import Fault
from tests.standins.graph import GraphStandin
from tests.standins.graph_templates import template
from tests.web.conftest import Staff
from tests.web.servers import Server

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def call(
    client: aiohttp.ClientSession, method: str, path: str, body: object = None
) -> tuple[int, dict[str, Any]]:
    async with client.request(method, f"/api/v1{path}", json=body) as answer:
        return answer.status, await answer.json() if answer.status != 204 else {}


async def test_a_canned_reply_from_writing_to_removing(server: Server, staff: Staff) -> None:
    manager, clerk = staff[Role.MANAGER], staff[Role.FRONT_DESK]
    talk = await server.talk("What time is breakfast?")
    text = "{{guest.first_name|Hello}} from {{hotel.name}}"

    status, made = await call(
        manager, "POST", "/canned-replies", {"shortcut": "hello", "language": "fr", "text": text}
    )
    path = f"/canned-replies/{made['id']}"
    _, listed = await call(clerk, "GET", "/canned-replies?language=fr&q=hell&limit=1")
    body = {"conversationId": str(talk.conversation_id)}
    _, rendered = await call(clerk, "POST", f"{path}/render", body)
    _, changed = await call(manager, "PATCH", path, {"shortcut": "hi"})
    _, found = await call(clerk, "GET", path)
    removed, _ = await call(manager, "DELETE", path)

    assert status == 201
    assert [reply["id"] for reply in listed["cannedReplies"]] == [made["id"]]
    assert "guest.first_name" in listed["variables"]
    assert rendered["text"] == f"Hello from {server.app.config.hotel.name}"
    assert rendered["withheld"] == ["guest.first_name"]
    assert (changed["shortcut"], found["text"]) == ("hi", text)
    assert removed == 204
    assert (await call(clerk, "GET", path))[0] == 404


async def test_a_wrong_gap_is_a_mistake_with_words(staff: Staff) -> None:
    body = {"shortcut": "wrong", "text": "{{guest.age}}"}

    status, answer = await call(staff[Role.MANAGER], "POST", "/canned-replies", body)

    assert (status, answer["error"]["code"]) == (400, "VALIDATION_ERROR")
    assert "{{guest.age}} is no variable" in answer["error"]["message"]


async def test_a_template_from_draft_to_approved(staff: Staff) -> None:
    manager = staff[Role.MANAGER]
    new = {"name": "arrival", "channel": "whatsapp", "language": "de", "body": "Willkommen!"}

    status, made = await call(manager, "POST", "/templates", new)
    path = f"/templates/{made['id']}"
    _, approved = await call(manager, "PATCH", path, {"status": "approved"})
    _, listed = await call(manager, "GET", "/templates?channel=whatsapp&status=approved")
    _, found = await call(manager, "GET", path)
    conflict, _ = await call(manager, "POST", "/templates", new)
    removed, _ = await call(manager, "DELETE", path)

    assert (status, made["status"], approved["status"]) == (201, "draft", "approved")
    assert found in listed["templates"]
    assert (conflict, removed) == (409, 204)


async def test_a_text_is_previewed_and_checked_while_it_is_written(staff: Staff) -> None:
    clerk = staff[Role.FRONT_DESK]
    _, listed = await call(clerk, "GET", "/reservations?limit=1")
    stay = listed["reservations"][0]["id"]
    text = {"channel": "sms", "body": "Dear {{guest.first_name|guest}}, {{link.spa}} – soon"}

    status, seen = await call(clerk, "POST", "/templates/preview", {**text, "reservationId": stay})
    _, shipped = await call(
        clerk,
        "POST",
        "/templates/preview",
        {"channel": "email", "name": "thank_you_24h", "language": "de", "reservationId": stay},
    )
    checked, lacking = await call(clerk, "POST", "/templates/check", text)
    unknown, _ = await call(
        clerk, "POST", "/templates/preview", {**text, "reservationId": "999999"}
    )

    assert (status, checked, unknown) == (200, 200, 404)
    assert (seen["missing"], seen["isShipped"]) == (["link.spa"], False)
    assert seen["length"]["segments"] == 1
    assert shipped["language"] == "de"
    assert "1 (schlecht) bis 5" in shipped["text"]
    assert "<html>" in shipped["page"]
    assert lacking["missing"][0]["name"] == "link.spa"
    assert lacking["promises"] == []


async def test_the_texts_that_come_with_jack_are_listed_beside_the_hotels_own(
    staff: Staff,
) -> None:
    manager = staff[Role.MANAGER]
    new = {"name": "pool", "channel": "any", "body": "The pool is open.", "subject": "Pool"}
    _, made = await call(manager, "POST", "/templates", new)
    _, before = await call(manager, "GET", "/templates/shipped")

    _, changed = await call(manager, "PATCH", f"/templates/{made['id']}", {"status": "approved"})
    status, after = await call(manager, "GET", "/templates/shipped")
    await call(manager, "DELETE", f"/templates/{made['id']}")

    assert (status, made["subject"], changed["channel"]) == (200, "Pool", "any")
    assert "pool" in after["names"]
    assert "pool" not in before["names"]
    assert len(after["templates"]) == 50
    assert {"thank_you_24h"} == {t["name"] for t in after["templates"] if t["asksRating"]}


# -- what Meta has approved ----------------------------------------------------------------

GUEST = "4915155500017"


async def test_a_guest_who_has_not_written_for_a_day_is_written_to_with_a_template(
    server: Server, staff: Staff, graph: GraphStandin
) -> None:
    manager, clerk = staff[Role.MANAGER], staff[Role.FRONT_DESK]
    graph.templates = [
        template("room_ready", "Dear {{1}}, your room {{2}} is ready."),
        template("picture", "Dear guest.", header_format="IMAGE"),
        template("held", "Dear guest.", status="PAUSED"),
    ]
    async with server.expecting_answer_to(GUEST):
        await graph.deliver("Good evening", sender=GUEST)

    _, read = await call(manager, "POST", "/vendor-templates/read")
    statuses = {each["name"]: each["status"] for each in read["templates"]}
    ready = next(each for each in read["templates"] if each["name"] == "room_ready")
    _, own = await call(
        manager, "POST", "/templates", {"name": "ready", "channel": "whatsapp", "body": "Ready."}
    )
    fills = ["{{guest.first_name|guest}}", "{{stay.room}}"]
    body = {"vendorTemplateId": ready["id"], "fills": fills}
    _, bound = await call(manager, "PATCH", f"/templates/{own['id']}", body)
    _, found = await call(clerk, "GET", "/inbox?channel=whatsapp&q=Good evening")
    talk = f"/conversations/{found['conversations'][0]['id']}"
    _, before = await call(clerk, "GET", f"{talk}/sendable")
    await server.app.db.write(
        sql.run,
        "UPDATE guest_identity SET wrote_at = wrote_at - 90000000000 WHERE address = ?",
        GUEST,
    )
    refused, refusal = await call(clerk, "POST", f"{talk}/messages", {"content": "Still there?"})
    _, after = await call(clerk, "GET", f"{talk}/sendable")
    sending = {"templateId": ready["id"], "values": ["Ana", "305"]}
    async with server.expecting_answer_to(GUEST):
        sent, message = await call(clerk, "POST", f"{talk}/templates", sending)

    assert statuses == {"room_ready": "approved", "picture": "approved", "held": "paused"}
    assert (bound["vendorTemplateId"], bound["fills"]) == (ready["id"], fills)
    assert (before["way"], before["reason"]) == ("text", "")
    assert (refused, refusal["error"]["code"]) == (409, "CONFLICT")
    assert refusal["error"]["details"]["reason"] == "window_closed"
    assert [each["name"] for each in refusal["error"]["details"]["templates"]] == ["room_ready"]
    assert after["way"] == "template"
    assert "24-hour window" in after["reason"]
    [offer] = after["offers"]
    assert (offer["ownName"], offer["values"], offer["missing"]) == ("ready", ["Ana", ""], ["2"])
    assert (sent, message["content"]) == (201, "Dear Ana, your room 305 is ready.")
    assert [each.text for each in graph.accepted if each.to == GUEST][-1:] == [message["content"]]


async def test_templates_that_cannot_be_read_now_say_why(staff: Staff, graph: GraphStandin) -> None:
    graph.faults_by(lambda each: Fault("status", status=503) if each.method == "GET" else None)

    status, answer = await call(staff[Role.MANAGER], "POST", "/vendor-templates/read")
    graph.clear_faults()

    assert (status, answer["error"]["code"]) == (503, "NOT_READY")


async def test_meta_tells_by_webhook_that_a_template_is_held_back(
    server: Server, staff: Staff, graph: GraphStandin
) -> None:
    graph.templates = [template("room_ready", "Dear {{1}}.")]
    await call(staff[Role.MANAGER], "POST", "/vendor-templates/read")
    graph.templates = [template("room_ready", "Dear {{1}}.", status="PAUSED")]

    posted = await graph.post(webhooks.template_update("room_ready", "PAUSED", reason="QUALITY"))
    _, listed = await call(staff[Role.FRONT_DESK], "GET", "/vendor-templates")

    assert posted == 200
    assert [each["status"] for each in listed["templates"]] == ["paused"]
    assert listed["canRead"] is True
