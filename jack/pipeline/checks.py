"""Whether what a model wrote may be read by a guest: a pure function with its reasons.

The rules of the prompt are wishes; these are held. What a reply says has to stand in the sources it
names, in the hotel's profile, in the stay, or in what the hotel has said before (R4). A guest's own
words may be repeated, not confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from jack.llm import prompt, reply
from jack.model.answers import Draft, Fault, Question
from jack.model.facts import Fact, FactKind, Grounds, grounds, unheld
from jack.model.intents import spec
from jack.model.languages import fold
from jack.model.messages import Sender
from jack.model.promises import uncovered
from jack.model.tasks import Department, TaskKind
from jack.services import languages

REPEATABLE = frozenset({FactKind.NUMBER, FactKind.PERSON, FactKind.PHONE, FactKind.EMAIL})
"""What a guest said and Jack may say again when he passes it on: how many, who, where to call."""
WITH_A_WISH = REPEATABLE | {FactKind.TIME, FactKind.PRICE, FactKind.ROOM}
"""What he may say again together with the task, or in a question back."""
QUOTED_RULES = 40
"""So many characters in a row of the house rules are not there by chance."""
SURELY = 0.8
MIN_LETTERS = 15
"""Fewer letters than this do not tell a language for sure."""
_NAMES = re.compile(r"\S*[@/]\S*|\d+|(?<!\w)[A-ZÀ-ÞА-ЯЁ][\w'’-]*")
"""What belongs to no language: addresses, numbers, and names, which begin with a capital."""


def warm() -> None:
    """Compile the tables of words, which takes a tenth of a second: not in a guest's first turn."""
    grounds(["Open from 7:00."])
    uncovered("We are open.", ())


def faults(draft: Draft, question: Question) -> tuple[Fault, ...]:
    """What is wrong with a reply; nothing for one that may be sent."""
    return tuple(fault for rule in RULES for fault in rule(draft, question))


def _facts(draft: Draft, question: Question) -> Iterator[Fault]:
    """R4, R6: no time, price, number, room, person, link or address out of nowhere."""
    hotel = _of_the_hotel(draft, question)
    guest = grounds(_by_guest(question))
    repeats: frozenset[FactKind] = frozenset()
    if draft.tasks or _asks_back(draft.text):
        repeats = WITH_A_WISH
    elif draft.escalation is not None:
        repeats = REPEATABLE
    for fact in unheld(draft.text, *hotel):
        if fact.kind in repeats and guest.hold(fact):
            continue
        if fact.kind is FactKind.ROOM and any(task.room in fact.values for task in draft.tasks):
            continue
        yield Fault(str(fact.kind), _complaint(fact))


def _sources(draft: Draft, question: Question) -> Iterator[Fault]:
    """R4: who answers a question about the hotel says from what, asks back, or hands over."""
    is_told = draft.answered or draft.tasks or draft.escalation or _asks_back(draft.text)
    if not is_told and draft.top_intent.startswith("inquiry."):
        yield Fault(
            "no_source",
            "It answers a question and names no source that was given. Name the sources it rests"
            " on, or say that you ask a colleague and set `escalation.needed`.",
        )


def _promises(draft: Draft, question: Question) -> Iterator[Fault]:
    """R5: what the hotel is committed to is done by a task of the same reply."""
    is_called = draft.escalation is not None or bool(draft.preferences)
    for promise in uncovered(draft.text, draft.tasks, calls_a_person=is_called):
        yield Fault(
            "promise",
            f"It promises “{promise.words}” and no task does it. Propose the fitting task, or say"
            " only what is true.",
        )


def _language(draft: Draft, question: Question) -> Iterator[Fault]:
    """R9: in the language of this turn."""
    words = " ".join(_NAMES.sub(" ", draft.text).split())
    found, certainty = languages.detect(words)
    is_told = sum(letter.isalpha() for letter in words) >= MIN_LETTERS or _is_own_script(words)
    if found is not None and found != question.language and certainty >= SURELY and is_told:
        yield Fault("language", f"It is not written in the language “{question.language}”.")


def _rules_kept(draft: Draft, question: Question) -> Iterator[Fault]:
    """R6: the house rules, the tool and the fences are nobody's business."""
    text = " ".join(draft.text.split())
    if any(sign in text for sign in _SIGNS) or any(
        text[start : start + QUOTED_RULES] in _rules()
        for start in range(0, max(len(text) - QUOTED_RULES, 0) + 1, 8)
        if len(text) >= QUOTED_RULES
    ):
        yield Fault("rules", "It speaks of these rules or of the tool. Say nothing about them.")


def _length(draft: Draft, question: Question) -> Iterator[Fault]:
    """Short enough for the channel; what is too long will be cut where a sentence ends."""
    if len(draft.text) > question.max_chars:
        yield Fault(
            "too_long",
            f"It has {len(draft.text)} characters, and {question.max_chars} is the most.",
            is_grave=False,
        )


