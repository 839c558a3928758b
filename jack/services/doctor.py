"""Tests what Jack needs by using it, and names the one thing to do about each trouble."""

from __future__ import annotations

import asyncio
import http.client
import os
import shutil
import ssl
import stat
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from jack.channels import dns
from jack.channels.base import Capable, Channel, Mailbox, Probe, Webhook
from jack.config import Config, Loaded, describe, is_loopback
from jack.datadir import DataDir, is_served
from jack.db import health, knowledge, mails, media, pms, staff
from jack.db.database import Database
from jack.db.migrate import Schema
from jack.errors import Delivery, JackError, NotReady, Permanent
from jack.knowledge.base import DIMENSIONS, Questions
from jack.llm.base import Provider
from jack.model.clock import MINUTE, SECOND, Clock, from_datetime, to_datetime
from jack.model.staff import Role
from jack.pms.base import Pms
from jack.services.contradictions import Contradictions
from jack.services.knowledge import Knowledge
from jack.services.mail_domain import published
from jack.services.spending import MICRO, Spending

CHECK_TIMEOUT_S = 30.0
CLOCK_TIMEOUT_S = 5.0
GIBIBYTE = 1024**3
LITTLE_SPACE, NO_SPACE = GIBIBYTE, GIBIBYTE // 5
CLOCK_DRIFTS, CLOCK_IS_WRONG = 30 * SECOND, 5 * MINUTE
OVERDUE = 5 * MINUTE
WARN_BEFORE_END = timedelta(days=90)

GRAPH_ENDS = {
    "v21.0": date(2027, 1, 1),
    "v22.0": date(2027, 5, 1),
    "v23.0": date(2027, 10, 1),
    "v24.0": date(2028, 2, 1),
}
"""First day of the month in which Meta ends a version of the Graph API; earlier ones have ended."""

LOCAL = "local"


