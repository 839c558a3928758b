"""Reading and writing in one's own language (R9), where there is a model that translates.

Both texts are kept. Without a model, or with the month's budget spent, the original stands alone, and
whoever asked is told so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jack.db import conversations, messages
from jack.db import translations as store
from jack.db.database import Database
from jack.db.translations import Translation
from jack.errors import Conflict, Invalid, NotFound
from jack.llm.chain import Attempt, Chain, NoModel
from jack.model.clock import Clock
from jack.model.facts import FactKind, grounds, unheld
from jack.model.languages import parse
from jack.model.spending import ModelCall, Purpose
from jack.model.staff import Permission, Staff
from jack.services import languages
from jack.services.permits import must
from jack.services.spending import Spending

MOST_CHARS = 4000
SURELY = 0.8
LONGEST = 3
"""A translation is at most so many times as long as its original, and some."""


@dataclass(frozen=True, slots=True)
class Translations:
    db: Database
    chain: Chain
    spending: Spending
    clock: Clock

    @property
    def is_available(self) -> bool:
        """Whether there is a model that translates; it may still fail."""
        return self.chain.translates

    async def of_message(self, message_id: int, by: Staff, language: str) -> Translation:
        """A message in a reader's language: what is kept, or made now and kept.

        Raises NotFound, Conflict where no model translates.
        """
        must(by, Permission.READ_CONVERSATIONS)
        wanted = _must_be_language(language)
        message = await self.db.read(messages.get, message_id)
        if message is None:
            raise NotFound(f"There is no message {message_id}.")
        if (kept := await self.db.read(store.get, message_id, wanted)) is not None:
            return kept
        if not message.text.strip():
            raise Invalid("There are no words to translate.")
        text = await self._translate(message.text, wanted, message.conversation_id)
        await self.db.write(store.put, message_id, wanted, text, self.clock())
        return Translation(wanted, text, is_original=False)

    async def preview(self, conversation_id: int, by: Staff, text: str) -> Translation:
        """What the guest would read of what a person has written, in the conversation's language.

        Nothing is sent or kept. Raises NotFound, Invalid, Conflict where no model translates.
        """
        must(by, Permission.WRITE_CONVERSATIONS)
        conversation = await self.db.read(conversations.get, conversation_id)
        if conversation is None:
            raise NotFound(f"There is no conversation {conversation_id}.")
        if not text.strip() or len(text) > MOST_CHARS:
            raise Invalid(f"Between 1 and {MOST_CHARS} characters can be translated.")
        if conversation.language is None:
            raise Invalid("The guest's language is not known yet.")
        made = await self._translate(text.strip(), conversation.language, conversation_id)
        return Translation(conversation.language, made, is_original=False)

    async def originals(self, message_ids: Sequence[int]) -> dict[int, str]:
        """What staff wrote of messages that were sent translated."""
        return await self.db.read(store.originals, message_ids) if message_ids else {}

    async def _translate(self, text: str, language: str, conversation_id: int) -> str:
        await self.spending.refresh()
        attempts: tuple[Attempt, ...] = ()
        try:
            found, attempts = await self.chain.translate(
                text, language, check=lambda made: fault_of(text, made, language)
            )
        except NoModel as error:
            attempts = error.attempts
            raise Conflict("No model translates at the moment.") from None
        finally:
            await self._account(attempts, conversation_id)
        return found

    async def _account(self, attempts: Sequence[Attempt], conversation_id: int) -> None:
        calls = [ModelCall(each.provider, each.model, each.usage) for each in attempts]
        self.spending.count(calls)
        await self.spending.record(calls, Purpose.TRANSLATION, conversation_id=conversation_id)
        await self.spending.warn()


def fault_of(original: str, made: str, language: str) -> str:
    """Why a translation may not be shown; empty for one that may.

    Every time, price, number and link in it has to stand in the original too.
    """
    new = [f for f in unheld(made, grounds([original])) if f.kind is not FactKind.PERSON]
    if new:
        return f"“{new[0].shown}” does not stand in the message."
    found, certainty = languages.detect(made)
    if found is not None and found != language and certainty >= SURELY:
        return f"It is not in the language “{language}”."
    if len(made) > LONGEST * len(original) + 100:
        return "It is much longer than the message."
    return ""


def _must_be_language(tag: str) -> str:
    language = parse(tag)
    if language is None:
        raise Invalid(f"Jack does not speak {tag}.", field="language")
    return str(language)
