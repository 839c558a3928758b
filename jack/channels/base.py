"""What a channel offers, and nothing about any one of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from jack.model.clock import Micros
from jack.model.mails import Batch, Cursor, Fetched, Letter
from jack.model.messages import OutboxItem, Parsed, StatusReport
from jack.model.vendor_templates import VendorTemplate

Find = Callable[[str], Awaitable[str | None]]
Keep = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Traits:
    """What the rest of Jack must know about a channel.

    `proves_identity`: the vendor proves who writes (R6). `is_repeatable`: sending the same again
    is harmless, so a crash needs no reconciling (R2). `pacing`: least time between two messages to
    one recipient. `max_chars`: longest text in one message. `stop_is_total`: after an opt-out the
    vendor takes nothing any more, not even answers (R8). `hourly_answers`: who got as many from
    Jack within an hour gets no more of them, and staff are told: it may be a machine that answers.
    `files`: which types of files it takes (`image/jpeg`), and how many bytes of each at most; a
    message has `max_files` of them, and where that is one, the text goes before as its own, unless
    it is no longer than `max_caption` and goes under the file.
    """

    proves_identity: bool
    is_repeatable: bool
    max_chars: int
    pacing: Micros = 0
    max_age: Micros | None = None
    stop_is_total: bool = False
    hourly_answers: int | None = None
    files: Mapping[str, int] = field(default_factory=dict)
    max_files: int = 1
    max_caption: int = 0


@dataclass(frozen=True, slots=True)
class Call:
    """A vendor's request as it came: `path` with its query, nothing decoded."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Thanks:
    """What a vendor wants to hear once its webhook is on disk."""

    text: str = '{"status": "ok"}'
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Probe:
    """A webhook of ours to ourselves, by the address that the vendor calls: it carries nothing."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing the vendor says about our account. `fix` where it is not as it should be;
    `is_hint`: the channel works all the same."""

    is_fine: bool
    text: str
    fix: str = ""
    is_hint: bool = False


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

    @property
    def thanks(self) -> Thanks: ...

    def subscribe(self, query: Mapping[str, str]) -> str:
        """Answer a vendor's verification call. Raises Forbidden."""
        ...

    def receive(self, call: Call) -> Parsed:
        """Verify the signature over what came, then parse.

        Raises BadSignature, or Invalid for signed nonsense.
        """
        ...

    def probe(self) -> Probe:
        """What this channel's webhook must take, for the doctor: signed, without content."""
        ...


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file as a vendor handed it out. Name and type are what the vendor says."""

    data: bytes = field(repr=False)
    content_type: str = ""
    name: str = ""


@runtime_checkable
class Downloads(Protocol):
    """A channel whose files have to be fetched from the vendor."""

    async def download(self, ref: Mapping[str, str], *, limit_bytes: int) -> Downloaded:
        """What `IncomingFile.ref` stands for; reading ends where it grows over `limit_bytes`.

        Raises Transient, then it is tried again for `media.fetch_days`; or Permanent, whose reason
        is `too_large`, `gone` (the vendor has it no longer) or anything else.
        """
        ...


@runtime_checkable
class Ledger(Protocol):
    """A channel whose vendor can be asked what became of a send (R2)."""

    async def settle(self, item: OutboxItem) -> Sequence[StatusReport] | None:
        """What the vendor has that may be this row's send; empty when it surely has nothing, None
        when it has nothing and that proves nothing.

        Raises Delivery when it cannot tell.
        """
        ...


@runtime_checkable
class Capable(Protocol):
    """A channel whose vendor tells what our account can do."""

    async def capabilities(self) -> Sequence[Capability]:
        """Raises Delivery."""
        ...


@dataclass(frozen=True, slots=True)
class StaffMail:
    """A mail to the hotel's own people, in two shapes. `html` fetches nothing."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str


@runtime_checkable
class Pager(Protocol):
    """A channel that can text the hotel's own people."""

    async def page(self, number: str, text: str) -> None:
        """One text to a phone in international form. Raises what `send` raises."""
        ...


@runtime_checkable
class Postman(Protocol):
    """A channel that can write to the hotel's own people."""

    async def write_to_staff(self, mail: StaffMail) -> None:
        """Raises what `send` raises. The same `message_id` again is the same mail."""
        ...


@runtime_checkable
class Templated(Protocol):
    """A channel whose vendor approves templates before they may be sent."""

    @property
    def has_templates(self) -> bool:
        """Whether they can be read with the settings there are."""
        ...

    async def templates(self) -> Sequence[VendorTemplate]:
        """All of them, whatever their status. Raises Delivery."""
        ...


@runtime_checkable
class Receipts(Protocol):
    """A channel on which a guest sees that their message was read."""

    @property
    def has_receipts(self) -> bool:
        """Whether the hotel wants it."""
        ...

    async def mark_read(self, vendor_id: str, *, is_answering: bool) -> None:
        """This message and all before it were read; with `is_answering` the guest also sees that
        somebody writes. Raises Delivery."""
        ...


@runtime_checkable
class Renewing(Protocol):
    """A channel whose login changes while it is used: the newest has to outlive a restart."""

    def use_login(self, find: Find, keep: Keep) -> None:
        """`find` gives the newest login that came of a configured one, `keep` stores it."""
        ...


@runtime_checkable
class Mailbox(Protocol):
    """A channel whose messages have to be fetched."""

    @property
    def account(self) -> str:
        """The address that is written to."""
        ...

    @property
    def folder(self) -> str: ...

    async def fetch(
        self,
        cursor: Cursor | None,
        *,
        at: Micros,
        known: Callable[[Sequence[str]], Awaitable[Sequence[str]]],
    ) -> Batch:
        """What came after `cursor`; without one, nothing but where to begin.

        `known` tells which of some Message-IDs came before: asked when the server has numbered its
        mails anew. Raises Delivery; Permanent when the login is refused.
        """
        ...

    async def wait(self) -> None:
        """Return when something may have come, after some minutes at the latest. Raises Delivery."""
        ...

    def read(self, mail: Fetched) -> Letter: ...
