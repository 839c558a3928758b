"""Words that commit the hotel to something, in the guest languages, and what covers them (R5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jack.model.languages import Language
from jack.model.promise_words import (
    CONDITIONS,
    DENIALS,
    DENIALS_AFTER,
    HABITS,
    QUESTIONS,
    ROWS,
    Kind,
    Tense,
)
from jack.model.tasks import Department, TaskKind, TaskProposal

_GAP = r"(?:(?!(?:not|never|no|if|whether|unable|nichts?|nie|kein\w*|pas|jamais)\b)[\w'-]+ ){0,4}?"
_FAR = r"(?:(?!\b(?:nichts?|nie|kein\w*)\b)[^,]){1,80}?"
_END = r".!?;:。！？；：।؟\n…—–"
_SENTENCE = re.compile(rf"[^{_END}]*(?:[.:](?=\w)[^{_END}]*)*[{_END}]*")
_PART = re.compile(r"[,，、،]|\s-\s")
_LINKED = re.compile(
    r"\s(?:(?:and|und|et|y|e|и|और) (?=(?:if|when|wenn|falls|si|se|caso|если|अगर)\b)"
    r"|(?:but|aber|mais|pero|però|ma|mas|но) )"
)
_NOT_HOUSE = frozenset({Department.HOUSEKEEPING, Department.MAINTENANCE})


@dataclass(frozen=True, slots=True)
class Commitment:
    """Words of a text, and what they commit the hotel to."""

    kind: Kind
    words: str


def commitments(text: str) -> list[Commitment]:
    """What a text promises. Questions, offers, habits of the house and denials promise nothing."""
    return [found for sentence in _sentences(text) for found in _in_sentence(sentence)]


def commits(text: str) -> bool:
    """Whether `text` says that the hotel does or has done something for the guest.

    Telling a colleague is not counted: `uncovered` knows what that takes.
    """
    return any(found.kind is not Kind.CONTACT for found in commitments(text))


def uncovered(
    text: str, tasks: Sequence[TaskProposal], *, calls_a_person: bool = False
) -> list[Commitment]:
    """The promises of `text` that nothing of the same turn fulfils (R5).

    A change of a booking takes an approval, a booking a task of those who book, anything else any
    task. That a colleague is told is also true when a person is called.
    """
    return [
        found
        for found in commitments(text)
        if not (found.kind is Kind.CONTACT and calls_a_person)
        and not any(_covers(task, found.kind) for task in tasks)
    ]


def _covers(task: TaskProposal, kind: Kind) -> bool:
    if kind is Kind.CHANGE:
        return task.kind is TaskKind.APPROVAL
    if kind is Kind.BOOKING:
        return task.department not in _NOT_HOUSE
    return True


def _sentences(text: str) -> Iterator[str]:
    """Lower case, with plain apostrophes; a question only as far as it says something first."""
    plain = unicodedata.normalize("NFC", text).lower()
    plain = plain.replace("’", "'").replace("‘", "'").replace("´", "'")
    for found in _SENTENCE.finditer(plain):
        sentence = found[0].strip()
        if not sentence:
            continue
        is_question = sentence.endswith(("?", "？", "؟")) or sentence.rstrip("。.").endswith("か")
        if is_question:
            before, asks, _ = sentence.rpartition("¿")
            sentence = before if asks else ",".join(_PART.split(sentence)[:-1])
            if _matches(QUESTIONS, sentence):
                continue
        yield from _LINKED.split(sentence)


def _in_sentence(sentence: str) -> Iterator[Commitment]:
    """At most one of each part: the first row that fits says of which kind it is."""
    parts = _PART.split(sentence)
    for number, part in enumerate(parts):
        for language, rows in _rows().items():
            found = _first(rows, part, is_open=_is_open(language, number, parts))
            if found is not None:
                yield found
                break


def _first(
    rows: Sequence[tuple[Kind, Tense, re.Pattern[str]]], part: str, *, is_open: bool
) -> Commitment | None:
    for kind, tense, pattern in rows:
        if tense is Tense.SOON and is_open:
            continue
        for found in pattern.finditer(part):
            if not _is_denied(found):
                return Commitment(kind, found[0].strip())
    return None


def _is_open(language: Language, number: int, parts: Sequence[str]) -> bool:
    """A habit, or an offer: a condition in the part, right before it, or as the last words after."""
    condition, part = CONDITIONS[language], parts[number]
    if _matches(condition, part) or _matches(HABITS[language], part):
        return True
    if number > 0 and _matches(condition, parts[number - 1]):
        return True
    follows = parts[number + 1].strip() if number + 2 == len(parts) else ""
    return bool(follows) and _compiled(condition).match(follows) is not None


def _is_denied(found: re.Match[str]) -> bool:
    before, after = found.string[: found.start()], found.string[found.end() :]
    return _matches(DENIALS, before) or _matches(DENIALS_AFTER, after)


def _matches(pattern: str, text: str) -> bool:
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _rows() -> Mapping[Language, tuple[tuple[Kind, Tense, re.Pattern[str]], ...]]:
    return {
        language: tuple(
            (kind, tense, re.compile(words.replace("{gap}", _GAP).replace("{far}", _FAR)))
            for kind, tense, words in rows
        )
        for language, rows in ROWS.items()
    }
