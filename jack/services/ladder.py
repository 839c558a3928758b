"""The ladder of alerts: a call that nobody answers goes to the next person, until somebody does.

First the place that was called, at once, with the call itself; then the managers on duty, all
managers and admins, and the duty phone by SMS and mail. Where a step stands is a column of the
escalation, so a restart goes on where it was. Danger (R10) climbs fast and is repeated for ever.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from zoneinfo import ZoneInfo

from jack import metrics
from jack.channels.base import Channel, Pager, Postman, StaffMail
from jack.config import Config
from jack.db import audit, pushes
from jack.db import ladder as store
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Ambiguous, Permanent
from jack.errors import Delivery as DeliveryError
from jack.model.clock import DAY, MINUTE, Clock, Micros
from jack.model.desk import is_staffed
from jack.model.duty import Reached
from jack.model.ladder import By, Call, Pace, Page, PageState, Rung
from jack.model.staff import Role
from jack.model.tasks import Priority
from jack.services.duty import DutyRoster

log = logging.getLogger(__name__)

PRESSING = (Priority.URGENT, Priority.HIGH)

BATCH = 50
RETRY: Micros = MINUTE
MOST_ATTEMPTS = 10
KEPT: Micros = 90 * DAY
BOSSES = (Role.MANAGER, Role.ADMIN)

_TEXTS = {
    "en": "{hotel}: a guest has needed a person for {minutes} min ({priority}). {url}",
    "es": "{hotel}: un huésped espera a una persona desde hace {minutes} min ({priority}). {url}",
    "de": "{hotel}: Ein Gast braucht seit {minutes} Min. jemanden ({priority}). {url}",
    "fr": "{hotel} : un client attend une personne depuis {minutes} min ({priority}). {url}",
    "ar": "{hotel}: ضيف ينتظر موظفًا منذ {minutes} دقيقة ({priority}). {url}",
}
"""In the hotel's language where staff have a page in it. Never who the guest is, nor what about."""


