"""Committed facts, told to whoever listens right now. Nothing that must not be lost lives here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageAdded:
    conversation_id: int
    message_id: int
    sender: str
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class MessageStatus:
    conversation_id: int
    message_id: int
    status: str
    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class ConversationChanged:
    conversation_id: int
    state: str


@dataclass(frozen=True, slots=True)
class Escalated:
    conversation_id: int
    escalation_id: int
    priority: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskCreated:
    task_id: int
    department: str


@dataclass(frozen=True, slots=True)
class Typing:
    channel: str
    address: str
    sender: str


@dataclass(frozen=True, slots=True)
class InboxFilled:
    """Rows wait for the inbox worker from `due_at` on."""

    due_at: int


@dataclass(frozen=True, slots=True)
class OutboxFilled:
    """Rows wait for the outbox worker."""


Event = (
    MessageAdded
    | MessageStatus
    | ConversationChanged
    | Escalated
    | TaskCreated
    | Typing
    | InboxFilled
    | OutboxFilled
)

QUEUE_LIMIT = 1000


class Subscription:
    """One listener's queue. A listener too slow to keep up loses events and `overflowed` is set."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event] = asyncio.Queue(QUEUE_LIMIT)
        self.overflowed = False

    def offer(self, event: Event) -> None:
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self.overflowed = True

    async def next(self) -> Event:
        return await self._queue.get()


class EventBus:
    """Used on the event loop only."""

    def __init__(self) -> None:
        self._subscriptions: set[Subscription] = set()

    def subscribe(self) -> Subscription:
        subscription = Subscription()
        self._subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, subscription: Subscription) -> None:
        self._subscriptions.discard(subscription)

    def publish(self, *events: Event) -> None:
        for subscription in self._subscriptions:
            for event in events:
                subscription.offer(event)

    def publish_all(self, events: Iterable[Event]) -> None:
        self.publish(*events)
