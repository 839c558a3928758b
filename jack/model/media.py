"""Files of messages: photos, voice notes, documents; where they are, and why one is not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jack.model.clock import Micros

FileId = int

IMAGES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
"""Pictures that are made anew, without what a camera writes beside them."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "video/webm": "webm",
    "text/plain": "txt",
    DOCX: "docx",
    XLSX: "xlsx",
}
"""Every type Jack keeps, and how its files end. Everything else is refused: programs, web pages and
drawings in SVG above all, which run where they are opened."""


class FileState(StrEnum):
    """`pending`: still to be fetched or looked at. `refused`: Jack does not keep such a file.
    `failed`: it could not be had."""

    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a file is not there."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    EMPTY = "empty"
    TYPE = "type"
    DAMAGED = "damaged"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    REJECTED = "rejected"


WORDS: Mapping[Reason, str] = {
    Reason.TOO_LARGE: "The file is larger than Jack accepts.",
    Reason.TOO_MANY: "The message has more files than Jack accepts.",
    Reason.EMPTY: "The file is empty.",
    Reason.TYPE: "Jack does not accept files of this type.",
    Reason.DAMAGED: "The file is damaged and cannot be read.",
    Reason.GONE: "The file is no longer there.",
    Reason.UNREACHABLE: "The file could not be fetched in time.",
    Reason.REJECTED: "The vendor does not hand the file out.",
}


class Variant(StrEnum):
    """What of a file is shown."""

    FILE = "file"
    THUMBNAIL = "thumbnail"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a message; of none yet, while it is uploaded and not sent.

    `stored_as` names it in the media folder; while it is pending, that is what came, unlooked-at.
    `source` is where the vendor has it. `uploaded_by` is staff, `uploaded_from` a web chat address.
    `size` is in bytes, `width` and `height` in pixels.
    """

    id: FileId
    message_id: int | None
    channel: str
    is_outgoing: bool
    state: FileState
    reason: Reason | None
    content_type: str
    name: str
    size: int
    sha256: str | None
    width: int | None
    height: int | None
    stored_as: str | None
    has_thumbnail: bool
    source: Mapping[str, str] | None
    uploaded_by: int | None
    uploaded_from: str | None
    attempts: int
    created_at: Micros

    @property
    def kind(self) -> str:
        return kind_of(self.content_type)


def kind_of(content_type: str) -> str:
    """`image`, `audio`, `video` or `document`."""
    family = content_type.partition("/")[0].lower()
    return family if family in ("image", "audio", "video") else "document"


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file of a guest's message as a channel hands it in: exactly one of `data`, `ref`, `file_id`.

    `data` is the bytes themselves. `ref` is what the channel's `download` fetches it by.
    `file_id` is a file that was uploaded before the message. Name and type are what the sender
    claims; neither is believed.
    """

    name: str = ""
    content_type: str = ""
    data: bytes | None = field(default=None, repr=False)
    ref: Mapping[str, str] | None = None
    file_id: FileId | None = None


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to hand to a vendor. `size` is in bytes.

    `read` gives the bytes, anew at each call. `link` makes an address where a vendor can fetch it
    for a while; None where Jack has no public address.
    """

    id: FileId
    name: str
    content_type: str
    size: int
    read: Callable[[], Awaitable[bytes]] = field(repr=False, compare=False)
    link: Callable[[], str | None] = field(repr=False, compare=False)
