"""E-mail against real servers that insist: on certificates, on encryption, on access tokens."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from jack.channels.email import Email
from jack.config_schema import Email as Settings
from jack.db import audit
from jack.db.database import Database
from jack.errors import ConfigError, Delivery, Permanent, Transient
from jack.model.clock import HOUR, now
from jack.model.messages import Delivery as State
from jack.model.messages import OutboxItem, OutboxKind
from jack.services.logins import keep_logins
from jack.services.mailroom import Mailroom
from tests.house import House
from tests.standins import dovecot
from tests.standins.certificates import Authority
from tests.standins.dovecot import Dovecot
from tests.standins.issuer import CLIENT_ID, CLIENT_SECRET, Issuer
from tests.standins.smtp import PASSWORD, MailServer

needs_dovecot = pytest.mark.skipif(dovecot.BINARY is None, reason="needs dovecot-imapd")
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def authority() -> Iterator[Authority]:
    with tempfile.TemporaryDirectory() as folder:
        yield Authority(Path(folder))


@pytest.fixture(scope="module")
def post(authority: Authority) -> Iterator[Dovecot]:
    with Dovecot(token_key=KEY) as running:
        yield running


@pytest.fixture
async def issuer() -> AsyncIterator[Issuer]:
    async with Issuer(key=KEY) as issuer:
        yield issuer


def settings(**changes: Any) -> Settings:
    given = {
        "enabled": True,
        "address": dovecot.USER,
        "password": PASSWORD,
        "imap_host": "localhost",
        "imap_security": "none",
        "smtp_host": "localhost",
        "smtp_security": "none",
        "timeout_s": 10.0,
    }
    return Settings.model_validate(given | changes)


def with_tokens(issuer: Issuer, post: Dovecot, **changes: Any) -> Settings:
    return settings(
        password="",
        imap_port=post.port,
        oauth_token_url=issuer.url,
        oauth_client_id=CLIENT_ID,
        **({"oauth_refresh_token": "r0"} | changes),
    )


@asynccontextmanager
async def started(settings: Settings) -> AsyncIterator[Email]:
    channel = Email(settings, hotel="Miramar")
    await channel.start()
    try:
        yield channel
    finally:
        await channel.close()


def item() -> OutboxItem:
    return OutboxItem(
        id=7,
        message_id=70,
        conversation_id=1,
        kind=OutboxKind.ANSWER,
        channel="email",
        account="",
        address="ana@example.com",
        text="Breakfast is from seven.",
        attempts=0,
        state=State.QUEUED,
        next_at=0,
        expires_at=HOUR,
        created_at=0,
    )


async def look(channel: Email) -> None:
    async def nothing(_: object) -> list[str]:
        return []

    await channel.fetch(None, at=now(), known=nothing)


# -- the server proves who it is (R15) -------------------------------------------------------------


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_r15_mail_is_sent_encrypted_to_a_server_that_proves_its_name(
    authority: Authority, security: str
) -> None:
    async with MailServer(tls=authority.issue().context(), security=security) as server:
        how = {"smtp_port": server.port, "smtp_security": security}

        async with started(settings(ca_file=str(authority.file), **how)) as channel:
            await channel.send(item())

    assert len(server.accepted) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("trouble", ["unknown authority", "another name", "over"])
async def test_r15_a_server_that_cannot_prove_its_name_gets_neither_password_nor_mail(
    authority: Authority, security: str, trouble: str
) -> None:
    names = ["mx.elsewhere.example"] if trouble == "another name" else ["localhost"]
    pair = authority.issue(names, is_over=trouble == "over")
    ca_file = "" if trouble == "unknown authority" else str(authority.file)
    async with MailServer(tls=pair.context(), security=security) as server:
        how = {"smtp_port": server.port, "smtp_security": security, "ca_file": ca_file}

        async with started(settings(**how)) as channel:
            with pytest.raises(Transient, match="certificate that is not trusted") as refused:
                await channel.send(item())

    assert refused.value.reason == "certificate"
    assert "channels.email.smtp_host" in refused.value.fix
    assert (server.logins, server.accepted) == (0, [])


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_r15_a_server_that_does_not_encrypt_gets_no_password(security: str) -> None:
    async with (
        MailServer() as server,
        started(settings(smtp_port=server.port, smtp_security=security)) as channel,
    ):
        with pytest.raises(Transient, match="does not encrypt") as refused:
            await channel.send(item())

    assert refused.value.reason == "no_tls"
    assert server.logins == 0


@needs_dovecot
@pytest.mark.imap
@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_r15_a_mailbox_of_another_name_is_not_opened_and_a_check_says_what_to_do(
    security: str,
) -> None:
    with Dovecot(names=("mx.elsewhere.example",)) as other:
        port = other.tls_port if security == "tls" else other.port
        how = {"imap_security": security, "imap_port": port}
        given = settings(ca_file=str(other.authority.file), password=dovecot.PASSWORD, **how)

        async with started(given) as channel:
            with pytest.raises(Permanent, match="not trusted") as refused:
                await channel.check()

    assert refused.value.reason == "certificate"
    assert "channels.email.imap_host" in refused.value.fix


@pytest.mark.parametrize("content", [None, "no certificate"])
async def test_certificates_that_cannot_be_read_are_said_at_the_start(
    tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_text(content)
    channel = Email(settings(ca_file=str(file)), hotel="")

    with pytest.raises(ConfigError, match="ca_file") as wrong:
        await channel.start()
    await channel.close()

    assert str(file) in str(wrong.value)


# -- access tokens ---------------------------------------------------------------------------------


@needs_dovecot
@pytest.mark.imap
async def test_a_token_opens_the_mailbox_and_sends_and_is_renewed_when_it_ends(
    post: Dovecot, issuer: Issuer
) -> None:
    issuer.lasts_s = 30  # less than it is renewed before its end
    async with (
        MailServer(takes_token=issuer.is_good) as server,
        started(with_tokens(issuer, post, smtp_port=server.port)) as channel,
    ):
        await look(channel)
        await channel.send(item())
        told = await channel.check()

    assert "localhost tells of new mail" in told
    assert (server.logins, len(server.accepted)) == (2, 1), "a check logs in anew"
    assert [asked["refresh_token"] for asked in issuer.asked] == ["r0", "r1", "r2"]


@needs_dovecot
@pytest.mark.imap
async def test_an_application_with_a_secret_needs_no_sign_in(post: Dovecot, issuer: Issuer) -> None:
    given = with_tokens(issuer, post, oauth_refresh_token="", oauth_client_secret=CLIENT_SECRET)

    async with started(given) as channel:
        await look(channel)

    assert [asked["grant_type"] for asked in issuer.asked] == ["client_credentials"]


@needs_dovecot
@pytest.mark.imap
async def test_a_token_of_somebody_else_is_refused_at_both_servers_and_thrown_away(
    post: Dovecot, issuer: Issuer
) -> None:
    issuer.user = "somebody@else.example"
    async with (
        MailServer(takes_token=lambda token: False) as server,
        started(with_tokens(issuer, post, smtp_port=server.port)) as channel,
    ):
        with pytest.raises(Permanent, match="refuses the login") as by_imap:
            await look(channel)
        with pytest.raises(Transient, match="refuses the login") as by_smtp:
            await channel.send(item())

    assert (by_imap.value.reason, by_smtp.value.reason) == ("login", "login")
    assert "let this account use IMAP" in by_imap.value.fix
    assert len(issuer.asked) == 2, "a refused token is not tried again"


@needs_dovecot
@pytest.mark.imap
async def test_an_expired_sign_in_raises_an_alarm_with_the_time_of_the_last_success(
    post: Dovecot, issuer: Issuer, house: House
) -> None:
    issuer.lasts_s = 30
    async with started(with_tokens(issuer, post)) as channel:
        room = Mailroom(house.db, house.bus, house.intake, channel, house.clock)
        await room.fetch()
        fetched_at = house.clock.at
        issuer.is_revoked = True
        channel._mailbox._imap.close()  # as at the next start
        house.clock.forward(3600)

        with pytest.raises(Delivery, match=r"invalid_grant.*Sign in again") as refused:
            await room.fetch()
        state = await room.state()
        issuer.is_revoked = False
        await room.fetch()

    assert "oauth_refresh_token" in refused.value.fix
    assert (state.fetched_at, state.failed_at) == (fetched_at, house.clock.at)
    told = house.db.read_now(
        audit.page, actor=None, action="mailbox.", subject=None, since=None, until=None,
        before=None, limit=9,
    )  # fmt: skip
    assert [entry.action for entry in told] == ["mailbox.recovered", "mailbox.failed"]
    assert told[1].data["fetchedAt"] == fetched_at


@needs_dovecot
@pytest.mark.imap
async def test_a_renewed_sign_in_outlives_a_restart_and_is_shared_with_the_doctor(
    post: Dovecot, issuer: Issuer, db: Database
) -> None:
    """The issuer takes each refresh token once."""
    issuer.lasts_s = 30
    given = with_tokens(issuer, post)
    for _ in range(2):  # the server, and after a restart
        async with started(given) as channel:
            keep_logins(db, [channel])
            await look(channel)
            async with started(given) as of_the_doctor:
                keep_logins(db, [of_the_doctor])
                await look(of_the_doctor)
            channel._mailbox._imap.close()
            await look(channel)
    asked = [each["refresh_token"] for each in issuer.asked]
    issuer.refresh_tokens.add("another")
    async with started(with_tokens(issuer, post, oauth_refresh_token="another")) as channel:
        keep_logins(db, [channel])
        await look(channel)

    assert asked == ["r0", "r1", "r2", "r3", "r4", "r5"]
    assert issuer.asked[-1]["refresh_token"] == "another", "configured anew"