class Level(StrEnum):
    OK = "OK"
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found. `fix` is the one thing to do, `repair` does it where that is safe."""

    level: Level
    text: str
    fix: str = ""
    repair: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    found: Found


@dataclass(frozen=True, slots=True)
class Patient:
    """An installation, opened as far as it opens.

    `schema` is None without a database, and `db` unless its schema is of this version; `trouble`
    says why a database that is there could not be opened. `upgrade` brings it to this version.
    """

    loaded: Loaded
    directory: DataDir
    clock: Clock
    channels: Mapping[str, Channel]
    providers: Sequence[Provider]
    pms: Pms | None
    embedding: Questions
    cpu_is_able: bool
    is_offline: bool
    schema: Schema | None
    db: Database | None
    trouble: str
    upgrade: Callable[[], object]

    @property
    def config(self) -> Config:
        return self.loaded.config

    @property
    def file(self) -> Path:
        """The configuration file that is read, or would be."""
        return self.loaded.file or self.directory.path / "config.toml"


Look = Callable[[Patient], Awaitable[Found | None]]
"""A check; None when there is nothing to say about this installation."""


async def examine(patient: Patient) -> list[Finding]:
    """Every check in the order of the table."""
    found = [(code, await _careful(look, patient)) for code, look in _looks(patient)]
    return [Finding(code, result) for code, result in found if result is not None]


async def examine_channel(patient: Patient, name: str) -> list[Finding]:
    """Everything about one channel: login, account, mailbox, the way of its webhooks."""
    end = f"_{name.upper()}"
    own = {"email": "MAIL_DOMAIN", "webchat": "WEBCHAT"}.get(name)
    looks = [each for each in _looks(patient) if each[0].endswith(end) or each[0] == own]
    found = [(code, await _careful(look, patient)) for code, look in looks]
    return [Finding(code, result) for code, result in found if result is not None]


async def _careful(look: Look, patient: Patient) -> Found | None:
    """A check that breaks is a finding: the others still run."""
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S):
            return await look(patient)
    except JackError as error:
        return Found(Level.FAIL, str(error))
    except TimeoutError:
        return Found(Level.FAIL, f"No result within {CHECK_TIMEOUT_S:g} s.")
    except Exception as error:
        return Found(Level.FAIL, f"{type(error).__name__}: {error}")


def _looks(patient: Patient) -> Iterator[tuple[str, Look]]:
    yield from CHECKS
    for name, channel in patient.channels.items():
        yield f"CHANNEL_{name.upper()}", partial(_channel, channel)
        has: object = channel
        if isinstance(has, Capable):
            yield f"ACCOUNT_{name.upper()}", partial(_account, channel, has)
        if isinstance(has, Mailbox):
            yield f"MAILBOX_{name.upper()}", partial(_mailbox, has)
            yield "MAIL_DOMAIN", _mail_domain
        if isinstance(has, Webhook):
            yield f"WEBHOOK_{name.upper()}", partial(_webhook, has)
    if patient.pms is not None:
        yield f"PMS_{patient.pms.name.upper()}", partial(_pms, patient.pms)
        yield "PMS_FRESH", partial(_pms_fresh, patient.pms)
    for provider in patient.providers:
        yield f"MODEL_{provider.name.upper()}", partial(_model, provider)


# -- the data directory ------------------------------------------------------------------------


async def _data_dir_mode(patient: Patient) -> Found | None:
    path = patient.directory.path
    if not path.exists():
        text = f"{path} is not there yet: the first start makes it."
        return Found(Level.WARN, text, "jack serve")
    if path.stat().st_mode & 0o077:
        text = f"Others on this machine can look into {path}."
        return Found(Level.WARN, text, f"chmod 700 {path}", partial(path.chmod, 0o700))
    return Found(Level.OK, f"{path} belongs to Jack alone.")


async def _key_files(patient: Patient) -> Found | None:
    directory = patient.directory
    files = sorted(directory.keys.glob("*.key"))
    exposed = [path for path in files if path.stat().st_mode & 0o077]
    if exposed:
        names = " ".join(map(str, exposed))

        def close() -> None:
            for path in exposed:
                path.chmod(0o600)

        return Found(Level.FAIL, f"Others can read {names}.", f"chmod 600 {names}", close)
    is_configured = len(patient.config.data.encryption_key) > 0
    if not directory.is_new and not is_configured and not directory.has_key("database"):
        text = f"{directory.database} is there without its key {directory.keys}/database.key."
        return Found(Level.FAIL, text, "put the key back, or set ENCRYPTION_KEY")
    return Found(Level.OK, f"{len(files)} keys that only Jack can read.") if files else None


async def _config_file_mode(patient: Patient) -> Found | None:
    file = patient.loaded.file
    if file is None:
        return None
    has_secrets = any(
        row.secret and row.value and row.source.kind == "file" for row in describe(patient.loaded)
    )
    if has_secrets and file.stat().st_mode & stat.S_IROTH:
        text = f"Everybody on this machine can read the secrets in {file}."
        return Found(Level.WARN, text, f"chmod 640 {file}", partial(file.chmod, 0o640))
    return Found(Level.OK, f"{file} is fine.")


async def _disk_space(patient: Patient) -> Found | None:
    path = patient.directory.path
    if not path.exists():
        return None
    free = shutil.disk_usage(path).free
    size = 0 if patient.directory.is_new else patient.directory.database.stat().st_size
    text = f"{free / GIBIBYTE:.1f} GiB free for {path}."
    if free < max(NO_SPACE, size):
        return Found(Level.FAIL, text, "free some space: Jack cannot store messages without it")
    if free < max(LITTLE_SPACE, 2 * size):
        return Found(Level.WARN, text, "free some space: an upgrade copies the database first")
    return Found(Level.OK, text)


# -- the database ------------------------------------------------------------------------------


async def _database_opens(patient: Patient) -> Found | None:
    if patient.trouble:
        return Found(Level.FAIL, patient.trouble)
    if patient.schema is None:
        text = "There is no database yet: the first start makes it."
        return Found(Level.WARN, text, "jack serve")
    return Found(Level.OK, f"{patient.directory.database} opens with its key.")


async def _database_version(patient: Patient) -> Found | None:
    schema = patient.schema
    if schema is None:
        return None
    if schema.unknown:
        text = f"The database belongs to a newer Jack (it has {schema.unknown[-1]})."
        return Found(Level.FAIL, text, "install that version of Jack again")
    if schema.pending:
        text = f"The database lacks {', '.join(schema.pending)}."
        return Found(Level.FAIL, text, "jack migrate", patient.upgrade)
    return Found(Level.OK, f"The database is of this version ({schema.applied[-1]}).")


async def _database_integrity(patient: Patient) -> Found | None:
    if patient.db is None:
        return None
    if faults := await patient.db.read(health.faults):
        text = f"The database is damaged: {'; '.join(faults)}."
        return Found(Level.FAIL, text, "stop Jack and put a copy from the backups in its place")
    return Found(Level.OK, "Every page of the database is sound.")


async def _media_files(patient: Patient) -> Found | None:
    """Whether what messages name lies in the media folder, as after a backup of half the directory."""
    if patient.db is None:
        return None
    folder = patient.directory.media
    named = await patient.db.read(media.names)
    there = await asyncio.to_thread(lambda: set(os.listdir(folder)) if folder.exists() else set())
    if missing := named - there:
        text = f"{len(missing)} of {len(named)} files of messages are missing from {folder}."
        return Found(Level.WARN, text, "put them back from the backup that the database is from")
    return Found(Level.OK, f"All {len(named)} files of messages are in {folder}.")


# -- the machine -------------------------------------------------------------------------------


async def _clock(patient: Patient) -> Found | None:
    """By what was written last, and by the clock of a vendor who is called anyway."""
    now, fix = patient.clock(), "timedatectl set-ntp true"
    if patient.db is not None:
        latest = await patient.db.read(health.latest_write)
        if latest > now + MINUTE:
            text = f"The clock says {to_datetime(now):%Y-%m-%d %H:%M} UTC, before the last message."
            return Found(Level.FAIL, text, fix)
    url = _vendor_url(patient.config)
    if patient.is_offline or not url:
        return Found(Level.OK, f"It is {to_datetime(now):%Y-%m-%d %H:%M} UTC.")
    try:
        theirs = await asyncio.to_thread(_time_of, url)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Found(Level.WARN, f"{url} did not tell the time ({error}).", "check the network")
    drift = abs(patient.clock() - theirs)
    text = f"The clock is {drift / SECOND:.0f} s off that of {url}."
    if drift > CLOCK_DRIFTS:
        level = Level.FAIL if drift > CLOCK_IS_WRONG else Level.WARN
        return Found(level, text, fix)
    return Found(Level.OK, text)


def _vendor_url(config: Config) -> str:
    if len(config.llm.anthropic.api_key):
        return config.llm.anthropic.base_url
    if config.llm.openai.is_ready:
        return config.llm.openai.base_url
    channels = (config.channels.whatsapp, config.channels.sms)
    return next((channel.api_url for channel in channels if channel.enabled), "")


def _time_of(url: str) -> int:
    """Microseconds by the `Date` header of whatever a server answers."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=CLOCK_TIMEOUT_S)
    try:
        connection.request("HEAD", "/")
        told = connection.getresponse().getheader("Date")
    finally:
        connection.close()
    if told is None:
        raise ValueError("its answer has no date")
    at = parsedate_to_datetime(told)
    return from_datetime(at if at.tzinfo else at.replace(tzinfo=UTC))


