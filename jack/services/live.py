"""Tells staff pages what happens, as it happens: numbered, kept for those who come back, and never
more than a slow page can take.

Events are heard from the bus, so after their commit. What a page shows of them is read once for all
pages, in the order of the events.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from jack import metrics
from jack.db import conversations, escalations, guests, messages, staff, tasks
from jack.db import live as store
from jack.db.database import Database
from jack.errors import Forbidden
from jack.events import (
    ChannelLocked,
    ConversationChanged,
    Escalated,
    Event,
    EventBus,
    FileChanged,
    MessageAdded,
    MessageStatus,
    TaskChanged,
    TaskCreated,
    TaskOverdue,
    TroublesChanged,
    Typing,
)
from jack.model.clock import SECOND, Clock, Micros
from jack.model.live import FLEETING, Doing, Happened, News, Present
from jack.model.staff import Permission, Staff
from jack.services.auth import Principal
from jack.services.conversations import must as must_exist
from jack.services.permits import must
from jack.services.tasks import visible_departments

log = logging.getLogger(__name__)

KEPT = 2000
"""Events kept for those who come back; who was away longer reads everything anew."""
MOST_WAITING = 256
"""Events that may wait for one page."""
BATCH = 200
MOST_HEARD = 20_000
KNOWN_TASKS = 10_000
KNOWN_TYPISTS = 1_000
TYPING_LASTS: Micros = 6 * SECOND
TYPING_EVERY: Micros = 2 * SECOND
SCRIPT_LASTS: Micros = 900 * SECOND
IDLE: Micros = 120 * SECOND
"""When nobody has been there for so long, nothing is read and nothing kept."""

TOLD = (
    MessageAdded,
    MessageStatus,
    FileChanged,
    ConversationChanged,
    Escalated,
    TaskCreated,
    TaskChanged,
    TaskOverdue,
    ChannelLocked,
    TroublesChanged,
    Typing,
)


@dataclass(eq=False, slots=True)
class Watcher:
    """One open page: a bounded queue. A page that does not keep up is told to read anew."""

    staff: Staff
    family: str
    since: int
    joined_at: Micros = 0
    waiting: deque[Happened] = field(default_factory=deque)
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    is_behind: bool = False
    place: int | None = None
    doing: Doing = Doing.VIEWING
    typed_at: Micros = 0

    def offer(self, happened: Happened) -> None:
        if len(self.waiting) >= MOST_WAITING:
            self.waiting.clear()
            self.is_behind = True
        self.waiting.append(happened)
        self.bell.set()

    async def next(self) -> list[Happened]:
        """Everything that waits; at least one, in order."""
        await self.bell.wait()
        self.bell.clear()
        found, self.waiting = list(self.waiting), deque()
        if self.is_behind:
            self.is_behind = False
            number = found[-1].number if found else self.since
            return [Happened(number, News.RESYNC)]
        return found


class Live:
    """The hub. `run` has to be running for anything to be told."""

    def __init__(self, db: Database, bus: EventBus, clock: Clock, *, kept: int = KEPT) -> None:
        self._db = db
        self._bus = bus
        self._clock = clock
        # Larger than any number before a restart: no house has a thousand events a second for long.
        self.number = clock() // 1000
        self._kept: deque[Happened] = deque(maxlen=kept)
        self._kept_since = self.number
        self._watchers: set[Watcher] = set()
        self._heard: deque[Event] = deque()
        self._bell = asyncio.Event()
        self._departments: OrderedDict[int, str] = OrderedDict()
        self._left_at = clock() - IDLE
        self._lost = False
        self._doubt = asyncio.Event()
        self._typed: OrderedDict[tuple[str, str, str], Micros] = OrderedDict()

    # -- pages -----------------------------------------------------------------------------

    @property
    def watchers(self) -> int:
        return len(self._watchers)

    def join(self, principal: Principal) -> Watcher:
        """A page opens; from now on it is told what its person may know."""
        watcher = Watcher(principal.staff, principal.family, self.number, self._clock())
        self._watchers.add(watcher)
        return watcher

    def leave(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)
        self._left_at = self._clock()
        if watcher.place is not None:
            self._tell_presence(watcher.place)

    def missed(self, watcher: Watcher, after: int) -> list[Happened]:
        """What the page has not been told since event `after` and before it opened.

        One resync when that is not known any more.
        """
        if after < self._kept_since or after > self.number:
            return [Happened(watcher.since, News.RESYNC)]
        return [
            happened
            for happened in self._kept
            if after < happened.number <= watcher.since and _may_see(watcher.staff, happened)
        ]

    def present(self) -> dict[int, list[Present]]:
        """Who is in which conversation."""
        places = {watcher.place for watcher in self._watchers if watcher.place is not None}
        return {place: self._present_in(place) for place in sorted(places)}

    async def refresh(self, watchers: Iterable[Watcher]) -> list[Watcher]:
        """Look again who these people are; those of them whose login is over.

        A script's token has no login: after a while it has to show its token again.
        """
        asked = list(watchers)

        def read(at: Micros) -> list[Staff | None]:
            return [
                store.still(w.staff.id, w.family, at)
                if w.family or at - w.joined_at < SCRIPT_LASTS
                else None
                for w in asked
            ]

        found = await self._db.read(read, self._clock())
        for watcher, person in zip(asked, found, strict=True):
            if person is not None and watcher.family:
                watcher.staff = person
        return [w for w, person in zip(asked, found, strict=True) if person is None]

    def doubt(self) -> None:
        """A login may have ended: look again now."""
        self._doubt.set()

    async def doubted(self) -> None:
        """Return when somebody doubts."""
        await self._doubt.wait()
        self._doubt.clear()

    # -- from pages ------------------------------------------------------------------------

    def look(self, watcher: Watcher, conversation_id: int | None) -> None:
        """The person opened a conversation, or left it."""
        must(watcher.staff, Permission.READ_CONVERSATIONS)
        before, watcher.place = watcher.place, conversation_id
        watcher.doing = Doing.VIEWING
        for place in {before, conversation_id} - {None}:
            self._tell_presence(place)

    async def type(self, watcher: Watcher, conversation_id: int) -> None:
        """The person is writing to the guest, who is shown so, and to colleagues too.

        Raises NotFound, or Forbidden where somebody else is answering.
        """
        must(watcher.staff, Permission.WRITE_CONVERSATIONS)
        at = self._clock()
        if watcher.place == conversation_id and at - watcher.typed_at < TYPING_EVERY:
            return
        conversation = await self._db.read(must_exist, conversation_id)
        if conversation.owner_id not in (None, watcher.staff.id):
            raise Forbidden("Somebody else is answering this conversation.")
        watcher.typed_at = at
        before, watcher.place, watcher.doing = watcher.place, conversation_id, Doing.ANSWERING
        for place in {before, conversation_id} - {None}:
            self._tell_presence(place)
        person = {"sender": "staff", "staffId": watcher.staff.id, "name": watcher.staff.name}
        self._tell(News.TYPING, {"conversationId": conversation_id, **person},
                   not_for=watcher.staff.id)  # fmt: skip
        self._bus.publish(Typing(conversation.channel, conversation.address, "staff"))

    # -- from the house --------------------------------------------------------------------

    async def run(self, stop: asyncio.Event) -> None:
        """Tell what is heard, until `stop`."""
        subscription = self._bus.subscribe(self._hear)
        ending = asyncio.create_task(stop.wait())
        ending.add_done_callback(lambda _: self._bell.set())
        try:
            while not stop.is_set():
                await self._bell.wait()
                self._bell.clear()
                while self._heard and not stop.is_set():
                    await self._work()
        finally:
            self._bus.unsubscribe(subscription)
            ending.cancel()

    def _hear(self, event: Event) -> None:
        if not isinstance(event, TOLD) or (isinstance(event, Typing) and event.sender == "staff"):
            return
        if isinstance(event, Typing) and not self._is_news(event):
            return
        if len(self._heard) >= MOST_HEARD:
            self._heard.clear()
            self._lost = True
        self._heard.append(event)
        self._bell.set()

    def _is_news(self, event: Typing) -> bool:
        """Guests' pages say at every key that somebody types; once in a while is enough."""
        key, at = (event.channel, event.address, event.sender), self._clock()
        if at - self._typed.get(key, -TYPING_EVERY) < TYPING_EVERY:
            return False
        self._typed[key] = at
        self._typed.move_to_end(key)
        if len(self._typed) > KNOWN_TYPISTS:
            self._typed.popitem(last=False)
        return True

    async def _work(self) -> None:
        """Read and tell one batch. What cannot be read makes every page read anew."""
        batch = [self._heard.popleft() for _ in range(min(BATCH, len(self._heard)))]
        is_idle = not self._watchers and self._clock() - self._left_at >= IDLE
        if is_idle:
            self._skip(len(batch))
            return
        try:
            told = await self._db.read(_details, _distinct(batch))
        except Exception:
            metrics.ERRORS.labels("live").inc()
            log.exception("events not readable")
            told, self._lost = [], True
        if self._lost:
            self._lost = False
            self._skip(len(batch))
            for watcher in self._watchers:
                watcher.is_behind = True
                watcher.bell.set()
        for news, data, department in told:
            self._tell(news, data, departments=self._departments_of(data, department))

    def _skip(self, count: int) -> None:
        self.number += max(count, 1)
        self._kept.clear()
        self._kept_since = self.number

    def _departments_of(self, data: dict[str, Any], department: str | None) -> frozenset[str]:
        """Where a task is, and where it was: there it has to go from the board."""
        if department is None:
            return frozenset()
        task_id = data["task"].id
        before = self._departments.pop(task_id, department)
        self._departments[task_id] = department
        if len(self._departments) > KNOWN_TASKS:
            self._departments.popitem(last=False)
        return frozenset((before, department))

    def _tell(
        self,
        news: News,
        data: dict[str, Any],
        *,
        departments: frozenset[str] = frozenset(),
        not_for: int | None = None,
    ) -> None:
        self.number += 1
        happened = Happened(self.number, news, data, departments, not_for)
        if news not in FLEETING:
            if len(self._kept) == self._kept.maxlen:
                self._kept_since = self._kept[0].number
            self._kept.append(happened)
        for watcher in self._watchers:
            if watcher.staff.id != not_for and _may_see(watcher.staff, happened):
                watcher.offer(happened)

    def _tell_presence(self, conversation_id: int | None) -> None:
        if conversation_id is not None:
            people = self._present_in(conversation_id)
            self._tell(News.PRESENCE, {"conversationId": conversation_id, "people": people})

    def _present_in(self, conversation_id: int) -> list[Present]:
        found: dict[int, Present] = {}
        at = self._clock()
        for watcher in self._watchers:
            if watcher.place != conversation_id:
                continue
            is_typing = watcher.doing is Doing.ANSWERING and at - watcher.typed_at < TYPING_LASTS
            doing = Doing.ANSWERING if is_typing else Doing.VIEWING
            known = found.get(watcher.staff.id)
            if known is None or doing is Doing.ANSWERING:
                found[watcher.staff.id] = Present(watcher.staff.id, watcher.staff.name, doing)
        return [found[staff_id] for staff_id in sorted(found)]


