"""Jack's suggestion for the composer: what he would say, for a person to use, edit or discard."""

from __future__ import annotations

from dataclasses import dataclass

from jack.model.messages import Message
from jack.model.spending import Purpose
from jack.model.staff import Staff
from jack.model.tasks import TaskProposal
from jack.pipeline.pipeline import Pipeline
from jack.services.drafts import Drafts


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`message` is a draft in the thread; None when Jack has nothing to say, for `reasons`."""

    message: Message | None
    tasks: tuple[TaskProposal, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestions:
    pipeline: Pipeline
    drafts: Drafts

    async def suggest(self, conversation_id: int, by: Staff) -> Suggestion:
        """The draft for what the guest wrote last, made once.

        Where Jack would only call a person there is no suggestion: a person is asking.
        """
        known, item = await self.drafts.asked(conversation_id, by)
        if known is not None:
            return Suggestion(known, await self.drafts.proposals(known.id))
        assert item is not None, "either there is a draft, or there is something to answer"
        turn, outcome = await self.pipeline.suggest(item)
        if not outcome.text or (outcome.escalation is not None and not outcome.tasks):
            reasons = outcome.escalation.reasons if outcome.escalation else ()
            await self.pipeline.spending.record(
                outcome.calls, Purpose.SUGGESTION, conversation_id=conversation_id
            )
            return Suggestion(None, reasons=reasons)
        message = await self.drafts.keep(turn, outcome, by)
        return Suggestion(message, outcome.tasks)
