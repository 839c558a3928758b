"""What guests allow Jack to send (R8): per guest, channel and purpose, the newest word counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jack.model.clock import Micros


class OptOut(StrEnum):
    """What a guest asks for with a keyword, or in their own words."""

    STOP = "stop"
    START = "start"
    HELP = "help"


class Purpose(StrEnum):
    """Why Jack writes unasked. Who stops messages stops marketing too."""

    MESSAGES = "messages"
    MARKETING = "marketing"


class ConsentSource(StrEnum):
    """Where a yes or no came from."""

    KEYWORD = "keyword"
    WORDS = "words"
    VENDOR = "vendor"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class ConsentReport:
    """A vendor's word about what somebody at an address allows."""

    channel: str
    address: str
    purpose: Purpose
    is_given: bool
    at: Micros | None = None


def allows(messages: bool | None, marketing: bool | None, purpose: Purpose) -> bool:
    """Whether Jack may start a message, by the newest words on both purposes (None: never asked).

    Service messages belong to the stay and go until they are refused; marketing needs a yes.
    """
    if messages is False:
        return False
    return purpose is Purpose.MESSAGES or marketing is True