async def _cpu(patient: Patient) -> Found | None:
    if patient.cpu_is_able:
        return Found(Level.OK, "The processor can run the bundled embedder.")
    text = "The processor lacks AVX2, which the bundled embedder needs: words alone are searched."
    return Found(Level.WARN, text, f'set knowledge.embedder = "words" in {patient.file}')


# -- knowledge ---------------------------------------------------------------------------------


async def _embedder(patient: Patient) -> Found | None:
    if patient.config.knowledge.embedder == "words" or not patient.cpu_is_able:
        return None
    try:
        vector = await patient.embedding.question("Is there a swimming pool?")
    except (NotReady, ImportError, OSError) as error:
        text = f"The embedder does not load ({error}): words alone are searched."
        return Found(Level.WARN, text, f'set knowledge.embedder = "words" in {patient.file}')
    if vector.shape != (DIMENSIONS,):
        return Found(Level.FAIL, f"The embedder gave {vector.shape} instead of {DIMENSIONS}.")
    return Found(Level.OK, f"{patient.embedding.model} embeds questions.")


async def _knowledge_empty(patient: Patient) -> Found | None:
    if patient.db is None:
        return None
    if count := await patient.db.read(knowledge.count):
        return Found(Level.OK, f"{count} entries in the knowledge base.")
    text = "The knowledge base is empty: Jack can only pass questions on."
    return Found(Level.WARN, text, "jack kb ingest FOLDER")


