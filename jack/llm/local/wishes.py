"""What a guest wants done, as proposals for tasks and the words that pass them on (R5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jack.llm.local.intents import Part
from jack.llm.local.items import describe, intent_of, items
from jack.model.answers import StayFacts
from jack.model.intents import Group, spec
from jack.model.phrases import Phrase, department, say
from jack.model.questions import is_question
from jack.model.rooms import room
from jack.model.tasks import Department, Item, TaskKind, TaskProposal
from jack.model.times import clock_time
from jack.model.topics import listed

SERVICE = "request.service."
WAKE_UP = "request.wake_up.call"
COMPLAINTS = ("complaint.", "emergency.")

QUOTED_CHARS = 90
NEEDS_ROOM = frozenset(
    {Department.HOUSEKEEPING, Department.MAINTENANCE, Department.ROOM_SERVICE},
)
NEEDS_ROOM_TOO = frozenset({WAKE_UP, "complaint.noise", "request.room.key"})
NEEDS_NO_ROOM = frozenset({"request.dining.reservation"})

ITEMS_SPEAK_AT = 0.40
"""The least confidence in a request that names things we know: they are evidence of their own."""

ROOM_SPEAKS_AT = 0.50
"""The same for a report of trouble that says in which room it is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A task and how the guest hears of it: `said` names it in the guest's words or language."""

    task: TaskProposal
    said: str

    @property
    def lacks_room(self) -> bool:
        wanted = self.task
        if wanted.room or wanted.intent in NEEDS_NO_ROOM or wanted.kind is TaskKind.APPROVAL:
            return False
        return wanted.department in NEEDS_ROOM or wanted.intent in NEEDS_ROOM_TOO


def is_wish(part: Part, language: str) -> bool:
    """Whether a part surely wants something done."""
    row = spec(part.intent.name)
    if row.kind is None:
        return False
    if part.intent.confidence >= row.threshold:
        return True
    if part.intent.name.startswith(SERVICE) and items(part.text, language):
        return part.intent.confidence >= ITEMS_SPEAK_AT
    is_report = row.group is Group.TROUBLE and not row.always_human
    if is_report and room(part.text) and not is_question(part.text):
        return part.intent.confidence >= ROOM_SPEAKS_AT
    return False


def wishes(parts: Sequence[Part], text: str, language: str, stay_room: str | None) -> list[Wish]:
    """One task for each thing wanted; items for one department make one task, one trip.

    The room is the one the part names, else the message, else the stay.
    """
    found: list[Wish] = []
    for part in parts:
        where = room(part.text) or room(text) or stay_room
        for wish in _of_part(part, language, where):
            at = _same_errand(found, wish)
            if at is None:
                found.append(wish)
            else:
                found[at] = _joined(found[at], wish, language)
    return found


def reply(found: Sequence[Wish], language: str, stay: StayFacts | None = None) -> str:
    """What the guest reads of these wishes. Passed on is all it says, done is for staff to say."""
    sentences = list(_sentences(found, language, stay))
    if any(wish.lacks_room for wish in found):
        sentences.append(say(Phrase.ASK_ROOM, language))
    return " ".join(sentences)


def _sentences(found: Sequence[Wish], language: str, stay: StayFacts | None) -> Iterator[str]:
    if any(wish.task.intent.startswith(COMPLAINTS) for wish in found):
        yield say(Phrase.COMPLAINT_PASSED, language)
    for wish in found:
        task = wish.task
        if task.intent.startswith(COMPLAINTS):
            continue
        if task.kind is TaskKind.APPROVAL:
            yield _asked(wish, language, stay)
            continue
        phrase = Phrase.REQUEST_PASSED_ROOM if task.room else Phrase.REQUEST_PASSED
        name = department(task.department, language)
        yield say(phrase, language, department=name, items=wish.said, room=task.room)


def _asked(wish: Wish, language: str, stay: StayFacts | None) -> str:
    """R5: a wish about a booking is a question to a person, named with whose it is."""
    if stay is None:
        return say(Phrase.APPROVAL_ASKED, language, what=wish.said)
    phrase = Phrase.APPROVAL_ASKED_ROOM if wish.task.room else Phrase.APPROVAL_ASKED_NAME
    return say(phrase, language, name=stay.guest_name, room=wish.task.room, what=wish.said)


def _of_part(part: Part, language: str, where: str | None) -> Iterator[Wish]:
    row = spec(part.intent.name)
    assert row.kind is not None
    assert row.department is not None
    named = items(part.text, language) if part.intent.name.startswith(SERVICE) else ()
    intent = part.intent.name
    if named and intent not in {intent_of(item) for item in named}:
        intent = intent_of(named[0])
    title = _titled(named) if named else row.title
    time = clock_time(part.text) if intent == WAKE_UP else None
    task = TaskProposal(
        department=row.department,
        title=f"{title} {time}" if time else title,
        priority=row.priority,
        kind=row.kind,
        items=named,
        room=where,
        note=" ".join(part.text.split())[:500],
        intent=intent,
    )
    wish = Wish(task, _listed(named, language) if named else _quoted(part.text))
    yield replace(wish, task=replace(task, note=_note(wish)))


def _note(wish: Wish) -> str:
    return f"{wish.task.note} (room not given)" if wish.lacks_room else wish.task.note


def _same_errand(found: Sequence[Wish], wish: Wish) -> int | None:
    """Which earlier task the same people do on the same way: more items, or the same thing again."""
    for at, known in enumerate(found):
        same_place = (known.task.department, known.task.room) == (
            wish.task.department,
            wish.task.room,
        )
        both_items = bool(known.task.items) and bool(wish.task.items)
        if same_place and (both_items or known.task.title == wish.task.title):
            return at
    return None


def _joined(known: Wish, more: Wish, language: str) -> Wish:
    counted = {item.name: item for item in known.task.items}
    counted |= {item.name: item for item in more.task.items}
    named = tuple(counted.values())
    note = known.task.note
    if more.task.note not in note:
        note = f"{note}; {more.task.note}"
    task = replace(
        known.task, items=named, note=note, title=_titled(named) if named else known.task.title
    )
    return Wish(task, _listed(named, language) if named else known.said)


def _titled(named: Sequence[Item]) -> str:
    return _listed(named, "en")


def _listed(named: Sequence[Item], language: str) -> str:
    return ", ".join(describe(item, language) for item in named)


def quoted(texts: Sequence[str], language: str) -> str:
    """The guest's own words, one after the other."""
    return listed((_quoted(text) for text in texts), language)


def _quoted(text: str) -> str:
    """The guest's own words, which need no translation."""
    words = " ".join(text.split()).strip(" .!?。！？؟।,")
    short = words if len(words) <= QUOTED_CHARS else words[: QUOTED_CHARS - 1].rstrip() + "…"
    return f"“{short}”"
