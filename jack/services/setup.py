"""The first steps of a hotel: what is done, what was skipped, what is still to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jack.db import audit, knowledge
from jack.db import settings as store
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Forbidden
from jack.model.clock import Clock, Micros
from jack.model.staff import Permission, Staff
from jack.services.settings import Settings

SKIPPED = "setup.skipped"


class Step(StrEnum):
    """In the order of the pages."""

    HOTEL = "hotel"
    TIMEZONE = "timezone"
    LANGUAGE = "language"
    ACCOUNT = "account"
    MODEL = "model"
    KNOWLEDGE = "knowledge"
    CHANNELS = "channels"


class StepState(StrEnum):
    DONE = "done"
    SKIPPED = "skipped"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Setup:
    db: Database
    settings: Settings
    clock: Clock

    async def needs_account(self) -> bool:
        """Whether nobody can sign in yet."""
        return await self.db.read(people.count) == 0

    async def steps(self) -> dict[Step, StepState]:
        done = await self._done()
        skipped = await self.db.read(store.get, SKIPPED) or []

        def state(step: Step) -> StepState:
            if step in done:
                return StepState.DONE
            return StepState.SKIPPED if step in skipped else StepState.OPEN

        return {step: state(step) for step in Step}

    async def skip(self, by: Staff, step: Step, *, is_skipped: bool) -> dict[Step, StepState]:
        """Leave a step out, or take it up again. Raises Forbidden."""
        if not by.may(Permission.MANAGE_SETTINGS):
            raise Forbidden(f"Your role, {by.role}, may not set the hotel up.")

        def work(at: Micros) -> None:
            skipped = set(store.get(SKIPPED) or [])
            changed = skipped | {step} if is_skipped else skipped - {step}
            store.put(SKIPPED, sorted(changed), at)
            audit.add(f"staff:{by.id}", "setup.skipped", "system", at, steps=sorted(changed))

        await self.db.write(work, self.clock())
        return await self.steps()

    async def _done(self) -> set[Step]:
        coming = await self.settings.coming()
        config, sources = coming.config, coming.sources

        def read() -> tuple[int, int]:
            return people.count(), knowledge.count()

        accounts, entries = await self.db.read(read)
        llm = config.llm
        has_key = len(llm.anthropic.api_key) > 0 or llm.openai.is_ready
        has_model = has_key or llm.order == ("local",)
        has_channel = config.channels.whatsapp.enabled or config.channels.webchat.allowed_origins
        facts = {
            Step.HOTEL: config.hotel.name,
            Step.TIMEZONE: sources["hotel.timezone"].kind != "default",
            Step.LANGUAGE: sources["hotel.language"].kind != "default",
            Step.ACCOUNT: accounts,
            Step.MODEL: has_model,
            Step.KNOWLEDGE: entries,
            Step.CHANNELS: has_channel,
        }
        return {step for step, is_done in facts.items() if is_done}
