"""Photos that a model may look at: those that came with words, where the hotel allows it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from jack.config import Config
from jack.errors import JackError
from jack.model.answers import Picture
from jack.model.media import File, FileState
from jack.services.media import Media
from jack.services.turns import Turn

log = logging.getLogger(__name__)

TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
MOST_PICTURES = 3
MOST_BYTES = 3_500_000
"""Of one picture; the Messages API takes 5 MB of Base64."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Without `llm.read_photos` nothing is ever shown to a model."""

    media: Media
    config: Config

    async def of(self, turn: Turn) -> tuple[tuple[Picture, ...], frozenset[int]]:
        """The pictures of a turn, and the messages of which all files are among them.

        What has not been fetched yet, or cannot be read, goes to staff as before.
        """
        if not self.config.llm.read_photos:
            return (), frozenset()
        pictures: list[Picture] = []
        seen: set[int] = set()
        for message in turn.messages:
            is_possible = message.text and message.files and all(map(_can_be_seen, message.files))
            if not is_possible or len(pictures) + len(message.files) > MOST_PICTURES:
                continue
            try:
                data = [await self.media.read(file) for file in message.files]
            except JackError as error:
                log.warning("photo not read", extra={"error": type(error).__name__})
                continue
            pictures += [
                Picture(file.content_type, each)
                for file, each in zip(message.files, data, strict=True)
            ]
            seen.add(message.id)
        return tuple(pictures), frozenset(seen)


def _can_be_seen(file: File) -> bool:
    is_there = file.state is FileState.STORED and file.stored_as is not None
    return is_there and file.content_type in TYPES and 0 < file.size <= MOST_BYTES
