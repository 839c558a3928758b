"""Access tokens for the mail server: fetched when needed, renewed before they end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from jack.channels.email_login import Logins, Secret
from jack.errors import Permanent, Transient


class Issuer:
    """Gives a new token for its refresh token, and says so when that has expired."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.status = 200
        self.lasts_s = 3600
        self.url = ""
        self.text: str | None = None

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append({key: str(value) for key, value in (await request.post()).items()})
        if self.text is not None:
            return web.Response(text=self.text)
        if self.status != 200:
            return web.json_response({"error": "invalid_grant"}, status=self.status)
        token: dict[str, Any] = {"access_token": f"t{len(self.asked)}", "expires_in": self.lasts_s}
        return web.json_response(token | {"refresh_token": f"r{len(self.asked)}"})


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    issuer = Issuer()
    app = web.Application()
    app.router.add_post("/token", issuer.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    issuer.url = f"http://127.0.0.1:{runner.addresses[0][1]}/token"
    yield issuer
    await runner.cleanup()


def logins(url: str) -> Logins:
    return Logins("desk@hotel.example", "", url, client_id="id", refresh_token="r0", timeout_s=5)


async def test_a_password_is_itself_and_shown_to_nobody() -> None:
    secret = await Logins("desk", "a password").secret()

    assert secret == Secret("a password")
    assert "a password" not in repr(secret)


async def test_a_token_is_used_until_shortly_before_it_ends(issuer: Issuer) -> None:
    mine = logins(issuer.url)

    first, second = await mine.secret(), await mine.secret()
    issuer.lasts_s = 30
    mine.refused()
    third, fourth = await mine.secret(), await mine.secret()

    assert [each.text for each in (first, second, third, fourth)] == ["t1", "t1", "t2", "t3"]
    assert first.is_token
    assert [each["refresh_token"] for each in issuer.asked] == ["r0", "r1", "r2"]
    assert issuer.asked[0]["grant_type"] == "refresh_token"
    assert "client_secret" not in issuer.asked[0]


async def test_an_expired_sign_in_is_final_and_says_what_to_do(issuer: Issuer) -> None:
    issuer.status = 400

    with pytest.raises(Permanent, match=r"invalid_grant.*Sign in again") as refused:
        await logins(issuer.url).secret()

    assert refused.value.reason == "login"


@pytest.mark.parametrize("status", [429, 503])
async def test_an_issuer_in_trouble_is_asked_again(issuer: Issuer, status: int) -> None:
    issuer.status = status

    with pytest.raises(Transient):
        await logins(issuer.url).secret()


async def test_an_issuer_that_is_away_or_talks_nonsense_is_asked_again(issuer: Issuer) -> None:
    issuer.text = "<html>"

    with pytest.raises(Transient):
        await logins(issuer.url).secret()
    with pytest.raises(Transient):
        await logins("http://127.0.0.1:1/token").secret()
