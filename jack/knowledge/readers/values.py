"""What a file may say about an entry, and the names that people give to it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from jack.knowledge.readers.findings import Wrong
from jack.knowledge.readers.texts import quoted
from jack.model.knowledge import Audience, Category

# Names are compared in lower case without spaces, hyphens and underscores; the first that holds
# something wins.
FIELDS: dict[str, tuple[str, ...]] = {
    "key": ("id", "key"),
    "title": ("title", "question", "q", "name", "topic"),
    "body": ("content", "answer", "body", "text", "a"),
    "category": ("category", "type", "section"),
    "language": ("language", "lang", "locale"),
    "audience": ("audience",),
    "valid_from": ("validfrom",),
    "valid_until": ("validuntil", "validto"),
}
FIELD_OF = {alias: name for name, aliases in FIELDS.items() for alias in aliases}
ABOUT_ENTRIES = ("category", "language", "audience", "valid_from", "valid_until")


def phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


# What hotels call their categories; names are compared in lower case, "&" as "and".
CATEGORIES: dict[Category, frozenset[str]] = {
    Category.FAQ: phrases("faq, faqs, general, question, questions, info, information, contact"),
    Category.POLICY: phrases(
        """policy, policies, rule, rules, house rules, terms, legal, payment, payments, deposit,
        cancellation, pets, smoking, check in, check out"""
    ),
    Category.AMENITY: phrases(
        """amenity, amenities, facility, facilities, room, rooms, room type, room types, internet,
        accommodation, wifi, wi fi, parking, pool, spa, gym, fitness, wellness, accessibility,
        business, meeting rooms"""
    ),
    Category.MENU: phrases(
        """menu, menus, dining, food, food and drink, restaurant, restaurants, bar, breakfast,
        lunch, dinner, drinks, minibar"""
    ),
    Category.LOCAL: phrases(
        """local, local area, location, area, neighbourhood, neighborhood, city, attractions,
        sightseeing, directions, getting here, transport, nearby"""
    ),
    Category.SERVICE: phrases(
        """service, services, housekeeping, laundry, concierge, room service, front desk,
        reception, luggage, transfer, shuttle"""
    ),
}
_CATEGORY_OF = {name: category for category, names in CATEGORIES.items() for name in names}

AUDIENCES: dict[Audience, frozenset[str]] = {
    Audience.GUEST: phrases("guest, guests, public, all, everyone"),
    Audience.INTERNAL: phrases("internal, staff, private, employees"),
}
_AUDIENCE_OF = {name: audience for audience, names in AUDIENCES.items() for name in names}

LANGUAGES = dict(
    pair.split()
    for pair in phrases(
        """arabic ar, chinese zh, czech cs, dutch nl, english en, french fr, german de, greek el,
        hebrew he, hindi hi, italian it, japanese ja, korean ko, polish pl, portuguese pt,
        russian ru, spanish es, thai th, turkish tr, ukrainian uk"""
    )
)


def category_of(name: str) -> Category | None:
    """The category that a hotel means by this name, None if nobody can tell."""
    words = re.split(r"[\W_]+", name.casefold().replace("&", " and "))
    return _CATEGORY_OF.get(" ".join(filter(None, words)))


def audience_of(text: str) -> Audience:
    """A wrong word is refused, never taken as "guest": the entry may be meant for staff alone."""
    audience = _AUDIENCE_OF.get(text.casefold())
    if audience is None:
        raise Wrong(f"audience must be 'guest' or 'internal', not {quoted(text)}")
    return audience


def language_of(text: str) -> str:
    name = text.casefold()
    code = LANGUAGES.get(name) or re.split(r"[-_]", name)[0]
    if not re.fullmatch(r"[a-z]{2}", code):
        raise Wrong(f"language must be two letters such as 'en', not {quoted(text)}")
    return code


def date_of(text: str) -> date:
    day = re.sub(r"[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?$", "", text)
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Wrong(f"a date must look like 2026-12-31, not {quoted(text)}") from None


CHECKS: dict[str, Callable[[str], object]] = {
    "language": language_of,
    "audience": audience_of,
    "valid_from": date_of,
    "valid_until": date_of,
}


def squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def known_values(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The values of FIELDS among named values."""
    given = {squeezed(name): value for name, value in pairs if value.strip()}
    return {
        known: given[alias]
        for known, aliases in FIELDS.items()
        for alias in reversed(aliases)
        if alias in given
    }


@lru_cache(maxsize=1024)
def misspelt(name: str) -> str | None:
    """What is wrong with a name that is nearly one of FIELDS, None if nothing is.

    Ignoring "audiance: internal" would show an internal entry to guests.
    """
    if squeezed(name) in FIELD_OF:
        return None
    close = difflib.get_close_matches(name.casefold(), ABOUT_ENTRIES, n=1, cutoff=0.8)
    return f"{quoted(name)} is unknown: did you mean '{close[0]}'?" if close else None
