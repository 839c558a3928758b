"""What goes into a model and what comes out: one call per guest turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jack.model.knowledge import Passage
from jack.model.messages import Message, Source
from jack.model.preferences import PreferenceProposal
from jack.model.tasks import Priority, TaskProposal


@dataclass(frozen=True, slots=True)
class HotelProfile:
    name: str
    timezone: str
    language: str
    country: str = ""
    phone: str = ""
    address: str = ""
    checkin_time: str = "15:00"
    checkout_time: str = "11:00"
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StayFacts:
    """The writer's own stay. Exists only when the writer may see it (R6).

    Dates are ISO, `synced_at` is the hotel's local time; `is_old`: tell it with the facts, they may
    have changed since. `balance` reads "123.45 EUR".
    """

    guest_name: str
    room: str | None
    room_type: str | None
    arrival: str
    departure: str
    nights: int
    status: str
    synced_at: str
    is_old: bool = False
    balance: str | None = None
    loyalty: str | None = None


class StayAccess(StrEnum):
    """Why a turn has a stay's facts, or has none."""

    KNOWN = "known"
    NONE = "none"
    UNPROVEN = "unproven"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a model's reply is not fit for a guest.

    `code` goes into the trace, `complaint` tells the model what to change. What is not grave may
    be sent when nothing better comes.
    """

    code: str
    complaint: str
    is_grave: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the guest's, as it is stored."""

    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One guest turn as a provider gets it. `text` joins the burst's messages by newlines.

    `preferences` are the writer's own, where it is proven who writes. `library` is all that the
    hotel has written down, where it is small enough to be read whole. `faults` say what was wrong
    with a first reply, which is to be written again.
    """

    text: str
    language: str
    channel: str
    hotel: HotelProfile
    passages: Sequence[Passage] = ()
    history: Sequence[Message] = ()
    stay: StayFacts | None = None
    stay_access: StayAccess = StayAccess.NONE
    open_requests: Sequence[str] = ()
    preferences: Sequence[str] = ()
    now_local: str = ""
    max_chars: int = 4000
    library: Sequence[Passage] = ()
    faults: Sequence[Fault] = ()
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    name: str
    confidence: float


class Sentiment(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class EscalationProposal:
    """A person is needed, and why. `reasons` are stable codes."""

    reasons: tuple[str, ...]
    priority: Priority = Priority.STANDARD
    department: str = "front_desk"


@dataclass(frozen=True, slots=True)
class Usage:
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_micro_usd: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cache_read_tokens=self.cache_read_tokens + other.cache_read_tokens,
            cache_write_tokens=self.cache_write_tokens + other.cache_write_tokens,
            cost_micro_usd=self.cost_micro_usd + other.cost_micro_usd,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A provider's proposal. Nothing of it is true until the turn is committed.

    `answered` tells whether the reply answers the question from `sources`; a reply that only hands
    over or passes a request on has `answered=False`. `model` and `prompt_version` say who wrote it
    on which instructions; both are empty for rules. `has_seen`: it looked at the question's pictures.
    """

    text: str
    language: str
    intents: tuple[Intent, ...]
    confidence: float
    answered: bool
    provider: str
    sentiment: Sentiment = Sentiment.NEUTRAL
    sources: tuple[Source, ...] = ()
    tasks: tuple[TaskProposal, ...] = ()
    escalation: EscalationProposal | None = None
    preferences: tuple[PreferenceProposal, ...] = ()
    usage: Usage = field(default_factory=Usage)
    model: str = ""
    prompt_version: str = ""
    has_seen: bool = False

    @property
    def top_intent(self) -> str:
        return self.intents[0].name if self.intents else "other.unclear"


@dataclass(frozen=True, slots=True)
class Classification:
    """What `/ai/classify` tells of a text."""

    intents: tuple[Intent, ...]
    language: str
    sentiment: Sentiment
    asks_for_human: bool
    emergency: str | None
