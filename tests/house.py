"""A hotel in a test: the real services on a real database, and a model that says what it is told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jack.channels import factory as channel_factory
from jack.channels.base import Channel
from jack.config import Config
from jack.db import conversations, escalations, guests, messages, outbox, reservations, sql, tasks
from jack.db import staff as people
from jack.db.database import Database
from jack.events import Event, EventBus
from jack.knowledge.base import DIMENSIONS
from jack.knowledge.drafts import EntryDraft
from jack.llm.base import Provider
from jack.llm.chain import Chain
from jack.media.pictures import Picture, remake
from jack.media.vault import Vault
from jack.model.answers import Classification, Draft, Intent, Question, Sentiment
from jack.model.clock import MINUTE
from jack.model.conversations import Conversation, Escalation
from jack.model.knowledge import Audience, Category
from jack.model.messages import (
    Delivery,
    Inbound,
    InboxItem,
    Kind,
    Message,
    OutboxItem,
    Parsed,
    Sender,
    Source,
)
from jack.model.reservations import ReservationStatus
from jack.model.staff import Role, Staff
from jack.model.tasks import Task
from jack.pipeline.pipeline import Pipeline
from jack.pipeline.suggestions import Suggestions
from jack.services.conversations import Conversations
from jack.services.drafts import Drafts
from jack.services.handover import Handover
from jack.services.inbox_list import InboxList
from jack.services.intake import Accepted, Intake
from jack.services.knowledge import Knowledge
from jack.services.media import Media
from jack.services.media_links import Links
from jack.services.queues import Queues
from jack.services.sight import Sight
from jack.services.spending import Spending
from jack.services.turns import Committed, Turns
from jack.services.verification import Verification
from jack.services.webchat import WebChatSessions
from tests.conftest import FakeClock

ANA = "351912345678"
BEN = "4915112345678"
VISITOR = "visitor-one"
SMS_NUMBER = "+15005550006"
LEASE = 2 * MINUTE
TOWELS_TEXT = "Your request for towels was passed on."


class MadeHere:
    """Pictures made anew in this process: starting another one is what the studio's tests are about."""

    async def remake(self, data: bytes) -> Picture:
        return remake(data)

    async def close(self) -> None:
        """Nothing to close."""


class WordVectors:
    """Texts that share words are near each other: enough of an embedder for a test."""

    model = "words"

    def __init__(self) -> None:
        self.embedded: list[str] = []
        self.is_closed = False

    async def question(self, text: str) -> NDArray[np.float32]:
        return vector_of(text)

    async def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.embedded += texts
        return np.stack([vector_of(text) for text in texts])

    def close(self) -> None:
        self.is_closed = True


def vector_of(text: str) -> NDArray[np.float32]:
    vector = np.zeros(DIMENSIONS, dtype=np.float32)
    for word in text.casefold().split():
        vector[sum(word.strip(".,?!").encode()) % DIMENSIONS] += 1.0
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


class Model:
    """A provider. `says` is taken in order, the last one for ever; errors in it are raised.

    `meanwhile` happens once, while it thinks. An empty language is the question's.
    """

    def __init__(self, *says: Draft | Exception, name: str = "model") -> None:
        self.name = name
        self.says: list[Draft | Exception] = list(says) or [greeting()]
        self.asked: list[Question] = []
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def answer(self, question: Question) -> Draft:
        self.asked.append(question)
        if self.meanwhile is not None:
            happen, self.meanwhile = self.meanwhile, None
            await happen()
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(said, Exception):
            raise said
        return said if said.language else replace(said, language=question.language)

    async def warm(self) -> None:
        """Nothing to load."""

    async def check(self) -> str:
        return "at your service"

    async def close(self) -> None:
        """Nothing to close."""


def draft(text: str, intent: str = "other.greeting", **changes: Any) -> Draft:
    """What a model might say; not an answer unless `changes` make it one."""
    plain = Draft(
        text=text,
        language="",
        intents=(Intent(intent, 0.95),),
        confidence=0.95,
        answered=False,
        provider="model",
    )
    return replace(plain, **changes)


def greeting() -> Draft:
    return draft("Good morning, how can I help?")


def answer(text: str, **changes: Any) -> Draft:
    """An answer that rests on entry 1."""
    given = {"answered": True, "sources": (Source("entry", "1", version=1, title="Breakfast"),)}
    return draft(text, "inquiry.dining", **(given | changes))


