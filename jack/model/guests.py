"""Guests, the addresses they write from, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from jack.model.clock import Micros

GuestId = int


@dataclass(frozen=True, slots=True)
class Guest:
    id: GuestId
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    language: str | None
    is_vip: bool
    created_at: Micros
    updated_at: Micros = 0
    loyalty: str | None = None
    in_recovery: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class GuestChanges(TypedDict, total=False):
    """Fields of a guest that are to change."""

    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    language: str | None
    loyalty: str | None
    is_vip: bool
    in_recovery: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """A guest on a channel, keyed by the vendor's user id; `address` is where to write to."""

    id: int
    guest_id: GuestId
    channel: str
    address: str
    phone: str | None
    name: str
    is_proven: bool
    user_id: str
    created_at: Micros = 0


@dataclass(frozen=True, slots=True)
class PmsLink:
    """What a PMS calls a guest."""

    provider: str
    external_id: str


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    text: str
    staff_id: int | None
    staff_name: str | None
    created_at: Micros


@dataclass(frozen=True, slots=True)
class Consent:
    """A yes or no, and where it came from (R8). The newest per channel and purpose counts."""

    id: int
    channel: str
    purpose: str
    is_given: bool
    source: str
    created_at: Micros


# -- two rows that are one person ------------------------------------------------------------------


class Evidence(StrEnum):
    """Why two guests may be one person."""

    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    SAME_ADDRESS = "same_address"
    SAME_NAME_AND_STAY = "same_name_and_stay"
    VERIFIED_CHAT = "verified_chat"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another guest who may be the same person, and why."""

    guest: Guest
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: rows that would move, by kind, and fields that would be filled.

    `warnings` are stable codes of what speaks against it.
    """

    kept: Guest
    merged: Guest
    evidence: tuple[Evidence, ...]
    moves: Mapping[str, int]
    fills: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    id: int
    kept_id: GuestId
    merged_id: GuestId
    evidence: tuple[str, ...]
    staff_id: int | None
    created_at: Micros
    undone_at: Micros | None


# -- as staff look at them -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for; empty fields do not matter. `phone` is E.164.

    `words` are the beginnings of words of a name, `code` is a booking's number, `*_start` how a
    phone number or an e-mail address begins.
    """

    words: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    phone_start: str | None = None
    email_start: str | None = None
    room: str | None = None
    code: str | None = None

    @property
    def is_anybody(self) -> bool:
        return self == Wanted()
