"""The web page's cookie: what it is like, and that no other page can use it (R15)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from http.cookies import Morsel, SimpleCookie
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from tests.web.servers import FAST, Server, running
from tests.web.test_auth import PASSWORD, new_account

pytestmark = pytest.mark.asyncio(loop_scope="session")

SESSION = "/api/v1/auth/session"


@pytest_asyncio.fixture(loop_scope="session")
async def page(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that keeps cookies, also those of bare addresses."""
    async with aiohttp.ClientSession(
        server.url, cookie_jar=aiohttp.CookieJar(unsafe=True)
    ) as browser:
        yield browser


async def sign_in(page: aiohttp.ClientSession, email: str) -> str:
    """The CSRF token of a new session."""
    async with page.post(SESSION, json={"email": email, "password": PASSWORD}) as answer:
        assert answer.status == 200
        return str((await answer.json())["csrfToken"])


async def status(
    page: aiohttp.ClientSession, method: str, path: str, headers: dict[str, str]
) -> int:
    async with page.request(method, path, headers=headers) as answer:
        return answer.status


def morsel(answer: aiohttp.ClientResponse) -> Morsel[str]:
    cookies = SimpleCookie(answer.headers["Set-Cookie"])
    [found] = cookies.values()
    return found


async def test_the_cookie_is_for_this_site_and_not_for_scripts(
    server: Server, anyone: aiohttp.ClientSession
) -> None:
    login = {"email": await new_account(server), "password": PASSWORD}

    async with anyone.post(SESSION, json=login) as answer:
        body = await answer.json()

    cookie = morsel(answer)
    assert cookie.key == "jack_session"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert (cookie["path"], cookie["domain"]) == ("/", "")
    assert set(body) == {"user", "csrfToken", "expiresAt"}
    assert cookie.value not in str(body)


@pytest.mark.parametrize("is_behind_proxy", [False, True])
async def test_behind_tls_the_cookie_travels_over_tls_only(
    tmp_path: Path, is_behind_proxy: bool
) -> None:
    settings: dict[str, object] = {"server.public_url": "https://jack.hotel.example"}
    headers = {}
    if is_behind_proxy:
        settings = {"server.trusted_proxies": ["127.0.0.0/8"]}
        headers = {"X-Forwarded-Proto": "https"}
    async with (
        running(tmp_path, settings={**FAST, **settings}, is_awaited=False) as server,
        aiohttp.ClientSession(server.url) as client,
    ):
        login = {"email": await new_account(server), "password": PASSWORD}
        async with client.post(SESSION, json=login, headers=headers) as answer:
            cookie = morsel(answer)
        kept = {"Cookie": f"{cookie.key}={cookie.value}"}
        assert await status(client, "GET", "/api/v1/me", headers | kept) == 200
        plain = {"Cookie": f"jack_session={cookie.value}"}
        assert await status(client, "GET", "/api/v1/me", headers | plain) == 401

    assert cookie.key == "__Host-jack_session"
    assert cookie["secure"]


async def test_the_page_finds_its_session_and_its_csrf_token_again(
    server: Server, page: aiohttp.ClientSession
) -> None:
    email = await new_account(server)
    csrf = await sign_in(page, email)

    async with page.get(SESSION) as answer:
        body = await answer.json()

    assert (body["user"]["email"], body["csrfToken"]) == (email, csrf)


async def test_a_change_needs_the_csrf_token_and_reading_does_not(
    server: Server, page: aiohttp.ClientSession
) -> None:
    csrf = await sign_in(page, await new_account(server))
    method, path = "DELETE", "/api/v1/auth/sessions"

    assert await status(page, "GET", "/api/v1/me", {}) == 200
    assert await status(page, method, path, {}) == 403
    assert await status(page, method, path, {"X-CSRF-Token": csrf[::-1]}) == 403
    assert await status(page, method, path, {"X-CSRF-Token": csrf}) == 204


@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_another_page_changes_nothing_even_with_the_token(
    server: Server, page: aiohttp.ClientSession, foreign: dict[str, str]
) -> None:
    csrf = await sign_in(page, await new_account(server))
    proof = {"X-CSRF-Token": csrf}

    assert await status(page, "DELETE", "/api/v1/auth/sessions", proof | foreign) == 403
    own = {"Origin": server.url, "Sec-Fetch-Site": "same-origin"}
    assert await status(page, "DELETE", "/api/v1/auth/sessions", proof | own) == 204


async def test_another_page_signs_nobody_in(server: Server, anyone: aiohttp.ClientSession) -> None:
    login = {"email": await new_account(server), "password": PASSWORD}

    async with anyone.post(
        SESSION, json=login, headers={"Origin": "https://evil.example"}
    ) as answer:
        pass

    assert answer.status == 403
    assert "Set-Cookie" not in answer.headers


async def test_a_bearer_token_needs_no_csrf_token_and_wins_over_the_cookie(
    server: Server, page: aiohttp.ClientSession
) -> None:
    await sign_in(page, await new_account(server))
    other = {"email": await new_account(server), "password": PASSWORD}
    async with page.post("/api/v1/auth/login", json=other) as answer:
        token = (await answer.json())["accessToken"]
    bearer = {"Authorization": f"Bearer {token}"}

    async with page.get("/api/v1/me", headers=bearer) as answer:
        me = await answer.json()
    ended = await status(page, "POST", "/api/v1/auth/logout", bearer)

    assert me["email"] == other["email"]
    assert ended == 204
    assert await status(page, "GET", "/api/v1/me", {"Authorization": "Basic eDp5"}) == 401


async def test_logging_out_ends_the_session_and_deletes_the_cookie(
    server: Server, page: aiohttp.ClientSession
) -> None:
    csrf = await sign_in(page, await new_account(server))
    [cookie] = page.cookie_jar
    kept = {"Cookie": f"{cookie.key}={cookie.value}"}

    async with page.post("/api/v1/auth/logout", headers={"X-CSRF-Token": csrf}) as answer:
        deleted = morsel(answer)

    assert (deleted.key, deleted.value, deleted["max-age"]) == ("jack_session", "", "0")
    assert await status(page, "GET", "/api/v1/me", {}) == 401
    async with (
        aiohttp.ClientSession(server.url) as other,
        other.get("/api/v1/me", headers=kept) as answer,
    ):
        assert answer.status == 401


async def test_sessions_say_where_and_when_they_were_used(
    server: Server, page: aiohttp.ClientSession
) -> None:
    await sign_in(page, await new_account(server))

    async with page.get("/api/v1/auth/sessions") as answer:
        [session] = (await answer.json())["sessions"]

    assert session["kind"] == "cookie"
    assert session["address"] == "127.0.0.1"
    assert session["lastSeenAt"] == session["createdAt"]
    assert session["isThis"]


async def handshake(page: aiohttp.ClientSession, headers: dict[str, str]) -> int:
    try:
        async with page.ws_connect("/ws", headers=headers):
            return 101
    except aiohttp.WSServerHandshakeError as refused:
        return refused.status


async def test_a_websocket_with_the_cookie_comes_from_the_hotels_own_page(
    server: Server, page: aiohttp.ClientSession
) -> None:
    await sign_in(page, await new_account(server))

    assert await handshake(page, {"Origin": server.url}) == 101
    assert await handshake(page, {}) == 403
    assert await handshake(page, {"Origin": "https://evil.example"}) == 403
    cross_site = {"Origin": server.url, "Sec-Fetch-Site": "cross-site"}
    assert await handshake(page, cross_site) == 403
