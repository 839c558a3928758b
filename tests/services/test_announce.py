"""What was committed is counted and told."""

from __future__ import annotations

from jack import metrics
from jack.db.outbox import Moved
from jack.events import ConversationChanged, Escalated, Event, EventBus, MessageStatus, TaskCreated
from jack.model.messages import Delivery
from jack.services.announce import announce, status_event


def counted(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(f"jack_{name}_total", labels) or 0.0


def test_everything_is_told_in_order() -> None:
    bus, heard = EventBus(), list[Event]()
    bus.subscribe(heard.append)
    events: list[Event] = [ConversationChanged(1, "active"), TaskCreated(1, "spa")]

    announce(bus, events)

    assert heard == events


def test_sends_tasks_and_escalations_are_counted() -> None:
    names = [
        ("messages_sent", {"channel": "whatsapp", "status": "sent"}),
        ("tasks_created", {"department": "spa"}),
        ("escalations", {"reason": "vip"}),
        ("escalations", {"reason": "failure"}),
    ]
    before = [counted(name, **labels) for name, labels in names]

    announce(
        EventBus(),
        [
            MessageStatus(1, 2, "sent", "whatsapp", "351"),
            TaskCreated(1, "spa"),
            Escalated(1, 1, "high", ("vip", "failure")),
        ],
    )

    after = [counted(name, **labels) for name, labels in names]
    assert [b - a for a, b in zip(before, after, strict=True)] == [1, 1, 1, 1]


def test_a_delivery_that_moved_is_told_as_a_status() -> None:
    moved = Moved(7, 2, 1, "whatsapp", "351", Delivery.READ)

    assert status_event(moved) == MessageStatus(1, 2, "read", "whatsapp", "351")
