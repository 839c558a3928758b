"""Logs are lines of JSON that never hold a guest's data (R15)."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from jack import logs

GUEST = "Ana Silva +351912345678"


@pytest.fixture
def _restored() -> Iterator[None]:
    """Give the loggers back as they were."""
    root, ours = logging.getLogger(), logging.getLogger("jack")
    handlers, levels = list(root.handlers), (root.level, ours.level)
    yield
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    logging.captureWarnings(False)


def record(message: str, *args: object, name: str = "jack.web", **more: Any) -> logging.LogRecord:
    return logging.getLogger(name).makeRecord(
        name, logging.WARNING, "file.py", 1, message, args, None, **more
    )


def failure(text: str = GUEST) -> Any:
    """The exc_info of an exception that quotes a guest."""
    try:
        raise ValueError(text)
    except ValueError as error:
        return type(error), error, error.__traceback__


def as_json(record: logging.LogRecord) -> dict[str, Any]:
    text = logs.JsonFormatter().format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_line_says_when_where_how_bad_and_what() -> None:
    line = as_json(record("send failed", extra={"outbox_id": 7, "reason": "131047"}))

    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "level": "warning",
        "logger": "jack.web",
        "event": "send failed",
        "outbox_id": 7,
        "reason": "131047",
    }


def test_r15_fields_that_are_not_allowed_are_dropped() -> None:
    extra = {"guest_name": GUEST, "text": GUEST, "phone": GUEST, "token": "t", "status": "sent"}

    line = as_json(record("sent", extra=extra))

    assert GUEST not in json.dumps(line)
    assert set(line) == {"timestamp", "level", "logger", "event", "status"}


@pytest.mark.parametrize("formatter", [logs.JsonFormatter(), logs.TextFormatter()])
def test_r15_an_exception_shows_its_kind_and_place_but_not_its_words(
    formatter: logging.Formatter,
) -> None:
    entry = record("turn failed")
    entry.exc_info = failure()

    text = formatter.format(entry)

    assert GUEST not in text
    assert "ValueError" in text
    assert "test_logs.py" in text
    assert " failure" in text


@pytest.mark.parametrize("formatter", [logs.JsonFormatter(), logs.TextFormatter()])
@pytest.mark.parametrize("name", ["jack.web", "aiohttp.server"])
def test_r15_arguments_of_a_message_are_never_printed(
    formatter: logging.Formatter, name: str
) -> None:
    assert GUEST not in formatter.format(record("from %s", GUEST, name=name))


def test_r15_a_librarys_long_message_is_not_repeated() -> None:
    quoting = record(f"cannot parse {GUEST}, which came from the network", name="aiohttp.server")

    assert as_json(quoting)["event"] == "library message"
    assert as_json(record("Scheduler started", name="apscheduler"))["event"] == "Scheduler started"


def test_lines_of_one_request_share_its_id() -> None:
    assert "request_id" not in as_json(record("before"))

    reset = logs.request_id.set("r-1")
    try:
        inside = as_json(record("inside"))
    finally:
        logs.request_id.reset(reset)

    assert inside["request_id"] == "r-1"


def test_text_is_for_reading() -> None:
    entry = record("send failed", extra={"outbox_id": 7})
    entry.created = 1_800_000_000.25

    assert logs.TextFormatter().format(entry) == "08:00:00.250 WARNING send failed outbox_id=7"


@pytest.mark.usefixtures("_restored")
def test_jack_logs_to_standard_output_at_the_configured_level(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure(level="warning", fmt="json")

    logging.getLogger("jack.web").info("too quiet")
    logging.getLogger("jack.web").warning("disk nearly full")
    logging.getLogger("aiohttp.access").info("GET /")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["event"] for line in lines] == ["disk nearly full"]


@pytest.mark.usefixtures("_restored")
def test_chatty_libraries_stay_quiet_however_much_jack_tells(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure(level="debug", fmt="text")

    logging.getLogger("httpx").info("HTTP Request: POST")
    logging.getLogger("jack.web").debug("said")

    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()] == ["said"]
