"""What becomes of a draft: a pure function of the turn and the draft, with its reasons.

The rules are tried in order; the names of those that spoke go into the trace (R13).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jack.model.answers import Draft, EscalationProposal, StayAccess
from jack.model.autonomy import NEEDS_APPROVAL, Autonomy, Rules, Vip
from jack.model.intents import UNCLEAR, spec
from jack.model.phrases import Phrase, disclosure, say
from jack.model.promise_words import Kind
from jack.model.promises import uncovered
from jack.model.reasons import Reason
from jack.model.tasks import Priority
from jack.pipeline import beside
from jack.pipeline.case import Case
from jack.services.turns import Outcome, Turn, Way

ALL_AUTO = Rules()
PHRASED = frozenset({"local", "rules", "none"})
"""Providers that speak in fixed phrases and in the words of entries."""


LIKELY = 0.5
"""An intent more likely than not is enough to leave its topic to staff, whatever it takes to act on."""


def decide(
    turn: Turn,
    draft: Draft,
    *,
    asks_for_human: bool,
    hotel_name: str,
    asks_back: bool = False,
    rules: Rules = ALL_AUTO,
    vip: Vip = Vip.PRIORITY,
    away: str = "",
) -> Outcome:
    """The outcome of a turn: reply, draft for staff or silence, with tasks and escalation.

    `asks_back`: the words belong to a request that is not a task yet, or is one already. `away` is
    said where a person is called while nobody is at the desk.
    """
    autonomy, topic = rules.autonomy_of(
        [i.name for i in draft.intents if i.confidence >= LIKELY], turn.text
    )
    case = Case(
        turn=turn,
        rules=rules,
        autonomy=autonomy,
        topic=topic,
        draft=draft,
        asks_for_human=asks_for_human,
        hotel_name=hotel_name,
        way=Way.REPLY,
        text=draft.text,
        escalation=draft.escalation,
        is_request=asks_back or bool(draft.tasks),
        vip=vip,
        away=away,
    )
    for rule in RULES:
        case = rule(case)
    return Outcome(
        way=case.way,
        text=case.text,
        language=case.language,
        sources=draft.sources if draft.text and case.text.endswith(draft.text) else (),
        tasks=draft.tasks if case.way is not Way.SILENT else (),
        escalation=case.escalation,
        preferences=draft.preferences if case.way is not Way.SILENT else (),
        trace={"rules": list(case.fired)},
    )


def _human_request(case: Case) -> Case:
    """The guest asks for a person: no answer replaces one."""
    if not case.asks_for_human:
        return case
    return case.handed_over(Reason.HUMAN_REQUEST, Phrase.HANDOVER)


def _always_human(case: Case) -> Case:
    """Topics the hotel never leaves to a machine (money, bookings, rude staff)."""
    if "human_request" in case.fired:
        return case
    for intent in case.draft.intents:
        wanted = spec(intent.name)
        if wanted.always_human and intent.confidence >= wanted.threshold:
            return case.handed_over(Reason.ALWAYS_HUMAN, Phrase.HANDOVER)
    return case


def _staff_only(case: Case) -> Case:
    """Topics that this hotel has turned off for Jack."""
    if case.fired or case.autonomy is not Autonomy.OFF:
        return case
    return case.handed_over(Reason.TOPIC_OFF, Phrase.HANDOVER)


def _without_source(case: Case) -> Case:
    """R4: an answer about the hotel rests on an entry that was offered, or it is not given."""
    if "private" in case.fired:
        return case
    if case.draft.answered and not case.draft.sources and not case.draft.tasks:
        return case.handed_over(Reason.NO_SOURCE, Phrase.NOT_FOUND)
    return case


PRIVATE = "inquiry.stay."


def _private(case: Case) -> Case:
    """R6: what stands in a booking is told to whom it was proven to; anybody else is asked to."""
    is_asked = case.draft.top_intent.startswith(PRIVATE)
    first = say(Phrase.VERIFY_FIRST, case.language)
    if not is_asked or case.turn.stay_access is not StayAccess.UNPROVEN or first in case.text:
        return case
    return replace(case, text=first, escalation=None, fired=(*case.fired, "private"))


def _low_confidence(case: Case) -> Case:
    """Less sure than the topic asks for."""
    if case.fired or not case.draft.answered:
        return case
    if case.draft.confidence < case.rules.threshold(case.draft.top_intent):
        return case.handed_over(Reason.LOW_CONFIDENCE, Phrase.NOT_FOUND)
    return case


def _uncovered_promise(case: Case) -> Case:
    """R5: words that commit the hotel exist only together with the task that does it.

    That a colleague is told, fixed phrases say rightly; a model's words have to be true.
    """
    is_asking_back = case.is_request and not case.draft.tasks
    if case.fired or is_asking_back:
        return case
    open_promises = uncovered(
        case.text,
        case.draft.tasks,
        calls_a_person=case.escalation is not None or bool(case.draft.preferences),
    )
    if case.draft.provider in PHRASED:
        open_promises = [each for each in open_promises if each.kind is not Kind.CONTACT]
    if not open_promises:
        return case
    return case.handed_over(Reason.UNCOVERED_PROMISE, Phrase.HANDOVER)


def _failed_attempts(case: Case) -> Case:
    """Not understood twice in a row: a third try would be one too many."""
    is_lost = case.draft.top_intent == UNCLEAR and case.turn.last_intent == UNCLEAR
    if not is_lost or case.escalation or case.draft.answered or case.is_request:
        return case
    return case.handed_over(Reason.FAILED_ATTEMPTS, Phrase.HANDOVER)


FIXED = frozenset(
    {"human_request", "always_human", "topic_off", "failed_attempts", "called_already", "private"}
)
"""After these the guest reads a fixed phrase, which needs nobody's approval."""

