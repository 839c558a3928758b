"""Shift reports that go out by mail at set times, each once, over restarts and clock changes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from jack.channels.base import Channel, Postman, StaffMail
from jack.config import Config
from jack.db import audit
from jack.db import report_mails as store
from jack.db.database import Database
from jack.errors import Ambiguous, Permanent
from jack.errors import Delivery as DeliveryError
from jack.model.clock import HOUR, MINUTE, Clock, Micros
from jack.model.reports import MailState, ReportMail
from jack.model.shift_times import Slot, slots
from jack.model.staff import Permission, Staff
from jack.services.permits import must
from jack.services.report_sheet import sheet
from jack.services.reports import Reports

log = logging.getLogger(__name__)

GRACE: Micros = 2 * HOUR
"""A report that is later than this is none any more: the next shift has read the page."""
RETRY: Micros = 2 * MINUTE
SHOWN = 20
KEPT: Micros = 90 * 24 * HOUR


@dataclass(slots=True)
class HandoverMail:
    """Only the server runs it: what a crash cut off is looked for once, at its first run."""

    db: Database
    config: Config
    clock: Clock
    reports: Reports
    channels: Mapping[str, Channel]
    _has_run: bool = field(default=False)

    async def run(self) -> int:
        """Queue what has become due and send what is queued; how many went out.

        A row is claimed in a write of its own before its mail leaves, so that whatever happens in
        between is a report that may have arrived, never two (R2).
        """
        at = self.clock()
        if not self._has_run:
            await self.db.write(store.cut_off, at)
            self._has_run = True
        if due := self._due(at):
            is_news = await self.db.read(self._is_news, due)
            if is_news:
                await self.db.write(self._queue, due, at)
        sent = 0
        while await self.db.read(store.has_due, self.clock()):
            mail = await self.db.write(store.claim, self.clock())
            if mail is None:
                break
            sent += await self._send(mail)
        return sent

    async def newest(self, by: Staff) -> list[ReportMail]:
        """The last ones, and what became of them (R11)."""
        must(by, Permission.READ_CONVERSATIONS)
        return await self.db.read(store.newest, SHOWN)

    def _due(self, at: Micros) -> list[Slot]:
        settings = self.config.reports
        if not settings.handover_to:
            return []
        zone = ZoneInfo(self.config.hotel.timezone)
        return slots(settings.handover_times, zone, at - GRACE, at)

    def _addresses(self) -> list[str]:
        return [address for address in dict.fromkeys(self.config.reports.handover_to) if address]

    def _is_news(self, due: list[Slot]) -> bool:
        return any(
            not store.is_queued_for(slot.day, slot.time, address)
            for slot in due
            for address in self._addresses()
        )

    def _queue(self, due: list[Slot], at: Micros) -> None:
        for slot in due:
            for address in self._addresses():
                store.put(slot.day, slot.time, address, slot.since, slot.at, at)
        store.forget(at - KEPT)

    async def _send(self, mail: ReportMail) -> bool:
        try:
            await self._hand_over(mail)
        except DeliveryError as error:
            await self._not_sent(mail, error)
            return False
        except Exception:
            log.exception("shift report failed", extra={"report_mail_id": mail.id})
            await self._settle(mail, MailState.FAILED, failure="internal_error")
            return False
        await self._settle(mail, MailState.SENT)
        return True

    async def _hand_over(self, mail: ReportMail) -> None:
        postman: object = self.channels.get("email")
        if not isinstance(postman, Postman):
            raise Permanent("The channel email is switched off.", reason="channel_off")
        shift = await self.reports.shift(since=mail.since, until=mail.until)
        hotel, public_url = self.config.hotel, self.config.server.public_url
        made = sheet(
            shift,
            hotel=hotel.name,
            language=hotel.language,
            zone=ZoneInfo(hotel.timezone),
            url=f"{public_url.rstrip('/')}/handover" if public_url else "",
        )
        domain = self.config.channels.email.address.rpartition("@")[2] or "localhost"
        await postman.write_to_staff(
            StaffMail(
                to=mail.address,
                subject=made.subject,
                text=made.text,
                html=made.html,
                message_id=f"<shift-report-{mail.id}-{mail.until}@{domain}>",
            )
        )

    async def _not_sent(self, mail: ReportMail, error: DeliveryError) -> None:
        log.warning(
            "shift report not sent", extra={"report_mail_id": mail.id, "reason": error.reason}
        )
        next_at = self.clock() + RETRY
        if isinstance(error, Ambiguous):
            await self._settle(mail, MailState.UNCERTAIN, failure=error.reason)
        elif isinstance(error, Permanent) or next_at > mail.until + GRACE:
            await self._settle(mail, MailState.FAILED, failure=error.reason)
        else:
            await self._settle(mail, MailState.QUEUED, failure=error.reason, next_at=next_at)

    async def _settle(
        self,
        mail: ReportMail,
        state: MailState,
        *,
        failure: str | None = None,
        next_at: Micros | None = None,
    ) -> None:
        def work(at: Micros) -> None:
            store.settle(mail.id, state, at, failure=failure, next_at=next_at)
            if state is not MailState.QUEUED:
                subject = f"report_mail:{mail.id}"
                audit.add("system", "report.mailed", subject, at, state=state, failure=failure)

        await self.db.write(work, self.clock())