async def _knowledge_indexed(patient: Patient) -> Found | None:
    if patient.db is None or patient.config.knowledge.embedder == "words":
        return None
    waiting = await patient.db.read(knowledge.count_unembedded)
    if not waiting:
        return Found(Level.OK, "All knowledge can be found by its meaning.")
    text = f"{waiting} pieces of knowledge wait to be indexed."
    if is_served(patient.directory):
        return Found(Level.WARN, f"{text} The server is at it.", "jack doctor, in a minute")
    return Found(Level.WARN, text, "jack kb reindex")


async def _contradictions(patient: Patient) -> Found | None:
    if patient.db is None or not await patient.db.read(knowledge.count):
        return None
    known = Knowledge(
        patient.db,
        patient.embedding,
        clock=patient.clock,
        timezone=patient.config.hotel.timezone,
    )
    found = await Contradictions(patient.db, known, lambda: patient.config, patient.clock).open()
    if not found:
        return Found(Level.OK, "No entries contradict each other or the hotel's settings.")
    text = f"{len(found)} places where entries contradict each other or the hotel's settings."
    return Found(Level.WARN, text, "jack kb contradictions")


# -- people and the hotel ----------------------------------------------------------------------


async def _admin_account(patient: Patient) -> Found | None:
    if patient.db is None:
        return None
    admins = [
        person
        for person in await patient.db.read(staff.listed)
        if person.role is Role.ADMIN and not person.is_disabled
    ]
    if not admins:
        text = "No admin account: nobody sees what guests need."
        return Found(Level.FAIL, text, "jack user add EMAIL --role admin")
    if not any(person.has_password for person in admins):
        text = "No admin has set a password yet."
        return Found(Level.WARN, text, f"jack user reset-password {admins[0].email}")
    return Found(Level.OK, f"{len(admins)} admin accounts.")


async def _timezone(patient: Patient) -> Found | None:
    if patient.loaded.sources["hotel.timezone"].kind == "default":
        text = "The hotel's time zone is not set: stays and hours are read as UTC."
        return Found(Level.WARN, text, f"set hotel.timezone in {patient.file}")
    return Found(Level.OK, f"The hotel is in {patient.config.hotel.timezone}.")


async def _hotel_profile(patient: Patient) -> Found | None:
    hotel = patient.config.hotel
    missing = [name for name in ("name", "country", "phone", "address") if not getattr(hotel, name)]
    if missing:
        names = ", ".join(f"hotel.{name}" for name in missing)
        text = f"Guests may ask for what is not set: {names}."
        return Found(Level.WARN, text, f"set {names} in {patient.file}")
    return Found(Level.OK, f"{hotel.name} has a name, a country, a phone and an address.")


async def _public_url(patient: Patient) -> Found | None:
    config = patient.config
    if not config.server.public_url:
        if not config.channels.whatsapp.enabled:  # SMS does not start without one
            return None
        text = "No public address: Meta cannot deliver messages, and links point to this machine."
        return Found(Level.WARN, text, f"set server.public_url in {patient.file}")
    if config.server.public_url.startswith("http://"):
        text = f"{config.server.public_url} is not encrypted; Meta calls https addresses only."
        return Found(Level.WARN, text, f"set server.public_url to https:// in {patient.file}")
    return Found(Level.OK, f"Guests and vendors reach Jack at {config.server.public_url}.")


# -- vendors -----------------------------------------------------------------------------------