QUESTIONS_ONLY = frozenset(
    {"no_answer", "no_source", "low_confidence", NEEDS_APPROVAL, "opted_out"}
)
"""A person was called for what Jack cannot answer, or not on this channel: other wishes are not that
matter."""


def _already_escalated(case: Case) -> Case:
    """A person was called and has not come yet: Jack answers questions of knowledge, nothing else.

    Who asks for a person again is told that one was called. Where it was only for a question, a
    plain request still becomes its task.
    """
    if not case.is_escalated:
        return case
    if case.asks_for_human:
        told = say(Phrase.HANDOVER_ALREADY, case.language)
        return replace(case, text=told, fired=(*case.fired, "called_already"))
    if case.draft.answered and case.escalation is None and not case.is_request:
        return replace(case, fired=(*case.fired, "escalated_knowledge_only"))
    is_request = case.is_request and case.escalation is None
    if is_request and QUESTIONS_ONLY.issuperset(case.turn.called_for):
        return replace(case, fired=(*case.fired, "escalated_for_a_question"))
    return replace(
        case, way=Way.SILENT, text="", escalation=None, fired=(*case.fired, "joins_escalation")
    )


def _unseen(case: Case) -> Case:
    """Beside words that Jack answers came a photo or the like: a person looks at it."""
    called = case.escalation.reasons if case.escalation else ()
    if not case.turn.has_unreadable or case.way is Way.SILENT or Reason.UNREADABLE in called:
        return case
    if Reason.UNREADABLE in case.turn.called_for:
        return case
    polite = say(Phrase.CANNOT_READ_MEDIA, case.language)
    return replace(case.called(Reason.UNREADABLE), text=f"{polite}\n\n{case.text}")


def _needs_approval(case: Case) -> Case:
    """Topics on which staff approve Jack's words: nothing is sent until they do."""
    is_own = not FIXED.intersection(case.fired)
    if case.autonomy is not Autonomy.DRAFT or case.way is not Way.REPLY or not is_own:
        return case
    fired = (*case.fired, NEEDS_APPROVAL)
    if NEEDS_APPROVAL in case.turn.called_for:
        return replace(case, way=Way.DRAFT, fired=fired)
    asked = case.escalation or EscalationProposal(reasons=())
    escalation = replace(asked, reasons=(*asked.reasons, NEEDS_APPROVAL))
    return replace(case, way=Way.DRAFT, escalation=escalation, fired=fired)


def _away(case: Case) -> Case:
    """Who is handed over while nobody is at the desk reads when somebody will be."""
    is_urgent = case.escalation is not None and case.escalation.priority is Priority.URGENT
    if not case.away or case.escalation is None or case.way is not Way.REPLY or is_urgent:
        return case
    return replace(case, text=f"{case.text}\n\n{case.away}", fired=(*case.fired, "away"))


def _disclosure(case: Case) -> Case:
    """R7: the first answer says that a machine is writing."""
    if not case.turn.is_first_answer or case.way is Way.SILENT:
        return case
    opening = disclosure(case.language, case.hotel_name)
    return replace(case, text=f"{opening}\n\n{case.text}", fired=(*case.fired, "disclosure"))


RULES: tuple[Callable[[Case], Case], ...] = (
    _human_request,
    _always_human,
    _staff_only,
    _private,
    _without_source,
    _low_confidence,
    _uncovered_promise,
    _failed_attempts,
    *beside.RULES,
    _already_escalated,
    _unseen,
    _needs_approval,
    _away,
    _disclosure,
)
