"""A web chat that goes on by e-mail, SMS or WhatsApp: the visitor leaves an address, and once the page
is closed what the hotel says goes there, in the same conversation.

What is claimed in a chat proves nothing (R6): the address becomes nobody's, gets nothing private, and
whoever answers from it has to prove a booking as in the chat. WhatsApp takes only an approved template
for who has not written there: it asks the visitor to write, and what was said goes out after that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jack.channels.base import Channel
from jack.config import Config
from jack.db import audit, conversations, guests, messages, outbox, reservations
from jack.db import chat_contacts as store
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.events import ConversationChanged, Event, EventBus, MessageAdded, OutboxFilled
from jack.model.chat_contacts import MAX_LENGTH, Contact, is_email
from jack.model.clock import DAY, Clock, Micros, seconds
from jack.model.consent import ConsentSource, Purpose
from jack.model.messages import Delivery, OutboxKind, Sender
from jack.model.templates import Trust
from jack.model.vendor_templates import TemplateCall, call
from jack.services import consent
from jack.services.announce import announce
from jack.services.intake import UNREAD_FOR, expiry, send_unread
from jack.services.sendable import Offer, sendable
from jack.services.webchat import CHANNEL, Presence, parse_phone
from jack.services.wording import values_of

WHATSAPP = "whatsapp"
TEMPLATE = "chat_follow_up"
"""The name of Jack's template that stands for the vendor's: the first word by WhatsApp."""
NOBODY = 0
"""No guest's number: what could be sent to anybody."""

