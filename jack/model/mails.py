"""E-mail as the rest of Jack sees it: letters that came, threads they belong to, and bounces."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jack.model.clock import Micros

UNPROVEN = " (unproven)"
"""Ends the address of a writer whose domain did not vouch for the mail (R6). By RFC 5322 it is a
comment, so the address stays one; and whoever claims an address is not taken for its owner."""


def bare(address: str) -> str:
    """The address to write to."""
    return address.removesuffix(UNPROVEN)


class Verdict(StrEnum):
    """What kind of mail it is. Only a person's is answered (RFC 3834)."""

    PERSON = "person"
    AUTO = "auto"
    LIST = "list"
    BOUNCE = "bounce"
    OWN = "own"
    NOBODY = "nobody"


class Fate(StrEnum):
    """What a delivery report says became of a mail."""

    DELIVERED = "delivered"
    DELAYED = "delayed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient in a delivery report. `status` is the code of RFC 3463, like 5.1.1."""

    recipient: str
    fate: Fate
    status: str
    text: str

    @property
    def is_permanent(self) -> bool:
        return self.fate is Fate.FAILED and not self.status.startswith("4")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. `data` is None where only its beginning was fetched. `is_content`: it is
    something to look at, and no logo, signature or picture of the mail that is quoted."""

    name: str
    content_type: str
    size: int
    data: bytes | None = field(default=None, repr=False, compare=False)
    is_content: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that came.

    `text` is what its writer says now, without quotation and signature; `whole` is all of it.
    `references` are the Message-IDs it answers, the nearest first. `tokens` are the plus parts of
    the addresses it was sent to. `returned` are Message-IDs of ours that a report speaks of.
    """

    message_id: str
    address: str
    name: str
    subject: str
    text: str
    whole: str
    verdict: Verdict
    is_proven: bool
    references: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    bounces: tuple[Bounce, ...] = ()
    returned: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sent_at: Micros | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """What an outgoing mail continues. `message_id` is fixed and stored before it is sent.

    `references` is the whole chain, oldest first; its last one is answered. `bounced`: why the
    address takes no mail, where it does not.
    """

    message_id: str
    subject: str = ""
    references: tuple[str, ...] = ()
    bounced: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox was read. Mail that came before `baseline_at` is never answered."""

    uid_validity: int
    last_uid: int
    baseline_at: Micros


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail as the server holds it; `body` is its beginning where it is larger than allowed."""

    uid: int
    body: bytes
    arrived_at: Micros | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What a look into the mailbox found, oldest first, and where the next one begins."""

    cursor: Cursor
    mails: tuple[Fetched, ...] = ()
    is_rebuilt: bool = False
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class MailboxState:
    """`failed_at` since when it cannot be read, with `failure` in words."""

    cursor: Cursor | None = None
    fetched_at: Micros | None = None
    failed_at: Micros | None = None
    failure: str = ""
