"""Notices to staff's browsers: for escalations and for what somebody is given.

What has to be told is a row written with the event itself; it is spread to the browsers of those on
duty, and each copy is tried until it arrives, is too old, or the browser is gone. A notice shows on
a locked screen, so it names no guest.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Protocol

from jack import metrics
from jack.channels.base import Browser
from jack.config import Config
from jack.db import audit, conversations, pushes
from jack.db import staff as people
from jack.db.database import Database
from jack.db.pushes import Alert, Due
from jack.errors import Conflict, NotFound, Permanent, RateLimited, Transient
from jack.model.clock import SECOND, Clock, Micros, seconds
from jack.model.notice_titles import title
from jack.model.staff import Role, Staff
from jack.services.duty import DutyRoster
from jack.services.passwords import Attempts

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_RETRY_S = 5.0
MOST_RETRY_S = 600.0
BATCH = 50
PRESSING = ("urgent", "high")
BOSSES = (Role.MANAGER, Role.ADMIN)
PAGES = {
    "escalation": "/inbox/{}",
    "conversation": "/inbox/{}",
    "task": "/tasks/{}",
    "channel": "/settings/channels",
    "automation": "/automations/runs/{}",
    "trouble": "/settings/health",
    "budget": "/settings/models",
    "autonomy": "/settings/autonomy",
    "test": "/",
}


class Sender(Protocol):
    """Whoever reaches the push services."""

    @property
    def public_key(self) -> str: ...

    def check(self, browser: Browser) -> None: ...

    async def send(
        self, browser: Browser, payload: bytes, *, ttl_s: int, is_urgent: bool, topic: str
    ) -> None: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Push:
    db: Database
    sender: Sender
    duty: DutyRoster
    config: Config
    clock: Clock
    attempts: Attempts

    # -- browsers --------------------------------------------------------------------------

    @property
    def public_key(self) -> str:
        return self.sender.public_key

    @property
    def is_enabled(self) -> bool:
        return self.config.push.enabled

    async def subscribe(self, by: Staff, browser: Browser) -> None:
        """Show this person's notices in a browser. Raises Invalid, Conflict where push is off."""
        if not self.is_enabled:
            raise Conflict("Notices are switched off (push.enabled).")
        self.sender.check(browser)

        def work(at: Micros) -> None:
            pushes.subscribe(by.id, browser.endpoint, browser.p256dh, browser.auth, at)
            audit.add(f"staff:{by.id}", "push.subscribed", f"staff:{by.id}", at)

        await self.db.write(work, self.clock())

    async def unsubscribe(self, by: Staff, endpoint: str) -> None:
        """Raises NotFound when it is not one of this person's browsers."""

        def work(at: Micros) -> bool:
            done = pushes.unsubscribe(by.id, endpoint)
            if done:
                audit.add(f"staff:{by.id}", "push.unsubscribed", f"staff:{by.id}", at)
            return done

        if not await self.db.write(work, self.clock()):
            raise NotFound("This browser does not show your notices.")

    async def count(self, by: Staff) -> int:
        """How many browsers show this person's notices."""
        return await self.db.read(pushes.count, by.id)

    async def test(self, by: Staff) -> int:
        """Send a notice to one's own browsers; to how many. Raises RateLimited, NotFound."""
        self.attempts.take(f"push {by.id}")
        at = self.clock()
        count = await self.db.write(
            pushes.put, by.id, "test", 0, "high", at, expires_at=at + pushes.LIFE
        )
        if not count:
            if await self.count(by):
                raise RateLimited("A test is on its way already.")
            raise NotFound("No browser shows your notices yet.")
        return count

    # -- sending ---------------------------------------------------------------------------

    async def next_at(self) -> Micros | None:
        """When there is work; 0 for at once."""
        return await self.db.read(pushes.next_at)

    async def run(self) -> int:
        """Spread what has to be told and send what is due; how many notices arrived."""
        for alert in await self.db.read(pushes.alerts, BATCH):
            staff_ids = await self._recipients(alert)
            await self.db.write(pushes.spread, alert, staff_ids, self.clock())
        sent = 0
        for due in await self.db.read(pushes.due, self.clock(), limit=BATCH):
            sent += await self._send(due)
        return sent

    async def _recipients(self, alert: Alert) -> list[int]:
        """R10: in danger every manager on duty too. Whoever listens, if nobody meant does."""
        if alert.staff_id is not None:
            return [alert.staff_id]
        if alert.kind == "trouble":
            return await self._in_charge()
        is_role = alert.place in set(Role)
        wanted: set[int] = set()
        departments = [] if alert.place == Role.MANAGER else [alert.place]
        for department in departments:
            wanted |= {p.id for p in (await self.duty.on_duty(department=department)).people}
        roles = [Role(alert.place)] if is_role else []
        if alert.priority == "urgent" and Role.MANAGER not in roles:
            roles.append(Role.MANAGER)
        for role in roles:
            wanted |= {p.id for p in (await self.duty.on_duty(roles=[role])).people}

        def read() -> list[int]:
            is_about_one = alert.kind == "escalation"
            conversation = conversations.get(alert.subject) if is_about_one else None
            owner = conversation.owner_id if conversation is not None else None
            found = pushes.listening(sorted(wanted | ({owner} if owner is not None else set())))
            if found:
                return found
            bosses = [p.id for p in people.listed() if p.role in BOSSES]
            return pushes.listening(bosses)

        return await self.db.read(read)

    async def _in_charge(self) -> list[int]:
        """Managers and admins on duty; all of them where none of those has a browser that listens."""
        on_duty: set[int] = set()
        for role in BOSSES:
            on_duty |= {person.id for person in (await self.duty.on_duty(roles=[role])).people}

        def read() -> list[int]:
            bosses = {person.id for person in people.listed() if person.role in BOSSES}
            return pushes.listening(sorted(on_duty & bosses)) or pushes.listening(sorted(bosses))

        return await self.db.read(read)

    async def _send(self, due: Due) -> bool:
        at = self.clock()
        if due.expires_at <= at:
            await self.db.write(pushes.drop, due.id)
            return False
        browser = Browser(due.endpoint, due.p256dh, due.auth)
        try:
            await self.sender.send(
                browser,
                _payload(due, self.config.hotel.name, self.config.hotel.language),
                ttl_s=(due.expires_at - at) // SECOND,
                is_urgent=due.priority in PRESSING,
                topic=f"{due.kind}-{due.subject}",
            )
        except Permanent as error:
            await self._refused(due, error)
            return False
        except Transient as error:
            await self._later(due, error)
            return False
        await self.db.write(pushes.delivered, due.id, due.subscription_id, self.clock())
        return True

    async def _refused(self, due: Due, error: Permanent) -> None:
        """A browser that is gone is forgotten; what is refused is not tried again."""
        log.info("push refused", extra={"staff_id": due.staff_id, "reason": error.reason})
        if error.reason == "gone":
            await self.db.write(pushes.forget, due.subscription_id)
        else:
            metrics.ERRORS.labels("push").inc()
            await self.db.write(pushes.drop, due.id)

    async def _later(self, due: Due, error: Transient) -> None:
        if due.attempts + 1 >= MOST_ATTEMPTS:
            metrics.ERRORS.labels("push").inc()
            await self.db.write(pushes.drop, due.id)
            return
        wait_s = min(MOST_RETRY_S, FIRST_RETRY_S * 2**due.attempts)
        wait_s = max(wait_s, error.retry_after_s or 0.0)
        await self.db.write(pushes.later, due.id, self.clock() + seconds(wait_s))


def _payload(due: Due, hotel: str, language: str) -> bytes:
    """What a lock screen may show: that something is there, not whose and not what."""
    path = PAGES[due.kind].format(due.subject)
    body = {
        "kind": due.kind,
        "id": str(due.subject),
        "priority": due.priority,
        "title": title(due.kind, language),
        "body": hotel,
        "url": path,
        "tag": f"{due.kind}-{due.subject}",
    }
    return json.dumps(body, ensure_ascii=False).encode()