def _may_see(person: Staff, happened: Happened) -> bool:
    if happened.departments:
        visible = visible_departments(person)
        is_theirs = visible is None or not visible.isdisjoint(happened.departments)
        return is_theirs and person.may(Permission.READ_TASKS)
    return person.may(Permission.READ_CONVERSATIONS)


def _distinct(events: Sequence[Event]) -> list[Event]:
    """Without repeats: of the same change the last one, all are read as they are now."""
    return list(reversed(list(dict.fromkeys(reversed(events)))))


Told = tuple[News, dict[str, Any], str | None]


def _details(events: Sequence[Event]) -> list[Told]:
    told: list[Told] = []
    for event in events:
        told += _detail(event)
    return told


def _detail(event: Event) -> list[Told]:
    """What is shown of an event. Nothing when it is about what is gone."""
    match event:
        case MessageAdded(conversation_id, message_id):
            return _message(conversation_id, message_id)
        case MessageStatus(_, message_id):
            message = messages.get(message_id)
            return [(News.MESSAGE_STATUS, {"message": message}, None)] if message else []
        case FileChanged(_, message_id):
            message = messages.get(message_id)
            return [(News.MESSAGE_FILES, {"message": message}, None)] if message else []
        case ConversationChanged(conversation_id):
            return _conversation(News.CONVERSATION_UPDATED, conversation_id)
        case Escalated(conversation_id, escalation_id):
            return _escalation(conversation_id, escalation_id)
        case TaskCreated(task_id):
            return _task(News.TASK_CREATED, task_id)
        case TaskChanged(task_id) | TaskOverdue(task_id):
            return _task(News.TASK_UPDATED, task_id)
        case ChannelLocked() | TroublesChanged():
            return [(News.TROUBLES, {}, None)]
        case Typing(channel, address, sender):
            found = store.conversation_of(channel, address)
            data = {"conversationId": found, "sender": sender, "staffId": None, "name": None}
            return [(News.TYPING, data, None)] if found is not None else []
    return []


