"""Files at WhatsApp: ids that live for days, addresses that live for minutes, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.standins.base import Clock, JsonObject
from tests.standins.graph_rules import GraphError, Send

MEBIBYTE = 1024 * 1024
LIFE, ADDRESS_LIFE = timedelta(days=7), timedelta(minutes=5)
_OFFICE = "application/vnd.openxmlformats-officedocument"
TAKEN: dict[str, tuple[tuple[str, ...], int]] = {
    "image": (("image/jpeg", "image/png"), 5 * MEBIBYTE),
    "audio": (("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), 16 * MEBIBYTE),
    "video": (("video/mp4", "video/3gpp"), 16 * MEBIBYTE),
    "sticker": (("image/webp",), 500 * 1024),
    "document": (
        (
            "application/pdf",
            "text/plain",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint",
            f"{_OFFICE}.wordprocessingml.document",
            f"{_OFFICE}.spreadsheetml.sheet",
            f"{_OFFICE}.presentationml.presentation",
        ),
        100 * MEBIBYTE,
    ),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file at WhatsApp. `sha256` is as Graph tells it: in hex."""

    id: str
    data: bytes
    mime_type: str
    at: datetime
    name: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def webhook_sha256(self) -> str:
        """In base64, as webhooks have it."""
        return base64.b64encode(hashlib.sha256(self.data).digest()).decode()


class MediaStore:
    """What guests sent and what businesses uploaded."""

    def __init__(self, clock: Clock) -> None:
        self.kept: dict[str, Kept] = {}
        self._clock = clock
        self._addresses: dict[str, tuple[str, datetime]] = {}
        self._numbers = itertools.count(1908647269898500)

    def add(self, data: bytes, mime_type: str, *, name: str = "") -> Kept:
        """A file that a guest sends."""
        kept = Kept(str(next(self._numbers)), data, mime_type, self._clock(), name)
        self.kept[kept.id] = kept
        return kept

    def take(self, data: bytes, mime_type: str, name: str) -> Kept:
        """A file that is uploaded. Raises GraphError for a type or size that is not taken."""
        for types, most in TAKEN.values():
            if mime_type in types:
                if not data or len(data) > most:
                    raise GraphError(131053, f"{len(data)} bytes of {mime_type} are not taken")
                return self.add(data, mime_type, name=name)
        raise GraphError(131053, f"{mime_type} is not taken")

    def get(self, media_id: str) -> Kept:
        """Raises GraphError for an id that is unknown or older than 7 days."""
        kept = self.kept.get(media_id)
        if kept is None or self._clock() - kept.at > LIFE:
            raise GraphError(100, f"object with ID {media_id!r} does not exist")
        return kept

    def address_of(self, kept: Kept) -> str:
        """The path of an address that can be asked for some minutes."""
        key = str(next(self._numbers))
        self._addresses[key] = (kept.id, self._clock())
        return f"/whatsapp_business/attachments/?mid={key}"

    def at(self, key: str) -> Kept | None:
        """What an address leads to; None once it has ended."""
        media_id, made_at = self._addresses.get(key, ("", self._clock()))
        if not media_id or self._clock() - made_at > ADDRESS_LIFE:
            return None
        return self.kept.get(media_id)

    def check(self, wanted: Send) -> None:
        """Raises GraphError for a message with an id that is wrong, or of a file of another kind."""
        media = getattr(wanted, wanted.type) if wanted.type in TAKEN else None
        if media is None or media.id is None:
            return
        kept = self.kept.get(media.id)
        if kept is None:
            raise GraphError(100, f"Param {wanted.type}['id'] is not a valid media attachment ID")
        if kept.mime_type not in TAKEN[wanted.type][0]:
            raise GraphError(131053, f"{kept.mime_type} is no {wanted.type}")
        if media.caption and wanted.type in ("audio", "sticker"):
            raise GraphError(100, f"{wanted.type} takes no caption")


def described(kept: Kept, url: str) -> JsonObject:
    return {
        "messaging_product": "whatsapp",
        "url": url,
        "mime_type": kept.mime_type,
        "sha256": kept.sha256,
        "file_size": len(kept.data),
        "id": kept.id,
    }
