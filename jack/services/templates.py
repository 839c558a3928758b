"""Canned replies and templates: written once, with gaps that are filled for each guest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from jack.config import Config
from jack.db import audit, conversations, guests, reservations
from jack.db import templates as store
from jack.db.database import Database
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.model.clock import Clock, Micros
from jack.model.conversations import Conversation
from jack.model.guests import Guest
from jack.model.languages import Language
from jack.model.reservations import Reservation
from jack.model.staff import Permission, Staff
from jack.model.templates import (
    LINKS,
    MAX_TEXT,
    CannedReply,
    MessageTemplate,
    Rendered,
    TemplateStatus,
    gaps,
    render,
)

T = TypeVar("T")


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

        def read() -> tuple[CannedReply, Conversation, Guest, Reservation | None, bool]:
            reply = _must_reply(reply_id)
            conversation = conversations.get(conversation_id)
            if conversation is None:
                raise NotFound(f"There is no conversation {conversation_id}.")
            guest = guests.get(conversation.guest_id)
            assert guest is not None
            stay_id = conversation.reservation_id
            stay = reservations.get(stay_id) if stay_id is not None else None
            is_proven = guests.is_proven(conversation.channel, conversation.address)
            return reply, conversation, guest, stay, is_proven

        reply, conversation, guest, stay, is_proven = await self.db.read(read)
        values = values_of(self.config, reply.language, guest=guest, stay=stay)
        is_verified = is_proven or conversation.verified_at is not None
        return render(reply.text, values, is_verified=is_verified)

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
        self, by: Staff, name: str, channel: str, language: Language, body: str
    ) -> MessageTemplate:
        """A draft. Raises Forbidden, Invalid, Conflict."""
        _check(by, body)

        def work(at: Micros) -> MessageTemplate:
            holder = store.template_id_of(name, channel, language)
            _must_be_free(holder, None, f"{name} ({channel})", language)
            template_id = store.add_template(
                name, channel, language, body, TemplateStatus.DRAFT, at
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
        status: TemplateStatus | None = None,
    ) -> MessageTemplate:
        """Change what is given. Another body is a draft again, unless a status is given too.

        Raises NotFound and what `add_template` raises.
        """
        _check(by, body)

        def work(at: Micros) -> MessageTemplate:
            known = _must_template(template_id)
            is_new_body = body is not None and body != known.body
            changed = replace(
                known,
                name=name or known.name,
                body=known.body if body is None else body,
                status=status or (TemplateStatus.DRAFT if is_new_body else known.status),
            )
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

    async def _write(self, work: Callable[[Micros], T]) -> T:
        return await self.db.write(work, self.clock())


def values_of(
    config: Config,
    language: str,
    *,
    guest: Guest | None = None,
    stay: Reservation | None = None,
    task_title: str = "",
) -> dict[str, str]:
    """What fills the gaps of a text in `language`. Dates are written out as people say them."""
    hotel = config.hotel
    values = {
        "hotel.name": hotel.name,
        "hotel.phone": hotel.phone,
        "hotel.address": hotel.address,
        "hotel.checkin_time": hotel.checkin_time,
        "hotel.checkout_time": hotel.checkout_time,
        "hotel.wifi_network": hotel.wifi_network,
        "hotel.wifi_password": hotel.wifi_password.get_secret_value(),
        "task.title": task_title,
        **{f"{LINKS}{name}": url for name, url in hotel.links.items()},
    }
    if guest is not None:
        values |= {"guest.first_name": guest.first_name, "guest.last_name": guest.last_name}
    if stay is not None:
        values |= {
            "stay.arrival": _written(stay.arrival, language),
            "stay.departure": _written(stay.departure, language),
            "stay.nights": str((stay.departure - stay.arrival).days),
            "stay.room": stay.room or "",
            "stay.room_type": stay.room_type or "",
            "stay.confirmation": stay.confirmation,
        }
    return values


def _written(day: date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, "full", locale=language))


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
