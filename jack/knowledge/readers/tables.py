"""Reads entries in rows and objects: CSV and JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence

from jack.knowledge.readers.findings import Findings, Flaw, Found, Wrong
from jack.knowledge.readers.texts import quoted
from jack.knowledge.readers.values import FIELD_OF, known_values, misspelt, squeezed

_DELIMITERS = ",;\t|"


def read_csv(text: str, _stem: str) -> Findings:
    """Entries in rows under a header.

    Of comma, semicolon, tab and bar the delimiter is the one under which the header says most.
    """
    lines = [line + "\n" for line in text.split("\n")]
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    first += lines[first].lower().startswith("sep=")
    rows = {mark: _row(lines, first, mark) for mark in _DELIMITERS}
    delimiter = max(
        rows, key=lambda mark: len({squeezed(name) for name in rows[mark][0]} & FIELD_OF.keys())
    )
    header, following, _ = rows[delimiter]
    if not {"title", "body"} <= {FIELD_OF.get(squeezed(name)) for name in header}:
        yield Flaw("No header with a title and a content column", first + 1)
        return
    messages = [message for name in header if (message := misspelt(name))]
    if messages:
        yield from (Flaw(f"Column {message}", first + 1) for message in messages)
        return
    while following < len(lines):
        line = following + 1
        row, following, flaw = _row(lines, following, delimiter)
        if flaw or any(cell.strip() for cell in row[len(header) :]):
            yield Flaw(flaw or f"{len(row)} cells under a header of {len(header)}", line)
        elif any(cell.strip() for cell in row):
            yield Found(known_values(zip(header, row, strict=False)), line)


def _row(lines: Sequence[str], at: int, delimiter: str) -> tuple[list[str], int, str]:
    """The row that begins at a line, the line after it, and what is wrong with it.

    After a broken row reading goes on with the next line: a quote that is never closed costs one
    row, not the rest of the file.
    """
    rest = (lines[number] for number in range(at, len(lines)))
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    try:
        row = next(reader, [])
    except csv.Error as error:
        return [], at + 1, f"Row cannot be read: {error}"
    return row, at + max(reader.line_num, 1), ""


# -- JSON --------------------------------------------------------------------------------------


def read_json(text: str, _stem: str) -> Findings:
    """A list of objects, one object, or an object whose `entries` is a list of them."""
    data = json_of(text)
    if isinstance(data, dict):
        data = data.get("entries", [data])
    if not isinstance(data, list):
        raise Wrong("expected a list of entries, or an object with 'entries'")
    for number, item in enumerate(data, 1):
        yield _json_entry(item, None, f"Entry {number}: ")


def read_json_lines(text: str, _stem: str) -> Findings:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _json_entry(json_of(line), number, "")
        except Wrong as error:
            yield Flaw(str(error), number)


def json_of(text: str) -> object:
    """Parse, tolerating line breaks inside strings. Raises Wrong."""
    try:
        data: object = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise Wrong(f"not JSON: {error}") from None
    except (ValueError, RecursionError):
        raise Wrong("JSON nested too deeply, or with a number too long") from None
    return data


def _json_entry(item: object, line: int | None, where: str) -> Found | Flaw:
    if not isinstance(item, dict):
        return Flaw(f"{where}expected an object", line)
    pairs = [(name, value) for name, value in item.items() if value is not None]
    for name, value in pairs:
        if message := misspelt(name):
            return Flaw(f"{where}{message}", line)
        if squeezed(name) in FIELD_OF and not isinstance(value, str | int | float):
            return Flaw(f"{where}{quoted(name)} must be a text", line)
    return Found(known_values((name, str(value)) for name, value in pairs), line, where)
