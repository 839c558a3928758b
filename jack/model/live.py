"""What staff pages are told as it happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class News(StrEnum):
    """The kinds of events on `/ws`."""

    MESSAGE_NEW = "message.new"
    MESSAGE_STATUS = "message.status"
    MESSAGE_FILES = "message.files"
    CONVERSATION_CREATED = "conversation.created"
    CONVERSATION_UPDATED = "conversation.updated"
    ESCALATION = "escalation"
    TASK_CREATED = "task.created"
    TASK_UPDATED = "task.updated"
    PRESENCE = "presence"
    TYPING = "typing"
    TROUBLES = "system.troubles"
    RESYNC = "resync"


FLEETING = frozenset({News.PRESENCE, News.TYPING})
"""Not kept for those who come back: by then it is over."""


class Doing(StrEnum):
    """What a person does in a conversation."""

    VIEWING = "viewing"
    ANSWERING = "answering"


@dataclass(frozen=True, slots=True)
class Happened:
    """One event. Numbers only grow, over restarts too.

    `data` holds what the web layer renders. Tasks are for those who may see one of `departments`;
    all else is for those who may read conversations. `not_for` is who caused it.
    """

    number: int
    news: News
    data: Mapping[str, Any] = field(default_factory=dict)
    departments: frozenset[str] = frozenset()
    not_for: int | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """A person in a conversation."""

    staff_id: int
    name: str
    doing: Doing