def inbound(text: str, *, channel: str = "whatsapp", **given: Any) -> Inbound:
    """A message with an id of its own, from Ana or from a web chat visitor."""
    address = {"whatsapp": ANA, "sms": f"+{ANA}"}.get(channel, VISITOR)
    made: dict[str, Any] = {
        "channel": channel,
        "account": "hotel",
        "vendor_id": f"wamid.{text}",
        "address": address,
        "kind": Kind.TEXT,
        "text": text,
    }
    if channel == "whatsapp":
        made |= {"name": "Ana Silva", "phone": f"+{given.get('address', address)}"}
    if channel == "sms":
        made |= {"account": SMS_NUMBER, "phone": given.get("address", address)}
    return Inbound(**(made | given))


def configuration(**hotel: object) -> Config:
    secrets = {
        "access_token": "token",
        "app_secret": "secret",
        "verify_token": "verify",
        "phone_number_id": "106540352242922",
        "pair_interval_s": 0.0,
    }
    return Config.model_validate(
        {
            "data": {"dir": "/nowhere"},
            "hotel": {"name": "Harbour Inn", "country": "PT", **hotel},
            "channels": {"whatsapp": {"enabled": True, **secrets}},
        }
    )


def with_sms(**settings: object) -> Config:
    """The same hotel, which takes SMS too."""
    sms = {
        "enabled": True,
        "account_sid": "AC" + "a1" * 16,
        "auth_token": "twilio-token",
        "from_number": SMS_NUMBER,
        **settings,
    }
    plain = configuration().model_dump()
    plain["server"]["public_url"] = "https://jack.hotel.example"
    plain["channels"]["sms"] = sms
    return Config.model_validate(plain)


