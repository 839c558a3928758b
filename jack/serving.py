"""Running an app: the port first, the heavy parts behind it, and an orderly end."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jack import __version__, metrics
from jack.app import App
from jack.config import Config
from jack.errors import NotReady
from jack.knowledge.base import Index
from jack.model.clock import SECOND
from jack.pipeline import checks
from jack.services import languages
from jack.web.http import Front
from jack.web.keys import Desk, Readiness
from jack.web.server import application
from jack.workers.email import EmailWorker
from jack.workers.inbox import InboxWorker
from jack.workers.knowledge import KnowledgeWorker
from jack.workers.media import MediaWorker
from jack.workers.outbox import OutboxWorker
from jack.workers.pms import PmsWorker
from jack.workers.push import PushWorker
from jack.workers.receipts import ReceiptsWorker
from jack.workers.schedule import Schedule
from jack.workers.templates import TemplatesWorker

log = logging.getLogger(__name__)


async def serve(
    app: App,
    *,
    stop: asyncio.Event,
    front: Front,
    on_open: Callable[[str], None],
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve behind `front` until `stop`. `on_open` gets the address, `on_ready` is called when Jack
    can do all his work.
    """
    readiness = Readiness({"knowledge": "starting", "ai": "starting", "workers": "starting"})
    workers = asyncio.Event()
    running: list[asyncio.Task[None]] = []
    try:
        await front.mount(application(_desk(app, readiness)), app.config)
        on_open(url_of(app.config, front))
        metrics.BUILD_INFO.labels(__version__).set(1)
        running.append(asyncio.create_task(_work(app, readiness, workers, on_ready)))
        waiter = asyncio.create_task(stop.wait())
        await asyncio.wait([waiter, *running], return_when=asyncio.FIRST_COMPLETED)
        waiter.cancel()
        for task in running:
            if task.done() and not task.cancelled():
                task.result()
    finally:
        await _drain(app, front, workers, running)


def url_of(config: Config, front: Front) -> str:
    """Where people reach this server."""
    host, port = front.address
    return config.server.public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def _work(
    app: App, readiness: Readiness, stop: asyncio.Event, on_ready: Callable[[], None]
) -> None:
    """Everything behind the port, until `stop`."""
    turns, uncertain = await app.queues.recover()
    await app.automations.install()
    await app.automations.recover()
    log.info("recovered", extra={"count": turns, "attempts": uncertain})
    for channel in app.channels.values():
        await channel.start()
    if app.pms_sync.pms is not None:
        await app.pms_sync.pms.start()
    schedule = Schedule(
        app.statistics,
        app.housekeeping,
        app.tasks,
        app.queues,
        app.automations,
        app.automation_calls,
        app.handover_mail,
        app.chat_contacts,
        app.ladder,
        app.shadowing,
    )
    outbox = OutboxWorker(app.queues, app.channels, app.bus, app.config, app.clock)
    inbox = InboxWorker(
        app.queues,
        app.turns,
        app.pipeline,
        app.bus,
        app.config,
        app.clock,
        rush=app.intake.rush,
    )
    try:
        async with asyncio.TaskGroup() as group:
            # What waits to be sent needs no model; turns wait until Jack can think.
            group.create_task(outbox.run(stop))
            await _warm(app, readiness)
            group.create_task(inbox.run(stop))
            receipts = ReceiptsWorker(app.queues, app.channels, app.bus, app.clock)
            group.create_task(receipts.run(stop))
            group.create_task(KnowledgeWorker(app.knowledge).run(stop))
            group.create_task(PushWorker(app.push, app.bus, app.clock).run(stop))
            group.create_task(MediaWorker(app.media, app.bus, app.clock).run(stop))
            group.create_task(EmailWorker(app.mailroom).run(stop))
            group.create_task(PmsWorker(app.pms_sync, app.bus).run(stop))
            group.create_task(TemplatesWorker(app.vendor_templates, app.bus, app.clock).run(stop))
            schedule.start()
            readiness.set("workers", "ok")
            readiness.set("scheduler", "ok")
            seconds = round((app.clock() - app.started_at) / SECOND, 2)
            log.info("ready", extra={"seconds": seconds})
            on_ready()
            group.create_task(_warm_languages())
    finally:
        schedule.stop()
        for channel in app.channels.values():
            await channel.close()
        if app.pms_sync.pms is not None:
            await app.pms_sync.pms.close()


async def _warm(app: App, readiness: Readiness) -> None:
    """Heavy imports and models, in threads beside each other."""
    await asyncio.gather(_warm_models(app, readiness), _warm_knowledge(app, readiness))


