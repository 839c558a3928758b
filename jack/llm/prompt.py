"""What a model reads for one answer: the stable part first, what the guest wrote last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Literal

from jack.model.answers import Fault, HotelProfile, Question, StayAccess, StayFacts
from jack.model.knowledge import Passage
from jack.model.messages import Message, Sender

HISTORY_TOKENS = 1500
LIBRARY_TOKENS = 6000
"""All that the hotel has written down goes to the model whole, and cached, while it is this small."""
PASSAGE_CHARS = 1500
"""An entry longer than this is given as the chunk that fits best."""

Role = Literal["user", "assistant"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said, as one or more texts."""

    role: Role
    texts: tuple[str, ...]


@cache
def house_rules() -> str:
    """The system prompt, the same for every hotel and question. Its first line is the version."""
    return files("jack.llm").joinpath("prompts/system.md").read_text(encoding="utf-8")


@cache
def version() -> str:
    """Which instructions these are, for the trace (R13) and for what is cached."""
    found = _VERSION.match(house_rules())
    assert found is not None, "the first line of the house rules names their version"
    return found[1]


_VERSION = re.compile(r"<!-- prompt version (\S+) -->")


def describe_library(library: Sequence[Passage]) -> str:
    """Everything the hotel has written down; changes only when the hotel edits it."""
    entries = (fence("passage", f"{e.title}\n{e.body}", id=str(e.entry_id)) for e in library)
    return "# What the hotel has written down\n\n" + "\n\n".join(entries)


def fits(library: Sequence[Passage]) -> bool:
    """Whether all of it is small enough to be read with every question."""
    return sum(estimate_tokens(e.title + e.body) for e in library) <= LIBRARY_TOKENS


def describe_stay(stay: StayFacts) -> str:
    return _lines(_stay(stay))


def describe_hotel(hotel: HotelProfile) -> str:
    """The hotel profile as the model reads it; changes only when the hotel edits it."""
    facts = (
        ("Name", hotel.name),
        ("Address", hotel.address),
        ("Country", hotel.country),
        ("Phone", hotel.phone),
        ("Check-in from", hotel.checkin_time),
        ("Check-out until", hotel.checkout_time),
        ("Time zone", hotel.timezone),
        *((f"Link: {name}", url) for name, url in hotel.links),
    )
    return "# Hotel profile\n\n" + _lines(facts)


def conversation(question: Question) -> tuple[Turn, ...]:
    """History and question. Roles alternate, the first and the last turn are the user's."""
    said = [_said(message) for message in recent(question.history) if _is_spoken(message)]
    if said and said[0][0] == "assistant":
        said.insert(0, ("user", "(The hotel wrote first.)"))
    said.append(("user", describe_turn(question)))
    said.append(("user", fence("guest_message", question.text)))
    if question.faults:
        said.append(("user", describe_faults(question.faults)))
    return tuple(
        Turn(role, tuple(text for _, text in group))
        for role, group in groupby(said, key=lambda part: part[0])
    )


def recent(history: Sequence[Message], *, tokens: int = HISTORY_TOKENS) -> Sequence[Message]:
    """The newest messages that fit into `tokens`, in order."""
    left = tokens
    for taken, message in enumerate(reversed(history)):
        left -= estimate_tokens(message.text)
        if left < 0:
            return history[len(history) - taken :]
    return history


def estimate_tokens(text: str) -> int:
    """The tokens of `text`, rather too many: three bytes each, and some for its frame."""
    return len(text.encode(errors="replace")) // 3 + 4


def fence(tag: str, text: str, *, id: str = "") -> str:
    """`text` as an element that it cannot close: angle brackets in it are replaced (R6)."""
    inner = clean(text).translate(_BRACKETS)
    opening = f'{tag} id="{id}"' if id else tag
    return f"<{opening}>\n{inner}\n</{tag}>"


def clean(text: str) -> str:
    """`text` as valid Unicode; lone surrogates, which no JSON encoder takes, become `?`."""
    return text.encode(errors="replace").decode()


_BRACKETS = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›", "﹤": "‹", "﹥": "›"})


def describe_turn(question: Question) -> str:
    """All that was looked up for this turn."""
    return "\n\n".join(
        [
            _lines(
                (
                    ("Language of the reply", question.language),
                    ("Longest reply", f"{question.max_chars} characters"),
                    ("Channel", question.channel),
                    ("Local time", question.now_local),
                )
            ),
            *_looked_up(question),
        ]
    )


def describe_faults(faults: Sequence[Fault]) -> str:
    """What was wrong with a first reply to the same message. What it quotes is data."""
    lines = (f"- {clean(fault.complaint).translate(_BRACKETS)}" for fault in faults)
    return "A first reply to this message was not fit to be sent:\n" + "\n".join(lines)


def _looked_up(question: Question) -> Iterator[str]:
    if question.library:
        near = ", ".join(str(passage.entry_id) for passage in question.passages) or "none"
        yield f"Passages near this message, the nearest first: {near}"
    else:
        yield from map(_passage, question.passages)
        if not question.passages:
            yield "No passage was found for this message."
    if question.stay is not None:
        yield fence("stay", describe_stay(question.stay))
    else:
        yield _NO_STAY[question.stay_access]
    if question.preferences:
        yield fence("preferences", "\n".join(question.preferences))
    if question.open_requests:
        yield fence("open_requests", "\n".join(question.open_requests))


_NO_STAY = {
    StayAccess.KNOWN: "The guest's stay is not known.",
    StayAccess.NONE: "The guest has no current or coming stay that is known.",
    StayAccess.UNPROVEN: (
        "The guest has not proven a stay. If they ask about their booking, ask for the last name on"
        " it and the confirmation number."
    ),
    StayAccess.STALE: (
        "The guest's stay cannot be read at the moment. Questions about it go to a colleague."
    ),
}


def _passage(passage: Passage) -> str:
    text = passage.body if len(passage.body) <= PASSAGE_CHARS else passage.text
    return fence("passage", f"{passage.title}\n{text}", id=str(passage.entry_id))


def _stay(stay: StayFacts) -> Iterator[tuple[str, str]]:
    yield "Guest", stay.guest_name
    yield "Room", stay.room or ""
    yield "Room type", stay.room_type or ""
    yield "Arrival", stay.arrival
    yield "Departure", stay.departure
    yield "Nights", str(stay.nights)
    yield "Status", stay.status
    yield "Open balance", stay.balance or ""
    yield "Loyalty", stay.loyalty or ""
    yield "As of", stay.synced_at


def _is_spoken(message: Message) -> bool:
    return message.sender is not Sender.SYSTEM


def _said(message: Message) -> tuple[Role, str]:
    text = message.text.strip() or f"({message.kind.value})"
    if message.sender is Sender.GUEST:
        return "user", fence("guest_message", text)
    return "assistant", clean(text)


def _lines(facts: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {clean(value)}" for name, value in facts if value)
