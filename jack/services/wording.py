"""The words of the messages Jack sends by himself: which text, in which language, filled for whom.

What the hotel wrote and approved goes before what Jack ships with; the guest's language before the
hotel's, and English last. Functions that read run inside a read or write.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from jack.channels.sms_text import measure, plainer
from jack.config import Config
from jack.db import guests
from jack.db import templates as store
from jack.model.conversations import Channel
from jack.model.guests import Guest
from jack.model.languages import Language, direction, parse
from jack.model.lengths import MAX_CHARS
from jack.model.reservations import Reservation
from jack.model.templates import ANY_CHANNEL, LINKS, Trust, render

SHIPPED_LANGUAGES = (Language.EN, Language.ES, Language.DE, Language.FR, Language.AR)
LEFT_TO_RIGHT = "\u200e"
BODY_CHARS: Mapping[str, int] = {**MAX_CHARS, "whatsapp": 1024}
"""Longest text of a message by rule. WhatsApp: that of a template's body, which it may have to go
as (Cloud API, message templates)."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with gaps. `template_id` is None for one that Jack ships with, or that is being written."""

    name: str
    channel: str
    language: Language
    subject: str
    body: str
    asks_rating: bool = False
    template_id: int | None = None
    is_shipped: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text as one guest reads it. What is `missing` was neither filled nor has a fallback: such a
    text is not sent."""

    source: Text
    text: str
    subject: str
    missing: tuple[str, ...]
    withheld: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is on a channel. `segments` and `alphabet` by SMS only."""

    characters: int
    limit: int
    segments: int | None = None
    alphabet: str | None = None

    @property
    def fits(self) -> bool:
        return self.characters <= self.limit


# -- which text ------------------------------------------------------------------------------------


def find(name: str, channel: str, languages: Iterable[str]) -> Text | None:
    """The text under `name` for a channel, in the first of `languages` that has one, else English.

    In a language the hotel's own text goes first, for this channel or for any.
    """
    written = {(found.channel, found.language): found for found in store.named(name)}
    for language in dict.fromkeys([*_known(languages), Language.EN]):
        for place in (channel, ANY_CHANNEL):
            own = written.get((place, language))
            if own is not None:
                return Text(
                    name=own.name,
                    channel=channel,
                    language=own.language,
                    subject=own.subject,
                    body=own.body,
                    asks_rating=own.asks_rating,
                    template_id=own.id,
                )
        text = shipped(language).get(name)
        if text is not None:
            return replace(text, channel=channel)
    return None


def all_named(name: str) -> list[Text]:
    """Every text under `name` that may be sent: the hotel's own, and the shipped ones that it has not
    replaced for all channels."""
    own = [
        Text(each.name, each.channel, each.language, each.subject, each.body)
        for each in store.named(name)
    ]
    replaced = {each.language for each in own if each.channel == ANY_CHANNEL}
    known = [shipped(each)[name] for each in SHIPPED_LANGUAGES if name in shipped(each)]
    return [*own, *(text for text in known if text.language not in replaced)]


def bare(text: Text) -> tuple[str, str]:
    """Subject and body with nothing in their gaps but the fallbacks."""
    return (
        render(text.subject, {}, trust=Trust.PROVEN).text,
        render(text.body, {}, trust=Trust.PROVEN).text,
    )


def names() -> list[str]:
    """Under which there is a text to send: the shipped ones first."""
    return list(dict.fromkeys([*shipped(Language.EN), *store.names()]))


@cache
def shipped(language: Language) -> Mapping[str, Text]:
    """The texts Jack ships with in a language, by name; empty for one without."""
    if language not in SHIPPED_LANGUAGES:
        return {}
    file = resources.files("jack.services").joinpath("shipped", f"{language}.toml")
    return {
        name: Text(
            name=name,
            channel=ANY_CHANNEL,
            language=language,
            subject=text["subject"],
            body=text["body"],
            asks_rating=text.get("asks_rating", False),
            is_shipped=True,
        )
        for name, text in tomllib.loads(file.read_text("utf-8")).items()
    }


