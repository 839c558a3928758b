"""Everyone who listens hears every event, in order."""

from __future__ import annotations

from jack.events import Event, EventBus, InboxFilled, OutboxFilled, TaskCreated


def test_every_listener_hears_every_event_in_order() -> None:
    bus = EventBus()
    first, second = list[Event](), list[Event]()
    bus.subscribe(first.append)
    bus.subscribe(second.append)

    bus.publish(InboxFilled(1), OutboxFilled())
    bus.publish(TaskCreated(7, "spa"))

    assert first == second == [InboxFilled(1), OutboxFilled(), TaskCreated(7, "spa")]


def test_who_has_left_hears_nothing_more() -> None:
    bus = EventBus()
    heard = list[Event]()
    other = list[Event]()
    subscription = bus.subscribe(heard.append)
    bus.subscribe(other.append)

    bus.unsubscribe(subscription)
    bus.unsubscribe(subscription)
    bus.publish(OutboxFilled())

    assert heard == []
    assert other == [OutboxFilled()]


def test_a_listener_may_leave_while_it_listens() -> None:
    bus = EventBus()
    heard = list[Event]()
    subscription = 0

    def once(event: Event) -> None:
        heard.append(event)
        bus.unsubscribe(subscription)

    subscription = bus.subscribe(once)
    bus.subscribe(heard.append)

    bus.publish(OutboxFilled(), InboxFilled(1))

    assert heard == [OutboxFilled(), OutboxFilled(), InboxFilled(1)]


def test_nobody_has_to_listen() -> None:
    EventBus().publish(OutboxFilled())