@dataclass(slots=True)
class Ladder:
    """Only the server runs it."""

    db: Database
    config: Config
    clock: Clock
    duty: DutyRoster
    channels: Mapping[str, Channel]
    _has_run: bool = field(default=False)

    async def run(self) -> int:
        """Climb what is due and send what is queued; how many texts and mails went out."""
        if not self._has_run:
            await self.db.write(store.cut_off, self.clock())
            self._has_run = True
        if calls := await self.db.read(store.due, self.clock(), limit=BATCH):
            has_nobody = (await self.duty.on_duty()).reached is Reached.PHONE
            await self.db.write(self._climb, calls, has_nobody, self.clock())
        sent = 0
        while await self.db.read(store.has_due, self.clock()):
            page = await self.db.write(store.claim, self.clock())
            if page is None:
                break
            sent += await self._send(page)
        return sent

    # -- climbing ----------------------------------------------------------------------------

    def _climb(self, calls: list[Call], has_nobody: bool, at: Micros) -> None:
        """One write for all: a rung is climbed together with the alerts it makes."""
        is_deaf = not pushes.is_anybody_listening()
        for call in calls:
            if not call.is_open:
                store.climb(call.escalation_id, call.step, None)
                continue
            next_at = self._pace.next_at(call, at)
            if self._has_to_wait(call, at):
                store.climb(call.escalation_id, call.step, next_at)
                continue
            is_alone = has_nobody and call.priority in PRESSING
            is_unheard = is_deaf and call.priority is Priority.URGENT
            rung = Rung.PHONE if is_alone or is_unheard else call.rung
            if call.step or rung is Rung.PHONE:
                self._alert(call, rung, at)
            store.climb(call.escalation_id, max(call.step, rung) + 1, next_at)
        store.forget(at - KEPT)

    def _has_to_wait(self, call: Call, at: Micros) -> bool:
        """What is neither urgent nor high rests while nobody is at the desk."""
        hotel = self.config.hotel
        is_open = is_staffed(at, ZoneInfo(hotel.timezone), hotel.desk_from, hotel.desk_until)
        return not is_open and call.priority not in PRESSING and bool(call.step)

    def _alert(self, call: Call, rung: Rung, at: Micros) -> None:
        place, priority = call.conversation_id, call.priority
        if rung is Rung.DUTY_MANAGERS:
            pushes.escalated(place, Role.MANAGER, priority, at)
        if rung >= Rung.ALL_MANAGERS:
            for person in people.listed():
                if person.role in BOSSES and not person.is_disabled:
                    pushes.escalated_to(place, person.id, priority, at)
        if rung is Rung.PHONE:
            for by, address in self._addresses():
                store.put(call.escalation_id, by, address, at)
        subject = f"escalation:{call.escalation_id}"
        audit.add("system", "escalation.climbed", subject, at, rung=rung.name.lower())

    def _addresses(self) -> list[tuple[By, str]]:
        alerts = self.config.alerts
        phones = alerts.sms_to or tuple(filter(None, (self.config.hotel.duty_phone,)))
        can_text = isinstance(self.channels.get("sms"), Pager)
        can_mail = isinstance(self.channels.get("email"), Postman)
        return [
            *((By.SMS, phone) for phone in dict.fromkeys(phones) if can_text),
            *((By.EMAIL, mail) for mail in dict.fromkeys(alerts.email_to) if can_mail),
        ]

    @property
    def _pace(self) -> Pace:
        alerts = self.config.alerts
        return Pace(
            {
                Priority.URGENT: alerts.urgent_minutes,
                Priority.HIGH: alerts.high_minutes,
                Priority.STANDARD: alerts.standard_minutes,
                Priority.LOW: alerts.low_minutes,
            },
            alerts.repeats,
        )

    # -- sending -----------------------------------------------------------------------------

    async def _send(self, page: Page) -> bool:
        try:
            await self._hand_over(page)
        except Ambiguous:
            await self._settle(page, PageState.SENT, failure="uncertain")
            return True
        except DeliveryError as error:
            log.warning("alert not sent", extra={"page_id": page.id, "reason": error.reason})
            metrics.ERRORS.labels("ladder").inc()
            is_last = isinstance(error, Permanent) or page.attempts >= MOST_ATTEMPTS
            await self._settle(
                page, PageState.FAILED if is_last else PageState.QUEUED, failure=error.reason
            )
            return False
        await self._settle(page, PageState.SENT)
        return True

    async def _hand_over(self, page: Page) -> None:
        text = self._text(page)
        if page.by is By.SMS:
            pager: object = self.channels.get("sms")
            if not isinstance(pager, Pager):
                raise Permanent("The channel sms is switched off.", reason="channel_off")
            await pager.page(page.address, text)
            return
        postman: object = self.channels.get("email")
        if not isinstance(postman, Postman):
            raise Permanent("The channel email is switched off.", reason="channel_off")
        domain = self.config.channels.email.address.rpartition("@")[2] or "localhost"
        await postman.write_to_staff(
            StaffMail(
                to=page.address,
                subject=text.partition(". http")[0],
                text=text,
                html=f"<p>{escape(text)}</p>",
                message_id=f"<alert-{page.id}@{domain}>",
            )
        )

    def _text(self, page: Page) -> str:
        hotel, base = self.config.hotel, self.config.server.public_url.rstrip("/")
        template = _TEXTS.get(hotel.language, _TEXTS["en"])
        return template.format(
            hotel=hotel.name or "Jack",
            minutes=(self.clock() - page.called_at) // MINUTE,
            priority=page.priority,
            url=f"{base}/inbox/{page.conversation_id}" if base else "",
        ).strip()

    async def _settle(self, page: Page, state: PageState, *, failure: str | None = None) -> None:
        next_at = self.clock() + RETRY if state is PageState.QUEUED else 0
        await self.db.write(
            store.settle, page.id, state, self.clock(), failure=failure, next_at=next_at
        )
