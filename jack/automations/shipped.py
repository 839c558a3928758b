"""The rules that come with Jack (product.md, Automations), off until somebody enables them.

Each sends the template of its own name.
"""

from __future__ import annotations

from jack.model.automations import (
    Anchor,
    Clockwork,
    CreateTask,
    Definition,
    Event,
    Happened,
    Late,
    NotifyStaff,
    SendMessage,
    Shipped,
    Side,
    StayTime,
)
from jack.model.consent import Purpose
from jack.model.tasks import Department, Priority

HOUR_M = 60

SHIPPED = (
    Shipped(
        "pre_arrival_3d",
        "Three days before arrival",
        Definition(
            StayTime(Anchor.ARRIVAL, Side.BEFORE, days=3, at="10:00", zone=Clockwork.GUEST),
            (SendMessage("pre_arrival_3d"),),
            stale_after_m=24 * HOUR_M,
        ),
    ),
    Shipped(
        "arrival_1d",
        "The day before arrival",
        Definition(
            StayTime(Anchor.ARRIVAL, Side.BEFORE, days=1, at="10:00", zone=Clockwork.GUEST),
            (SendMessage("arrival_1d"),),
            late=Late.SEND_NOW,
            stale_after_m=12 * HOUR_M,
        ),
    ),
    Shipped(
        "room_ready",
        "The room is ready",
        Definition(
            Event(Happened.ROOM_READY),
            (SendMessage("room_ready"),),
            condition='stay.status = "confirmed"',
            stale_after_m=3 * HOUR_M,
        ),
    ),
    Shipped(
        "settling_in_2h",
        "Two hours after check-in",
        Definition(
            Event(Happened.CHECKED_IN, delay_m=2 * HOUR_M),
            (SendMessage("settling_in_2h"),),
            stale_after_m=18 * HOUR_M,
        ),
    ),
    Shipped(
        "checkout_reminder",
        "The evening before departure",
        Definition(
            StayTime(Anchor.DEPARTURE, Side.BEFORE, days=1, at="18:00"),
            (SendMessage("checkout_reminder"),),
            stale_after_m=15 * HOUR_M,
        ),
    ),
    Shipped(
        "departure_morning",
        "The morning of departure",
        Definition(
            StayTime(Anchor.DEPARTURE, Side.BEFORE, days=0, at="08:30"),
            (SendMessage("departure_morning"),),
            stale_after_m=3 * HOUR_M,
        ),
    ),
    Shipped(
        "thank_you_24h",
        "A day after departure",
        Definition(
            StayTime(Anchor.DEPARTURE, Side.AFTER, hours=24),
            (SendMessage("thank_you_24h"),),
            stale_after_m=48 * HOUR_M,
        ),
    ),
    Shipped(
        "review_7d",
        "A week after departure: please review us",
        Definition(
            StayTime(Anchor.DEPARTURE, Side.AFTER, days=7, at="11:00"),
            (SendMessage("review_7d", purpose=Purpose.MARKETING),),
            condition="rating.score >= 4",
            stale_after_m=72 * HOUR_M,
        ),
    ),
    Shipped(
        "no_show_inquiry",
        "Not here by the evening of arrival",
        Definition(
            StayTime(Anchor.ARRIVAL, Side.AFTER, days=0, at="20:00"),
            (
                SendMessage("no_show_inquiry"),
                NotifyStaff("Not arrived yet: {{stay.confirmation}}"),
            ),
            condition='stay.status = "confirmed"',
            stale_after_m=2 * HOUR_M,
        ),
    ),
    Shipped(
        "no_show_second",
        "Still not here the next morning",
        Definition(
            StayTime(Anchor.ARRIVAL, Side.AFTER, days=1, at="09:00"),
            (
                SendMessage("no_show_second"),
                CreateTask(
                    "No-show? {{stay.confirmation}} did not arrive",
                    Department.FRONT_DESK,
                    Priority.HIGH,
                ),
            ),
            condition='stay.status = "confirmed"',
            stale_after_m=6 * HOUR_M,
        ),
    ),
)
