"""Questions the hotel has not answered yet: grouped, so that one entry answers many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jack.model.clock import Micros
from jack.model.impersonal import Private


class GapState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


class ProposalState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Gap:
    """One question that found no answer; `text` are the guest's words."""

    id: int
    message_id: int
    conversation_id: int
    text: str
    language: str | None
    created_at: Micros


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Questions alike, the oldest first. `title` is the question without what is its guest's own."""

    gaps: tuple[Gap, ...]
    title: str = ""

    @property
    def question(self) -> str:
        """The shortest says it best."""
        return self.shortest.text

    @property
    def shortest(self) -> Gap:
        return min(self.gaps, key=lambda gap: len(gap.text))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person answered to a gap, and might be knowledge. `private` is what it must not hold;
    `title` and `body` are what is left of the question and the answer without that, and `left_out`
    the sentences of the answer that are gone (R6)."""

    id: int
    gap_id: int
    question: str
    answer: str
    language: str | None
    staff_name: str | None
    conversation_id: int
    state: ProposalState
    entry_id: int | None
    created_at: Micros
    private: Private = field(default_factory=Private)
    title: str = ""
    body: str = ""
    left_out: tuple[str, ...] = ()


ALIKE = 0.4
"""Share of the shorter question's words that two questions have in common."""
_WORD = re.compile(r"[^\W_]+")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SHORT = 3
_COMMON_TEXT = """
about again also anything around available been before does from good have hello hotel into know
like long many more morning much near nearby nearest need offer open please possible provide rent
room some something stay take tell than thank thanks that their them there these they this time
today tomorrow tonight want what when where which while with without would yours your evening
could can auch beim bitte brauche danke diese dieser eine einem einen einer etwas gibt guten haben
habe hallo hier ihnen ihre ihrem kann kannst konnen könnte können mein meine mochte möchte nach
nicht oder sind über unser welche wenn wieviel wird wissen würde zimmer heute morgen algun algún
alguna aqui aquí buenos como cómo cual cuál cuando cuándo cuanto cuánto dias días disponible donde
dónde esta está este favor gracias habitacion habitación hola hotel hoy mañana necesito para pode
podem poden puede pueden puedo quando quanto quarto quiero tenemos tiene tienen vocês você tem têm
onde obrigado obrigada bom avec avez avons bonjour cela cette chambre combien comment dans elle
est-ce merci nous peut pouvez quand quel quelle quelles quels sont votre vous voudrais avete
buongiorno camera come della delle dove grazie posso possibile potete quale quando quanto questa
questo sono есть если здесь меня могу можно номер отель пожалуйста скажите сколько спасибо завтра
сегодня какой какая какие когда нужно хочу
"""
COMMON = frozenset(_COMMON_TEXT.split())
"""Words that many questions have, whatever they ask."""


def grouped(gaps: Sequence[Gap]) -> list[GapGroup]:
    """Groups of questions that share their words, the largest group first.

    A question joins the group whose first question it is most like.
    """
    groups: list[tuple[frozenset[str], list[Gap]]] = []
    for gap in gaps:
        found = words_of(gap.text)
        likeness = [_likeness(words, found) for words, _ in groups]
        best = max(likeness, default=0.0)
        if best >= ALIKE:
            groups[likeness.index(best)][1].append(gap)
        else:
            groups.append((found, [gap]))
    return ordered(GapGroup(tuple(found)) for _, found in groups)


def ordered(groups: Iterable[GapGroup]) -> list[GapGroup]:
    """The most asked first, of equally many the one asked last."""
    return sorted(groups, key=lambda group: (-len(group.gaps), -group.gaps[-1].created_at))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    least = min(len(one), len(other))
    return len(one & other) / least if least else float(one == other)


def words_of(text: str) -> frozenset[str]:
    """What a question is about: words without their ends, which change; pairs of signs where there
    are no spaces."""
    found: set[str] = set()
    words = _WORD.findall(text.casefold())
    for word in words:
        if _SIGNS.search(word):
            found |= {word[i : i + 2] for i in range(max(1, len(word) - 1))}
        elif len(word) > _SHORT and word not in COMMON:
            found.add(word[:-1] if word.endswith("s") else word)
    return frozenset(found or words)
