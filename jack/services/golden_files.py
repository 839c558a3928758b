"""Files of golden questions: YAML, JSON or CSV, and the answers recorded beside them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from jack.errors import Invalid, ReadError
from jack.knowledge.readers.files import text_of
from jack.knowledge.readers.findings import Wrong
from jack.knowledge.readers.texts import clean, clean_line
from jack.model.golden import Expected, Golden
from jack.model.languages import Language

MAX_FILE_BYTES = 4 * 1024 * 1024
MAX_QUESTIONS = 2_000
MAX_QUESTION_CHARS = 2_000
MAX_TEXT_CHARS = 4_000
FIELDS = ("question", "sources", "phrases", "must_not", "escalates", "language", "locked")
RECORDED = ".recorded.json"
_LISTS = ("sources", "phrases", "must_not")
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


def read(path: Path) -> list[Golden]:
    """Raises ReadError for a file that is not there, Invalid for what is no question in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ReadError(f"Cannot read {path}: {reason}.", path=str(path)) from error
    if len(data) > MAX_FILE_BYTES:
        raise Invalid(f"{path} is larger than {MAX_FILE_BYTES // 1024**2} MB.")
    try:
        rows = list(_rows(path, text_of(data, is_html=False)))
    except (Wrong, csv.Error) as error:
        raise Invalid(f"{path} cannot be read: {error}.") from error
    if not rows or len(rows) > MAX_QUESTIONS:
        raise Invalid(f"{path} has {len(rows)} questions, not 1 to {MAX_QUESTIONS}.")
    return [golden(row, where=f"{path}, question {number}") for number, row in enumerate(rows, 1)]


def golden(row: Mapping[str, object], *, where: str) -> Golden:
    """One question from its fields. Raises Invalid, which begins with `where`."""
    for name in row:
        if name not in FIELDS:
            near = get_close_matches(str(name), FIELDS, 1)
            hint = f" Did you mean {near[0]}?" if near else f" Known: {', '.join(FIELDS)}."
            raise Invalid(f"{where}: {name} is unknown.{hint}")
    question = clean_line(_text(row.get("question"), where))
    if not question or len(question) > MAX_QUESTION_CHARS:
        raise Invalid(f"{where}: a question has 1 to {MAX_QUESTION_CHARS} characters.")
    language = _text(row.get("language"), where)
    if language and language not in set(Language):
        raise Invalid(f"{where}: {language} is no language of guests: {', '.join(Language)}.")
    lists = {name: _list(row.get(name), where) for name in _LISTS}
    expected = Expected(
        **lists,
        escalates=_flag(row.get("escalates"), where),
        language=language,
        locked=clean(_text(row.get("locked"), where)).strip(),
    )
    return Golden(question, expected)


def _rows(path: Path, text: str) -> Iterable[Mapping[str, object]]:
    match path.suffix.lower():
        case ".csv":
            found: object = list(csv.DictReader(io.StringIO(text)))
        case ".json":
            found = _json(text, path)
        case ".yaml" | ".yml":
            found = _yaml(text, path)
        case _:
            raise Invalid(f"{path} is no file of questions: .yaml, .json or .csv.")
    if isinstance(found, dict):
        found = found.get("questions")
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Invalid(f"{path} holds no list of questions.")
    return found


def _json(text: str, path: Path) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"{path} is no JSON: {error}.") from error


def _yaml(text: str, path: Path) -> object:
    import yaml

    try:
        # Builds texts, lists and tables only: 7:00 stays what it is, and nothing else can be made.
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Invalid(f"{path} is no YAML: {' '.join(str(error).split())}.") from error


def _text(value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)) and len(str(value)) <= MAX_TEXT_CHARS:
        return str(value)
    raise Invalid(f"{where}: each value is a text of at most {MAX_TEXT_CHARS} characters.")


def _list(value: object, where: str) -> tuple[str, ...]:
    """A list, or a text whose parts are parted by semicolons."""
    parts = value if isinstance(value, list) else _text(value, where).split(";")
    return tuple(part for each in parts if (part := clean_line(_text(each, where))))


def _flag(value: object, where: str) -> bool | None:
    text = _text(value, where).strip().casefold()
    if not text:
        return None
    if text not in _YES | _NO:
        raise Invalid(f"{where}: escalates is true or false, not {text}.")
    return text in _YES
