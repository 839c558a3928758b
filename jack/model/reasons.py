"""Why a person is called: every reason with how pressing it is and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jack.model.tasks import Priority


class Reason(StrEnum):
    """Stable codes: they stand in the database, in the API and in the page's words."""

    EMERGENCY_MEDICAL = "emergency_medical"
    EMERGENCY_FIRE = "emergency_fire"
    EMERGENCY_SECURITY = "emergency_security"
    EMERGENCY_OTHER = "emergency_other"
    EMERGENCY = "emergency"
    HUMAN_REQUEST = "human_request"
    ALWAYS_HUMAN = "always_human"
    NEGATIVE_SENTIMENT = "negative_sentiment"
    SERIOUS_COMPLAINT = "serious_complaint"
    COMPLAINT = "complaint"
    LOW_RATING = "low_rating"
    ASKED_AGAIN = "asked_again"
    REPEATED = "repeated"
    FAILED_ATTEMPTS = "failed_attempts"
    VIP = "vip"
    TOPIC_OFF = "topic_off"
    NEEDS_APPROVAL = "needs_approval"
    NO_ANSWER = "no_answer"
    NO_SOURCE = "no_source"
    LOW_CONFIDENCE = "low_confidence"
    UNCOVERED_PROMISE = "uncovered_promise"
    STALE_STAY = "stale_stay"
    VERIFICATION_LOCKED = "verification_locked"
    UNREADABLE = "unreadable"
    FAILURE = "failure"
    STALE = "stale"
    FLOOD = "flood"
    OPTED_OUT = "opted_out"
    TRANSFERRED = "transferred"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`priority` is the least an escalation has for this reason. `when` reads "Jack calls when …"."""

    priority: Priority
    when: str


MEANINGS: dict[Reason, Meaning] = {
    Reason.EMERGENCY_MEDICAL: Meaning(Priority.URGENT, "a message speaks of a medical emergency"),
    Reason.EMERGENCY_FIRE: Meaning(Priority.URGENT, "a message speaks of fire, smoke or gas"),
    Reason.EMERGENCY_SECURITY: Meaning(
        Priority.URGENT, "a message speaks of violence or intruders"
    ),
    Reason.EMERGENCY_OTHER: Meaning(Priority.URGENT, "a message speaks of another danger"),
    Reason.EMERGENCY: Meaning(Priority.URGENT, "a message means danger without its usual words"),
    Reason.HUMAN_REQUEST: Meaning(Priority.HIGH, "the guest asks for a person"),
    Reason.ALWAYS_HUMAN: Meaning(
        Priority.STANDARD, "it is about a booking, money, rude staff or safety"
    ),
    Reason.NEGATIVE_SENTIMENT: Meaning(Priority.HIGH, "the guest is angry or very disappointed"),
    Reason.SERIOUS_COMPLAINT: Meaning(
        Priority.HIGH, "a guest complains once more, or while a complaint is being made good"
    ),
    Reason.COMPLAINT: Meaning(Priority.STANDARD, "a model reads a complaint that takes a person"),
    Reason.LOW_RATING: Meaning(Priority.HIGH, "a guest rates the stay with three or less"),
    Reason.REPEATED: Meaning(Priority.STANDARD, "a model sees that the same is asked again"),
    Reason.ASKED_AGAIN: Meaning(
        Priority.HIGH, "the same is asked again within the hour, in whatever words"
    ),
    Reason.FAILED_ATTEMPTS: Meaning(Priority.STANDARD, "Jack did not understand twice in a row"),
    Reason.VIP: Meaning(Priority.HIGH, "a VIP writes and the hotel wants a person to know"),
    Reason.TOPIC_OFF: Meaning(Priority.STANDARD, "the hotel keeps the topic for its staff"),
    Reason.NEEDS_APPROVAL: Meaning(Priority.STANDARD, "staff approve Jack's words on the topic"),
    Reason.NO_ANSWER: Meaning(Priority.STANDARD, "nothing the hotel has written answers it"),
    Reason.NO_SOURCE: Meaning(Priority.STANDARD, "an answer rests on no entry"),
    Reason.LOW_CONFIDENCE: Meaning(Priority.STANDARD, "Jack is less sure than the topic asks for"),
    Reason.UNCOVERED_PROMISE: Meaning(Priority.STANDARD, "the words promise what no task does"),
    Reason.STALE_STAY: Meaning(
        Priority.STANDARD, "what the PMS says of the stay is too old to tell"
    ),
    Reason.VERIFICATION_LOCKED: Meaning(Priority.STANDARD, "a guest failed to prove a booking"),
    Reason.UNREADABLE: Meaning(Priority.STANDARD, "a photo, voice note or file needs a look"),
    Reason.FAILURE: Meaning(Priority.STANDARD, "nothing could answer, or a turn failed for good"),
    Reason.STALE: Meaning(Priority.HIGH, "a message reached Jack too late to be answered"),
    Reason.FLOOD: Meaning(Priority.HIGH, "an address writes like a machine"),
    Reason.OPTED_OUT: Meaning(Priority.HIGH, "a guest writes where nothing may be sent any more"),
    Reason.STAFF: Meaning(
        Priority.LOW, "a colleague asks for more help; they say how pressing it is"
    ),
    Reason.TRANSFERRED: Meaning(Priority.STANDARD, "a colleague gave the conversation on"),
}

_ORDER = list(Priority)


def pressing(reasons: Iterable[str], asked: Priority = Priority.LOW) -> Priority:
    """The most pressing of `asked` and what the reasons are worth; unknown codes are standard."""
    known = {str(reason): meaning.priority for reason, meaning in MEANINGS.items()}
    worth = [known.get(reason, Priority.STANDARD) for reason in reasons]
    return min([asked, *worth], key=_ORDER.index)


def raised(priority: Priority) -> Priority:
    """One step more pressing; urgent is left to danger."""
    if priority is Priority.LOW:
        return Priority.STANDARD
    return priority if priority is Priority.URGENT else Priority.HIGH
