"""JSON lines without personal data: names, phones, addresses, bodies and secrets never reach a log.

Log calls carry a constant event and an `extra` of allowed fields; anything else is dropped here,
and a message with arguments or an exception's text is never printed outside debug.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections import deque
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from jack.model.clock import to_iso

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

FIELDS = (
    "conversation_id", "message_id", "channel", "outbox_id", "task_id", "staff_id", "provider",
    "status", "method", "route", "reason", "attempts", "seconds", "count", "signal", "url",
    "version", "component", "outcome", "path",
)  # fmt: skip


def _fields(record: logging.LogRecord) -> dict[str, object]:
    fields: dict[str, object] = {}
    if (rid := request_id.get()) is not None:
        fields["request_id"] = rid
    for name in FIELDS:
        if (value := record.__dict__.get(name)) is not None:
            fields[name] = value
    if record.exc_info and record.exc_info[0] is not None:
        fields["error"] = record.exc_info[0].__name__
        fields["where"] = _where(record)
    return fields


def _where(record: logging.LogRecord) -> list[str]:
    """The frames of an exception without its text, which may hold a guest's words."""
    assert record.exc_info is not None
    frames = traceback.extract_tb(record.exc_info[2])
    return [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "timestamp": to_iso(round(record.created * 1_000_000)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        return json.dumps(line | _fields(record), ensure_ascii=False, default=str)


class TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        pairs = " ".join(f"{key}={value}" for key, value in _fields(record).items())
        clock = to_iso(round(record.created * 1_000_000))[11:23]
        return f"{clock} {record.levelname:<7} {_event(record)} {pairs}".rstrip()


def _event(record: logging.LogRecord) -> str:
    """Jack's own events are constants; a library's message may carry anything, so only its form."""
    if record.name.startswith("jack"):
        return str(record.msg)
    return str(record.msg) if not record.args and len(str(record.msg)) < 60 else "library message"


@dataclass(frozen=True, slots=True)
class Line:
    """A warning or an error, as it was logged."""

    at: int
    level: str
    logger: str
    event: str
    fields: Mapping[str, object]


class Recent(logging.Handler):
    """Keeps the last warnings and errors in memory, for the health page."""

    def __init__(self, size: int = 50) -> None:
        super().__init__(logging.WARNING)
        self._lines: deque[Line] = deque(maxlen=size)

    def emit(self, record: logging.LogRecord) -> None:
        at = round(record.created * 1_000_000)
        level = record.levelname.lower()
        self._lines.append(Line(at, level, record.name, _event(record), _fields(record)))

    def lines(self) -> tuple[Line, ...]:
        """Newest first."""
        return tuple(reversed(self._lines))


RECENT = Recent()


def configure(*, level: str, fmt: str) -> None:
    """Log to stdout. `level` is a logging level's name, `fmt` is json or text.

    Libraries have a say from warnings on: what they do is not what a hotel wants to read.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter() if fmt == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler, RECENT]
    root.setLevel(max(logging.WARNING, logging.getLevelName(level.upper())))
    logging.getLogger("jack").setLevel(level.upper())
    logging.captureWarnings(True)