def _tasks(draft: Draft, question: Question) -> Iterator[Fault]:
    """R6: what staff are given to do is the guest's own matter, and never opens another's door.

    What changes a booking or costs the hotel is theirs to decide.
    """
    own = question.stay.room if question.stay else None
    named = grounds(_by_guest(question)).values.get(FactKind.ROOM, frozenset())
    for task in draft.tasks:
        if task.room and task.room.upper() not in {own, *named}:
            yield Fault("task_room", "A task names a room that neither guest nor stay names.")
        is_charged = task.department in CHARGED
        if is_charged and own is not None and task.room not in (None, own):
            yield Fault("task_room", "What is charged to a room goes to the guest's own room only.")
        opens = task.intent == KEY or _OPENS.search(fold(task.title)) is not None
        if opens and task.room and task.room != own:
            yield Fault("task_room", "A task about a key or a door may name the guest's room only.")
        decides = spec(task.intent).kind is TaskKind.APPROVAL if task.intent else False
        costs = decides or _COSTS.search(fold(task.title)) is not None
        if costs and task.kind is not TaskKind.APPROVAL:
            yield Fault("task_kind", "A task that costs the hotel has to be of kind `approval`.")
    if len(draft.tasks) > MOST_TASKS:
        yield Fault("tasks", f"It proposes more than {MOST_TASKS} tasks.")


RULES = (_facts, _sources, _promises, _tasks, _language, _rules_kept, _length)

KEY = "request.room.key"
CHARGED = frozenset({Department.ROOM_SERVICE, Department.SPA})
MOST_TASKS = 6
_OPENS = re.compile(
    r"\b(?:unlock|open (?:the |a )?(?:door|room|safe)|master ?key|key ?card|room key|door|offnen"
    r"|aufschlie|schlussel|ouvrir|cle\b|abrir|llave|chave|aprire|chiave)"
)
_COSTS = re.compile(
    r"\b(?:refund|reimburs|discount|upgrade|free of charge|complimentary|waive|compensat|credit\b"
    r"|cancel|extend|extension|late check.?out|early check.?in|(?:change|move) (?:of )?(?:the )?room"
    r"|room (?:change|move)|erstatt|rabatt|kostenlos|gratis|stornier|verlanger|rembours|remise"
    r"|surclass|annul|prolong|reembols|descuento|cancela|ampliar|rimbors|sconto|desconto|prolunga)"
)

_SIGNS = (reply.TOOL_NAME, "used_sources", "guest_message", "open_requests", "<passage", "‹passage")


@lru_cache(maxsize=1)
def _rules() -> str:
    return " ".join(prompt.house_rules().split())


def _of_the_hotel(draft: Draft, question: Question) -> list[Grounds]:
    """What the hotel has said: the used sources (all that were offered when none is named)."""
    offered = {str(each.entry_id): each for each in (*question.library, *question.passages)}
    used = [offered[source.id] for source in draft.sources if source.id in offered]
    told = [_of_passage(each.title, each.body) for each in used or offered.values()]
    return [*told, grounds(_by_hotel(question)), _name(question)]


def _name(question: Question) -> Grounds:
    """A guest's name is what the guest has written: it says how they are called, and nothing else."""
    if question.stay is None:
        return Grounds()
    found = grounds([question.stay.guest_name]).values
    return Grounds({FactKind.PERSON: found[FactKind.PERSON]})


@lru_cache(maxsize=512)
def _of_passage(title: str, body: str) -> Grounds:
    """Remembered: the hotel's own texts come again and again, and hold nothing of a guest's."""
    return grounds([title, body])


def _by_hotel(question: Question) -> Iterator[str]:
    yield prompt.describe_hotel(question.hotel)
    yield question.now_local
    if question.stay is not None:
        yield prompt.describe_stay(replace(question.stay, guest_name=""))
    for message in question.history:
        if message.sender in (Sender.AI, Sender.STAFF):
            yield message.text


def _by_guest(question: Question) -> Iterable[str]:
    said = [message.text for message in question.history if message.sender is Sender.GUEST]
    return [*said, *question.preferences, *question.open_requests, question.text]


def _asks_back(text: str) -> bool:
    return text.rstrip().endswith(("?", "？", "؟")) or text.rstrip(" 。").endswith("か")


def _is_own_script(text: str) -> bool:
    """Whether its letters alone say that it is none of the languages in Latin script."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter > "\u024f" for letter in letters) > len(letters) / 2


def _complaint(fact: Fact) -> str:
    return (
        f"“{fact.shown}” stands in no source that it names. Say nothing of the kind, or name the"
        " source that says it."
    )
