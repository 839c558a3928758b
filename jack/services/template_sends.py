"""Staff write to a guest whose window is closed: with a template that the vendor approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jack.channels.base import Channel
from jack.db import audit, outbox, vendor_templates
from jack.errors import Conflict, NotFound
from jack.events import Event
from jack.model.clock import Micros
from jack.model.conversations import Conversation
from jack.model.messages import Message, OutboxKind, Sender
from jack.model.staff import Permission, Staff
from jack.model.vendor_templates import TemplateCategory, VendorTemplate, call, one_line, shown
from jack.services.announce import status_event
from jack.services.conversations import Conversations
from jack.services.conversations import must as must_exist
from jack.services.permits import must
from jack.services.sendable import Sendable, may_market, sendable
from jack.services.templates import known_of
from jack.services.wording import values_of


@dataclass(frozen=True, slots=True)
class TemplateSends:
    conversations: Conversations
    channels: Mapping[str, Channel]

    async def sendable(self, by: Staff, conversation_id: int) -> Sendable:
        """What this person can send to the guest now. Raises NotFound, Forbidden."""
        must(by, Permission.READ_CONVERSATIONS)
        at = self.conversations.clock()

        def read() -> Sendable:
            conversation = must_exist(conversation_id)
            guest, stay, trust = known_of(conversation)
            config = self.conversations.config
            language = conversation.language or guest.language or config.hotel.language
            return sendable(
                self.channels,
                conversation.guest_id,
                conversation.channel,
                conversation.address,
                at,
                language=language,
                values=values_of(config, language, guest=guest, stay=stay),
                trust=trust,
                purpose=None,
            )

        return await self.conversations.db.read(read)

    async def send(
        self,
        by: Staff,
        conversation_id: int,
        template_id: int,
        values: Sequence[str],
        *,
        replaces: int | None = None,
    ) -> Message:
        """Send a template with these words in its gaps; the conversation becomes the writer's.

        `replaces` is a message that did not arrive: it is given up in the same write. Raises
        NotFound, Invalid for words the vendor would refuse, and Conflict for a guest who wants no
        offers, or a conversation that somebody else has.
        """
        must(by, Permission.WRITE_CONVERSATIONS)
        await self.conversations.db.read(self._must_fit, conversation_id, template_id, values)
        if (await self.conversations.get(conversation_id))[0].owner_id is None:
            await self.conversations.claim(conversation_id, by)

        def work(at: Micros) -> tuple[Message, list[Event]]:
            conversation, template = self._must_fit(conversation_id, template_id, values)
            if conversation.owner_id != by.id:
                raise Conflict("Somebody else is answering this conversation.")
            filled = call(template, values)
            text = shown(template, [one_line(value) for value in values])
            told = _give_up(replaces, conversation_id, at)
            message, events = self.conversations.send(
                conversation,
                Sender.STAFF,
                text,
                OutboxKind.STAFF,
                at,
                staff_id=by.id,
                template=filled,
            )
            audit.add(
                f"staff:{by.id}",
                "conversation.template",
                f"conversation:{conversation_id}",
                at,
                template=template.name,
            )
            return message, [*told, *events]

        return await self.conversations.write(work)

    @staticmethod
    def _must_fit(
        conversation_id: int, template_id: int, values: Sequence[str]
    ) -> tuple[Conversation, VendorTemplate]:
        conversation = must_exist(conversation_id)
        template = vendor_templates.get(template_id)
        if template is None or template.channel != conversation.channel:
            raise NotFound(f"There is no template {template_id} for {conversation.channel}.")
        call(template, values)
        is_offer = template.category is TemplateCategory.MARKETING
        if is_offer and not may_market(conversation.guest_id, conversation.channel, None):
            raise Conflict("The guest has stopped offers here.")
        return conversation, template


def _give_up(message_id: int | None, conversation_id: int, at: Micros) -> list[Event]:
    item = outbox.by_message(message_id) if message_id is not None else None
    if item is None or item.conversation_id != conversation_id:
        return []
    moved = outbox.discard(item.id, at)
    return [status_event(moved)] if moved is not None else []