def _message(conversation_id: int, message_id: int) -> list[Told]:
    message = messages.get(message_id)
    if message is None:
        return []
    writer = staff.get(message.staff_id) if message.staff_id is not None else None
    data = {"message": message, "staffName": writer.name if writer else None}
    told: list[Told] = [(News.MESSAGE_NEW, data, None)]
    if store.is_first(conversation_id, message_id):
        return _conversation(News.CONVERSATION_CREATED, conversation_id) + told
    return told


def _conversation(news: News, conversation_id: int) -> list[Told]:
    conversation = conversations.get(conversation_id)
    if conversation is None:
        return []
    guest = guests.get(conversation.guest_id)
    owner = staff.get(conversation.owner_id) if conversation.owner_id is not None else None
    data = {
        "conversation": conversation,
        "escalations": escalations.of(conversation_id),
        "guestName": guest.name if guest else "",
        "assignedName": owner.name if owner else None,
    }
    return [(news, data, None)]


def _escalation(conversation_id: int, escalation_id: int) -> list[Told]:
    conversation = conversations.get(conversation_id)
    found = [e for e in escalations.of(conversation_id) if e.id == escalation_id]
    if conversation is None or not found:
        return []
    guest = guests.get(conversation.guest_id)
    data = {"escalation": found[0], "guestName": guest.name if guest else ""}
    return [(News.ESCALATION, data, None)]


def _task(news: News, task_id: int) -> list[Told]:
    task = tasks.get(task_id)
    return [(news, {"task": task}, task.department)] if task is not None else []
