"""Wakes what has to happen by the clock. The work itself is in tables; nothing is kept here."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from jack import metrics
from jack.services.automation_calls import AutomationCalls
from jack.services.automations import Automations
from jack.services.chat_contacts import ChatContacts
from jack.services.handover_mail import HandoverMail
from jack.services.housekeeping import Housekeeping
from jack.services.ladder import Ladder
from jack.services.queues import Queues
from jack.services.shadowing import Shadowing
from jack.services.statistics import Statistics
from jack.services.tasks import Tasks

log = logging.getLogger(__name__)

AT_ONCE = ("automations", "ladder")
"""Not only after their first interval: much may have come due while Jack was down."""

Job = Callable[[], Awaitable[object]]


class Schedule:
    """APScheduler on the running loop, its store in memory."""

    def __init__(
        self,
        statistics: Statistics,
        housekeeping: Housekeeping,
        tasks: Tasks,
        queues: Queues,
        automations: Automations,
        automation_calls: AutomationCalls,
        handover_mail: HandoverMail,
        chat_contacts: ChatContacts,
        ladder: Ladder,
        shadowing: Shadowing,
    ) -> None:
        self._jobs: dict[str, tuple[Job, dict[str, Any]]] = {
            "gauges": (statistics.refresh_gauges, {"seconds": 15}),
            "notices": (tasks.notices.run, {"seconds": 5}),
            "unsettled": (queues.reconcile, {"seconds": 10}),
            "locked": (queues.try_locked, {"seconds": 60}),
            "overdue": (tasks.escalate_overdue, {"seconds": 15}),
            "automations": (automations.tick, {"seconds": 5}),
            "occasions": (automations.sweep, {"seconds": 30}),
            "webhooks": (automation_calls.run, {"seconds": 5}),
            "left chats": (chat_contacts.follow_up, {"seconds": 15}),
            "shadows": (shadowing.run, {"seconds": 20}),
            "reports": (handover_mail.run, {"seconds": 20}),
            "ladder": (ladder.run, {"seconds": 5}),
            "housekeeping": (housekeeping.run, {"hours": 1}),
        }
        self._scheduler: Any = None

    def start(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for name, (job, every) in self._jobs.items():
            first = {"next_run_time": datetime.now(UTC)} if name in AT_ONCE else {}
            self._scheduler.add_job(_guarded(name, job), "interval", id=name, **every, **first)
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)


def _guarded(name: str, job: Job) -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        try:
            await job()
        except Exception:
            metrics.ERRORS.labels("schedule").inc()
            log.exception("scheduled work failed", extra={"component": name})

    return run