MOST_CONTACTS = 3
"""Of one conversation."""
MOST_A_DAY = 6
"""Messages to an address that somebody claimed: a stranger's is not filled."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """The first word by WhatsApp: `text` is what the visitor reads."""

    text: str
    language: str
    template: TemplateCall


@dataclass(frozen=True, slots=True)
class ChatContacts:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    config: Config
    clock: Clock
    presence: Presence = field(default_factory=Presence)

    async def offered(self) -> list[str]:
        """What a visitor may leave: `email`, `phone` for SMS, `whatsapp` where its template is
        approved."""
        kinds = {"email": "email", "sms": "phone"}
        found = [kind for channel, kind in kinds.items() if channel in self.channels]
        if WHATSAPP in self.channels:
            invitation = await self.db.read(self._invitation, self.clock())
            found += [WHATSAPP] if invitation is not None else []
        return found

    async def leave(self, visitor: str, text: object, *, prefers: str | None = None) -> Contact:
        """Remember where to write to, with the guest's consent; to a number as the guest `prefers`
        (`sms`, `whatsapp`) where both can be. Raises Invalid, NotFound before the visitor wrote, and
        Conflict for one address after the other, or one that the proven booking does not name."""
        channel, address = self._read(text, await self.offered(), prefers)

        def work(at: Micros) -> tuple[Contact, list[Event]]:
            found = store.conversation_of(visitor)
            if found is None:
                raise NotFound("Write a message first.")
            contact = Contact(*found, visitor, channel, address, at)
            if not _may_be_told(contact):
                raise Conflict("Of this stay we write to the address in the booking only.")
            if store.count(contact.conversation_id) >= MOST_CONTACTS:
                raise Conflict("This chat has named enough addresses.")
            message_id = store.add(contact)
            if not store.has_refused(channel, contact.route):
                consent.record(
                    contact.guest_id,
                    channel,
                    Purpose.MESSAGES,
                    is_given=True,
                    source=ConsentSource.WORDS,
                    at=at,
                )
            return contact, [
                MessageAdded(
                    contact.conversation_id, message_id, Sender.GUEST, CHANNEL, contact.visitor
                )
            ]

        contact, events = await self.db.write(work, self.clock())
        announce(self.bus, events)
        return contact

    def _read(self, text: object, offered: Sequence[str], prefers: str | None) -> tuple[str, str]:
        """(channel, address)."""
        given = text.strip() if isinstance(text, str) else ""
        if not given or len(given) > MAX_LENGTH:
            raise Invalid("Write an e-mail address or a phone number.", field="contact")
        if "@" in given:
            if "email" not in offered or not is_email(given):
                raise Invalid(f"{given} is no e-mail address.", field="contact")
            return "email", given.lower()
        has_sms, has_whatsapp = "phone" in offered, WHATSAPP in offered
        if not has_sms and not has_whatsapp:
            raise Invalid("Write an e-mail address.", field="contact")
        is_whatsapp = has_whatsapp and (prefers == WHATSAPP or not has_sms)
        number = parse_phone(given, self.config.hotel.country)
        return WHATSAPP if is_whatsapp else "sms", number

    async def follow_up(self) -> int:
        """Go on where visitors wanted who have left the page; how many conversations moved."""
        contacts = await self.db.read(store.open_ones, self.clock() - DAY)
        gone_before = self.clock() - seconds(self.config.channels.webchat.follow_up_s)
        moved = 0
        for contact in contacts:
            if self.presence.is_gone(contact.visitor, gone_before):
                is_moved, events = await self.db.write(self._move, contact, self.clock())
                announce(self.bus, events)
                moved += is_moved
        return moved

    def _move(self, contact: Contact, at: Micros) -> tuple[bool, list[Event]]:
        invitation = None
        if contact.channel == WHATSAPP:
            invitation = self._invitation(at, contact)
            if invitation is None:
                contact = replace(contact, channel="sms")
        if contact.channel not in self.channels or not _may_be_told(contact):
            return False, []
        may_write = consent.may_start(contact.guest_id, contact.channel)
        sent = store.sent_to(contact.channel, contact.route, at - DAY)
        if not may_write or store.has_refused(contact.channel, contact.route) or sent >= MOST_A_DAY:
            return False, []
        unread = store.unread(contact.conversation_id, at - UNREAD_FOR)
        if invitation is not None and not unread:
            # Nobody is asked to write for nothing.
            return False, []
        store.move(contact, at)
        audit.add(
            "system",
            "conversation.moved",
            f"conversation:{contact.conversation_id}",
            at,
            source=CHANNEL,
            target=contact.channel,
        )
        events: list[Event] = []
        if invitation is not None:
            events.append(_invite(self.config, contact, invitation, at))
        else:
            send_unread(self.config, unread, contact.channel, contact.route, at)
        conversation = conversations.get(contact.conversation_id)
        assert conversation is not None, "it was moved in this write"
        changed = ConversationChanged(contact.conversation_id, conversation.state)
        return True, [*events, changed, OutboxFilled()]

    def _invitation(self, at: Micros, contact: Contact | None = None) -> Invitation | None:
        """The approved template that stands for `chat_follow_up`, in the visitor's language or the
        hotel's if there is one. Nothing of a guest fills its gaps (R6). None: WhatsApp cannot be
        offered."""
        hotels = self.config.hotel.language
        conversation = conversations.get(contact.conversation_id) if contact is not None else None
        spoken = conversation.language if conversation is not None else None
        language = spoken or hotels
        found = sendable(
            self.channels,
            contact.guest_id if contact is not None else NOBODY,
            WHATSAPP,
            contact.route if contact is not None else "",
            at,
            language=language,
            values=values_of(self.config, language),
            trust=Trust.NONE,
        )
        ours = [one for one in found.offers if one.own and one.own.name == TEMPLATE]
        for offer in sorted(ours, key=lambda one: _rank(one, (language, hotels))):
            try:
                filled = call(offer.template, offer.values)
            except Invalid:
                continue
            return Invitation(offer.text, _language(offer), filled)
        return None


def _rank(offer: Offer, wanted: Sequence[str]) -> int:
    language = _language(offer)
    return wanted.index(language) if language in wanted else len(wanted)


def _language(offer: Offer) -> str:
    return offer.template.language.partition("_")[0]


def _invite(config: Config, contact: Contact, invitation: Invitation, at: Micros) -> Event:
    """In a person's conversation it is the person's: it stands before their words (R3)."""
    conversation = conversations.get(contact.conversation_id)
    is_owned = conversation is not None and conversation.is_owned
    kind = OutboxKind.STAFF if is_owned else OutboxKind.NOTICE
    message_id = messages.add(
        conversation_id=contact.conversation_id,
        sender=Sender.SYSTEM,
        channel=WHATSAPP,
        address=contact.route,
        text=invitation.text,
        language=invitation.language,
        delivery=Delivery.QUEUED,
        at=at,
    )
    outbox.put(
        message_id=message_id,
        conversation_id=contact.conversation_id,
        kind=kind,
        channel=WHATSAPP,
        account="",
        address=contact.route,
        text=invitation.text,
        expires_at=at + expiry(config, kind, WHATSAPP),
        at=at,
        template=invitation.template,
    )
    return MessageAdded(contact.conversation_id, message_id, Sender.SYSTEM, WHATSAPP, contact.route)


def _may_be_told(contact: Contact) -> bool:
    """R6: a chat that has proven a booking goes on nowhere but where that booking's guest is reached:
    with one wrong digit a stranger would be told of the stay. Runs inside a read or write."""
    conversation = conversations.get(contact.conversation_id)
    if conversation is None or conversation.verified_at is None:
        return True
    stay = reservations.get(conversation.reservation_id) if conversation.reservation_id else None
    booker = guests.get(stay.guest_id) if stay is not None else None
    return booker is not None and contact.address in (
        booker.phone,
        booker.email.lower() if booker.email else None,
    )