async def _graph_version(patient: Patient) -> Found | None:
    settings = patient.config.channels.whatsapp
    if not settings.enabled:
        return None
    version, today = settings.api_version, to_datetime(patient.clock()).date()
    fix = f"set channels.whatsapp.api_version to a newer one in {patient.file}"
    if _number(version) < min(map(_number, GRAPH_ENDS)):
        return Found(Level.FAIL, f"Meta has ended Graph API {version}.", fix)
    ends = GRAPH_ENDS.get(version)
    if ends is None:
        return Found(Level.OK, f"Graph API {version} has no known end.")
    if today >= ends:
        return Found(Level.FAIL, f"Meta ended Graph API {version} in {ends:%B %Y}.", fix)
    if today >= ends - WARN_BEFORE_END:
        return Found(Level.WARN, f"Meta ends Graph API {version} in {ends:%B %Y}.", fix)
    return Found(Level.OK, f"Graph API {version} lives until {ends:%B %Y}.")


def _number(version: str) -> float:
    return float(version.removeprefix("v"))


async def _model_key(patient: Patient) -> Found | None:
    settings = patient.config.llm
    asks_claude = "anthropic" in settings.order and len(settings.anthropic.api_key) > 0
    asks_openai = "openai" in settings.order and settings.openai.is_ready
    if asks_claude or asks_openai or settings.order == ("local",):
        return None
    text = "No model has a key: Jack answers with sentences of the knowledge base alone."
    return Found(
        Level.WARN, text, "set ANTHROPIC_API_KEY or llm.openai.model, or llm.order to local alone"
    )


async def _model_openai(patient: Patient) -> Found | None:
    settings = patient.config.llm.openai
    if settings.is_ready or not (len(settings.api_key) or settings.model):
        return None
    if not settings.model:
        text = "There is a key for OpenAI, but no model is named: it is not asked."
        return Found(Level.WARN, text, "set llm.openai.model")
    text = f"The model {settings.model} has no key and no server of yours: it is not asked."
    return Found(Level.WARN, text, "set OPENAI_API_KEY or llm.openai.base_url")


async def _model_budget(patient: Patient) -> Found | None:
    if patient.db is None or not patient.config.llm.monthly_cost_limit_usd:
        return None
    budget = await Spending(patient.db, patient.config, patient.clock).refresh()
    spent, limit = budget.spent / MICRO, budget.limit / MICRO
    text = f"${spent:.2f} of this month's ${limit:.2f} for models are spent."
    if budget.is_spent:
        return Found(Level.FAIL, f"{text} Jack answers without them.", RAISE_BUDGET)
    if budget.is_nearly_spent:
        return Found(Level.WARN, text, RAISE_BUDGET)
    return Found(Level.OK, text)


async def _outbox_stuck(patient: Patient) -> Found | None:
    if patient.db is None:
        return None
    sends = await patient.db.read(health.sends, patient.clock() - OVERDUE)
    troubles = {
        "failed": sends.failed,
        "may or may not have arrived": sends.uncertain,
        f"are overdue by {OVERDUE // MINUTE} minutes": sends.overdue,
    }
    parts = [f"{count} {what}" for what, count in troubles.items() if count]
    if parts:
        return Found(Level.WARN, f"Outgoing messages: {', '.join(parts)}.", "jack outbox list")
    return Found(Level.OK, "No outgoing message is stuck.")


async def _channel(channel: Channel, patient: Patient) -> Found | None:
    if patient.is_offline:
        return None
    await channel.start()
    try:
        return Found(Level.OK, f"{await channel.check()}.")
    except Delivery as error:
        fix = error.fix or f"check [channels.{channel.name}] in {patient.file}, then the network"
        return Found(Level.FAIL, str(error), fix)
    finally:
        await channel.close()


async def _account(channel: Channel, capable: Capable, patient: Patient) -> Found | None:
    """What the vendor says of our account; the gravest thing that is not as it should be."""
    if patient.is_offline:
        return None
    await channel.start()
    try:
        found = await capable.capabilities()
    except Delivery as error:
        return Found(Level.WARN, f"Nothing is known of the account: {error}", "jack doctor, later")
    finally:
        await channel.close()
    for each in sorted(found, key=lambda one: one.is_hint):
        if not each.is_fine:
            return Found(Level.WARN if each.is_hint else Level.FAIL, each.text, each.fix)
    return Found(Level.OK, " ".join(each.text for each in found))


