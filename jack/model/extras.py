"""What a message is beside its words: a place, contacts, an order, what it reacts to.

Read leniently from what a vendor told: nothing of it is worth losing a message for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST = 20
MAX_CHARS = 200


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ordered:
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Extra:
    """`place` is latitude and longitude; `reacts_to` a message of ours or theirs; `problem` why the
    vendor could not hand the message over."""

    place: tuple[float, float] | None = None
    contacts: tuple[Contact, ...] = ()
    items: tuple[Ordered, ...] = ()
    reacts_to: int | None = None
    problem: str = ""


REACTS_TO = "reactsTo"
"""Under this name intake keeps the id of the message that a reaction is about."""


def extra_of(data: Mapping[str, Any]) -> Extra | None:
    """What there is; None where there is nothing to show."""
    reacts_to = data.get(REACTS_TO)
    extra = Extra(
        place=_place(data),
        contacts=tuple(_contacts(data.get("contacts"))),
        items=tuple(_items(data.get("items"))),
        reacts_to=reacts_to if isinstance(reacts_to, int) else None,
        problem=_problem(data.get("errors")),
    )
    return extra if extra != Extra() else None


def _place(data: Mapping[str, Any]) -> tuple[float, float] | None:
    latitude, longitude = data.get("latitude"), data.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    is_on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return (float(latitude), float(longitude)) if is_on_earth else None


def _contacts(told: object) -> Iterator[Contact]:
    for card in _dicts(told):
        name = card.get("name")
        names = name if isinstance(name, dict) else {}
        parts = [_text(names.get(key)) for key in ("first_name", "last_name")]
        shown = _text(names.get("formatted_name")) or " ".join(filter(None, parts))
        phones = tuple(filter(None, (_text(p.get("phone")) for p in _dicts(card.get("phones")))))
        if shown or phones:
            yield Contact(shown, phones)


def _items(told: object) -> Iterator[Ordered]:
    for item in _dicts(told):
        quantity = str(item.get("quantity", ""))
        if name := _text(item.get("product_retailer_id")):
            yield Ordered(name, int(quantity) if quantity.isdecimal() and len(quantity) < 7 else 1)


def _problem(told: object) -> str:
    for error in _dicts(told):
        details = error.get("error_data")
        words = _text(details.get("details")) if isinstance(details, dict) else ""
        return words or _text(error.get("title")) or _text(error.get("message"))
    return ""


def _dicts(told: object) -> list[dict[str, Any]]:
    found = told if isinstance(told, list) else []
    return [each for each in found[:MOST] if isinstance(each, dict)]


def _text(value: object) -> str:
    return value.strip()[:MAX_CHARS] if isinstance(value, str) else ""
