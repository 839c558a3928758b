"""Rules that call a person beside what Jack says: anger, complaints once more, repeats, VIPs.

Where a person was called already and has not come, they call nobody again: what the guest writes
joins that call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jack.model.answers import Sentiment
from jack.model.autonomy import Vip
from jack.model.clock import HOUR
from jack.model.intents import spec
from jack.model.messages import Sender
from jack.model.moods import is_angry
from jack.model.reasons import Reason, raised
from jack.model.repeats import is_asked_again
from jack.pipeline.case import Case

COMPLAINT = "complaint."
SMALL_TALK = ("other.", "feedback.")


def _bad_mood(case: Case) -> Case:
    """A guest in anger gets a person beside the answer."""
    is_complaint = case.draft.top_intent.startswith(COMPLAINT)
    is_negative = is_complaint and case.draft.sentiment is Sentiment.NEGATIVE
    is_negative = is_negative and case.escalation is None
    is_thankful = case.draft.sentiment is Sentiment.POSITIVE
    if case.is_escalated or is_thankful or not (is_negative or is_angry(case.turn.text)):
        return case
    return case.called(Reason.NEGATIVE_SENTIMENT)


def _serious_complaint(case: Case) -> Case:
    """A complaint while another is open, or from a guest who is being made up to."""
    is_complaint = any(
        intent.name.startswith(COMPLAINT) and intent.confidence >= spec(intent.name).threshold
        for intent in case.draft.intents
    )
    open_ones = [name for name in case.turn.open_intents if name.startswith(COMPLAINT)]
    is_more = bool(open_ones) or case.turn.guest.in_recovery
    if case.is_escalated or not is_complaint or not is_more:
        return case
    return case.called(Reason.SERIOUS_COMPLAINT)


def _asked_again(case: Case) -> Case:
    """The same need within the hour, after Jack had answered: his answer did not help."""
    is_asked_back = case.turn.question is not None
    if case.is_escalated or is_asked_back or case.draft.top_intent.startswith(SMALL_TALK):
        return case
    if not is_asked_again(case.turn.text, _answered_before(case)):
        return case
    return case.called(Reason.ASKED_AGAIN)


def _answered_before(case: Case) -> list[str]:
    """What the guest wrote within the hour and Jack has replied to."""
    now = case.turn.messages[-1].created_at if case.turn.messages else 0
    earlier: list[str] = []
    is_answered = False
    for message in reversed(case.turn.history):
        if message.sender is Sender.STAFF or now - message.created_at > HOUR:
            break
        is_answered = is_answered or message.sender is Sender.AI
        if message.sender is Sender.GUEST and is_answered and message.text:
            earlier.append(message.text)
    return earlier


def _vip(case: Case) -> Case:
    """Calls for a VIP are a step more pressing; a hotel may want a person for whatever they want."""
    if not case.turn.guest.is_vip or case.vip is Vip.SAME or case.is_escalated:
        return case
    is_small_talk = case.draft.top_intent.startswith(SMALL_TALK)
    if case.escalation is None and (case.vip is Vip.PRIORITY or is_small_talk):
        return case
    called = case.called(Reason.VIP)
    assert called.escalation is not None
    priority = raised(called.escalation.priority)
    return replace(called, escalation=replace(called.escalation, priority=priority))


RULES: tuple[Callable[[Case], Case], ...] = (_bad_mood, _serious_complaint, _asked_again, _vip)
