"""Ratings of stays: asked for once, kept with what the guest says, and what follows from a low one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jack.db import audit, automations, guests, messages, reservations, task_events, tasks
from jack.db import ratings as store
from jack.db.database import Database
from jack.events import Event, GuestRated, TaskChanged, TaskCreated
from jack.model.clock import Micros
from jack.model.conversations import Conversation
from jack.model.ratings import BEST, LOW, Given, Rating
from jack.model.staff import Permission, Staff
from jack.model.task_states import Happening
from jack.model.tasks import Department, Priority, TaskProposal
from jack.services.permits import must

INTENT = "feedback.rating"
"""Of the task that a low rating becomes. A person speaks with the guest: Jack tells them nothing of it."""


@dataclass(frozen=True, slots=True)
class Ratings:
    db: Database

    async def listed(
        self,
        by: Staff,
        *,
        guest_id: int | None = None,
        most: int | None = None,
        before: tuple[Micros, int] | None = None,
        limit: int = 50,
    ) -> list[Rating]:
        """Given ratings, the newest first; `most` leaves out better ones."""
        must(by, Permission.READ_CONVERSATIONS)
        return await self.db.read(
            store.listed, guest_id=guest_id, most=most, before=before, limit=limit
        )


def ask(
    conversation: Conversation, message_id: int, at: Micros, *, reservation_id: int | None = None
) -> int:
    """A message asks for a rating; the answer is waited for. Runs in the write that queues it."""
    return store.ask(
        guest_id=conversation.guest_id,
        reservation_id=reservation_id or conversation.reservation_id,
        conversation_id=conversation.id,
        message_id=message_id,
        channel=conversation.channel,
        at=at,
    )


def keep(given: Given, conversation: Conversation, at: Micros) -> list[Event]:
    """Write down what a turn brought to a rating. Runs in the write of the turn.

    A low one is a task for the manager, and guest and stay are treated with care from now on
    (service recovery). An answer that came twice is kept once.
    """
    rating = given.rating
    events: list[Event] = []
    if given.score is not None:
        is_first = store.rate(
            rating.id, given.score, message_id=given.message_id, channel=conversation.channel, at=at
        )
        if not is_first:
            return []
        audit.add("system", "guest.rated", f"rating:{rating.id}", at, score=given.score)
        automations.note(
            "rating",
            rating.id,
            at,
            score=given.score,
            guest_id=rating.guest_id,
            reservation_id=rating.reservation_id,
            conversation_id=conversation.id,
        )
        events.append(GuestRated(rating.id, rating.guest_id, rating.reservation_id, given.score))
        if given.score <= LOW:
            events.append(_recover(given, given.score, conversation, at))
    if given.comment_id is not None:
        store.comment(rating.id, given.comment_id)
        if given.score is None and rating.task_id is not None:
            events += _append(rating.task_id, _words(given), at)
    return events


def _recover(given: Given, score: int, conversation: Conversation, at: Micros) -> Event:
    rating = given.rating
    guests.update(rating.guest_id, {"in_recovery": True}, at)
    stay = None
    if rating.reservation_id is not None:
        reservations.set_recovery(rating.reservation_id, at, is_on=True)
        stay = reservations.get(rating.reservation_id)
    proposal = TaskProposal(
        department=Department.FRONT_DESK,
        title=f"Rated {score} of {BEST}: call the guest",
        priority=Priority.HIGH,
        room=stay.room if stay is not None else None,
        note=_words(given),
        intent=INTENT,
    )
    task_id = tasks.add(
        proposal,
        at,
        conversation_id=conversation.id,
        message_id=given.message_id,
        guest_id=rating.guest_id,
        reservation_id=rating.reservation_id,
    )
    store.set_task(rating.id, task_id)
    return TaskCreated(task_id, proposal.department)


def _append(task_id: int, words: str, at: Micros) -> list[Event]:
    task = tasks.get(task_id)
    if task is None or not task.is_open:
        return []
    tasks.save(replace(task, note=words), at)
    task_events.add(task.id, Happening.APPENDED, task.status, at, text=words)
    return [TaskChanged(task.id, task.status)]


def _words(given: Given) -> str:
    found = messages.get(given.comment_id) if given.comment_id is not None else None
    return found.text if found is not None else ""
