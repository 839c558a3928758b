"""What a channel offers, and nothing about any one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from jack.model.clock import Micros
from jack.model.messages import OutboxItem, Parsed


@dataclass(frozen=True, slots=True)
class Traits:
    """What the rest of Jack must know about a channel.

    `proves_identity`: the vendor proves who writes (R6). `is_repeatable`: sending the same again
    is harmless, so a crash needs no reconciling (R2). `pacing`: least time between two messages to
    one recipient. `max_chars`: longest text in one message.
    """

    proves_identity: bool
    is_repeatable: bool
    max_chars: int
    pacing: Micros = 0
    max_age: Micros | None = None


class Channel(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def traits(self) -> Traits: ...

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, item: OutboxItem) -> str:
        """Hand one message to the vendor; the vendor's id for it.

        Raises Transient (not taken, try again), Ambiguous (nobody knows) or Permanent.
        """
        ...

    async def check(self) -> str:
        """Prove that credentials and vendor work; the text says what answered. Raises Delivery."""
        ...


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser's notices go, and the keys that only it can read."""

    endpoint: str
    p256dh: str
    auth: str


@runtime_checkable
class Webhook(Protocol):
    """A channel whose vendor calls us."""

    def subscribe(self, query: Mapping[str, str]) -> str:
        """Answer a vendor's verification call. Raises Forbidden."""
        ...

    def receive(self, headers: Mapping[str, str], body: bytes) -> Parsed:
        """Verify the signature over the raw bytes, then parse.

        Raises BadSignature, or Invalid for signed nonsense.
        """
        ...