async def _mailbox(box: Mailbox, patient: Patient) -> Found | None:
    """Whether a running server gets at the mail, and when it last did."""
    if patient.db is None:
        return None
    state = await patient.db.read(mails.state, box.account, box.folder)
    if state.fetched_at is None and not state.failure:
        return Found(Level.WARN, f"The mail of {box.account} was never fetched.", "jack serve")
    when = f"{to_datetime(state.fetched_at):%Y-%m-%d %H:%M} UTC" if state.fetched_at else "never"
    if state.failed_at is not None:
        fix = f"check [channels.email] in {patient.file}, then restart Jack"
        return Found(Level.FAIL, f"{state.failure} Mail was last fetched: {when}.", fix)
    return Found(Level.OK, f"The mail of {box.account} was last fetched: {when}.")


async def _mail_domain(patient: Patient) -> Found | None:
    """SPF, DKIM and DMARC: a hint, since only the receivers know what they make of it."""
    settings = patient.config.channels.email
    domain = settings.address.rpartition("@")[2]
    unchecked = f"SPF, DKIM and DMARC of {domain} were not checked"
    if patient.is_offline:
        return Found(Level.OK, f"{unchecked}: the doctor works offline.")
    ask = partial(dns.texts, server=settings.dns_server)
    try:
        records = await published(domain, settings.dkim_selector, ask)
    except dns.Unanswered as error:
        return Found(Level.WARN, f"{unchecked}. {error}", "jack doctor, with a network")
    for record in records:
        if record.fix:
            return Found(Level.WARN, record.text, record.fix)
    return Found(Level.OK, " ".join(record.text for record in records))


async def _webchat(patient: Patient) -> Found | None:
    """Whether the hotel's website can show the chat."""
    settings, public = patient.config.channels.webchat, patient.config.server.public_url
    if not settings.enabled:
        return None
    if not settings.allowed_origins:
        return Found(Level.OK, "The chat is at /chat; no website shows it.")
    sites = ", ".join(settings.allowed_origins)
    if not public:
        text = f"{sites} cannot load the chat: Jack has no public address."
        return Found(Level.FAIL, text, f"set server.public_url in {patient.file}")
    is_mixed = public.startswith("http://") and not is_loopback(urlsplit(public).hostname or "")
    if is_mixed and any(site.startswith("https://") for site in settings.allowed_origins):
        text = f"Browsers do not load {public}/widget.js into a page that is encrypted."
        return Found(Level.FAIL, text, f"set server.public_url to https:// in {patient.file}")
    if patient.is_offline:
        return Found(Level.OK, f"{sites} may show the chat.")
    try:
        status = await asyncio.to_thread(_get, f"{public}/widget.js")
    except (OSError, http.client.HTTPException) as error:
        text = f"{public}/widget.js cannot be loaded from here ({error})."
        return Found(Level.WARN, text, f"curl {public}/widget.js from outside")
    if status != HTTPStatus.OK:
        text = f"{public}/widget.js answers {status}: it does not lead to Jack."
        fix = f"set server.public_url in {patient.file}, or mend the proxy"
        return Found(Level.FAIL, text, fix)
    return Found(Level.OK, f"{sites} may show the chat, and {public}/widget.js is there.")


def _get(url: str) -> int:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=CLOCK_TIMEOUT_S)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status
    finally:
        connection.close()


async def _webhook(webhook: Webhook, patient: Patient) -> Found | None:
    """Calls Jack as the vendor does, by the public address: through proxy, TLS and signature."""
    if patient.is_offline or not patient.config.server.public_url:
        return None
    probe = webhook.probe()
    try:
        status = await asyncio.to_thread(_post, probe)
    except ssl.SSLCertVerificationError as error:
        text = f"Vendors will not call {probe.url}: {error.verify_message}."
        return Found(Level.FAIL, text, "renew the certificate of the proxy")
    except (OSError, http.client.HTTPException) as error:
        text = f"{probe.url} cannot be reached from here ({error})."
        if not is_served(patient.directory):
            return Found(Level.WARN, text, "jack serve, then jack doctor again")
        fix = f"curl {patient.config.server.public_url}/health/live from outside"
        return Found(Level.WARN, text, fix)
    if status == HTTPStatus.OK:
        return Found(Level.OK, f"Signed calls of {probe.url} are taken.")
    if status == HTTPStatus.UNAUTHORIZED:
        text = f"{probe.url} leads to a Jack that does not believe the signature."
        fix = "let the proxy pass path, query and body unchanged, and restart Jack after a change"
        return Found(Level.FAIL, text, fix)
    text = f"{probe.url} answers {status}: it does not lead to Jack."
    return Found(Level.FAIL, text, f"set server.public_url in {patient.file}, or mend the proxy")


