"""Golden questions in people's hands: written, marked in the inbox, changed, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jack.db import audit, gaps, goldens, messages, traces
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.knowledge.chunking import sentences
from jack.knowledge.readers.texts import clean_line
from jack.model.clock import Clock, Micros
from jack.model.facts import FactKind, facts
from jack.model.golden import Expected, Golden, Kept, Result
from jack.model.impersonal import impersonal
from jack.model.messages import Message, Sender
from jack.model.staff import Permission, Staff
from jack.services.permits import must

MAX_QUESTION_CHARS = 2_000
TELLING = frozenset({FactKind.TIME, FactKind.PRICE, FactKind.PHONE, FactKind.LINK})
"""Facts of an answer that have to stay in it, unless a person says otherwise."""


@dataclass(frozen=True, slots=True)
class Goldens:
    db: Database
    clock: Clock

    async def listed(self, by: Staff) -> list[Kept]:
        must(by, Permission.READ_KNOWLEDGE)
        return await self.db.read(goldens.listed)

    async def add(self, by: Staff, question: str, expected: Expected) -> Golden:
        must(by, Permission.WRITE_KNOWLEDGE)
        return await self._add(by, Golden(_question(question), expected))

    async def mark(self, by: Staff, message_id: int) -> Golden:
        """An answer in the inbox, as it has to stay: its sources, its facts and its language. The
        question goes without what is its guest's own (R6).

        Raises Conflict when it is marked already, or answers nothing.
        """
        must(by, Permission.WRITE_KNOWLEDGE)
        return await self._add(by, await self.db.read(_from_message, message_id))

    async def edit(self, by: Staff, golden_id: int, question: str, expected: Expected) -> Golden:
        must(by, Permission.WRITE_KNOWLEDGE)
        changed = Golden(_question(question), expected)

        def work(at: Micros) -> Golden:
            if not goldens.save(golden_id, changed, at):
                raise NotFound(f"There is no golden question {golden_id}.")
            audit.add(f"staff:{by.id}", "golden.edit", f"golden:{golden_id}", at)
            return replace(changed, id=golden_id, updated_at=at)

        return await self.db.write(work, self.clock())

    async def remove(self, by: Staff, golden_id: int) -> None:
        must(by, Permission.WRITE_KNOWLEDGE)

        def work(at: Micros) -> None:
            if not goldens.remove(golden_id):
                raise NotFound(f"There is no golden question {golden_id}.")
            audit.add(f"staff:{by.id}", "golden.remove", f"golden:{golden_id}", at)

        await self.db.write(work, self.clock())

    async def begin(self, by: Staff, reason: str, total: int) -> int:
        """The number of a run."""
        return await self.db.write(
            lambda: goldens.begin(reason, total, self.clock(), staff_id=by.id)
        )

    async def finish(
        self, run_id: int, results: Mapping[int, Result], *, failure: str | None = None
    ) -> None:
        await self.db.write(lambda: goldens.finish(run_id, results, self.clock(), failure=failure))

    async def _add(self, by: Staff, golden: Golden) -> Golden:
        def work(at: Micros) -> Golden:
            if golden.message_id is not None and goldens.of_message(golden.message_id) is not None:
                raise Conflict("This answer is golden already.")
            golden_id = goldens.add(golden, at, staff_id=by.id)
            audit.add(f"staff:{by.id}", "golden.add", f"golden:{golden_id}", at)
            return replace(golden, id=golden_id, updated_at=at)

        return await self.db.write(work, self.clock())


def _question(text: str) -> str:
    question = clean_line(text)
    if not question or len(question) > MAX_QUESTION_CHARS:
        raise Invalid(f"A question has 1 to {MAX_QUESTION_CHARS} characters.", field="question")
    return question


def _from_message(message_id: int) -> Golden:
    answer = messages.get(message_id)
    if answer is None:
        raise NotFound(f"There is no message {message_id}.")
    asked = _asked(answer)
    private = gaps.private_of(answer.conversation_id)
    question = clean_line(impersonal(asked.text, private, split=sentences).text)
    if not question:
        raise Conflict("The question is all about its guest: nobody else would ask it.")
    said = impersonal(answer.text, private, split=sentences).text
    expected = Expected(
        sources=tuple(source.title for source in answer.sources if source.kind == "entry"),
        phrases=tuple(dict.fromkeys(fact.shown for fact in facts(said) if fact.kind in TELLING)),
        escalates=False,
        language=answer.language or "",
    )
    return Golden(question[:MAX_QUESTION_CHARS], expected, asked.language, message_id=message_id)


def _asked(answer: Message) -> Message:
    """What the guest wrote that this answers."""
    if answer.sender not in (Sender.AI, Sender.STAFF):
        raise Conflict("Only an answer of Jack's or of staff can be golden.")
    trace = traces.of_message(answer.id)
    if trace and trace["questionId"]:
        found = messages.get(trace["questionId"])
        if found is not None and found.text:
            return found
    before = messages.history(answer.conversation_id, before=answer.id, limit=20)
    for message in reversed(list(before)):
        if message.sender is Sender.GUEST and message.text:
            return message
    raise Conflict("The guest had not asked anything before.")
