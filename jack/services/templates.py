"""Canned replies and templates: written once, with gaps that are filled for each guest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from jack.channels.email_write import page as mail_page
from jack.config import Config
from jack.db import audit, conversations, guests, reservations, vendor_templates
from jack.db import templates as store
from jack.db.database import Database
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.model.clock import Clock, Micros, to_datetime
from jack.model.conversations import Channel, Conversation
from jack.model.guests import Guest
from jack.model.languages import Language
from jack.model.promises import commitments
from jack.model.reservations import LIVE_STATUSES, Days, Reservation
from jack.model.staff import Permission, Staff
from jack.model.templates import (
    ANY_CHANNEL,
    MAX_SUBJECT,
    MAX_TEXT,
    CannedReply,
    MessageTemplate,
    Rendered,
    TemplateStatus,
    Trust,
    gaps,
    render,
)
from jack.services import wording
from jack.services.permits import must
from jack.services.wording import Length, Text, Words

T = TypeVar("T")

KNOWN = Trust.KNOWN
MOST_CHECKED = 500
"""Coming stays that a text is tried on."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text as somebody writes it; without a `body` the one that is kept under `name`."""

    channel: str
    name: str = ""
    language: Language | None = None
    subject: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Shipped:
    texts: tuple[Text, ...]
    names: list[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """`page` is the HTML of a mail. `has_address`: the guest can be reached by this channel."""

    words: Words
    length: Length
    has_address: bool
    page: str


@dataclass(frozen=True, slots=True)
class Lack:
    """A gap that stays empty for `count` of `stays` coming stays; where none are coming, one that the
    hotel's own values do not fill."""

    name: str
    count: int
    stays: int


@dataclass(frozen=True, slots=True)
class Templates:
    db: Database
    config: Config
    clock: Clock

    # -- canned replies --------------------------------------------------------------------

    async def replies(
        self, *, language: str | None, query: str, after: int, limit: int
    ) -> list[CannedReply]:
        return await self.db.read(
            store.replies, language=language, query=query, after=after, limit=limit
        )

    async def reply(self, reply_id: int) -> CannedReply:
        """Raises NotFound."""
        return await self.db.read(_must_reply, reply_id)

    async def add_reply(
        self, by: Staff, shortcut: str, language: Language, text: str
    ) -> CannedReply:
        """Raises Forbidden, Invalid, or Conflict when there is one in that language."""
        _check(by, text)

        def work(at: Micros) -> CannedReply:
            _must_be_free(store.reply_id_of(shortcut, language), None, f"/{shortcut}", language)
            reply_id = store.add_reply(shortcut, language, text, at)
            _audit(by, "canned_reply.created", f"canned_reply:{reply_id}", at)
            return _must_reply(reply_id)

        return await self._write(work)

    async def edit_reply(
        self,
        by: Staff,
        reply_id: int,
        *,
        shortcut: str | None = None,
        language: Language | None = None,
        text: str | None = None,
    ) -> CannedReply:
        """Change what is given. Raises NotFound and what `add_reply` raises."""
        _check(by, text)

        def work(at: Micros) -> CannedReply:
            known = _must_reply(reply_id)
            new_shortcut, new_language = shortcut or known.shortcut, language or known.language
            holder = store.reply_id_of(new_shortcut, new_language)
            _must_be_free(holder, reply_id, f"/{new_shortcut}", new_language)
            new_text = known.text if text is None else text
            store.save_reply(reply_id, new_shortcut, new_language, new_text, at)
            _audit(by, "canned_reply.changed", f"canned_reply:{reply_id}", at)
            return _must_reply(reply_id)

        return await self._write(work)

    async def remove_reply(self, by: Staff, reply_id: int) -> None:
        """Raises NotFound, Forbidden."""
        _must_manage(by)

        def work(at: Micros) -> None:
            if not store.remove_reply(reply_id):
                raise NotFound(f"There is no canned reply {reply_id}.")
            _audit(by, "canned_reply.removed", f"canned_reply:{reply_id}", at)

        await self._write(work)

    async def render_reply(self, reply_id: int, conversation_id: int) -> Rendered:
        """The text as the guest of a conversation would read it. Raises NotFound."""

        def read() -> tuple[CannedReply, Guest, Reservation | None, Trust]:
            reply = _must_reply(reply_id)
            conversation = conversations.get(conversation_id)
            if conversation is None:
                raise NotFound(f"There is no conversation {conversation_id}.")
            return reply, *known_of(conversation)

        reply, guest, stay, trust = await self.db.read(read)
        values = wording.values_of(self.config, reply.language, guest=guest, stay=stay)
        return render(reply.text, values, trust=trust)

    # -- templates -------------------------------------------------------------------------

    async def templates(
        self,
        *,
        channel: str | None,
        language: str | None,
        status: str | None,
        after: int,
        limit: int,
    ) -> list[MessageTemplate]:
        return await self.db.read(
            store.templates,
            channel=channel,
            language=language,
            status=status,
            after=after,
            limit=limit,
        )

    async def template(self, template_id: int) -> MessageTemplate:
        """Raises NotFound."""
        return await self.db.read(_must_template, template_id)

    async def add_template(
        self,
        by: Staff,
        name: str,
        channel: str,
        language: Language,
        body: str,
        *,
        subject: str = "",
        asks_rating: bool = False,
    ) -> MessageTemplate:
        """A draft. Raises Forbidden, Invalid, Conflict."""
        _check(by, body)
        subject = _subject(subject)

        def work(at: Micros) -> MessageTemplate:
            holder = store.template_id_of(name, channel, language)
            _must_be_free(holder, None, f"{name} ({channel})", language)
            template_id = store.add_template(
                name,
                channel,
                language,
                body,
                TemplateStatus.DRAFT,
                at,
                subject=subject,
                asks_rating=asks_rating,
            )
            _audit(by, "template.created", f"template:{template_id}", at)
            return _must_template(template_id)

        return await self._write(work)

    async def edit_template(
        self,
        by: Staff,
        template_id: int,
        *,
        name: str | None = None,
        body: str | None = None,
        subject: str | None = None,
        asks_rating: bool | None = None,
        status: TemplateStatus | None = None,
        vendor_id: int | None = None,
        fills: Sequence[str] | None = None,
    ) -> MessageTemplate:
        """Change what is given. Another text is a draft again, unless a status is given too.

        `vendor_id` 0 takes the vendor's template away. Raises NotFound, Invalid where `fills` and
        its gaps do not match, and what `add_template` raises.
        """
        _check(by, body)
        new_subject = None if subject is None else _subject(subject)
        for fill in fills or ():
            gaps(fill)

        def work(at: Micros) -> MessageTemplate:
            known = _must_template(template_id)
            changed = replace(
                known,
                name=name or known.name,
                body=known.body if body is None else body,
                subject=known.subject if new_subject is None else new_subject,
                asks_rating=known.asks_rating if asks_rating is None else asks_rating,
                vendor_id=known.vendor_id if vendor_id is None else vendor_id or None,
                fills=known.fills if fills is None else tuple(fills),
            )
            is_same = (changed.body, changed.subject) == (known.body, known.subject)
            was = known.status if is_same else TemplateStatus.DRAFT
            changed = replace(changed, status=status or was)
            if vendor_id is not None or fills is not None:
                changed = _bound(changed)
            holder = store.template_id_of(changed.name, changed.channel, changed.language)
            what = f"{changed.name} ({changed.channel})"
            _must_be_free(holder, template_id, what, changed.language)
            store.save_template(changed, at)
            _audit(by, "template.changed", f"template:{template_id}", at)
            return _must_template(template_id)

        return await self._write(work)

    async def remove_template(self, by: Staff, template_id: int) -> None:
        """Raises NotFound, Forbidden."""
        _must_manage(by)

        def work(at: Micros) -> None:
            if not store.remove_template(template_id):
                raise NotFound(f"There is no template {template_id}.")
            _audit(by, "template.removed", f"template:{template_id}", at)

        await self._write(work)

    async def shipped(self) -> Shipped:
        """What Jack ships with, and all names under which there is a text to send."""
        texts = tuple(
            text
            for language in wording.SHIPPED_LANGUAGES
            for text in wording.shipped(language).values()
        )
        return Shipped(texts, await self.db.read(wording.names))

    # -- what will be read -------------------------------------------------------------------

    async def preview(self, by: Staff, written: Written, reservation_id: int) -> Preview:
        """The text as the guest who booked would read it, and what is wrong with it.

        Raises NotFound without such a stay or text, Invalid for a gap that is none.
        """
        must(by, Permission.READ_CONVERSATIONS)

        def read() -> tuple[Words, str]:
            stay = reservations.get(reservation_id)
            if stay is None:
                raise NotFound(f"There is no reservation {reservation_id}.")
            guest = guests.get(stay.guest_id)
            assert guest is not None, "a reservation holds its guest"
            text = self._text(written, guest)
            address = _address(guest, written.channel)
            trust = wording.trust_of(guest, written.channel, address) if address else Trust.NONE
            words = wording.fill(self.config, text, guest=guest, stay=stay, trust=trust)
            return words, address

        words, address = await self.db.read(read)
        page = mail_page(words.text, self.config.hotel.name) if written.channel == "email" else ""
        length = wording.length_of(words.text, written.channel)
        return Preview(words, length, has_address=bool(address), page=page)

    async def lacks(self, by: Staff, written: Written) -> list[Lack]:
        """The gaps of a text that would stay empty, and for how many of the coming stays.

        Raises NotFound without such a text, Invalid for a gap that is none.
        """
        must(by, Permission.READ_CONVERSATIONS)
        today = to_datetime(self.clock()).astimezone(ZoneInfo(self.config.hotel.timezone)).date()

        def read() -> tuple[list[str], int]:
            text = self._text(written, None)
            coming = reservations.listed(
                statuses=LIVE_STATUSES, departure=Days(first=today), limit=MOST_CHECKED
            )
            missing: list[str] = []
            for stay in coming:
                guest = guests.get(stay.guest_id)
                assert guest is not None, "a reservation holds its guest"
                address = _address(guest, written.channel)
                trust = wording.trust_of(guest, written.channel, address) if address else KNOWN
                words = wording.fill(self.config, text, guest=guest, stay=stay, trust=trust)
                missing += words.missing
            if not coming:
                hotel = wording.values_of(self.config, text.language)
                missing += render(text.body, hotel, trust=KNOWN).missing
            return missing, len(coming)

        missing, stays = await self.db.read(read)
        return [
            Lack(name, min(count, stays), stays) for name, count in Counter(missing).most_common()
        ]

    async def promises(self, by: Staff, written: Written) -> list[str]:
        """The words of a text that commit the hotel to something: a rule sends it only where one of
        its steps does that (R5). Raises what `lacks` raises."""
        must(by, Permission.READ_CONVERSATIONS)
        text = await self.db.read(self._text, written, None)
        found = [promise.words for part in wording.bare(text) for promise in commitments(part)]
        return list(dict.fromkeys(found))

    def _text(self, written: Written, guest: Guest | None) -> Text:
        """What is being written, or what is kept under its name."""
        hotel = self.config.hotel.language
        if written.body:
            language = written.language or Language(hotel)
            gaps(written.body)
            gaps(written.subject)
            return Text(written.name, written.channel, language, written.subject, written.body)
        own = guest.language if guest is not None else None
        wanted = [str(written.language or own or ""), hotel]
        found = wording.find(written.name, written.channel, wanted)
        if found is None:
            raise NotFound(f"There is no template {written.name}.")
        return found

    async def _write(self, work: Callable[[Micros], T]) -> T:
        return await self.db.write(work, self.clock())


def known_of(conversation: Conversation) -> tuple[Guest, Reservation | None, Trust]:
    """(guest, stay, how sure it is that they read it). Runs inside a read or write."""
    guest = guests.get(conversation.guest_id)
    assert guest is not None, "a conversation holds its guest"
    stay_id = conversation.reservation_id
    stay = reservations.get(stay_id) if stay_id is not None else None
    is_proven = guests.is_proven(conversation.channel, conversation.address)
    is_verified = is_proven or conversation.verified_at is not None
    return guest, stay, Trust.PROVEN if is_verified else Trust.NONE


def _address(guest: Guest, channel: str) -> str:
    """Where a guest would be written to; empty where they cannot be."""
    for identity in reversed(guests.identities(guest.id)):
        if identity.channel == channel:
            return identity.address
    if channel == Channel.EMAIL:
        return guest.email or ""
    return (guest.phone or "") if channel in (Channel.WHATSAPP, Channel.SMS) else ""


def _subject(text: str) -> str:
    """In one line. Raises Invalid."""
    subject = " ".join(text.split())
    if len(subject) > MAX_SUBJECT:
        raise Invalid(f"A subject has up to {MAX_SUBJECT} characters.", field="subject")
    gaps(subject)
    return subject


def _bound(template: MessageTemplate) -> MessageTemplate:
    """The template if the vendor's has as many gaps as it fills. Raises Invalid."""
    if template.vendor_id is None:
        return replace(template, fills=())
    theirs = vendor_templates.get(template.vendor_id)
    if theirs is None or template.channel not in (theirs.channel, ANY_CHANNEL):
        raise Invalid("The vendor has no such template.", field="vendorTemplateId")
    if len(template.fills) != len(theirs.gaps):
        raise Invalid(f"{theirs.name} has {len(theirs.gaps)} gaps to fill.", field="fills")
    return template


def _check(by: Staff, text: str | None) -> None:
    _must_manage(by)
    if text is None:
        return
    if not text.strip() or len(text) > MAX_TEXT:
        raise Invalid(f"A text has 1 to {MAX_TEXT} characters.", field="text")
    gaps(text)


def _must_manage(by: Staff) -> None:
    if not by.may(Permission.MANAGE_TEMPLATES):
        raise Forbidden(f"Your role, {by.role}, may not change templates.")


def _must_be_free(holder: int | None, own: int | None, what: str, language: str) -> None:
    if holder not in (None, own):
        raise Conflict(f"There is {what} in {language} already.")


def _must_reply(reply_id: int) -> CannedReply:
    found = store.reply(reply_id)
    if found is None:
        raise NotFound(f"There is no canned reply {reply_id}.")
    return found


def _must_template(template_id: int) -> MessageTemplate:
    found = store.template(template_id)
    if found is None:
        raise NotFound(f"There is no template {template_id}.")
    return found


def _audit(by: Staff, action: str, subject: str, at: Micros) -> None:
    audit.add(f"staff:{by.id}", action, subject, at)