async def _warm_languages() -> None:
    """After everything else: the first turn that needs it waits for it, if it must."""
    with _timed("languages"):
        await asyncio.to_thread(languages.warm)
        await asyncio.to_thread(checks.warm)
    # Modules and models stay: looking through them for garbage again and again takes a twentieth
    # of the work, and in pauses.
    gc.freeze()


async def _warm_models(app: App, readiness: Readiness) -> None:
    with _timed("models"):
        await app.models.warm()
    readiness.set("ai", "ok")


async def _warm_knowledge(app: App, readiness: Readiness) -> None:
    if app.config.knowledge.embedder == "words":
        readiness.set("knowledge", "degraded")
        return
    try:
        with _timed("embedder"):
            await app.embedding.warm()
        with _timed("index"):
            await app.knowledge.use(await asyncio.to_thread(_open_index, app))
        readiness.set("knowledge", "ok")
    except NotReady as error:
        # Words still find much; doctor says what is missing (R12).
        log.warning("vectors unavailable", extra={"reason": str(error)})
        readiness.set("knowledge", "degraded")
    except Exception:
        # A full disk or a damaged index: both can be mended while Jack answers from words.
        metrics.ERRORS.labels("knowledge").inc()
        log.exception("index not opened")
        readiness.set("knowledge", "degraded")


def _open_index(app: App) -> Index:
    from jack.knowledge.index import ChromaIndex

    return ChromaIndex(app.directory.knowledge)


@contextmanager
def _timed(part: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds = round(time.perf_counter() - started, 3)
    log.info("warm", extra={"component": part, "seconds": seconds})


async def _drain(
    app: App, front: Front, workers: asyncio.Event, running: list[asyncio.Task[None]]
) -> None:
    """Take no more calls, finish what is under way, within the time-out; the rest is in tables."""
    timeout_s = app.config.server.shutdown_timeout_s
    log.info("draining", extra={"seconds": timeout_s})
    workers.set()
    await asyncio.gather(front.cleanup(), _finish(running, timeout_s))
    log.info("stopped")


async def _finish(running: list[asyncio.Task[None]], timeout_s: float) -> None:
    """Let tasks come to their end, and cut off those that do not."""
    if not running:
        return
    _, late = await asyncio.wait(running, timeout=max(timeout_s, 0.1))
    for task in late:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


@contextmanager
def stop_on_signals(stop: asyncio.Event) -> Iterator[None]:
    """SIGTERM and SIGINT ask for an orderly end; a second one does not wait."""
    loop = asyncio.get_running_loop()
    main = asyncio.current_task()
    assert main is not None

    def ask(number: signal.Signals) -> None:
        if stop.is_set():
            main.cancel()
        log.info("asked to stop", extra={"signal": number.name})
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ask, number)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


def _desk(app: App, readiness: Readiness) -> Desk:
    return Desk(
        config=app.config,
        settings=app.settings,
        checkup=app.checkup,
        setup=app.setup,
        system=app.system,
        troubles=app.troubles,
        clock=app.clock,
        started_at=app.started_at,
        version=__version__,
        is_demo=app.directory.is_demo,
        bus=app.bus,
        channels=app.channels,
        models=app.models,
        spending=app.spending,
        classify=app.classify,
        auth=app.auth,
        web_sessions=app.web_sessions,
        api_tokens=app.api_tokens,
        second_factor=app.second_factor,
        staffing=app.staffing,
        duty=app.duty,
        conversations=app.conversations,
        inbox_list=app.inbox_list,
        handover=app.handover,
        drafts=app.drafts,
        suggestions=app.suggestions,
        live=app.live,
        push=app.push,
        analytics=app.analytics,
        automations=app.automations,
        dry_runs=app.dry_runs,
        reports=app.reports,
        handover_mail=app.handover_mail,
        curation=app.curation,
        websites=app.websites,
        contradictions=app.contradictions,
        goldens=app.goldens,
        evaluations=app.evaluations,
        shadowing=app.shadowing,
        tasks=app.tasks,
        translations=app.translations,
        guests=app.guests,
        merges=app.merges,
        reservations=app.reservations,
        knowledge=app.knowledge,
        intake=app.intake,
        media=app.media,
        queues=app.queues,
        templates=app.templates,
        vendor_templates=app.vendor_templates,
        template_sends=app.template_sends,
        ratings=app.ratings,
        repeatable=app.repeatable,
        webchat=app.webchat,
        chat_contacts=app.chat_contacts,
        statistics=app.statistics,
        pms_sync=app.pms_sync,
        readiness=readiness,
    )