def _known(tags: Iterable[str]) -> list[Language]:
    return [language for tag in tags if (language := parse(tag)) is not None]


# -- filled for whom -------------------------------------------------------------------------------


def trust_of(guest: Guest, channel: str, address: str, *, is_verified: bool = False) -> Trust:
    """How sure it is that an address is the guest's (R6).

    `is_verified`: they matched name and confirmation number in the conversation that is written in.
    """
    is_own = guests.at(channel, address) == guest.id
    if is_verified or (is_own and guests.is_proven(channel, address)):
        return Trust.PROVEN
    return Trust.KNOWN if _stands_in_booking(guest, channel, address) else Trust.NONE


def _stands_in_booking(guest: Guest, channel: str, address: str) -> bool:
    if channel == Channel.EMAIL:
        return bool(guest.email) and address.casefold() == (guest.email or "").casefold()
    if channel in (Channel.WHATSAPP, Channel.SMS):
        return bool(guest.phone) and address.removeprefix("+") == (guest.phone or "")[1:]
    return False


def fill(
    config: Config,
    text: Text,
    *,
    guest: Guest,
    stay: Reservation | None,
    trust: Trust,
    task_title: str = "",
) -> Words:
    """The text for one guest, its subject in one line."""
    values = values_of(config, text.language, guest=guest, stay=stay, task_title=task_title)
    body = render(text.body.strip(), values, trust=trust)
    subject = render(" ".join(text.subject.split()), values, trust=trust)
    return Words(
        source=text,
        text=body.text,
        subject=subject.text,
        missing=tuple(dict.fromkeys([*body.missing, *subject.missing])),
        withheld=tuple(dict.fromkeys([*body.withheld, *subject.withheld])),
    )


def values_of(
    config: Config,
    language: str,
    *,
    guest: Guest | None = None,
    stay: Reservation | None = None,
    task_title: str = "",
) -> dict[str, str]:
    """What fills the gaps of a text in `language`. Dates are written out as people say them."""
    hotel = config.hotel
    values = {
        "hotel.name": hotel.name,
        "hotel.phone": hotel.phone,
        "hotel.address": hotel.address,
        "hotel.checkin_time": hotel.checkin_time,
        "hotel.checkout_time": hotel.checkout_time,
        "hotel.wifi_network": hotel.wifi_network,
        "hotel.wifi_password": hotel.wifi_password.get_secret_value(),
        "task.title": task_title,
        **{f"{LINKS}{name}": url for name, url in hotel.links.items()},
    }
    if guest is not None:
        values |= {"guest.first_name": guest.first_name, "guest.last_name": guest.last_name}
    if stay is not None:
        values |= {
            "stay.arrival": _written(stay.arrival, language),
            "stay.departure": _written(stay.departure, language),
            "stay.nights": str((stay.departure - stay.arrival).days),
            "stay.room": stay.room or "",
            "stay.room_type": stay.room_type or "",
            "stay.confirmation": stay.confirmation,
        }
    filled = {name: " ".join(value.split()) for name, value in values.items()}
    if direction(language) == "rtl" and filled["hotel.phone"]:
        # The plus of a number belongs before it, whichever way the words around it run.
        filled["hotel.phone"] = f"{LEFT_TO_RIGHT}{filled['hotel.phone']}"
    return filled


def _written(day: date, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(day, "full", locale=language))


def length_of(text: str, channel: str) -> Length:
    """How long `text` is where it goes; by SMS with the plain quotes and dashes it is sent with."""
    limit = BODY_CHARS.get(channel, BODY_CHARS["webchat"])
    if channel != Channel.SMS:
        return Length(len(text), limit)
    size = measure(plainer(text))
    return Length(len(text), limit, size.segments, size.alphabet)
