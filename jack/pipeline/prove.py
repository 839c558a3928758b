"""Opening a booking for a writer on a channel that proves nobody (R6), before any model is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jack.model.answers import EscalationProposal, StayAccess
from jack.model.messages import Message, Sender
from jack.model.phrases import Phrase, say
from jack.model.verification import Attempt, Outcome
from jack.services.turns import Turn, Turns
from jack.services.verification import Verification

FEW_WORDS = 6
"""A message this short that proves a booking asks for nothing else."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a turn's proof. `reply` ends the turn; `opening` goes before its answer."""

    turn: Turn
    attempt: Attempt | None = None
    reply: str | None = None
    opening: str = ""
    escalation: EscalationProposal | None = None


async def prove(turn: Turn, language: str, turns: Turns, verification: Verification) -> Proof:
    """Try what the guest offers as proof, if anything.

    An attempt counts whether or not Jack asked for one; only who was asked hears that it failed,
    so that a flight number does not start a talk about bookings.
    """
    if turn.stay_access is not StayAccess.UNPROVEN:
        return Proof(turn)
    attempt = await verification.attempt(turn.conversation, turn.text)
    if attempt is None:
        return Proof(turn)
    question = _asked_about(turn.history)
    if attempt.outcome is Outcome.MATCHED and attempt.reservation_id is not None:
        opened = await turns.stay(turn, attempt.reservation_id)
        name = opened.stay.guest_name if opened.stay else ""
        wanted = question if question is not None else turn.text
        if question is None and len(turn.text.split()) <= FEW_WORDS:
            wanted = ""
        return Proof(
            replace(opened, wanted=wanted),
            attempt,
            opening=say(Phrase.VERIFIED, language, name=name).replace(" ,", ",") if name else "",
        )
    if attempt.outcome is Outcome.LOCKED and (attempt.is_last or question is not None):
        return Proof(
            turn,
            attempt,
            reply=say(Phrase.VERIFY_LOCKED, language),
            escalation=EscalationProposal(("verification_locked",)),
        )
    if question is not None:
        return Proof(turn, attempt, reply=say(Phrase.VERIFY_FAILED, language))
    return Proof(turn, attempt)


def _asked_about(history: tuple[Message, ...]) -> str | None:
    """What the guest wanted when Jack asked for proof; None when Jack's last words did not ask.

    After a failed attempt it is still what was wanted before the first one.
    """
    wanted: list[str] = []
    is_asked = False
    for message in reversed(history):
        if message.sender is Sender.STAFF:
            break
        if message.sender is Sender.AI:
            words = [
                say(phrase, message.language or "en")
                for phrase in (Phrase.VERIFY_FIRST, Phrase.VERIFY_FAILED)
            ]
            if not any(each in message.text for each in words):
                break
            wanted, is_asked = [], True
        elif message.sender is Sender.GUEST and is_asked:
            wanted.insert(0, message.text)
    return "\n".join(wanted) if is_asked else None
