"""A guest's answer to "how was your stay, 1 to 5?": understood by rules, without a model."""

from __future__ import annotations

from dataclasses import replace

from jack.model.answers import Draft, EscalationProposal, Intent
from jack.model.phrases import Phrase, say
from jack.model.ratings import Given, given
from jack.model.reasons import Reason
from jack.model.staff import Role
from jack.model.tasks import Priority
from jack.pipeline.policy import decide
from jack.services.ratings import INTENT
from jack.services.turns import Outcome, Turn


def given_by(turn: Turn) -> Given | None:
    """What the turn's messages are to a rating that the guest was asked for."""
    return given(turn.rating, [(message.id, message.text) for message in turn.messages])


def thanks(found: Given, language: str) -> str:
    """What the guest reads first."""
    if found.is_good:
        return say(Phrase.RATING_GOOD, language)
    phrase = Phrase.RATING_LOW_TOLD if found.comment_id is not None else Phrase.RATING_LOW
    return say(phrase, language)


def rated(turn: Turn, found: Given, language: str, *, hotel_name: str) -> Outcome:
    """Thanks for a good rating; for a low one an apology, and the manager is called."""
    draft = Draft(
        text=thanks(found, language),
        language=language,
        intents=(Intent(INTENT, 1.0),),
        confidence=1.0,
        answered=False,
        provider="rules",
        escalation=None
        if found.is_good
        else EscalationProposal((Reason.LOW_RATING,), Priority.HIGH, Role.MANAGER),
    )
    outcome = decide(turn, draft, asks_for_human=False, hotel_name=hotel_name)
    outcome.trace.update({"provider": "rules", "rating": found.score})
    return replace(outcome, rated=found)
