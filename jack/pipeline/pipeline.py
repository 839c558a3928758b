"""One guest turn: load, language, retrieve, answer, policy, commit.

Everything before the commit only reads and thinks; a crash in between costs a model call, never a
message (R1, R2).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from jack import metrics
from jack.config import Config
from jack.errors import Delivery
from jack.events import EventBus, Typing
from jack.llm.chain import Answered, Attempt, NoModel
from jack.model import safety
from jack.model.answers import (
    Classification,
    Draft,
    EscalationProposal,
    HotelProfile,
    Intent,
    Question,
)
from jack.model.autonomy import Rules, Vip
from jack.model.clock import Clock, to_datetime
from jack.model.conversations import State
from jack.model.desk import away, is_staffed
from jack.model.knowledge import Passage
from jack.model.lengths import AIM_CHARS, MAX_CHARS, shorten
from jack.model.messages import InboxItem
from jack.model.phrases import Phrase, say
from jack.model.reasons import Reason
from jack.model.spending import ModelCall
from jack.pipeline import stranger
from jack.pipeline.asked import Settled, hold_orders, schedule, settle
from jack.pipeline.policy import PHRASED, decide
from jack.pipeline.prove import Proof, prove
from jack.pipeline.rated import given_by, rated, thanks
from jack.pipeline.wishes import is_wished
from jack.services import languages
from jack.services.intake import MAX_READ_CHARS
from jack.services.knowledge import Knowledge
from jack.services.sight import Sight
from jack.services.spending import Spending
from jack.services.turns import Committed, Outcome, Shadow, Turn, Turns, Way
from jack.services.verification import Verification

log = logging.getLogger(__name__)

Classify = Callable[[str, str], Awaitable[Classification]]
"""What a text in a language asks for, by rules."""


class Models(Protocol):
    """Whoever turns a question into a draft."""

    async def answer(self, question: Question) -> Answered: ...


@dataclass(slots=True)
class Steps:
    """How long each part of a turn took, for the trace."""

    taken: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            ms = round((time.perf_counter() - started) * 1000, 1)
            self.taken.append({"step": name, "ms": ms})


@dataclass(frozen=True, slots=True)
class Pipeline:
    turns: Turns
    verification: Verification
    knowledge: Knowledge
    models: Models
    classify: Classify
    sight: Sight
    spending: Spending
    bus: EventBus
    config: Config
    clock: Clock

    async def run(self, item: InboxItem) -> Committed:
        """Think a turn through and write it. Raises what the stores raise; nothing is written then."""
        started = time.perf_counter()
        turn = await self.turns.load(item)
        if not languages.is_warm():
            await asyncio.to_thread(languages.warm)
        spoken = languages.recognise(turn.text, known=turn.conversation.language)
        language = spoken or turn.guest.language or self.config.hotel.language
        if turn.conversation.is_owned:
            outcome = Outcome(Way.SILENT, "", language, rated=given_by(turn))
            if self.config.answers.shadow == "all" and turn.text.strip():
                outcome = replace(outcome, **await self._shadowed(turn, language))
        else:
            self.bus.publish(Typing(turn.conversation.channel, turn.conversation.address, "ai"))
            outcome = await self._think(turn, language)
        text = shorten(outcome.text, MAX_CHARS.get(turn.conversation.channel, 4000))
        outcome = replace(outcome, text=text, guest_language=spoken)
        committed = await self.turns.commit(turn, outcome)
        await self.spending.warn()
        metrics.MESSAGE_PROCESSING_SECONDS.labels(turn.conversation.channel).observe(
            time.perf_counter() - started
        )
        return committed

    async def _shadowed(self, turn: Turn, language: str) -> dict[str, Any]:
        """What Jack would say where staff answer; nobody sees it. A failure costs a case, no turn."""
        conversation = replace(turn.conversation, state=State.ACTIVE, owner_id=None)
        alone = replace(
            turn, conversation=conversation, is_first_answer=False, lacking=(), question=None
        )
        thought = await self._answered(alone, language, Steps())
        said: dict[str, Any] = {"calls": thought.calls, "trace": thought.trace}
        if thought.trace.get("answered") and thought.text:
            said["shadow"] = Shadow(thought.text, thought.language)
        return said

    async def suggest(self, item: InboxItem) -> tuple[Turn, Outcome]:
        """What Jack would say to a guest whom staff answer. Nothing is written.

        The same rules decide as in a turn of his own (R4, R5, R6); proving a stay, open questions
        and disclosing what he is belong to those.
        """
        loaded = await self.turns.load(item)
        conversation = replace(loaded.conversation, state=State.ACTIVE)
        turn = replace(
            loaded, conversation=conversation, is_first_answer=False, lacking=(), question=None
        )
        if not languages.is_warm():
            await asyncio.to_thread(languages.warm)
        spoken = languages.recognise(turn.text, known=turn.conversation.language)
        language = spoken or turn.guest.language or self.config.hotel.language
        if not turn.text.strip():
            return turn, _unreadable(turn, language, self.config.hotel.name, self._away(language))
        return turn, await self._answered(turn, language, Steps())

    async def ask(self, text: str) -> Outcome:
        """What Jack would say to a stranger who asks this first. Nothing is written."""
        turn = stranger.asks(text, self.clock())
        if not languages.is_warm():
            await asyncio.to_thread(languages.warm)
        language = languages.recognise(text, known=None) or self.config.hotel.language
        return await self._answered(turn, language, Steps())

    async def _think(self, turn: Turn, language: str) -> Outcome:
        steps = Steps()
        if not turn.text.strip():
            return _unreadable(turn, language, self.config.hotel.name, self._away(language))
        found = given_by(turn)
        if found is not None and found.score is not None:
            if not (found.asks and found.is_good):
                return rated(turn, found, language, hotel_name=self.config.hotel.name)
            opening = thanks(found, language)
            outcome = await self._answered(turn, language, steps, opening=opening)
            return replace(outcome, rated=found)
        with steps.measure("verify"):
            proof = await prove(turn, language, self.turns, self.verification)
        if proof.reply is not None:
            return self._refused(proof, language)
        outcome = await self._answered(proof.turn, language, steps, opening=proof.opening)
        return replace(outcome, attempt=proof.attempt, rated=found)

    async def _answered(
        self, turn: Turn, language: str, steps: Steps, *, opening: str = ""
    ) -> Outcome:
        """Look up, ask a model, decide. `opening` goes before what the model says."""
        if not turn.text.strip():
            draft = _fixed(opening, language)
            outcome = decide(turn, draft, asks_for_human=False, hotel_name=self.config.hotel.name)
            outcome.trace.update({"provider": "rules", "steps": steps.taken})
            return outcome
        settled = settle(turn, language, self.clock(), self._zone)
        if settled is not None:
            return self._settled(turn, settled, language)
        with steps.measure("retrieve"):
            passages = await self.knowledge.search(" ".join(turn.text.split()))
            library = await self.knowledge.library()
            pictures, shown = await self.sight.of(turn)
        question = self._question(turn, language, passages, library)
        question = replace(question, pictures=pictures)
        with steps.measure("answer"):
            answered = await self._answer(question)
            answered = await self._authorised(answered, turn, language)
        if answered.draft.has_seen:
            turn = replace(turn, seen=shown)
        if opening:
            text = f"{opening}\n\n{answered.draft.text}"
            answered = replace(answered, draft=replace(answered.draft, text=text))
        with steps.measure("policy"):
            draft = schedule(answered.draft, turn.text, self.clock(), self._zone)
            draft, ask = hold_orders(draft)
            outcome = decide(
                turn,
                draft,
                asks_for_human=safety.asks_for_human(turn.text[:MAX_READ_CHARS]),
                hotel_name=self.config.hotel.name,
                asks_back=ask is not None,
                rules=self._rules,
                vip=Vip(self.config.answers.vip),
                away=self._away(language),
            )
        outcome.trace.update(_trace(question, answered, steps))
        if "topic_off" in outcome.trace["rules"] and draft.answered:
            outcome = replace(outcome, shadow=Shadow(answered.draft.text, draft.language))
        is_asked = outcome.way is Way.REPLY and bool(draft.text) and draft.text in outcome.text
        return replace(outcome, ask=ask if is_asked else None, calls=_calls(answered))

    def _settled(self, turn: Turn, settled: Settled, language: str) -> Outcome:
        """A short answer to what Jack had asked: rules know what it means."""
        draft = replace(_fixed(settled.text, language), tasks=settled.tasks)
        hotel_name = self.config.hotel.name
        outcome = decide(turn, draft, asks_for_human=False, hotel_name=hotel_name, asks_back=True)
        outcome.trace["provider"] = "rules"
        if outcome.way is not Way.REPLY:
            # It joins what a person was called for: no order is settled unseen.
            return replace(outcome, fills=settled.fills)
        return replace(outcome, fills=settled.fills, ask=settled.ask, settles=settled.settles)

    def _refused(self, proof: Proof, language: str) -> Outcome:
        """The proof did not fit: that is all that is said, and no model is asked."""
        draft = _fixed(proof.reply or "", language, escalation=proof.escalation)
        hotel_name = self.config.hotel.name
        outcome = decide(proof.turn, draft, asks_for_human=False, hotel_name=hotel_name)
        outcome.trace["provider"] = "rules"
        return replace(outcome, attempt=proof.attempt)

    @property
    def _rules(self) -> Rules:
        return Rules(self.config.answers.autonomy, self.config.answers.thresholds)

    def _away(self, language: str) -> str:
        """What is told to whom a person is called for; empty while somebody is at the desk."""
        hotel = self.config.hotel
        if is_staffed(self.clock(), self._zone, hotel.desk_from, hotel.desk_until):
            return ""
        return away(hotel.desk_from, language, hotel.away_text)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.hotel.timezone)

    async def _answer(self, question: Question) -> Answered:
        await self.spending.refresh()
        answered = await self._asked(question)
        self.spending.count(_calls(answered))
        return answered

    async def _authorised(self, answered: Answered, turn: Turn, language: str) -> Answered:
        """R6: a model's tasks stand where rules too see a wish in the guest's own words.

        What a page, a name or a note seems to ask for is no wish of the guest's. Without its tasks
        a reply that speaks of them is an empty promise, and a person is called.
        """
        draft = answered.draft
        if not draft.tasks or draft.provider in PHRASED:
            return answered
        understood = await self.classify(turn.text, language)
        if is_wished(draft.tasks, understood, turn):
            return answered
        log.info("tasks without a wish left out", extra={"provider": draft.provider})
        return replace(answered, draft=replace(draft, tasks=()))

    async def _asked(self, question: Question) -> Answered:
        try:
            return await self.models.answer(question)
        except Delivery as error:
            # Every provider failed, `local` too: the guest is told, a person is called (R12).
            draft = Draft(
                text=say(Phrase.SYSTEM_TROUBLE, question.language),
                language=question.language,
                intents=(Intent("other.unclear", 0.0),),
                confidence=0.0,
                answered=False,
                provider="none",
                escalation=EscalationProposal(reasons=("failure",)),
            )
            metrics.ERRORS.labels("llm").inc()
            return Answered(draft, error.attempts if isinstance(error, NoModel) else ())

    def _question(
        self,
        turn: Turn,
        language: str,
        passages: Sequence[Passage],
        library: Sequence[Passage],
    ) -> Question:
        hotel = self.config.hotel
        now = to_datetime(self.clock()).astimezone(ZoneInfo(hotel.timezone))
        return Question(
            text=turn.text,
            language=language,
            channel=turn.conversation.channel,
            hotel=profile(self.config),
            passages=passages,
            library=library,
            history=turn.history,
            stay=turn.stay,
            stay_access=turn.stay_access,
            open_requests=turn.open_requests,
            preferences=turn.preferences,
            now_local=now.strftime("%A %Y-%m-%d %H:%M"),
            max_chars=AIM_CHARS.get(
                turn.conversation.channel, MAX_CHARS.get(turn.conversation.channel, 4000)
            ),
        )


def profile(config: Config) -> HotelProfile:
    """What a model may always know of the hotel."""
    hotel = config.hotel
    return HotelProfile(
        name=hotel.name,
        timezone=hotel.timezone,
        language=hotel.language,
        country=hotel.country,
        phone=hotel.phone,
        address=hotel.address,
        checkin_time=hotel.checkin_time,
        checkout_time=hotel.checkout_time,
        links=tuple(hotel.links.items()),
    )


def _fixed(text: str, language: str, *, escalation: EscalationProposal | None = None) -> Draft:
    """Words that rules chose."""
    return Draft(
        text=text,
        language=language,
        intents=(Intent("booking.confirm", 1.0),),
        confidence=1.0,
        answered=False,
        provider="rules",
        escalation=escalation,
    )


def _unreadable(turn: Turn, language: str, hotel_name: str, away_text: str) -> Outcome:
    """Photos and voice notes Jack cannot read go to staff, with a polite word."""
    draft = Draft(
        text=say(Phrase.CANNOT_READ_MEDIA, language),
        language=language,
        intents=(Intent("other.unclear", 1.0),),
        confidence=1.0,
        answered=False,
        provider="rules",
        escalation=EscalationProposal(reasons=(Reason.UNREADABLE,)),
    )
    outcome = decide(turn, draft, asks_for_human=False, hotel_name=hotel_name, away=away_text)
    outcome.trace["provider"] = "rules"
    return outcome


def _trace(question: Question, answered: Answered, steps: Steps) -> dict[str, Any]:
    draft, usage = answered.draft, answered.usage
    return {
        "provider": draft.provider,
        "model": draft.model,
        "promptVersion": draft.prompt_version,
        "attempts": [_attempt(attempt) for attempt in answered.attempts],
        "language": draft.language,
        "intents": [{"name": i.name, "confidence": round(i.confidence, 3)} for i in draft.intents],
        "confidence": round(draft.confidence, 3),
        "answered": draft.answered,
        "passages": [
            {
                "entryId": passage.entry_id,
                "version": passage.version,
                "title": passage.title,
                "similarity": passage.similarity,
                "score": passage.score,
                "used": any(source.id == str(passage.entry_id) for source in draft.sources),
            }
            for passage in _shown(question, draft)
        ],
        "usage": {
            "inputTokens": usage.input_tokens,
            "outputTokens": usage.output_tokens,
            "cacheReadTokens": usage.cache_read_tokens,
            "cacheWriteTokens": usage.cache_write_tokens,
            "costMicroUsd": usage.cost_micro_usd,
        },
        "steps": steps.taken,
    }


def _calls(answered: Answered) -> tuple[ModelCall, ...]:
    return tuple(
        ModelCall(attempt.provider, attempt.model, attempt.usage) for attempt in answered.attempts
    )


def _shown(question: Question, draft: Draft) -> list[Passage]:
    """What was found, and what else of the library was used."""
    found = {passage.entry_id for passage in question.passages}
    used = {source.id for source in draft.sources}
    rest = [
        each
        for each in question.library
        if str(each.entry_id) in used and each.entry_id not in found
    ]
    return [*question.passages, *rest]


def _attempt(attempt: Attempt) -> dict[str, Any]:
    told = {"provider": attempt.provider, "outcome": attempt.outcome, "ms": attempt.ms}
    return told | {"faults": list(attempt.faults)} if attempt.faults else told