@dataclass
class House:
    """Everything put together on `db`. `heard` is what the bus told; `understood` is what rules find
    in every text."""

    db: Database
    clock: FakeClock
    config: Config = field(default_factory=configuration)
    model: Model = field(default_factory=Model)
    holder: str = "this process"
    understood: str = "request.service.other"
    heard: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bus = EventBus()
        self.bus.subscribe(self.heard.append)
        self.channels: Mapping[str, Channel] = channel_factory.build(self.config)
        self.vectors = WordVectors()
        self.knowledge = Knowledge(
            self.db, self.vectors, clock=self.clock, timezone=self.config.hotel.timezone
        )
        folder = self.db.path.parent / "media"
        folder.mkdir(exist_ok=True)
        self.media = Media(
            self.db,
            self.bus,
            self.channels,
            self.config,
            self.clock,
            Vault(folder, b"m" * 32),
            Links(self.config, self.clock, b"l" * 32),
            MadeHere(),
        )
        self.intake = Intake(self.db, self.bus, self.channels, self.config, self.clock, self.media)
        self.turns = Turns(self.db, self.bus, self.config, self.clock, self.holder)
        self.queues = Queues(
            self.db, self.bus, self.channels, self.config, self.clock, self.holder, self.media
        )
        self.conversations = Conversations(self.db, self.bus, self.config, self.clock, self.media)
        self.inbox_list = InboxList(self.db, self.bus, self.channels, self.clock)
        self.handover = Handover(self.conversations)
        self.drafts = Drafts(self.conversations, self.channels)
        self.webchat = WebChatSessions(
            self.db, self.intake, self.bus, self.config, self.clock, b"w" * 32
        )
        self.spending = Spending(self.db, self.config, self.clock)
        self.pipeline = self.pipeline_with(self.model)
        self.suggestions = Suggestions(self.pipeline, self.drafts)

    def use(self, channels: Mapping[str, Channel]) -> None:
        """Other channels than the configuration's: those of a test, already started."""
        self.channels = channels
        self.media = replace(self.media, channels=channels)
        self.intake = replace(self.intake, channels=channels, media=self.media)
        self.queues = replace(self.queues, channels=channels, media=self.media)
        self.conversations = replace(self.conversations, media=self.media)
        self.drafts = replace(self.drafts, conversations=self.conversations, channels=channels)
        self.webchat = replace(self.webchat, intake=self.intake)

    async def _classify(self, text: str, language: str) -> Classification:
        return Classification(
            intents=(Intent(self.understood, 0.9),),
            language=language,
            sentiment=Sentiment.NEUTRAL,
            asks_for_human=False,
            emergency=None,
        )

    def pipeline_with(self, *models: Provider, chain: Chain | None = None) -> Pipeline:
        return Pipeline(
            self.turns,
            Verification(self.db, self.config, self.clock),
            self.knowledge,
            chain or Chain(models),
            self._classify,
            Sight(self.media, self.config),
            self.spending,
            self.bus,
            self.config,
            self.clock,
        )

    # -- what happens --------------------------------------------------------------------------

    async def write(self, *texts: str, **given: Any) -> Accepted:
        """The guest writes; all texts in one webhook."""
        parsed = Parsed([inbound(text, **given) for text in texts])
        channel = str(given.get("channel", "whatsapp"))
        return await self.intake.accept(channel, parsed, payload=b"{}")

    async def claim(self) -> list[InboxItem]:
        """All turns that are due when the burst window is over."""
        self.clock.forward(self.config.conversation.burst_window_s)
        return await self.queues.claim_turns(lease=LEASE, limit=10)

    async def turn(self) -> Committed:
        """The one turn that is due, thought out and written."""
        (item,) = await self.claim()
        return await self.pipeline.run(item)

    async def talk(self, *texts: str, **given: Any) -> list[Message]:
        """The guest writes and Jack takes his turn; the conversation, oldest first."""
        await self.write(*texts, **given)
        await self.turn()
        return self.said()

    async def know(self, title: str, body: str, **changes: Any) -> int:
        """Write an entry down; its id."""
        report = await self.knowledge.ingest([entry(title, body, **changes)])
        return report.entry_ids[0]

    def staff(self, name: str = "Maria Costa", role: Role = Role.FRONT_DESK) -> Staff:
        email = f"{name.split()[0].casefold()}@hotel.example"

        def work() -> Staff:
            found = people.get(people.add(email, name, role, ["front_desk"], self.clock()))
            assert found is not None
            return found

        return self.db.write_now(work)

    def stay(self, *, room: str = "305", phone: str = f"+{ANA}") -> int:
        """A guest in the house, known by this number; the id of the guest."""

        def work() -> int:
            guest_id = guests.add("Ana", "Silva", self.clock(), phone=phone)
            reservations.add(
                guest_id=guest_id,
                provider="mock",
                external_id=f"R{guest_id}",
                confirmation=f"C{guest_id}",
                status=ReservationStatus.CHECKED_IN,
                arrival=date(2027, 1, 14),
                departure=date(2027, 1, 18),
                room=room,
                room_type="double",
                adults=2,
                children=0,
                at=self.clock(),
            )
            return guest_id

        return self.db.write_now(work)

    # -- what is there afterwards ----------------------------------------------------------------

    def rows(self, statement: str, *params: object) -> list[sql.Row]:
        return self.db.read_now(sql.rows, statement, *params)

    def conversation(self, conversation_id: int = 1) -> Conversation:
        found = self.db.read_now(conversations.get, conversation_id)
        assert found is not None
        return found

    def said(self, conversation_id: int = 1) -> list[Message]:
        """Every message of a conversation, oldest first."""
        return self.db.read_now(messages.page, conversation_id, before=None, limit=100)[::-1]

    def by_jack(self, conversation_id: int = 1) -> list[Message]:
        return [m for m in self.said(conversation_id) if m.sender is Sender.AI]

    def sends(self, *states: str) -> list[OutboxItem]:
        """Rows of the outbox in these states (all of them without any), oldest first."""
        wanted = states or tuple(Delivery)
        return self.db.read_now(outbox.listed, states=wanted, before=None, limit=100)[::-1]

    def tasks(self) -> list[Task]:
        return self.db.read_now(tasks.listed)[::-1]

    def escalations(self, conversation_id: int = 1) -> list[Escalation]:
        return self.db.read_now(escalations.of, conversation_id)

    def inbox(self) -> list[tuple[str, str]]:
        """(vendor id, state) of every row."""
        return [(row[0], row[1]) for row in self.rows("SELECT vendor_id, state FROM inbox")]


def entry(title: str, body: str, **changes: Any) -> EntryDraft:
    plain = EntryDraft(
        title=title,
        body=body,
        category=Category.FAQ,
        language="en",
        audience=Audience.GUEST,
        valid_from=None,
        valid_until=None,
        source="handbook.md",
        key=title.casefold(),
    )
    return replace(plain, **changes)
