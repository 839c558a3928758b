"""What a model is asked to do: instructions, a conversation, and the one tool it answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jack.llm import prompt, reply
from jack.llm.base import Unusable
from jack.llm.prompt import Turn
from jack.model.answers import Picture, Question, Usage


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Errand:
    """`system` are stable parts, the last one the end of what is cached."""

    system: tuple[str, ...]
    turns: tuple[Turn, ...]
    tool: Tool
    pictures: Sequence[Picture] = ()
    """What belongs to the last turn besides its texts."""


def answering(question: Question) -> Errand:
    """To answer a guest. A new entry of the hotel's makes no new tool and rules."""
    system = [prompt.house_rules(), prompt.describe_hotel(question.hotel)]
    if question.library:
        system.append(prompt.describe_library(question.library))
    tool = Tool(reply.TOOL_NAME, reply.TOOL_DESCRIPTION, reply.input_schema())
    return Errand(tuple(system), prompt.conversation(question), tool, question.pictures)


TRANSLATION = Tool(
    "translation",
    "Hands over the translated message.",
    {
        "type": "object",
        "properties": {"text": {"type": "string", "description": "The message, translated."}},
        "required": ["text"],
        "additionalProperties": False,
    },
)


def translating(text: str, language: str, *, complaint: str = "") -> Errand:
    """To translate a message. `complaint`: what was wrong with a first try."""
    asked = [f"Language: {language}", prompt.fence("message", text)]
    if complaint:
        asked.append(f"A first translation was not fit: {prompt.clean(complaint)}")
    return Errand((_translators_rules(),), (Turn("user", tuple(asked)),), TRANSLATION)


def translated(data: object, usage: Usage) -> str:
    """The text of the tool's input. Raises Unusable when there is none."""
    match data:
        case {"text": str(text)} if text.strip():
            return text.strip()
    raise Unusable("The model's translation does not fit the tool", usage)


@cache
def _translators_rules() -> str:
    return files("jack.llm").joinpath("prompts/translate.md").read_text(encoding="utf-8")
