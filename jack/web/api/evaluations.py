"""Golden answers: questions whose answers have to stay right, asked again."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jack.model.golden import Expected, Golden, Kept, Result, Verdict
from jack.model.languages import Language
from jack.model.staff import Permission
from jack.pipeline.evaluations import Change, Running
from jack.web.api.curation import ID
from jack.web.api.shapes import as_id, as_iso
from jack.web.endpoint import Call, Model, Nothing, Routes, Upload

routes = Routes("evaluations")

WRITE = Permission.WRITE_KNOWLEDGE
READ = Permission.READ_KNOWLEDGE
Texts = Annotated[list[Annotated[str, Field(min_length=1, max_length=500)]], Field(max_length=50)]


class Expectation(Model):
    """What an answer must be. `sources` are titles or numbers of entries it rests on; `phrases` are
    words or facts ("7:00" is in "from 7 am"), `a|b` is either. `locked` is the answer itself."""

    sources: Texts = Field(default_factory=list)
    phrases: Texts = Field(default_factory=list)
    must_not: Texts = Field(default_factory=list)
    escalates: bool | None = None
    language: Language | None = None
    locked: str = Field(default="", max_length=4000)

    def expected(self) -> Expected:
        return Expected(
            sources=tuple(self.sources),
            phrases=tuple(self.phrases),
            must_not=tuple(self.must_not),
            escalates=self.escalates,
            language=self.language or "",
            locked=self.locked.strip(),
        )

    @classmethod
    def of(cls, expected: Expected) -> Expectation:
        return cls(
            sources=list(expected.sources),
            phrases=list(expected.phrases),
            must_not=list(expected.must_not),
            escalates=expected.escalates,
            language=Language(expected.language) if expected.language else None,
            locked=expected.locked,
        )


class GoldenQuestion(Model):
    question: str = Field(min_length=1, max_length=2000, examples=["When is breakfast?"])
    expected: Expectation


class GoldenShape(Model):
    """`verdict`, `answer` and `problems` are those of the last run."""

    id: str
    question: str
    expected: Expectation
    message_id: str | None
    verdict: Verdict | None
    answer: str
    problems: list[str]
    asked_at: str | None

    @classmethod
    def of(cls, kept: Kept) -> GoldenShape:
        golden = kept.golden
        message_id = golden.message_id
        return cls(
            id=str(golden.id),
            question=golden.question,
            expected=Expectation.of(golden.expected),
            message_id=as_id(message_id),
            verdict=kept.verdict,
            answer=kept.answer,
            problems=list(kept.problems),
            asked_at=as_iso(kept.asked_at),
        )


class GoldenList(Model):
    golden: list[GoldenShape]


class Mark(Model):
    message_id: str = Field(pattern=ID)


class ResultShape(Model):
    """`before` is the answer without the change, or the locked one. `provider` wrote the answer:
    `rules` without any model; `model` is null where it has but one."""

    question: str
    verdict: Verdict
    problems: list[str]
    answer: str
    before: str
    is_other: bool
    sources: list[str]
    provider: str
    model: str | None

    @classmethod
    def of(cls, result: Result) -> ResultShape:
        return cls(
            question=result.golden.question,
            verdict=result.verdict,
            problems=list(result.problems),
            answer=result.answer.text,
            before=result.before,
            is_other=result.is_other,
            sources=[title for _, title in result.answer.sources],
            provider=result.answer.provider,
            model=result.answer.model or None,
        )


class EvaluationRun(Model):
    """A run under way or done. A trial asks each question twice: without what is tried and with it."""

    id: str
    total: int
    done: int
    is_trial: bool
    is_over: bool
    failure: str
    results: list[ResultShape]

    @classmethod
    def of(cls, running: Running) -> EvaluationRun:
        return cls(
            id=str(running.id),
            total=running.total,
            done=running.done,
            is_trial=running.is_trial,
            is_over=running.is_over,
            failure=running.failure,
            results=[ResultShape.of(result) for result in running.results],
        )


class TryFile(Model):
    name: str = Field(min_length=1, max_length=200, examples=["faq.md"])
    prune: bool = False


class TryWebsite(Model):
    id: str = Field(pattern=ID, description="Of the reading of the website.")
    prune: bool = False


def _shape(golden: Golden) -> GoldenShape:
    return GoldenShape.of(Kept(golden))


@routes.add("GET", "/api/v1/evaluations", answer=GoldenList, needs=READ)
async def list_golden(call: Call[Nothing, Nothing]) -> GoldenList:
    """Golden questions with what became of them last."""
    found = await call.desk.goldens.listed(call.who)
    return GoldenList(golden=[GoldenShape.of(kept) for kept in found])


@routes.add(
    "POST", "/api/v1/evaluations", body=GoldenQuestion, answer=GoldenShape, status=201, needs=WRITE
)
async def add_golden(call: Call[Nothing, GoldenQuestion]) -> GoldenShape:
    """Write a golden question."""
    body = call.body
    return _shape(await call.desk.goldens.add(call.who, body.question, body.expected.expected()))


@routes.add(
    "POST",
    "/api/v1/evaluations/mark",
    body=Mark,
    answer=GoldenShape,
    status=201,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def mark_golden(call: Call[Nothing, Mark]) -> GoldenShape:
    """Make an answer in the inbox golden: its sources, its facts, its language; without its guest."""
    return _shape(await call.desk.goldens.mark(call.who, int(call.body.message_id)))


@routes.add(
    "PUT",
    "/api/v1/evaluations/{id}",
    body=GoldenQuestion,
    answer=GoldenShape,
    needs=WRITE,
    errors=("NOT_FOUND",),
)
async def edit_golden(call: Call[Nothing, GoldenQuestion]) -> GoldenShape:
    """Change a golden question."""
    body = call.body
    return _shape(
        await call.desk.goldens.edit(call.who, call.id(), body.question, body.expected.expected())
    )


@routes.add("DELETE", "/api/v1/evaluations/{id}", status=204, needs=WRITE, errors=("NOT_FOUND",))
async def remove_golden(call: Call[Nothing, Nothing]) -> None:
    """Ask it no more."""
    await call.desk.goldens.remove(call.who, call.id())


@routes.add(
    "POST",
    "/api/v1/evaluations/runs",
    answer=EvaluationRun,
    status=202,
    needs=WRITE,
    errors=("CONFLICT",),
)
async def run_golden(call: Call[Nothing, Nothing]) -> EvaluationRun:
    """Ask all golden questions, in the background, one run at a time."""
    return EvaluationRun.of(await call.desk.evaluations.start(call.who))


@routes.add(
    "GET",
    "/api/v1/evaluations/runs/{id}",
    answer=EvaluationRun,
    needs=WRITE,
    errors=("NOT_FOUND",),
)
async def get_golden_run(call: Call[Nothing, Nothing]) -> EvaluationRun:
    """How far a run is, and at its end what became of each question."""
    return EvaluationRun.of(call.desk.evaluations.look(call.who, call.id()))


@routes.add(
    "POST",
    "/api/v1/evaluations/trials",
    query=TryFile,
    body=Upload,
    answer=EvaluationRun,
    status=202,
    needs=WRITE,
    errors=("CONFLICT",),
)
async def try_file(call: Call[TryFile, Upload]) -> EvaluationRun:
    """Ask all golden questions as they would be answered with a file, sent as the body. Nothing of
    it is stored."""
    found = await call.desk.curation.read_file(
        call.who, call.query.name, call.body.data, category=None
    )
    change = Change(found, call.query.prune, lambda source: False)
    return EvaluationRun.of(await call.desk.evaluations.try_knowledge(call.who, change))


@routes.add(
    "POST",
    "/api/v1/evaluations/trials/website",
    body=TryWebsite,
    answer=EvaluationRun,
    status=202,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def try_website(call: Call[Nothing, TryWebsite]) -> EvaluationRun:
    """The same with a website that was read and is not stored yet."""
    site = call.desk.websites.read_site(call.who, int(call.body.id))
    change = Change(site.found, call.body.prune, site.scope)
    return EvaluationRun.of(await call.desk.evaluations.try_knowledge(call.who, change))


@routes.add(
    "POST",
    "/api/v1/evaluations/trials/models",
    answer=EvaluationRun,
    status=202,
    needs=Permission.MANAGE_SETTINGS,
    errors=("CONFLICT",),
)
async def try_models(call: Call[Nothing, Nothing]) -> EvaluationRun:
    """The same with the model settings that wait for a restart: with the models in force, then with
    those to come. Both are paid for."""
    return EvaluationRun.of(await call.desk.evaluations.try_models(call.who))
