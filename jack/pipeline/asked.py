"""What Jack had asked before a request could be done: which room, what time, this order, yes?

Short answers to these are settled by rules, without a model: "204", "7:30", "yes please".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jack.model.answers import Draft
from jack.model.clock import Micros, from_datetime, to_datetime
from jack.model.phrases import Phrase, department, say
from jack.model.rooms import bare_room
from jack.model.tasks import Department, QuestionKind, Task, TaskKind, TaskProposal
from jack.model.times import clock_time, is_tomorrow
from jack.model.yes_no import is_yes
from jack.services.turns import Ask, Fill, Turn

WAKE_UP = "request.wake_up.call"
ORDER = "request.dining.room_service"
SHORT = 40
"""Characters of a message that is nothing but an answer."""
IN_ROOMS = frozenset({Department.HOUSEKEEPING, Department.MAINTENANCE, Department.ROOM_SERVICE})
IN_ROOMS_TOO = (WAKE_UP, "request.room.key", "complaint.noise", "emergency.")


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer settles: tasks completed by it, an order placed or dropped, and the words."""

    text: str
    fills: tuple[Fill, ...] = ()
    tasks: tuple[TaskProposal, ...] = ()
    ask: Ask | None = None
    settles: int | None = None


def settle(turn: Turn, language: str, now: Micros, zone: ZoneInfo) -> Settled | None:
    """What the guest's message answers; None for anything but a short answer to a question."""
    text = turn.text.strip()
    if len(text) > SHORT:
        return None
    return _order(turn, text, language) or _missing(turn, text, language, now, zone)


def _order(turn: Turn, text: str, language: str) -> Settled | None:
    asked = turn.question
    if asked is None or asked.kind is not QuestionKind.CONFIRM:
        return None
    if any(_lacks_room(each) for each in asked.proposals):
        where = bare_room(text)
        if where is None:
            return None
        told = tuple(replace(each, room=where) for each in asked.proposals)
        return Settled(confirmation(told, language), ask=_asked_back(told, language))
    answer = is_yes(text)
    if answer is None:
        return None
    if not answer:
        return Settled(say(Phrase.ORDER_DROPPED, language), settles=asked.id)
    return Settled(_passed(asked.proposals, language), tasks=asked.proposals, settles=asked.id)


def _missing(turn: Turn, text: str, language: str, now: Micros, zone: ZoneInfo) -> Settled | None:
    if (time := clock_time(text)) is not None:
        calls = [task for task in turn.lacking if task.intent == WAKE_UP and task.due_at is None]
        if calls:
            due_at = next_time(time, text, now, zone)
            fills = tuple(Fill(task.id, due_at=due_at) for task in calls)
            return Settled(_noted(calls, time, language), fills)
    where = bare_room(text)
    homeless = [task for task in turn.lacking if _lacks_room(task)]
    if where is None or not homeless:
        return None
    fills = tuple(Fill(task.id, room=where) for task in homeless)
    return Settled(_noted([replace(task, room=where) for task in homeless], "", language), fills)


# -- before a draft becomes tasks ------------------------------------------------------------------


def schedule(draft: Draft, text: str, now: Micros, zone: ZoneInfo) -> Draft:
    """Wake-up calls get their moment; where no time was named, it is asked for."""
    if not any(_needs_time(task) for task in draft.tasks):
        return draft
    time = clock_time(text)
    if time is None:
        ask = say(Phrase.ASK_TIME, draft.language)
        has_asked = draft.text.rstrip().endswith(("?", "？", "؟"))
        return draft if has_asked else replace(draft, text=f"{draft.text} {ask}")
    due_at = next_time(time, text, now, zone)
    tasks = tuple(
        replace(task, due_at=due_at) if _needs_time(task) else task for task in draft.tasks
    )
    return replace(draft, tasks=tasks)


def hold_orders(draft: Draft) -> tuple[Draft, Ask | None]:
    """Orders to the room are confirmed back before they are placed; other tasks go on."""
    orders = tuple(task for task in draft.tasks if _is_order(task))
    if not orders:
        return draft, None
    rest = tuple(task for task in draft.tasks if not _is_order(task))
    text = confirmation(orders, draft.language)
    if any(_lacks_room(order) for order in orders):
        text = say(Phrase.ASK_ROOM, draft.language)
    if rest:
        text = f"{_passed(rest, draft.language)} {text}"
    return replace(draft, text=text, tasks=rest), _asked_back(orders, draft.language)


def _asked_back(orders: tuple[TaskProposal, ...], language: str) -> Ask:
    """Once only a yes is missing, it can be tapped where the channel has buttons."""
    is_whole = not any(_lacks_room(order) for order in orders)
    options = (say(Phrase.YES, language), say(Phrase.NO, language)) if is_whole else ()
    return Ask(QuestionKind.CONFIRM, orders, options)


def confirmation(orders: tuple[TaskProposal, ...], language: str) -> str:
    what = "; ".join(_what(order) for order in orders)
    rooms = sorted({order.room for order in orders if order.room})
    return say(Phrase.CONFIRM_ORDER, language, what=" → ".join([what, *rooms]))


def next_time(time: str, text: str, now: Micros, zone: ZoneInfo) -> Micros:
    """The next moment the hotel's clocks show `time` ("07:30"); a day on where tomorrow is named.

    A time that a clock change leaves out is the moment after it; one that comes twice, the first.
    """
    here = to_datetime(now).astimezone(zone)
    hour, minute = map(int, time.split(":"))
    found = datetime(here.year, here.month, here.day, hour, minute, tzinfo=zone)
    if found <= here or is_tomorrow(text):
        day = here.date() + timedelta(days=1)
        found = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return from_datetime(found)


def _needs_time(task: TaskProposal) -> bool:
    return task.intent == WAKE_UP and task.due_at is None


def _is_order(task: TaskProposal) -> bool:
    return task.intent == ORDER and task.kind is TaskKind.REQUEST


def _lacks_room(task: TaskProposal | Task) -> bool:
    is_wanted = task.department in IN_ROOMS or task.intent.startswith(IN_ROOMS_TOO)
    return task.room is None and is_wanted


def _what(task: TaskProposal | Task) -> str:
    if task.items:
        return ", ".join(f"{item.quantity} × {item.name}" for item in task.items)
    return f"“{task.note}”" if task.note else task.title


def _passed(placed: tuple[TaskProposal, ...], language: str) -> str:
    return " ".join(
        say(
            Phrase.REQUEST_PASSED_ROOM if task.room else Phrase.REQUEST_PASSED,
            language,
            department=department(task.department, language),
            items=_what(task),
            room=task.room,
        )
        for task in placed
    )


def _noted(known: list[Task], time: str, language: str) -> str:
    """What a request now looks like, with what was missing."""
    return " ".join(
        say(
            Phrase.REQUEST_PASSED_ROOM if task.room else Phrase.REQUEST_PASSED,
            language,
            department=department(task.department, language),
            items=f"{_what(task)}, {time}" if time else _what(task),
            room=task.room,
        )
        for task in known
    )
