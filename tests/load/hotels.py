"""Data directories to measure on: much knowledge, already embedded; many conversations; one login."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jack.app import App, open_app
from jack.config import load
from jack.db import conversations, guests, messages
from jack.knowledge.drafts import EntryDraft
from jack.model.clock import SECOND, Micros
from jack.model.knowledge import Audience, Category
from jack.model.messages import Inbound, Kind, Sender
from jack.model.staff import Role
from jack.services.knowledge import text_hash, texts_to_embed

EMAIL = "load@hotel.example"
PASSWORD = "not a secret at all"
DIMENSIONS = 384
CHUNK_TOKENS = 200
BATCH = 500

PLACES = ("pool", "sauna", "bar", "garden", "gym", "library", "terrace", "garage", "lounge", "spa")
THINGS = ("towels", "parking", "breakfast", "a taxi", "the key", "an iron", "a crib", "the safe")


@dataclass(frozen=True, slots=True)
class Hotel:
    """What to fill a directory with."""

    entries: int = 1_000
    conversations: int = 0


def entries(count: int) -> Iterator[EntryDraft]:
    """Entries that differ, as long as a hotel writes them."""
    for number in range(count):
        place, thing = PLACES[number % len(PLACES)], THINGS[number % len(THINGS)]
        yield EntryDraft(
            title=f"Where is {thing} for the {place} number {number}?",
            body=f"Ask for {thing} at the {place}, desk {number}. It is open from {number % 12} to"
            f" {12 + number % 12} and costs {number % 50} euros. Guests of floor {number % 9} go"
            " through the court.",
            category=Category.FAQ,
            language="en",
            audience=Audience.GUEST,
            valid_from=None,
            valid_until=None,
            source="load",
            key=str(number),
        )


async def make(path: Path, hotel: Hotel) -> None:
    """Fill a new directory. Vectors are random: an index takes as long for them as for real ones."""
    async with open_app(load(environ={}, data_dir=path)) as app:
        drafts = list(entries(hotel.entries))
        await app.knowledge.ingest(drafts)
        await app.knowledge.load_vectors(_vectors(drafts))
        await app.staffing.add(EMAIL, "Load", Role.ADMIN, password=PASSWORD, actor="load")
        await _converse(app, hotel.conversations)


def _vectors(drafts: Sequence[EntryDraft]) -> dict[str, bytes]:
    random = np.random.default_rng(1)
    texts = [text for draft in drafts for text in texts_to_embed(draft, CHUNK_TOKENS)]
    vectors = random.normal(size=(len(texts), DIMENSIONS)).astype("<f4")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {text_hash(text): vector.tobytes() for text, vector in zip(texts, vectors, strict=True)}


async def _converse(app: App, count: int) -> None:
    for start in range(0, count, BATCH):
        await app.db.write(_add_conversations, start, min(BATCH, count - start), app.clock())


def _add_conversations(start: int, count: int, now: Micros) -> None:
    for number in range(start, start + count):
        at = now - number * SECOND
        address = f"4917{number:08}"
        arrived = Inbound(
            "whatsapp",
            "hotel",
            f"wamid.load.{number}",
            address,
            Kind.TEXT,
            "",
            name=f"Guest {number}",
        )
        conversation = conversations.open_for(
            guests.identify(arrived, at, is_proven=True),
            channel="whatsapp",
            account="hotel",
            address=address,
            reservation_id=None,
            at=at,
            reopen_after=0,
        )
        for sender in (Sender.GUEST, Sender.AI):
            messages.add(
                conversation_id=conversation.id,
                sender=sender,
                channel="whatsapp",
                address=address,
                text=f"About room {number}: is there anything to know?",
                at=at,
            )
