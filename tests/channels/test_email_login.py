"""Access tokens for the mail server: fetched when needed, renewed before they end."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from jack.channels.email_login import Logins, Secret
from jack.errors import Permanent, Transient
from tests.standins.issuer import CLIENT_ID, CLIENT_SECRET, Issuer


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with Issuer() as issuer:
        yield issuer


def logins(url: str) -> Logins:
    return Logins(
        "desk@hotel.example", "", url, client_id=CLIENT_ID, refresh_token="r0", timeout_s=5
    )


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

    assert first == second
    assert len({each.text for each in (first, third, fourth)}) == 3
    assert first.is_token
    assert [each["refresh_token"] for each in issuer.asked] == ["r0", "r1", "r2"]
    assert issuer.asked[0]["grant_type"] == "refresh_token"
    assert "client_secret" not in issuer.asked[0]


async def test_an_expired_sign_in_is_final_and_says_what_to_do(issuer: Issuer) -> None:
    issuer.is_revoked = True

    with pytest.raises(Permanent, match=r"invalid_grant.*Sign in again") as refused:
        await logins(issuer.url).secret()

    assert refused.value.reason == "login"


async def test_without_a_sign_in_the_client_itself_is_given_a_token(issuer: Issuer) -> None:
    mine = Logins("desk", "", issuer.url, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    wrong = Logins("desk", "", issuer.url, client_id=CLIENT_ID, client_secret="old")

    secret = await mine.secret()
    with pytest.raises(Permanent, match="invalid_client") as refused:
        await wrong.secret()

    assert secret.is_token
    assert issuer.asked[0]["grant_type"] == "client_credentials"
    assert "oauth_client_secret" in refused.value.fix


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
