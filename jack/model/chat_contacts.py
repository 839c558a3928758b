"""Where a web chat visitor can be written to once the page is closed. It is claimed, not proven."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jack.model.clock import Micros
from jack.model.mails import UNPROVEN

MAX_LENGTH = 200
_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"/]+\.[^\s@<>()\[\],;:\\\"/.]{2,}"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """`address` is an e-mail address or an E.164 number; `visitor` the web chat address."""

    conversation_id: int
    guest_id: int
    visitor: str
    channel: str
    address: str
    left_at: Micros

    @property
    def route(self) -> str:
        return route_of(self.channel, self.address)


def route_of(channel: str, address: str) -> str:
    """The address that messages are sent to: that of nobody who is proven (R6)."""
    if channel == "whatsapp":
        return address.removeprefix("+")
    return f"{address}{UNPROVEN}" if channel == "email" else address


def is_email(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text))
