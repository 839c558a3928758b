"""Guests and reservations over HTTP, as staff use them."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from jack.db import guests, sql, stays
from jack.model.clock import now
from jack.model.reservations import Money, PmsGuest, PmsReservation, ReservationStatus
from jack.model.staff import Role
from tests.standins import whatsapp_webhooks as whatsapp
from tests.standins.graph import GraphStandin
from tests.web.conftest import Staff
from tests.web.servers import APP_SECRET, Server
from tests.web.test_api import get, post

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATH = "/api/v1/guests"
NUMBERS = itertools.count(10_000_000)
NORA, TOMAS = "Nora Whitcombe", "Tomás Ferrando"


def phone() -> str:
    """A number that nobody has yet."""
    return f"+49151{next(NUMBERS)}"


@pytest.fixture
def desk(staff: Staff) -> aiohttp.ClientSession:
    return staff[Role.FRONT_DESK]


async def change(
    client: aiohttp.ClientSession, method: str, path: str, body: object = None, *, status: int = 200
) -> Any:
    async with client.request(method, path, json=body) as answer:
        found = await answer.json() if answer.status != 204 else None
        assert answer.status == status, found
    return found


async def found(client: aiohttp.ClientSession, **query: str | int) -> list[dict[str, Any]]:
    answer = await get(client, PATH, **query)
    people: list[dict[str, Any]] = answer["guests"]
    return people


async def named(client: aiohttp.ClientSession, name: str) -> dict[str, Any]:
    (one,) = await found(client, q=name)
    return one


async def new(client: aiohttp.ClientSession, **fields: object) -> dict[str, Any]:
    return await post(client, PATH, {"lastName": "Tester", **fields}, status=201)


async def audited(server: Server, action: str, subject: str) -> int:
    counted = "SELECT count(*) FROM audit WHERE action = ? AND subject = ?"
    return int(await server.app.db.read(sql.value, counted, action, subject))


async def says(server: Server, anyone: aiohttp.ClientSession, number: str, text: str) -> None:
    """A guest writes by WhatsApp and is answered."""
    body = whatsapp.envelope([whatsapp.text_message(text, sender=number.removeprefix("+"))])
    raw = json.dumps(body).encode()
    headers = {"X-Hub-Signature-256": whatsapp.sign(APP_SECRET, raw)}
    async with (
        server.expecting_answer_to(number.removeprefix("+")),
        anyone.post("/webhooks/whatsapp", data=BytesIO(raw), headers=headers) as answer,
    ):
        assert answer.status == 200


# -- finding ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"q": "nora"}, NORA),
        ({"q": "WHITC nor"}, NORA),
        ({"q": "tomas ferr"}, TOMAS),
        ({"q": "nora-whitcombe@"}, NORA),
        ({"q": "+4477009001"}, NORA),
        ({"q": "+44 7700 900142"}, NORA),
        ({"q": "00447700900142"}, NORA),
        ({"q": "aur 4k7q2"}, NORA),
        ({"email": "NORA-whitcombe@example.com"}, NORA),
        ({"phone": "+44 7700 900142"}, NORA),
        ({"roomNumber": "204"}, NORA),
        ({"roomNumber": "204", "q": "nora"}, NORA),
    ],
)
async def test_a_guest_is_found_by_what_staff_know(
    desk: aiohttp.ClientSession, query: dict[str, str], name: str
) -> None:
    people = await found(desk, **query)

    assert [f"{one['firstName']} {one['lastName']}" for one in people] == [name]


@pytest.mark.parametrize(
    "query",
    [
        {"q": "whitcombe xyz"},
        {"q": "ora"},
        {"q": "..."},
        {"q": "AUR-0000"},
        {"q": "%"},
        {"roomNumber": "204", "q": "tomas"},
        {"email": "nobody@example.com"},
        {"q": "nobody@example"},
    ],
)
async def test_what_fits_nobody_finds_nobody(
    desk: aiohttp.ClientSession, query: dict[str, str]
) -> None:
    assert await found(desk, **query) == []


@pytest.mark.parametrize("query", [{"phone": "12"}, {"email": "nobody"}, {"limit": "0"}])
async def test_what_is_no_number_or_address_is_said_to_be_none(
    desk: aiohttp.ClientSession, query: dict[str, str]
) -> None:
    async with desk.get(PATH, params=query) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"]["code"] == "VALIDATION_ERROR"


async def test_a_guest_shows_the_stay_and_the_look_is_on_record(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    nora = await named(desk, "nora")

    one = await get(desk, f"{PATH}/{nora['id']}")

    assert one == nora
    assert (one["phone"], one["language"], one["isVip"]) == ("+447700900142", "en", False)
    assert (one["stay"]["room"], one["stay"]["status"]) == ("204", "checked_in")
    assert one["pms"] == [{"provider": "mock", "externalId": "nora-whitcombe"}]
    assert await audited(server, "guest.read", f"guest:{nora['id']}") >= 1
    assert await audited(server, "guest.search", "guests") >= 1


async def test_a_list_goes_on_where_a_page_ended(desk: aiohttp.ClientSession) -> None:
    first = await get(desk, PATH, limit=3)
    second = await get(desk, PATH, limit=3, cursor=first["cursor"])

    ids = [int(one["id"]) for page in (first, second) for one in page["guests"]]
    assert ids == sorted(set(ids), reverse=True)
    assert len(ids) == 6


@pytest.mark.parametrize("role", [Role.HOUSEKEEPING, Role.MAINTENANCE])
@pytest.mark.parametrize("path", [PATH, f"{PATH}/1", f"{PATH}/1/export", "/api/v1/reservations"])
async def test_r6_who_cleans_and_repairs_reads_nothing_of_guests(
    staff: Staff, role: Role, path: str
) -> None:
    async with staff[role].get(path) as answer:
        assert answer.status == 403


async def test_nobody_is_not_found(desk: aiohttp.ClientSession) -> None:
    for path in ("987654321", "987654321/notes", "987654321/export"):
        async with desk.get(f"{PATH}/{path}") as answer:
            assert answer.status == 404


# -- writing ---------------------------------------------------------------------------------------


async def test_a_guest_is_written_down_and_changed(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    number = phone()
    made = await new(desk, firstName=" Zoë  Ann ", phone=number, email="Zoe@Example.com")
    path = f"{PATH}/{made['id']}"
    assert (made["firstName"], made["email"]) == ("Zoë Ann", "zoe@example.com")

    changed = await change(
        desk, "PATCH", path, {"lastName": "Quist", "inRecovery": True, "isVip": True, "email": None}
    )

    assert (changed["lastName"], changed["email"], changed["phone"]) == ("Quist", None, number)
    assert (changed["inRecovery"], changed["isVip"]) == (True, True)
    assert [one["id"] for one in await found(desk, q="quist zoe")] == [made["id"]]
    assert await audited(server, "guest.edit", f"guest:{made['id']}") == 1


@pytest.mark.parametrize(
    "body",
    [
        {"firstName": " ", "lastName": ""},
        {"lastName": "X", "phone": "12"},
        {"lastName": "X", "email": "x@"},
        {"lastName": "X", "language": "German!"},
        {"lastName": "X", "loyalty": "Gold"},
    ],
)
async def test_a_guest_that_makes_no_sense_is_not_written_down(
    desk: aiohttp.ClientSession, body: dict[str, str]
) -> None:
    await change(desk, "POST", PATH, body, status=400)


async def test_a_guest_keeps_a_name(desk: aiohttp.ClientSession) -> None:
    made = await new(desk)

    await change(desk, "PATCH", f"{PATH}/{made['id']}", {"lastName": " "}, status=400)


async def test_what_the_pms_has_the_say_of_is_changed_there(desk: aiohttp.ClientSession) -> None:
    nora = await named(desk, "nora")
    path = f"{PATH}/{nora['id']}"

    refused = await change(desk, "PATCH", path, {"phone": phone()}, status=409)
    same = await change(desk, "PATCH", path, {"phone": nora["phone"], "isVip": False})

    assert refused["error"]["details"]["fields"] == ["phone"]
    assert same["phone"] == nora["phone"]


async def test_notes_and_tags(desk: aiohttp.ClientSession) -> None:
    path = f"{PATH}/{(await new(desk))['id']}"

    note = await post(desk, f"{path}/notes", {"text": " Likes to talk. "}, status=201)
    tagged = await change(desk, "PUT", f"{path}/tags", {"tags": ["regular", "press", "press"]})
    fewer = await change(desk, "PUT", f"{path}/tags", {"tags": ["press"]})

    assert (note["text"], bool(note["staffName"])) == ("Likes to talk.", True)
    assert (tagged["tags"], fewer["tags"]) == (["press", "regular"], ["press"])
    assert (await get(desk, f"{path}/notes"))["notes"] == [note]
    await change(desk, "DELETE", f"{path}/notes/{note['id']}", status=204)
    await change(desk, "DELETE", f"{path}/notes/{note['id']}", status=404)
    assert (await get(desk, f"{path}/notes"))["notes"] == []


async def test_preferences_are_written_corrected_and_taken_away(
    desk: aiohttp.ClientSession,
) -> None:
    path = f"{PATH}/{(await new(desk))['id']}/preferences"
    made = await post(desk, path, {"name": "diet", "value": "vegetarian"}, status=201)

    corrected = await change(
        desk, "PUT", f"{path}/{made['id']}", {"name": "diet", "value": "vegan"}
    )

    listed = (await get(desk, path))["preferences"]
    assert [(one["value"], one["source"], one["confidence"]) for one in listed] == [
        ("vegan", "staff", 1.0)
    ]
    await change(desk, "DELETE", f"{path}/{corrected['id']}", status=204)
    await change(desk, "DELETE", f"{path}/{corrected['id']}", status=404)
    await change(desk, "PUT", f"{path}/987654321", {"name": "diet", "value": "x"}, status=404)
    await change(desk, "POST", path, {"name": "mood", "value": "good"}, status=400)


async def test_r8_consent_is_recorded_with_who_said_so(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    made = await new(desk)
    path = f"{PATH}/{made['id']}/consents"

    for is_given in (True, False):
        await post(desk, path, {"channel": "sms", "isGiven": is_given}, status=201)

    said = (await get(desk, path))["consents"]
    assert [(one["isGiven"], one["purpose"]) for one in said] == [
        (False, "messages"),
        (True, "messages"),
    ]
    assert said[0]["source"].startswith("staff:")
    held = await server.app.db.read(guests.has_consent, int(made["id"]), "sms", "messages")
    assert held is False


async def test_what_a_guest_says_of_themselves_is_kept_with_the_answer(
    server: Server, anyone: aiohttp.ClientSession, desk: aiohttp.ClientSession, graph: GraphStandin
) -> None:
    number = phone()

    await says(server, anyone, number, "I'm vegetarian")

    (guest,) = await found(desk, phone=number)
    (liked,) = (await get(desk, f"{PATH}/{guest['id']}/preferences"))["preferences"]
    assert (liked["name"], liked["value"], liked["source"]) == ("diet", "vegetarian", "stated")
    assert liked["messageId"] is not None
    (identity,) = (await get(desk, f"{PATH}/{guest['id']}/identities"))["identities"]
    assert (identity["channel"], identity["phone"]) == ("whatsapp", number)
    assert identity["isProven"]


async def hook(anyone: aiohttp.ClientSession, *messages: dict[str, Any]) -> None:
    """WhatsApp tells of these messages."""
    raw = json.dumps(whatsapp.envelope(messages)).encode()
    headers = {"X-Hub-Signature-256": whatsapp.sign(APP_SECRET, raw)}
    async with anyone.post("/webhooks/whatsapp", data=BytesIO(raw), headers=headers) as answer:
        assert answer.status == 200


async def test_a_guest_who_changes_number_and_user_id_goes_on_where_they_were(
    server: Server, anyone: aiohttp.ClientSession, desk: aiohttp.ClientSession
) -> None:
    old, newer = phone(), phone()
    first = whatsapp.text_message("Hello", sender=old[1:], user_id="PT.old1")
    async with server.expecting_answer_to(old[1:]):
        await hook(anyone, first)
    (guest,) = await found(desk, phone=old)

    moved = whatsapp.user_id_message("PT.old1", "PT.new1", sender=old[1:], new_phone=newer[1:])
    await hook(anyone, moved)
    again = whatsapp.text_message("It is me", sender=newer[1:], user_id="PT.new1")
    async with server.expecting_answer_to(newer[1:]):
        await hook(anyone, again)
    heir = whatsapp.text_message("Who is this?", sender=old[1:], user_id="PT.heir1")
    async with server.expecting_answer_to(old[1:]):
        await hook(anyone, heir)

    everything = await get(desk, f"{PATH}/{guest['id']}/export")
    (thread,) = everything["conversations"]
    texts = [each["content"] for each in thread["messages"] if each["sender"] == "guest"]
    assert [texts[0], texts[-1]] == ["Hello", "It is me"]
    assert "Who is this?" not in texts
    (identity,) = everything["identities"]
    assert (identity["userId"], identity["phone"]) == ("PT.new1", newer)
    assert everything["guest"]["phone"] == newer
    (other,) = await found(desk, phone=old)
    assert other["id"] != guest["id"]


# -- one person or two -----------------------------------------------------------------------------


async def test_two_guests_who_share_a_phone_stay_two(
    server: Server, anyone: aiohttp.ClientSession, desk: aiohttp.ClientSession
) -> None:
    number = phone()
    ana = await new(desk, firstName="Ana", lastName="Sharer", phone=number)
    rui = await new(desk, firstName="Rui", lastName="Sharer", phone=number)

    await says(server, anyone, number, "Hello from one of us")

    people = await found(desk, phone=number)
    assert {ana["id"], rui["id"]} < {one["id"] for one in people}
    assert len(people) == 3
    (writer,) = [one for one in people if one["id"] not in (ana["id"], rui["id"])]
    suggested = await get(desk, f"{PATH}/{ana['id']}/merge-suggestions")
    assert {each["guest"]["id"] for each in suggested["suggestions"]} == {rui["id"], writer["id"]}
    assert suggested["suggestions"][0]["evidence"] == ["same_phone"]

    await post(desk, f"{PATH}/{rui['id']}/distinct", {"guestId": ana["id"]}, status=204)

    suggested = await get(desk, f"{PATH}/{ana['id']}/merge-suggestions")
    assert [each["guest"]["id"] for each in suggested["suggestions"]] == [writer["id"]]
    for status in (204, 404):
        path = f"{PATH}/{ana['id']}/distinct/{rui['id']}"
        await change(desk, "DELETE", path, status=status)


async def test_a_merge_is_previewed_done_followed_and_undone(
    server: Server, anyone: aiohttp.ClientSession, desk: aiohttp.ClientSession
) -> None:
    number = phone()
    await says(server, anyone, number, "Hello")
    (writer,) = await found(desk, phone=number)
    kept = await new(desk, firstName="Kept", lastName="Person")
    before = await get(desk, f"{PATH}/{writer['id']}/export")

    preview = await get(desk, f"{PATH}/{kept['id']}/merge", guestId=writer["id"])
    done = await post(desk, f"{PATH}/{kept['id']}/merge", {"guestId": writer["id"]}, status=201)

    assert (preview["moves"], preview["fills"]) == (
        {"identities": 1, "conversations": 1},
        ["phone"],
    )
    merged = await get(desk, f"{PATH}/{writer['id']}")
    assert (merged["id"], merged["phone"]) == (kept["id"], number)
    assert [one["id"] for one in await found(desk, phone=number)] == [kept["id"]]
    assert (await get(desk, f"{PATH}/{kept['id']}/merges"))["merges"] == [done]

    undone = await post(desk, f"/api/v1/merges/{done['id']}/undo")

    assert undone["undoneAt"] is not None
    after = await get(desk, f"{PATH}/{writer['id']}/export")
    for part in ("identities", "conversations", "consents", "preferences"):
        assert after[part] == before[part], part
    assert [one["id"] for one in await found(desk, phone=number)] == [writer["id"]]
    await change(desk, "POST", f"/api/v1/merges/{done['id']}/undo", status=409)
    await change(desk, "POST", "/api/v1/merges/987654321/undo", status=404)


async def test_a_merged_guest_is_found_by_the_name_they_had(desk: aiohttp.ClientSession) -> None:
    one, other = [await new(desk, lastName=name) for name in ("Kaleidoscope", "Xylophonist")]
    done = await post(desk, f"{PATH}/{one['id']}/merge", {"guestId": other["id"]}, status=201)

    assert [each["id"] for each in await found(desk, q="xylophon")] == [one["id"]]

    await post(desk, f"/api/v1/merges/{done['id']}/undo")
    assert [each["id"] for each in await found(desk, q="xylophon")] == [other["id"]]


async def test_attempts_to_prove_a_booking_are_told_newest_first(
    server: Server, anyone: aiohttp.ClientSession, desk: aiohttp.ClientSession
) -> None:
    number = phone()
    await says(server, anyone, number, "What is my room number?")
    (guest,) = await found(desk, phone=number)

    told = await get(desk, f"{PATH}/{guest['id']}/verifications")
    everything = await get(desk, f"{PATH}/{guest['id']}/export")

    assert told["verifications"] == everything["verifications"][::-1]
    assert await audited(server, "guest.verifications", f"guest:{guest['id']}") == 1


async def test_an_export_is_everything_and_on_record(
    server: Server, anyone: aiohttp.ClientSession, desk: aiohttp.ClientSession
) -> None:
    number = phone()
    await says(server, anyone, number, "Two towels to room 204 please")
    (guest,) = await found(desk, phone=number)

    everything = await get(desk, f"{PATH}/{guest['id']}/export")

    (thread,) = everything["conversations"]
    texts = [message["content"] for message in thread["messages"]]
    assert texts[0] == "Two towels to room 204 please"
    assert len(texts) == 2
    (errand,) = everything["tasks"]
    assert errand["task"]["items"] == [{"name": "towels", "quantity": 2}]
    assert everything["guest"]["id"] == guest["id"]
    assert everything["identities"][0]["phone"] == number
    assert await audited(server, "guest.export", f"guest:{guest['id']}") == 1


# -- reservations ----------------------------------------------------------------------------------

RESERVATIONS = "/api/v1/reservations"
FAR = date(2040, 5, 1)


async def booked(server: Server, code: str, offset: int, **changes: Any) -> None:
    """A stay of two nights, far away."""
    given: dict[str, Any] = {
        "external_id": code,
        "confirmation": code,
        "status": ReservationStatus.CONFIRMED,
        "arrival": FAR + timedelta(days=offset),
        "departure": FAR + timedelta(days=offset + 2),
        "guest": PmsGuest(f"G-{code}", "Farah", "Faraway"),
        "companions": (PmsGuest(f"H-{code}", "Hugo", "Halfway"),),
        "room": f"9{offset}",
        "balance": Money(12_345, "EUR"),
    }
    told = PmsReservation(**given | changes)
    await server.app.db.write(stays.upsert, "mock", told, now())


async def codes(client: aiohttp.ClientSession, **query: str | int) -> list[str]:
    listed = await get(client, RESERVATIONS, **query)
    return [one["confirmation"] for one in listed["reservations"]]


async def test_reservations_are_found_by_day_room_state_and_guest(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    for offset, code in enumerate(("FAR-100", "FAR-101", "FAR-102")):
        await booked(server, code, offset)
    await booked(server, "FAR-103", 3, status=ReservationStatus.CANCELLED)
    since = {"arrivalFrom": FAR.isoformat()}
    everyone = ["FAR-103", "FAR-102", "FAR-101", "FAR-100"]

    assert await codes(desk, **since) == everyone
    assert await codes(desk, **since, arrivalTo="2040-05-02") == ["FAR-101", "FAR-100"]
    assert await codes(desk, departureFrom="2040-05-03", departureTo="2040-05-03") == ["FAR-100"]
    assert await codes(desk, **since, status="cancelled") == ["FAR-103"]
    assert await codes(desk, room="92") == ["FAR-102"]
    assert await codes(desk, q="far 101") == ["FAR-101"]
    assert await codes(desk, q="faraw", **since) == everyone
    assert await codes(desk, q="hugo half", **since) == everyone
    assert await codes(desk, q="hugo faraway", **since) == everyone
    assert await codes(desk, q="hugo nobody") == []
    assert await codes(desk, q="!!") == []

    page = await get(desk, RESERVATIONS, **since, limit=3)
    rest = await get(desk, RESERVATIONS, **since, limit=3, cursor=page["cursor"])
    assert [one["confirmation"] for one in rest["reservations"]] == ["FAR-100"]
    assert rest["cursor"] is None


async def test_a_reservation_says_what_is_owed_and_how_fresh_it_is(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    await booked(server, "FRESH-1", 40)
    (listed,) = (await get(desk, RESERVATIONS, q="FRESH-1"))["reservations"]

    one = await get(desk, f"{RESERVATIONS}/{listed['id']}")

    assert one == listed
    assert one["balance"] == {"amount": 12_345, "currency": "EUR"}
    assert (one["arrival"], one["nights"], one["isFresh"]) == ("2040-06-10", 2, True)
    assert one["asOf"].endswith("Z")
    assert (one["guestName"], len(one["companionIds"])) == ("Farah Faraway", 1)
    assert await codes(desk, guestId=one["companionIds"][0]) == ["FRESH-1"]
    stays_of = await get(desk, f"{PATH}/{one['companionIds'][0]}/reservations")
    assert [stay["id"] for stay in stays_of["reservations"]] == [one["id"]]
    assert await audited(server, "reservation.read", f"reservation:{one['id']}") == 1


async def test_a_stay_that_went_badly_wrong_is_marked(
    server: Server, desk: aiohttp.ClientSession
) -> None:
    await booked(server, "SORRY-1", 50)
    (one,) = (await get(desk, RESERVATIONS, q="SORRY-1"))["reservations"]
    path = f"{RESERVATIONS}/{one['id']}"

    marked = await change(desk, "PATCH", path, {"inRecovery": True})

    assert (one["inRecovery"], marked["inRecovery"]) == (False, True)
    assert (await change(desk, "PATCH", path, {"inRecovery": False}))["inRecovery"] is False
    await change(desk, "PATCH", path, {"room": "1"}, status=400)
    await change(desk, "PATCH", f"{RESERVATIONS}/987654321", {"inRecovery": True}, status=404)


@pytest.mark.parametrize(
    "query",
    [
        {"arrivalFrom": "tomorrow"},
        {"status": "lost"},
        {"guestId": "x"},
        {"cursor": "bm9uc2Vuc2U"},
        {"cursor": "WzAsIDFd"},
        {"cursor": "Wzk5OTk5OTk5LCAxXQ"},
    ],
)
async def test_filters_that_make_no_sense_are_refused(
    desk: aiohttp.ClientSession, query: dict[str, str]
) -> None:
    async with desk.get(RESERVATIONS, params=query) as answer:
        assert answer.status == 400
