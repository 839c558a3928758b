"""A guest's own stay in the guest's language: room, dates, balance, and when to come and go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from jack.llm.local.intents import Part
from jack.model.answers import Question, StayFacts
from jack.model.intents import spec
from jack.model.messages import Source
from jack.model.phrases import Phrase, say

DETAILS = "inquiry.stay.details"
BALANCE = "inquiry.stay.balance"
CONFIRM = "booking.confirm"
PRIVATE = frozenset({DETAILS, BALANCE, CONFIRM})
"""Intents that only the stay itself answers."""
CHECK_IN = "inquiry.policy.checkin"
CHECK_OUT = "inquiry.policy.checkout"
STAY = "stay"
UPCOMING, IN_HOUSE = "confirmed", "checked_in"


def is_private(part: Part) -> bool:
    """Whether a part surely asks for what stands in the writer's own booking."""
    return (
        part.intent.name in PRIVATE and part.intent.confidence >= spec(part.intent.name).threshold
    )


def told(question: Question, parts: Sequence[Part]) -> list[str]:
    """Sentences about the stay that these parts ask for; empty when they ask for none of it."""
    stay = question.stay
    if stay is None:
        return []
    wanted = {part.intent.name for part in parts if _is_sure(part)}
    sentences = list(dict.fromkeys(_sentences(question, stay, wanted)))
    if sentences and stay.is_old:
        sentences.append(say(Phrase.STAY_AS_OF, question.language, time=stay.synced_at))
    return sentences


def source(question: Question) -> Source:
    """What the sentences rest on: the PMS, as of its last sync (R4)."""
    assert question.stay is not None, "there is something to name"
    return Source(kind="pms", id=STAY, title=f"as of {question.stay.synced_at}")


def link(question: Question, parts: Sequence[Part]) -> str | None:
    """Where the hotel lets guests do it themselves: check in, or check out and see the bill."""
    links = dict(question.hotel.links)
    wanted = {part.intent.name for part in parts if _is_sure(part)}
    url = None
    if CHECK_IN in wanted:
        url = links.get("mobile_checkin")
    elif wanted & {CHECK_OUT, BALANCE}:
        url = links.get("express_checkout")
    return say(Phrase.LINK_HERE, question.language, url=url) if url else None


def day(iso: str, language: str) -> str:
    """A date as people of that language write it in full, with its weekday."""
    from babel.dates import format_date

    written: str = format_date(date.fromisoformat(iso), "full", locale=language)
    return written


def _sentences(question: Question, stay: StayFacts, wanted: set[str]) -> Iterator[str]:
    language, hotel = question.language, question.hotel
    if wanted & {DETAILS, CONFIRM}:
        yield _room(stay, language)
        yield say(
            Phrase.STAY_DATES,
            language,
            arrival=day(stay.arrival, language),
            departure=day(stay.departure, language),
            nights=stay.nights,
        )
    is_here, is_coming = stay.status == IN_HOUSE, stay.status == UPCOMING
    if wanted & {CHECK_IN, DETAILS, CONFIRM} and is_coming:
        at = day(stay.arrival, language)
        yield say(Phrase.STAY_ARRIVAL, language, date=at, time=hotel.checkin_time)
    if CHECK_OUT in wanted or (wanted & {DETAILS} and is_here):
        at = day(stay.departure, language)
        yield say(Phrase.STAY_DEPARTURE, language, date=at, time=hotel.checkout_time)
    if BALANCE in wanted and stay.balance is not None:
        yield say(Phrase.STAY_BALANCE, language, balance=stay.balance)


def _room(stay: StayFacts, language: str) -> str:
    if stay.room is None:
        return say(Phrase.STAY_NO_ROOM, language)
    room = f"{stay.room} ({stay.room_type})" if stay.room_type else stay.room
    return say(Phrase.STAY_ROOM, language, room=room)


def _is_sure(part: Part) -> bool:
    return part.intent.confidence >= spec(part.intent.name).threshold
