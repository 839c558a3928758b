"""Takes mail out of the mailbox: guests' into the inbox, bounces to what they are about."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jack import metrics
from jack.channels.base import Mailbox
from jack.db import audit, chat_contacts, guests, mails
from jack.db.database import Database
from jack.db.mails import Ours
from jack.errors import Delivery as DeliveryError
from jack.errors import Permanent
from jack.events import Event, EventBus, MailboxFailing
from jack.model.clock import DAY, Clock, Micros
from jack.model.mails import (
    UNPROVEN,
    Attachment,
    Batch,
    Bounce,
    Cursor,
    Fate,
    Fetched,
    Letter,
    MailboxState,
    Verdict,
)
from jack.model.media import IncomingFile, kind_of
from jack.model.messages import Delivery, Inbound, Kind, Parsed, StatusReport
from jack.model.troubles import GRACE, TroubleKind
from jack.services import troubles
from jack.services.announce import announce
from jack.services.intake import HANDED_OVER, Accepted, Intake

log = logging.getLogger(__name__)

MAX_WHOLE = 20_000
"""How much of a mail staff can read beside what its writer says."""
MAX_PAYLOAD = 64 * 1024
"""How much of a mail is kept as it came: its headers and words, not its files a second time."""
SLOW_MAIL = DAY
"""A mail this much older than the first look into the mailbox was there before it."""


@dataclass(frozen=True, slots=True)
class Mailroom:
    """`mailbox` is None where no channel has one."""

    db: Database
    bus: EventBus
    intake: Intake
    mailbox: Mailbox | None
    clock: Clock

    async def state(self) -> MailboxState:
        box = self._must()
        return await self.db.read(mails.state, box.account, box.folder)

    async def fetch(self) -> bool:
        """Take everything that came; whether there is more. What a crash interrupts is fetched
        again and recognised: the cursor moves after the inbox has it (R1, R2).

        Raises Delivery, after having told staff.
        """
        box = self._must()
        cursor = (await self.state()).cursor
        try:
            batch = await box.fetch(cursor, at=self.clock(), known=self._known)
        except DeliveryError as error:
            await self.failed(error)
            raise
        await self._take_all(batch)
        await self._finish(batch.cursor)
        return batch.has_more

    async def _take_all(self, batch: Batch) -> None:
        """Those of one writer in their order, those of several beside each other: what the database
        makes durable together costs as much as one."""
        by_writer: dict[str, list[tuple[Fetched, Letter]]] = {}
        for mail in batch.mails:
            letter = await self._read(mail)
            by_writer.setdefault(letter.address, []).append((mail, letter))
        not_before = self._oldest(batch)

        async def take(letters: list[tuple[Fetched, Letter]]) -> None:
            for mail, letter in letters:
                await self._take(mail, letter, not_before)

        done = await asyncio.gather(*map(take, by_writer.values()), return_exceptions=True)
        for failure in done:
            if isinstance(failure, BaseException):
                raise failure

    async def failed(self, error: DeliveryError) -> None:
        """Say so once, with the time of the last mail that could be fetched."""
        box, at = self._must(), self.clock()

        def work() -> tuple[bool, list[Event]]:
            is_news = mails.failed(box.account, box.folder, str(error), at)
            state = mails.state(box.account, box.folder)
            if is_news and isinstance(error, Permanent):
                audit.add(
                    "system",
                    "mailbox.failed",
                    "channel:email",
                    at,
                    reason=error.reason,
                    fetchedAt=state.fetched_at,
                )
            is_lasting = at - (state.failed_at or at) >= GRACE
            if not isinstance(error, Permanent) and not is_lasting:
                return is_news, []
            return is_news, troubles.arise(
                TroubleKind.MAILBOX,
                box.account,
                failure=str(error),
                at=at,
                worked_at=state.fetched_at,
                is_urgent=isinstance(error, Permanent),
            )

        is_news, events = await self.db.write(work)
        announce(self.bus, events)
        metrics.ERRORS.labels("email").inc()
        if is_news:
            log.error("mailbox not readable", extra={"channel": "email", "reason": error.reason})
            announce(self.bus, [MailboxFailing(box.account)])

    async def _finish(self, cursor: Cursor) -> None:
        box, at = self._must(), self.clock()

        def work() -> list[Event]:
            mails.move_cursor(box.account, box.folder, cursor)
            if mails.fetched(box.account, box.folder, at):
                audit.add("system", "mailbox.recovered", "channel:email", at)
            return troubles.settle(TroubleKind.MAILBOX, box.account, at)

        announce(self.bus, await self.db.write(work))

    async def _known(self, message_ids: Sequence[str]) -> Sequence[str]:
        return await self.db.read(mails.known, message_ids)

    # -- one mail --------------------------------------------------------------------------

    async def take(self, mail: Fetched, *, not_before: Micros | None = None) -> Accepted:
        """Store one mail, or what it says of another; what is dated earlier is left alone."""
        return await self._take(mail, await self._read(mail), not_before)

    async def _read(self, mail: Fetched) -> Letter:
        return await asyncio.to_thread(self._must().read, mail)

    async def _take(self, mail: Fetched, letter: Letter, not_before: Micros | None) -> Accepted:
        if not_before and letter.sent_at is not None and letter.sent_at < not_before:
            return Accepted(0, 0, 0)
        if await self.db.read(mails.is_known, letter.message_id):
            metrics.MESSAGES_DUPLICATE.labels("email").inc()
            return Accepted(0, 1, 0)
        if letter.verdict is Verdict.BOUNCE:
            return await self._came_back(letter, mail.body)
        ours = await self.db.read(mails.answered, letter.references, letter.tokens)
        if letter.verdict is Verdict.PERSON or (letter.verdict is Verdict.AUTO and ours):
            return await self._came_in(letter, ours, mail.body)
        log.info("mail not answered", extra={"channel": "email", "reason": letter.verdict})
        await self.db.write(mails.add_theirs, letter, None, self.clock())
        return Accepted(0, 0, 0)

    def _oldest(self, batch: Batch) -> Micros | None:
        """A server that numbers its mails anew may date them anew, too: what was there before the
        first look is told by its own date."""
        return batch.cursor.baseline_at - SLOW_MAIL if batch.is_rebuilt else None

    async def _came_in(self, letter: Letter, ours: Ours | None, body: bytes) -> Accepted:
        if letter.is_proven and ours is not None and await self.db.read(self._is_visitor, letter):
            letter = replace(letter, is_proven=False)
        inbound = _inbound(letter, self._must().account, ours)
        accepted = await self.intake.accept("email", Parsed([inbound]), payload=body[:MAX_PAYLOAD])
        bounced = await self.db.read(mails.bounced, letter.address)
        if letter.verdict is Verdict.PERSON and bounced is not None:
            await self.db.write(mails.unmark_bounced, letter.address)
        return accepted

    def _is_visitor(self, letter: Letter) -> bool:
        """Whether a web chat goes on at this address, which is nobody's: its visitor answers, whom
        the address alone proves to be no guest (R6)."""
        since = self.clock() - HANDED_OVER
        is_left = chat_contacts.handed_over("email", letter.address, since) is not None
        known = guests.at("email", letter.address), guests.by_email(letter.address)
        return is_left and known == (None, None)

    async def _came_back(self, letter: Letter, body: bytes) -> Accepted:
        """R11: the message is red, and its address takes nothing more of what Jack starts."""
        ours = await self.db.read(mails.answered, letter.returned, ())
        reports = []
        if ours is not None:
            bounces = [each for each in letter.bounces if each.fate is not Fate.DELAYED]
            about = [each for each in bounces if each.recipient in ("", ours.address)]
            reports = [_report(each, ours) for each in about[:1] or bounces[:1]]
            for each in about:
                if each.is_permanent:
                    reason = each.text or each.status or "Mail to it came back."
                    await self.db.write(mails.mark_bounced, ours.address, reason, self.clock())
        accepted = Accepted(0, 0, 0)
        if reports:
            parsed = Parsed([], statuses=reports)
            accepted = await self.intake.accept("email", parsed, payload=body[:MAX_PAYLOAD])
        await self.db.write(mails.add_theirs, letter, None, self.clock())
        return accepted

    def _must(self) -> Mailbox:
        assert self.mailbox is not None, "only a worker of a mailbox calls"
        return self.mailbox


def _inbound(letter: Letter, account: str, ours: Ours | None) -> Inbound:
    """R6: a writer whom no domain vouches for has another address than its owner, and is answered
    at the address that is claimed; a thread goes on only where it was sent."""
    is_ours = ours is not None and ours.address == letter.address
    is_first = not letter.references and letter.subject
    said = letter.text or ("" if letter.attachments else letter.subject)
    content = [each for each in letter.attachments if each.is_content]
    kinds = {kind_of(each.content_type) for each in content}
    kind = Kind.TEXT
    if letter.verdict is Verdict.AUTO:
        kind = Kind.SYSTEM
    elif not said and content:
        kind = Kind(kinds.pop()) if len(kinds) == 1 else Kind.DOCUMENT
    if is_first and letter.text:
        said = f"{letter.subject}\n\n{letter.text}"
    return Inbound(
        channel="email",
        account=account,
        vendor_id=letter.message_id,
        address=letter.address if letter.is_proven else f"{letter.address}{UNPROVEN}",
        kind=kind,
        text=said,
        sent_at=letter.sent_at,
        name=letter.name,
        email=letter.address if letter.is_proven else None,
        data=_data(letter, ours),
        is_proven=letter.is_proven,
        answers=ours.conversation_id if ours is not None and is_ours else None,
        letter=letter,
        files=tuple(_file(each) for each in content),
    )


def _file(attachment: Attachment) -> IncomingFile:
    """One of which the mail was cut cannot be had: the channel says so when it is fetched."""
    named = IncomingFile(attachment.name, attachment.content_type)
    if attachment.data is None:
        return replace(named, ref={"size": "too large"})
    return replace(named, data=attachment.data)


def _data(letter: Letter, ours: Ours | None) -> dict[str, object]:
    """What staff can read beside the words."""
    return {
        "subject": letter.subject,
        "whole": letter.whole[:MAX_WHOLE],
        "attachments": [
            {"name": each.name, "type": each.content_type, "bytes": each.size}
            for each in letter.attachments
        ],
        "answers": ours.conversation_id if ours is not None else None,
    }


def _report(bounce: Bounce, ours: Ours) -> StatusReport:
    is_failed = bounce.fate is Fate.FAILED
    return StatusReport(
        channel="email",
        status=Delivery.FAILED if is_failed else Delivery.DELIVERED,
        vendor_id=ours.message_id,
        outbox_id=ours.outbox_id,
        error_code=bounce.status or None if is_failed else None,
        error_text=f"The mail came back: {bounce.text or bounce.status}" if is_failed else None,
        is_temporary=False,
    )