def _post(probe: Probe) -> int:
    """The status of a call; redirects are not followed, as vendors do not."""
    parts = urlsplit(probe.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=CLOCK_TIMEOUT_S)
    try:
        connection.request("POST", parts.path, probe.body, dict(probe.headers))
        return connection.getresponse().status
    finally:
        connection.close()


async def _pms(source: Pms, patient: Patient) -> Found | None:
    if patient.is_offline:
        return None
    await source.start()
    try:
        return Found(Level.OK, f"{await source.check()}.")
    except Delivery as error:
        fix = f"check [pms.{source.name}] in {patient.file}, then the network"
        return Found(Level.FAIL, str(error), fix)
    finally:
        await source.close()


async def _pms_fresh(source: Pms, patient: Patient) -> Found | None:
    """R4: facts older than the limit are not told to guests."""
    if patient.db is None:
        return None
    state = await patient.db.read(pms.state, source.name)
    if state.synced_at is None:
        return Found(Level.WARN, "No reservations have been read yet.", "jack pms sync")
    minutes = (patient.clock() - state.synced_at) // MINUTE
    text = f"Reservations are as of {minutes} minutes ago."
    if minutes <= patient.config.pms.freshness_minutes:
        return Found(Level.OK, text)
    why = f" The last attempt failed: {state.failure}" if state.failure else ""
    return Found(Level.FAIL, f"{text} Guests are not told about their stays.{why}", "jack pms sync")


async def _model(provider: Provider, patient: Patient) -> Found | None:
    if patient.is_offline and provider.name != LOCAL:
        return None
    try:
        return Found(Level.OK, f"{await provider.check()}.")
    except Delivery as error:
        # One that cannot be reached has its stand-ins (R12); one that refuses needs a person.
        level = Level.FAIL if isinstance(error, Permanent) else Level.WARN
        fix = f"check [llm.{provider.name}] in {patient.file}, then the network"
        return Found(level, f"{error}. Until then others answer.", fix)


RAISE_BUDGET = "wait for the next month, or raise llm.monthly_cost_limit_usd"

CHECKS: tuple[tuple[str, Look], ...] = (
    ("DATA_DIR_MODE", _data_dir_mode),
    ("KEY_FILES", _key_files),
    ("CONFIG_FILE_MODE", _config_file_mode),
    ("DISK_SPACE", _disk_space),
    ("DATABASE_OPENS", _database_opens),
    ("DATABASE_VERSION", _database_version),
    ("DATABASE_INTEGRITY", _database_integrity),
    ("MEDIA_FILES", _media_files),
    ("CLOCK", _clock),
    ("CPU_AVX2", _cpu),
    ("EMBEDDER", _embedder),
    ("KNOWLEDGE_EMPTY", _knowledge_empty),
    ("KNOWLEDGE_INDEXED", _knowledge_indexed),
    ("KNOWLEDGE_CONTRADICTIONS", _contradictions),
    ("ADMIN_ACCOUNT", _admin_account),
    ("TIMEZONE", _timezone),
    ("HOTEL_PROFILE", _hotel_profile),
    ("PUBLIC_URL", _public_url),
    ("GRAPH_VERSION", _graph_version),
    ("MODEL_ANTHROPIC", _model_key),
    ("MODEL_OPENAI", _model_openai),
    ("MODEL_BUDGET", _model_budget),
    ("OUTBOX_STUCK", _outbox_stuck),
    ("WEBCHAT", _webchat),
)
"""Code and check. A channel, PMS or model that is switched on is asked after these, by its name."""
