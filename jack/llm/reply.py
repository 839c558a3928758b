"""The tool that a model answers with, and how what it says becomes a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema

from jack.llm import prompt
from jack.llm.base import Unusable
from jack.model.answers import Draft, EscalationProposal, Intent, Question, Sentiment, Usage
from jack.model.intents import INTENTS
from jack.model.messages import Source
from jack.model.preferences import PreferenceName, PreferenceProposal
from jack.model.tasks import Department, Item, Priority, TaskKind, TaskProposal

TOOL_NAME = "reply_to_guest"
TOOL_DESCRIPTION = (
    "Answers the guest. Call it exactly once for every message. What the guest will read stands in "
    "`reply`, what the staff have to do in `tasks`, and whether a person has to take over in "
    "`escalation`."
)
STAY = "stay"
"""The source id of the guest's own stay."""

MAX_QUANTITY = 100


class Reason(StrEnum):
    """Why a model asks for a person."""

    HUMAN_REQUEST = "human_request"
    NO_SOURCE = "no_source"
    COMPLAINT = "complaint"
    NEGATIVE_SENTIMENT = "negative_sentiment"
    REPEATED = "repeated"
    ALWAYS_HUMAN = "always_human"
    EMERGENCY = "emergency"


def _stated(text: str) -> str:
    if not text.strip():
        raise ValueError("empty")
    return text.strip()


def _share(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError("not between 0 and 1")
    return value


def _count(value: int) -> int:
    if not 1 <= value <= MAX_QUANTITY:
        raise ValueError("no quantity")
    return value


def _known(name: str) -> str:
    if name not in INTENTS:
        raise ValueError("no intent")
    return name


# Bounds are checked here and told in words: the schema of a strict tool knows no bounds.
Stated = Annotated[str, AfterValidator(_stated)]
Share = Annotated[float, AfterValidator(_share), Field(description="From 0 to 1.")]
IntentName = Annotated[
    str, AfterValidator(_known), WithJsonSchema({"type": "string", "enum": list(INTENTS)})
]


class _Part(BaseModel):
    """All keys are required and no other is allowed, as strict tools want it."""

    model_config = ConfigDict(extra="forbid")


class _Intent(_Part):
    name: IntentName
    confidence: Share


class _Item(_Part):
    name: Stated
    quantity: Annotated[int, AfterValidator(_count), Field(description=f"1 to {MAX_QUANTITY}.")]


class _Task(_Part):
    department: Department
    kind: TaskKind
    title: Stated = Field(description="For the staff, in the hotel's language, under 80 letters.")
    items: list[_Item] = Field(description="What is asked for; empty if it is not things.")
    room: str = Field(description="The room named by the guest or the stay; empty if unknown.")
    priority: Priority
    intent: str = Field(description="The name of the one of `intents` it serves.")


class _Preference(_Part):
    name: PreferenceName
    value: Stated = Field(description="A few words in English, like `vegetarian`.")
    stated: bool = Field(description="True only if the guest said it of themselves.")


class _Escalation(_Part):
    needed: bool
    reasons: list[Reason] = Field(description="Empty if no person is needed.")
    priority: Priority
    department: Department


class _Reply(_Part):
    reply: Stated = Field(description="What the guest will read.")
    language: Stated = Field(description="Language of `reply` as ISO 639-1, two letters.")
    intents: list[_Intent] = Field(description="What the guest wants, the surest first.")
    sentiment: Sentiment
    confidence: Share = Field(description="How sure you are of the whole reply, 0 to 1.")
    answered: bool = Field(description="Whether the reply answers the question from its sources.")
    used_sources: list[str] = Field(description="Ids of used passages, and `stay` if used.")
    tasks: list[_Task]
    preferences: list[_Preference] = Field(description="New and lasting; usually empty.")
    escalation: _Escalation


class _PlainSchema(GenerateJsonSchema):
    """Without titles, which repeat the names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def input_schema() -> Mapping[str, Any]:
    """The JSON schema of the tool's input."""
    schema = _Reply.model_json_schema(schema_generator=_PlainSchema)
    for part in (schema, *schema["$defs"].values()):
        part.pop("title", None)
    return schema


def read(
    data: object, question: Question, *, provider: str, usage: Usage, model: str = ""
) -> Draft:
    """The draft that a tool's input means.

    Sources that were not offered are dropped, and without a source nothing is answered (R4).
    Raises Unusable when the input does not fit the schema; the error names the
    fields but nothing the model said, which may quote the guest.
    """
    try:
        said = _Reply.model_validate(data)
    except ValidationError as error:
        misfits = {step for detail in error.errors() for step in detail["loc"][:1]}
        fields = [name for name in _Reply.model_fields if name in misfits]
        raise Unusable(
            f"The model's reply does not fit the tool in {', '.join(fields) or 'its keys'}", usage
        ) from None
    sources = tuple(_sources(said.used_sources, question))
    intents = sorted(said.intents, key=lambda intent: intent.confidence, reverse=True)
    return Draft(
        text=said.reply,
        language=said.language.lower(),
        intents=tuple(Intent(intent.name, intent.confidence) for intent in intents),
        confidence=said.confidence,
        answered=said.answered and bool(sources),
        provider=provider,
        sentiment=said.sentiment,
        sources=sources,
        tasks=tuple(_task(task) for task in said.tasks),
        escalation=_escalation(said.escalation),
        preferences=tuple(
            PreferenceProposal(each.name, each.value, each.stated) for each in said.preferences
        ),
        usage=usage,
        model=model,
        prompt_version=prompt.version(),
        has_seen=bool(question.pictures),
    )


def _sources(ids: Sequence[str], question: Question) -> Iterator[Source]:
    """What of `ids` was offered, each once, in the order of use."""
    offered = {
        str(passage.entry_id): Source(
            kind="entry",
            id=str(passage.entry_id),
            version=passage.version,
            title=passage.title,
            score=passage.score,
        )
        for passage in (*question.library, *question.passages)
    }
    if question.stay is not None:
        offered[STAY] = Source(kind="pms", id=STAY, title=f"as of {question.stay.synced_at}")
    for source_id in dict.fromkeys(ids):
        if source_id in offered:
            yield offered[source_id]


def _task(task: _Task) -> TaskProposal:
    return TaskProposal(
        department=task.department,
        title=task.title,
        priority=task.priority,
        kind=task.kind,
        items=tuple(Item(item.name, item.quantity) for item in task.items),
        room=task.room.strip() or None,
        intent=task.intent if task.intent in INTENTS else "",
    )


def _escalation(wanted: _Escalation) -> EscalationProposal | None:
    if not wanted.needed:
        return None
    return EscalationProposal(
        reasons=tuple(dict.fromkeys(reason.value for reason in wanted.reasons)),
        priority=wanted.priority,
        department=wanted.department.value,
    )
