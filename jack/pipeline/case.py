"""A draft on its way through the rules of policy."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jack.model.answers import Draft, EscalationProposal
from jack.model.autonomy import Autonomy, Rules, Vip
from jack.model.conversations import State
from jack.model.phrases import Phrase, say
from jack.model.reasons import Reason, pressing
from jack.services.turns import Turn, Way


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules hand on. `is_request`: it does something, or is about to. `away` is told to a
    guest for whom a person is called while nobody is at the desk."""

    turn: Turn
    draft: Draft
    asks_for_human: bool
    hotel_name: str
    rules: Rules
    autonomy: Autonomy
    topic: str
    way: Way
    text: str
    escalation: EscalationProposal | None
    is_request: bool
    vip: Vip = Vip.PRIORITY
    away: str = ""
    fired: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return self.draft.language

    @property
    def is_escalated(self) -> bool:
        """A person was called before and has not come yet."""
        return self.turn.conversation.state is State.ESCALATED

    def handed_over(self, reason: Reason, phrase: Phrase) -> Case:
        """Replace the words by a fixed phrase and call a person."""
        return replace(self.called(reason), text=say(phrase, self.language))

    def called(self, reason: Reason) -> Case:
        """Call a person beside what is said."""
        asked = self.escalation or EscalationProposal(reasons=())
        reasons = asked.reasons if reason in asked.reasons else (*asked.reasons, str(reason))
        priority = pressing(reasons, asked.priority)
        return replace(
            self,
            escalation=replace(asked, reasons=reasons, priority=priority),
            fired=(*self.fired, str(reason)),
        )
