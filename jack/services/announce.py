"""Telling the house what was committed: metrics count it, live listeners hear it."""

from __future__ import annotations

from collections.abc import Sequence

from jack import metrics
from jack.db.outbox import Moved
from jack.events import Escalated, Event, EventBus, MessageStatus, TaskCreated


def announce(bus: EventBus, events: Sequence[Event]) -> None:
    """Call after the commit, never inside it: a write may run twice."""
    for event in events:
        if isinstance(event, MessageStatus):
            metrics.MESSAGES_SENT.labels(event.channel, event.status).inc()
        elif isinstance(event, TaskCreated):
            metrics.TASKS_CREATED.labels(event.department).inc()
        elif isinstance(event, Escalated):
            for reason in event.reasons:
                metrics.ESCALATIONS.labels(reason).inc()
    bus.publish(*events)


def status_event(moved: Moved) -> MessageStatus:
    return MessageStatus(
        moved.conversation_id, moved.message_id, moved.state, moved.channel, moved.address
    )
