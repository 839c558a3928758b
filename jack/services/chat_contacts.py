"""A web chat that goes on by e-mail or SMS: the visitor leaves an address, and once the page is closed
what the hotel says goes there, in the same conversation.

What is claimed in a chat proves nothing (R6): the address becomes nobody's, gets nothing private, and
whoever answers from it has to prove a booking as in the chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jack.channels.base import Channel
from jack.config import Config
from jack.db import audit, conversations, outbox
from jack.db import chat_contacts as store
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.events import ConversationChanged, Event, EventBus, MessageAdded, OutboxFilled
from jack.model.chat_contacts import MAX_LENGTH, Contact, is_email
from jack.model.clock import DAY, Clock, Micros, seconds
from jack.model.consent import ConsentSource, Purpose
from jack.model.messages import Sender
from jack.services import consent
from jack.services.announce import announce
from jack.services.intake import expiry
from jack.services.webchat import CHANNEL, Presence, parse_phone

MOST_CONTACTS = 3
"""Of one conversation."""
MOST_A_DAY = 6
"""Messages to an address that somebody claimed: a stranger's is not filled."""
UNREAD_FOR: Micros = DAY


@dataclass(frozen=True, slots=True)
class ChatContacts:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    config: Config
    clock: Clock
    presence: Presence = field(default_factory=Presence)

    @property
    def offered(self) -> list[str]:
        """What a visitor may leave: `email`, `phone`."""
        kinds = {"email": "email", "sms": "phone"}
        return [kind for channel, kind in kinds.items() if channel in self.channels]

    async def leave(self, visitor: str, text: object) -> Contact:
        """Remember where to write to, with the guest's consent. Raises Invalid, NotFound before the
        visitor wrote, and Conflict for one address after the other."""
        channel, address = self._read(text)

        def work(at: Micros) -> tuple[Contact, list[Event]]:
            found = store.conversation_of(visitor)
            if found is None:
                raise NotFound("Write a message first.")
            contact = Contact(*found, visitor, channel, address, at)
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

    def _read(self, text: object) -> tuple[str, str]:
        """(channel, address)."""
        given = text.strip() if isinstance(text, str) else ""
        if not given or len(given) > MAX_LENGTH:
            raise Invalid("Write an e-mail address or a phone number.", field="contact")
        if "@" in given:
            if "email" not in self.channels or not is_email(given):
                raise Invalid(f"{given} is no e-mail address.", field="contact")
            return "email", given.lower()
        if "sms" not in self.channels:
            raise Invalid("Write an e-mail address.", field="contact")
        return "sms", parse_phone(given, self.config.hotel.country)

    async def follow_up(self) -> int:
        """Go on where visitors wanted who have left the page; how many conversations moved."""
        contacts = await self.db.read(store.open_ones, self.clock() - DAY)
        gone_before = self.clock() - seconds(self.config.channels.webchat.follow_up_s)
        moved = 0
        for contact in contacts:
            if contact.channel in self.channels and self.presence.is_gone(
                contact.visitor, gone_before
            ):
                is_moved, events = await self.db.write(self._move, contact, self.clock())
                announce(self.bus, events)
                moved += is_moved
        return moved

    def _move(self, contact: Contact, at: Micros) -> tuple[bool, list[Event]]:
        may_write = consent.may_start(contact.guest_id, contact.channel)
        sent = store.sent_to(contact.channel, contact.route, at - DAY)
        if not may_write or store.has_refused(contact.channel, contact.route) or sent >= MOST_A_DAY:
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
        for outbox_id in store.unread(contact, at - UNREAD_FOR):
            item = outbox.get(outbox_id)
            assert item is not None, "it was found in this write"
            until = at + expiry(self.config, item.kind, contact.channel)
            store.send_too(outbox_id, contact, at, expires_at=until)
        conversation = conversations.get(contact.conversation_id)
        assert conversation is not None, "it was moved in this write"
        changed = ConversationChanged(contact.conversation_id, conversation.state)
        return True, [changed, OutboxFilled()]
