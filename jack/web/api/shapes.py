"""Shapes that several resources share: pages, cursors, ids."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Annotated

from pydantic import Field

from jack.errors import Invalid
from jack.model.clock import Micros, from_datetime, to_iso
from jack.web.endpoint import Model

Limit = Annotated[int, Field(ge=1, le=100)]


class Page(Model):
    """How much of a list, and from where."""

    limit: Limit = 50
    cursor: str | None = Field(default=None, description="From the answer before.")


def encode(*position: int) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")


def decode(cursor: str | None, parts: int) -> tuple[int, ...] | None:
    """Raises Invalid for a cursor Jack did not make."""
    if cursor is None:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        position = json.loads(base64.urlsafe_b64decode(padded.encode()))
        is_ours = len(position) == parts and all(
            type(number) is int and abs(number) < 2**62 for number in position
        )
    except (ValueError, TypeError, RecursionError):
        is_ours = False
    if not is_ours:
        raise Invalid("The cursor is not one of Jack's.", field="cursor")
    return tuple(position)


def as_id(number: int | None) -> str | None:
    """Ids are texts in the API."""
    return str(number) if number is not None else None


def as_number(text: str | None) -> int | None:
    """An id of the API as the one in the database."""
    return int(text) if text is not None else None


def as_iso(at: Micros | None) -> str | None:
    return to_iso(at) if at is not None else None


def as_micros(at: datetime | None) -> Micros | None:
    return from_datetime(at) if at is not None else None
