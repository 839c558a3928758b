"""Signing in over HTTP, and who may do what."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from jack.model.staff import Role
from jack.web.routes import DOCUMENTED
from tests.web.conftest import Staff
from tests.web.servers import FAST, Server, running

pytestmark = pytest.mark.asyncio(loop_scope="session")

PASSWORD = "correct horse battery"
NUMBERS = itertools.count(1)

DESK = {Role.ADMIN, Role.MANAGER, Role.FRONT_DESK, Role.CONCIERGE}
MANAGERS = {Role.ADMIN, Role.MANAGER}
ADMINS = {Role.ADMIN}
ALL = set(Role)

ALLOWED: dict[tuple[str, str], set[Role]] = {
    ("POST", "/api/v1/auth/logout"): ALL,
    ("GET", "/api/v1/auth/session"): ALL,
    ("GET", "/api/v1/auth/sessions"): ALL,
    ("DELETE", "/api/v1/auth/sessions"): ALL,
    ("DELETE", "/api/v1/auth/sessions/{id}"): ALL,
    ("POST", "/api/v1/auth/password"): ALL,
    ("GET", "/api/v1/me"): ALL,
    ("PATCH", "/api/v1/me"): ALL,
    ("GET", "/api/v1/conversations"): DESK,
    ("GET", "/api/v1/conversations/{id}"): DESK,
    ("GET", "/api/v1/conversations/{id}/messages"): DESK,
    ("POST", "/api/v1/conversations/{id}/messages"): DESK,
    ("POST", "/api/v1/conversations/{id}/claim"): DESK,
    ("POST", "/api/v1/conversations/{id}/release"): DESK,
    ("POST", "/api/v1/conversations/{id}/resolve"): DESK,
    ("GET", "/api/v1/guests"): DESK,
    ("POST", "/api/v1/guests"): DESK,
    ("GET", "/api/v1/guests/{id}"): DESK,
    ("PATCH", "/api/v1/guests/{id}"): DESK,
    ("GET", "/api/v1/guests/{id}/reservations"): DESK,
    ("GET", "/api/v1/guests/{id}/identities"): DESK,
    ("GET", "/api/v1/guests/{id}/verifications"): DESK,
    ("GET", "/api/v1/guests/{id}/export"): DESK,
    ("GET", "/api/v1/guests/{id}/preferences"): DESK,
    ("POST", "/api/v1/guests/{id}/preferences"): DESK,
    ("PUT", "/api/v1/guests/{id}/preferences/{preferenceId}"): DESK,
    ("DELETE", "/api/v1/guests/{id}/preferences/{preferenceId}"): DESK,
    ("GET", "/api/v1/guests/{id}/notes"): DESK,
    ("POST", "/api/v1/guests/{id}/notes"): DESK,
    ("DELETE", "/api/v1/guests/{id}/notes/{noteId}"): DESK,
    ("PUT", "/api/v1/guests/{id}/tags"): DESK,
    ("GET", "/api/v1/guests/{id}/consents"): DESK,
    ("POST", "/api/v1/guests/{id}/consents"): DESK,
    ("GET", "/api/v1/guests/{id}/merge-suggestions"): DESK,
    ("GET", "/api/v1/guests/{id}/merge"): DESK,
    ("POST", "/api/v1/guests/{id}/merge"): DESK,
    ("GET", "/api/v1/guests/{id}/merges"): DESK,
    ("POST", "/api/v1/merges/{id}/undo"): DESK,
    ("POST", "/api/v1/guests/{id}/distinct"): DESK,
    ("DELETE", "/api/v1/guests/{id}/distinct/{otherId}"): DESK,
    ("GET", "/api/v1/reservations"): DESK,
    ("GET", "/api/v1/reservations/{id}"): DESK,
    ("PATCH", "/api/v1/reservations/{id}"): DESK,
    ("GET", "/api/v1/tasks"): ALL,
    ("POST", "/api/v1/tasks"): ALL,
    ("GET", "/api/v1/tasks/board"): ALL,
    ("GET", "/api/v1/tasks/worklist"): ALL,
    ("GET", "/api/v1/reports/handover"): DESK,
    ("GET", "/api/v1/tasks/{id}"): ALL,
    ("PATCH", "/api/v1/tasks/{id}"): ALL,
    ("GET", "/api/v1/tasks/{id}/history"): ALL,
    ("POST", "/api/v1/tasks/{id}/claim"): ALL,
    ("POST", "/api/v1/tasks/{id}/start"): ALL,
    ("POST", "/api/v1/tasks/{id}/complete"): ALL,
    ("POST", "/api/v1/tasks/{id}/not-possible"): ALL,
    ("POST", "/api/v1/tasks/{id}/wait"): ALL,
    ("POST", "/api/v1/tasks/{id}/cancel"): ALL,
    ("POST", "/api/v1/tasks/{id}/reopen"): ALL,
    ("POST", "/api/v1/tasks/{id}/comments"): ALL,
    ("POST", "/api/v1/tasks/{id}/reassign"): ALL,
    ("POST", "/api/v1/tasks/{id}/approve"): ALL,
    ("POST", "/api/v1/tasks/{id}/decline"): ALL,
    ("POST", "/api/v1/tasks/{id}/counter"): ALL,
    ("GET", "/api/v1/pms/status"): DESK,
    ("POST", "/api/v1/pms/sync"): DESK,
    ("GET", "/api/v1/knowledge"): ALL,
    ("GET", "/api/v1/knowledge/search"): ALL,
    ("GET", "/api/v1/knowledge/{id}"): ALL,
    ("POST", "/api/v1/media"): DESK,
    ("GET", "/api/v1/media"): DESK,
    ("GET", "/api/v1/media/{id}"): DESK,
    ("DELETE", "/api/v1/media/{id}"): DESK,
    ("GET", "/api/v1/outbox"): DESK,
    ("POST", "/api/v1/outbox/{id}/retry"): DESK,
    ("POST", "/api/v1/outbox/{id}/discard"): DESK,
    ("POST", "/api/v1/ai/classify"): DESK,
    ("POST", "/api/v1/messages/{id}/translation"): DESK,
    ("POST", "/api/v1/conversations/{id}/translation"): DESK,
    ("GET", "/api/v1/ai/explain"): DESK,
    ("GET", "/api/v1/ai/spending"): MANAGERS,
    ("GET", "/api/v1/ai/agreement"): ADMINS,
    ("GET", "/api/v1/auth/totp"): ALL,
    ("POST", "/api/v1/auth/totp"): ALL,
    ("POST", "/api/v1/auth/totp/confirm"): ALL,
    ("POST", "/api/v1/auth/totp/recovery-codes"): ALL,
    ("POST", "/api/v1/auth/totp/disable"): ALL,
    ("GET", "/api/v1/tokens"): ADMINS,
    ("POST", "/api/v1/tokens"): ADMINS,
    ("GET", "/api/v1/tokens/{id}"): ADMINS,
    ("PATCH", "/api/v1/tokens/{id}"): ADMINS,
    ("DELETE", "/api/v1/tokens/{id}"): ADMINS,
    ("GET", "/api/v1/staff"): MANAGERS,
    ("GET", "/api/v1/staff/colleagues"): ALL,
    ("POST", "/api/v1/staff"): MANAGERS,
    ("GET", "/api/v1/staff/{id}"): MANAGERS,
    ("PATCH", "/api/v1/staff/{id}"): MANAGERS,
    ("POST", "/api/v1/staff/{id}/reset"): MANAGERS,
    ("DELETE", "/api/v1/staff/{id}/totp"): MANAGERS,
    ("GET", "/api/v1/roles"): ALL,
    ("GET", "/api/v1/duty"): ALL,
    ("GET", "/api/v1/me/duty"): ALL,
    ("PUT", "/api/v1/me/duty"): ALL,
    ("GET", "/api/v1/staff/{id}/hours"): MANAGERS,
    ("PUT", "/api/v1/staff/{id}/hours"): MANAGERS,
    ("GET", "/api/v1/settings"): ADMINS,
    ("PATCH", "/api/v1/settings"): ADMINS,
    ("GET", "/api/v1/setup/steps"): ADMINS,
    ("POST", "/api/v1/setup/steps"): ADMINS,
    ("GET", "/api/v1/channels"): MANAGERS,
    ("POST", "/api/v1/channels/{name}/test"): ADMINS,
    ("GET", "/api/v1/system/troubles"): DESK,
    ("GET", "/api/v1/system"): MANAGERS,
    ("POST", "/api/v1/system/checkup"): MANAGERS,
    ("GET", "/api/v1/audit"): MANAGERS,
    ("GET", "/api/v1/canned-replies"): DESK,
    ("POST", "/api/v1/canned-replies"): MANAGERS,
    ("GET", "/api/v1/canned-replies/{id}"): DESK,
    ("PATCH", "/api/v1/canned-replies/{id}"): MANAGERS,
    ("DELETE", "/api/v1/canned-replies/{id}"): MANAGERS,
    ("POST", "/api/v1/canned-replies/{id}/render"): DESK,
    ("GET", "/api/v1/ratings"): DESK,
    ("GET", "/api/v1/automations"): DESK,
    ("POST", "/api/v1/automations"): MANAGERS,
    ("GET", "/api/v1/automations/words"): DESK,
    ("POST", "/api/v1/automations/check"): DESK,
    ("POST", "/api/v1/automations/simulate"): DESK,
    ("GET", "/api/v1/automations/runs"): DESK,
    ("GET", "/api/v1/automations/runs/{id}"): DESK,
    ("POST", "/api/v1/automations/runs/{id}/send"): DESK,
    ("POST", "/api/v1/automations/runs/{id}/skip"): DESK,
    ("GET", "/api/v1/automations/calls"): MANAGERS,
    ("POST", "/api/v1/automations/calls/{id}/retry"): MANAGERS,
    ("GET", "/api/v1/automations/{id}"): DESK,
    ("PATCH", "/api/v1/automations/{id}"): MANAGERS,
    ("DELETE", "/api/v1/automations/{id}"): MANAGERS,
    ("GET", "/api/v1/automations/{id}/versions"): DESK,
    ("POST", "/api/v1/automations/{id}/enable"): MANAGERS,
    ("POST", "/api/v1/automations/{id}/disable"): MANAGERS,
    ("GET", "/api/v1/reports/handover/mails"): DESK,
    ("GET", "/api/v1/templates"): DESK,
    ("POST", "/api/v1/templates"): MANAGERS,
    ("GET", "/api/v1/templates/shipped"): DESK,
    ("POST", "/api/v1/templates/preview"): DESK,
    ("POST", "/api/v1/templates/check"): DESK,
    ("GET", "/api/v1/templates/{id}"): DESK,
    ("PATCH", "/api/v1/templates/{id}"): MANAGERS,
    ("DELETE", "/api/v1/templates/{id}"): MANAGERS,
    ("GET", "/api/v1/vendor-templates"): DESK,
    ("POST", "/api/v1/vendor-templates/read"): MANAGERS,
    ("GET", "/api/v1/conversations/{id}/sendable"): DESK,
    ("POST", "/api/v1/conversations/{id}/templates"): DESK,
    ("GET", "/api/v1/inbox"): DESK,
    ("GET", "/api/v1/inbox/counts"): DESK,
    ("GET", "/api/v1/conversations/{id}/timeline"): DESK,
    ("GET", "/api/v1/conversations/{id}/channels"): DESK,
    ("POST", "/api/v1/conversations/{id}/seen"): DESK,
    ("GET", "/api/v1/search"): DESK,
    ("POST", "/api/v1/conversations/{id}/transfer"): DESK,
    ("POST", "/api/v1/conversations/{id}/escalate"): DESK,
    ("POST", "/api/v1/conversations/{id}/reopen"): DESK,
    ("POST", "/api/v1/conversations/{id}/notes"): DESK,
    ("POST", "/api/v1/conversations/{id}/suggest"): DESK,
    ("POST", "/api/v1/messages/{id}/approve"): DESK,
    ("POST", "/api/v1/messages/{id}/discard"): DESK,
    ("POST", "/api/v1/messages/{id}/retry"): DESK,
    ("GET", "/api/v1/hotel"): ALL,
    ("GET", "/api/v1/push"): ALL,
    ("POST", "/api/v1/push/subscribe"): ALL,
    ("POST", "/api/v1/push/unsubscribe"): ALL,
    ("POST", "/api/v1/push/test"): ALL,
    ("POST", "/api/v1/knowledge"): MANAGERS,
    ("PUT", "/api/v1/knowledge/{id}"): MANAGERS,
    ("DELETE", "/api/v1/knowledge/{id}"): MANAGERS,
    ("GET", "/api/v1/knowledge/{id}/versions"): ALL,
    ("POST", "/api/v1/knowledge/preview"): ALL,
    ("POST", "/api/v1/knowledge/import"): MANAGERS,
    ("POST", "/api/v1/knowledge/websites"): MANAGERS,
    ("GET", "/api/v1/knowledge/websites/{id}"): MANAGERS,
    ("POST", "/api/v1/knowledge/websites/{id}/import"): MANAGERS,
    ("DELETE", "/api/v1/knowledge/websites/{id}"): MANAGERS,
    ("GET", "/api/v1/evaluations"): ALL,
    ("POST", "/api/v1/evaluations"): MANAGERS,
    ("POST", "/api/v1/evaluations/mark"): MANAGERS,
    ("PUT", "/api/v1/evaluations/{id}"): MANAGERS,
    ("DELETE", "/api/v1/evaluations/{id}"): MANAGERS,
    ("POST", "/api/v1/evaluations/runs"): MANAGERS,
    ("GET", "/api/v1/evaluations/runs/{id}"): MANAGERS,
    ("POST", "/api/v1/evaluations/trials"): MANAGERS,
    ("POST", "/api/v1/evaluations/trials/website"): MANAGERS,
    ("POST", "/api/v1/evaluations/trials/models"): ADMINS,
    ("GET", "/api/v1/knowledge/contradictions"): MANAGERS,
    ("POST", "/api/v1/knowledge/contradictions/accept"): MANAGERS,
    ("GET", "/api/v1/knowledge/gaps"): MANAGERS,
    ("POST", "/api/v1/knowledge/gaps/answer"): MANAGERS,
    ("POST", "/api/v1/knowledge/gaps/dismiss"): MANAGERS,
    ("GET", "/api/v1/knowledge/proposals"): MANAGERS,
    ("POST", "/api/v1/knowledge/proposals/{id}/approve"): MANAGERS,
    ("POST", "/api/v1/knowledge/proposals/{id}/reject"): MANAGERS,
    ("GET", "/api/v1/analytics"): MANAGERS,
    ("GET", "/api/v1/analytics/csv"): MANAGERS,
}
"""Who may use which route; routes that are not here are open to anyone."""

OPEN = {
    ("GET", "/api/v1/health/live"),
    ("GET", "/api/v1/health/ready"),
    ("GET", "/api/v1/health/info"),
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/session"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/password/link"),
    ("POST", "/api/v1/setup"),
    ("POST", "/api/v1/webchat/sessions"),
    ("GET", "/api/v1/webchat/messages"),
    ("POST", "/api/v1/webchat/contact"),
    ("POST", "/api/v1/webchat/files"),
    ("GET", "/api/v1/webchat/files/{id}"),
    ("GET", "/api/v1/setup"),
}


@dataclass(frozen=True, slots=True)
class Login:
    client: aiohttp.ClientSession
    email: str
    tokens: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens['accessToken']}"}


async def new_account(server: Server, role: Role = Role.CONCIERGE) -> str:
    email = f"person{next(NUMBERS)}@hotel.example"
    await server.app.staffing.add(email, "Ana Silva", role, password=PASSWORD, actor="test")
    return email


async def sign_in(client: aiohttp.ClientSession, email: str, password: str = PASSWORD) -> Login:
    credentials = {"email": email, "password": password}
    async with client.post("/api/v1/auth/login", json=credentials) as answer:
        assert answer.status == 200
        return Login(client, email, await answer.json())


async def status_of_me(login: Login) -> int:
    async with login.client.get("/api/v1/me", headers=login.headers) as answer:
        return answer.status


async def refreshed(login: Login) -> tuple[int, dict[str, Any]]:
    token = {"refreshToken": login.tokens["refreshToken"]}
    async with login.client.post("/api/v1/auth/refresh", json=token) as answer:
        return answer.status, await answer.json()


# -- in and out ----------------------------------------------------------------------------


async def test_a_login_gives_tokens_and_says_who_it_is(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    email = await new_account(server)

    login = await sign_in(anyone, email.upper())

    assert login.tokens["expiresIn"] == 900
    assert login.tokens["user"]["email"] == email
    assert login.tokens["user"]["role"] == "concierge"
    async with anyone.get("/api/v1/me", headers=login.headers) as answer:
        assert await answer.json() == login.tokens["user"]


async def test_a_wrong_password_and_a_wrong_account_get_the_same_answer(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    email = await new_account(server)

    answers = []
    for address, password in [(email, "not it at all"), ("nobody@hotel.example", PASSWORD)]:
        credentials = {"email": address, "password": password}
        async with anyone.post("/api/v1/auth/login", json=credentials) as answer:
            error = (await answer.json())["error"]
            answers.append((answer.status, error["code"], error["message"], error["details"]))

    assert answers[0] == answers[1]
    assert answers[0][:2] == (401, "UNAUTHORIZED")


async def test_a_refresh_token_works_once(server: Server, anyone: aiohttp.ClientSession) -> None:
    login = await sign_in(anyone, await new_account(server))

    status, tokens = await refreshed(login)

    assert status == 200
    assert tokens["refreshToken"] != login.tokens["refreshToken"]
    assert await status_of_me(Login(anyone, login.email, tokens)) == 200


async def test_a_refresh_token_used_again_ends_the_whole_session(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    login = await sign_in(anyone, await new_account(server))
    _, tokens = await refreshed(login)
    successor = Login(anyone, login.email, tokens)

    status, body = await refreshed(login)

    assert (status, body["error"]["code"]) == (401, "UNAUTHORIZED")
    assert (await refreshed(successor))[0] == 401
    assert await status_of_me(successor) == 401


async def test_after_logout_neither_token_works(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    login = await sign_in(anyone, await new_account(server))

    async with anyone.post("/api/v1/auth/logout", headers=login.headers) as answer:
        body = await answer.read()

    assert (answer.status, body) == (204, b"")
    assert await status_of_me(login) == 401
    assert (await refreshed(login))[0] == 401


async def test_one_session_can_end_another(server: Server, anyone: aiohttp.ClientSession) -> None:
    email = await new_account(server)
    first, second = await sign_in(anyone, email), await sign_in(anyone, email)
    async with anyone.get("/api/v1/auth/sessions", headers=first.headers) as answer:
        sessions = (await answer.json())["sessions"]
    other = next(session for session in sessions if not session["isThis"])

    async with anyone.delete(
        f"/api/v1/auth/sessions/{other['id']}", headers=first.headers
    ) as answer:
        pass

    assert len(sessions) == 2
    assert answer.status == 204
    assert await status_of_me(first) == 200
    assert await status_of_me(second) == 401


async def test_nobody_ends_the_session_of_somebody_else(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    mine = await sign_in(anyone, await new_account(server))
    theirs = await sign_in(anyone, await new_account(server))
    async with anyone.get("/api/v1/auth/sessions", headers=theirs.headers) as answer:
        [session] = (await answer.json())["sessions"]

    async with anyone.delete(
        f"/api/v1/auth/sessions/{session['id']}", headers=mine.headers
    ) as answer:
        pass

    assert answer.status == 404
    assert await status_of_me(theirs) == 200


async def test_a_changed_password_ends_the_other_sessions(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    email = await new_account(server)
    first, second = await sign_in(anyone, email), await sign_in(anyone, email)

    async with anyone.post(
        "/api/v1/auth/password",
        json={"old": PASSWORD, "new": "another long password"},
        headers=first.headers,
    ) as answer:
        pass

    assert answer.status == 204
    assert await status_of_me(first) == 200
    assert await status_of_me(second) == 401
    await sign_in(anyone, email, "another long password")


async def test_a_password_link_works_once(server: Server, anyone: aiohttp.ClientSession) -> None:
    email = f"person{next(NUMBERS)}@hotel.example"
    _, token = await server.app.staffing.add(email, "Théo", Role.CONCIERGE, actor="test")
    link = {"token": token, "password": PASSWORD}

    async with anyone.post("/api/v1/auth/password/link", json=link) as first:
        person = await first.json()
    async with anyone.post("/api/v1/auth/password/link", json=link) as second:
        pass

    assert (first.status, person["email"]) == (200, email)
    assert second.status == 401
    await sign_in(anyone, email)


async def test_the_set_up_link_makes_the_first_account(tmp_path: Path) -> None:
    async with (
        running(tmp_path, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        token = await server.app.staffing.setup_link()
        form = {"token": token, "email": "ana@hotel.example", "name": "Ana", "password": PASSWORD}

        async with client.post("/api/v1/setup", json=form) as first:
            person = await first.json()
        async with client.post("/api/v1/setup", json=form) as second:
            pass

        assert (first.status, person["role"]) == (201, "admin")
        assert second.status == 401
        await sign_in(client, "ana@hotel.example")


async def test_too_many_sign_ins_are_told_when_to_come_back(tmp_path: Path) -> None:
    few = {**FAST, "auth.login_attempts_per_minute": 2}
    credentials = {"email": "ana@hotel.example", "password": "not it at all"}

    async with (
        running(tmp_path, settings=few, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        statuses = []
        for _ in range(3):
            async with client.post("/api/v1/auth/login", json=credentials) as answer:
                statuses.append(answer.status)
                error = (await answer.json())["error"]

    assert statuses == [401, 401, 429]
    assert error["code"] == "RATE_LIMITED"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


async def test_behind_a_proxy_each_client_has_its_own_attempts(tmp_path: Path) -> None:
    settings = {
        **FAST,
        "auth.login_attempts_per_minute": 1,
        "server.trusted_proxies": ["127.0.0.0/8"],
    }

    async with (
        running(tmp_path, settings=settings, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        statuses = []
        for number, forwarded in enumerate(["203.0.113.1", "203.0.113.2", "203.0.113.1"]):
            async with client.post(
                "/api/v1/auth/login",
                json={"email": f"nobody{number}@hotel.example", "password": "x"},
                headers={"X-Forwarded-For": forwarded},
            ) as answer:
                statuses.append(answer.status)

    assert statuses == [401, 401, 429]


# -- who may -------------------------------------------------------------------------------


async def test_every_route_is_in_the_table_of_permissions() -> None:
    documented = {(route.method, route.path) for route in DOCUMENTED}

    assert documented == set(ALLOWED) | OPEN


def filled(path: str, number: str) -> str:
    """The path of something with this number."""
    return re.sub(r"{\w+}", number, path)


@pytest.mark.parametrize(("method", "path"), sorted(ALLOWED))
async def test_without_a_token_there_is_no_way_in(
    anyone: aiohttp.ClientSession, method: str, path: str
) -> None:
    async with anyone.request(method, filled(path, "1")) as answer:
        error = (await answer.json())["error"]

    assert (answer.status, error["code"]) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_may_do_what_the_table_says_and_nothing_else(staff: Staff, role: Role) -> None:
    # Of something that is not there, so that nothing changes; logging out would.
    routes = [route for route in ALLOWED if route != ("POST", "/api/v1/auth/logout")]

    refused = set()
    for method, path in routes:
        async with staff[role].request(method, filled(path, "987654321")) as answer:
            assert answer.status != 401
            if answer.status == 403:
                assert (await answer.json())["error"]["code"] == "FORBIDDEN"
                refused.add((method, path))

    assert refused == {route for route in routes if role not in ALLOWED[route]}


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param("Bearer", id="no token"),
        pytest.param("Bearer  ", id="spaces"),
        pytest.param("Basic YW5hOmFuYQ==", id="another scheme"),
        pytest.param("Bearer not.a.token", id="nonsense"),
        pytest.param("Bearer é.é.é", id="letters no token has"),
        pytest.param("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.", id="algorithm none"),
        pytest.param("Bearer " + "W1tb" * 1900 + ".e30.e30", id="a header nested very deep"),
    ],
)
async def test_what_is_no_token_is_unauthorized(
    anyone: aiohttp.ClientSession, authorization: str
) -> None:
    headers = {"Authorization": authorization}

    async with anyone.get("/api/v1/me", headers=headers) as answer:
        error = (await answer.json())["error"]

    assert (answer.status, error["code"]) == (401, "UNAUTHORIZED")


async def test_a_disabled_account_is_out_at_once(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    login = await sign_in(anyone, await new_account(server))

    await server.app.staffing.disable(login.email, actor="test")

    assert await status_of_me(login) == 401
    assert (await refreshed(login))[0] == 401
