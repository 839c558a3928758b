"""What guests want, as one table: who does it, how soon, and how sure Jack must be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from jack.model.tasks import Department, Priority, TaskKind


class Group(StrEnum):
    """The coarse groups that intents are evaluated by."""

    SERVICE = "service_request"
    TROUBLE = "maintenance_or_complaint"
    QUESTION = "information_question"
    BOOKING = "booking_or_reservation_change"
    CHECK_IN_OUT = "check_in_out_question"
    HUMAN = "human_handover"
    SMALL_TALK = "greeting_thanks_other"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """How an intent is treated.

    `threshold` is the least confidence to act on it; `kind` None makes no task; `always_human`
    calls a person whatever the confidence; `title` is what staff read on the task.
    """

    family: str
    group: Group
    threshold: float
    department: Department | None = None
    priority: Priority = Priority.STANDARD
    kind: TaskKind | None = None
    always_human: bool = False
    title: str = ""


UNCLEAR = "other.unclear"

_QUESTION = IntentSpec("inquiry", Group.QUESTION, 0.70)
_CHECK_IN_OUT = replace(_QUESTION, group=Group.CHECK_IN_OUT)
_SERVICE = IntentSpec(
    "request.service", Group.SERVICE, 0.70, Department.HOUSEKEEPING, kind=TaskKind.REQUEST
)
_DINING = IntentSpec(
    "request.dining", Group.SERVICE, 0.75, Department.ROOM_SERVICE, kind=TaskKind.REQUEST
)
_CONCIERGE = IntentSpec(
    "request.concierge", Group.SERVICE, 0.75, Department.CONCIERGE, kind=TaskKind.REQUEST
)
_ROOM = IntentSpec(
    "request.room", Group.BOOKING, 0.85, Department.FRONT_DESK, kind=TaskKind.APPROVAL
)
_TECHNICAL = IntentSpec(
    "request.technical", Group.TROUBLE, 0.70, Department.MAINTENANCE, kind=TaskKind.REQUEST
)
_COMPLAINT = IntentSpec(
    "complaint", Group.TROUBLE, 0.80, Department.FRONT_DESK, Priority.HIGH, TaskKind.REQUEST
)
_REPAIR = replace(_COMPLAINT, department=Department.MAINTENANCE)
_DANGER = IntentSpec(
    "emergency",
    Group.TROUBLE,
    0.70,
    Department.FRONT_DESK,
    Priority.URGENT,
    TaskKind.REQUEST,
    always_human=True,
)
_BOOKING = IntentSpec("booking", Group.BOOKING, 0.80, Department.FRONT_DESK)
_FEEDBACK = IntentSpec("feedback", Group.SMALL_TALK, 0.60)
_OTHER = IntentSpec("other", Group.SMALL_TALK, 0.50)

INTENTS: dict[str, IntentSpec] = {
    "inquiry.amenity": _QUESTION,
    "inquiry.policy": _QUESTION,
    "inquiry.policy.checkin": _CHECK_IN_OUT,
    "inquiry.policy.checkout": _CHECK_IN_OUT,
    "inquiry.dining": _QUESTION,
    "inquiry.local": _QUESTION,
    "inquiry.general": _QUESTION,
    "inquiry.stay.details": _QUESTION,
    "inquiry.stay.balance": _QUESTION,
    "request.service.towels": replace(_SERVICE, title="Towels"),
    "request.service.pillows": replace(_SERVICE, title="Pillows"),
    "request.service.blankets": replace(_SERVICE, title="Blankets"),
    "request.service.toiletries": replace(_SERVICE, title="Toiletries"),
    "request.service.housekeeping": replace(_SERVICE, title="Clean the room"),
    "request.service.turndown": replace(_SERVICE, title="Turndown"),
    "request.service.minibar": replace(_SERVICE, title="Minibar and water"),
    "request.service.ice": replace(_SERVICE, title="Ice"),
    "request.service.iron": replace(_SERVICE, title="Iron"),
    "request.service.crib": replace(_SERVICE, title="Crib"),
    "request.service.rollaway": replace(_SERVICE, title="Extra bed"),
    "request.service.other": replace(_SERVICE, title="Request to housekeeping"),
    "request.dining.room_service": replace(_DINING, title="Room service order"),
    "request.dining.reservation": replace(_DINING, title="Table in the restaurant"),
    "request.dining.breakfast": replace(_DINING, title="Breakfast"),
    "request.dining.special_meal": replace(_DINING, title="Special meal"),
    "request.concierge.taxi": replace(_CONCIERGE, title="Taxi or transfer"),
    "request.concierge.restaurant_booking": replace(_CONCIERGE, title="Restaurant booking"),
    "request.concierge.tickets": replace(_CONCIERGE, title="Tickets"),
    "request.concierge.tour": replace(_CONCIERGE, title="Tour"),
    "request.concierge.spa": replace(
        _CONCIERGE, department=Department.SPA, title="Spa appointment"
    ),
    "request.concierge.rental": replace(_CONCIERGE, title="Rental"),
    "request.concierge.flowers": replace(_CONCIERGE, title="Flowers"),
    "request.concierge.celebration": replace(_CONCIERGE, title="Celebration"),
    "request.concierge.other": replace(_CONCIERGE, title="Request to the concierge"),
    "request.room.early_checkin": replace(_ROOM, group=Group.CHECK_IN_OUT, title="Early check-in"),
    "request.room.late_checkout": replace(_ROOM, group=Group.CHECK_IN_OUT, title="Late check-out"),
    "request.room.change": replace(_ROOM, always_human=True, title="Room change"),
    "request.room.upgrade": replace(_ROOM, always_human=True, title="Upgrade"),
    "request.room.extend": replace(_ROOM, title="Longer stay"),
    "request.room.key": replace(
        _ROOM,
        group=Group.SERVICE,
        priority=Priority.HIGH,
        kind=TaskKind.REQUEST,
        title="Room key",
    ),
    "request.technical.wifi": replace(_TECHNICAL, title="Wi-Fi trouble"),
    "request.technical.tv": replace(_TECHNICAL, title="TV trouble"),
    "request.technical.phone": replace(_TECHNICAL, title="Phone trouble"),
    "request.wake_up.call": IntentSpec(
        "request.wake_up",
        Group.SERVICE,
        0.80,
        Department.FRONT_DESK,
        kind=TaskKind.REQUEST,
        title="Wake-up call",
    ),
    "complaint.noise": replace(_COMPLAINT, title="Noise"),
    "complaint.cleanliness": replace(
        _COMPLAINT, department=Department.HOUSEKEEPING, title="Cleanliness"
    ),
    "complaint.maintenance": replace(_REPAIR, title="Repair"),
    "complaint.maintenance.heating": replace(
        _REPAIR, priority=Priority.URGENT, title="Heating or hot water"
    ),
    "complaint.maintenance.plumbing": replace(_REPAIR, priority=Priority.URGENT, title="Plumbing"),
    "complaint.service": replace(_COMPLAINT, always_human=True, title="Complaint about service"),
    "complaint.billing": replace(_COMPLAINT, always_human=True, title="Billing"),
    "complaint.other": replace(_COMPLAINT, title="Complaint"),
    "complaint.safety": replace(
        _COMPLAINT, priority=Priority.URGENT, always_human=True, title="Safety"
    ),
    "emergency.medical": replace(_DANGER, title="Medical emergency"),
    "emergency.fire": replace(_DANGER, title="Fire or smoke"),
    "emergency.security": replace(_DANGER, title="Security"),
    "emergency.other": replace(_DANGER, title="Emergency"),
    "booking.modify": replace(_BOOKING, always_human=True, title="Change a booking"),
    "booking.cancel": replace(_BOOKING, always_human=True, title="Cancel a booking"),
    "booking.confirm": replace(_BOOKING, title="Confirm a booking"),
    "booking.new": replace(_BOOKING, always_human=True, title="New booking"),
    "feedback.praise": _FEEDBACK,
    "feedback.suggestion": _FEEDBACK,
    "other.greeting": _OTHER,
    "other.farewell": _OTHER,
    "other.thanks": _OTHER,
    "other.acknowledgment": _OTHER,
    "other.human_request": replace(
        _OTHER, group=Group.HUMAN, department=Department.FRONT_DESK, always_human=True
    ),
    "other.identity": _OTHER,
    UNCLEAR: _OTHER,
    "other.off_topic": replace(_OTHER, group=Group.OUT_OF_SCOPE, threshold=0.60),
}
"""Thresholds, departments and always-human topics as product.md settles them."""


def spec(name: str) -> IntentSpec:
    """The row of an intent, or of the longest prefix in the table; unknown names are unclear.

    A bare family ("complaint", "request.service") has the row of its first member.
    """
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        if prefix in INTENTS:
            return INTENTS[prefix]
        for known, row in INTENTS.items():
            if known.startswith(f"{prefix}."):
                return row
    return INTENTS[UNCLEAR]


def coarse(name: str) -> Group:
    """The group an intent is evaluated in."""
    return spec(name).group
