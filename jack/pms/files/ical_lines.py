"""Calendar files as RFC 5545 writes them: folded lines, properties with parameters, events.

Read here and not by a library, because a report of bad events needs the line of each, and one that
is broken must cost no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MAX_LINE = 20_000
"""A longer property is cut: descriptions may hold whole mails."""
MAX_PROPERTIES = 500
"""An event has twenty; what comes after so many is passed over."""

_NAME = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)?")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_ESCAPED = re.compile(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class Property:
    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """With its escapes undone (3.3.11)."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)


@dataclass(slots=True)
class Event:
    """A VEVENT from the line it begins at. `flaw`: why it cannot be read as a whole."""

    line: int
    properties: list[Property] = field(default_factory=list)
    flaw: str = ""

    def get(self, name: str) -> Property | None:
        return next((each for each in self.properties if each.name == name), None)

    def text(self, name: str) -> str:
        found = self.get(name)
        return found.text.strip() if found else ""

    def has(self, *names: str) -> bool:
        return any(each.name in names for each in self.properties)


def events(text: str) -> Iterator[Event]:
    """All events; what is inside them (alarms) and beside them (time zones) is passed over."""
    inside: list[str] = []
    event: Event | None = None
    for line, content in _unfolded(text.split("\n")):
        found = _property(content)
        if found is None:
            if event is not None and content.strip():
                event.flaw = event.flaw or f"line {line} is no property"
        elif found.name == "BEGIN":
            kind = found.value.strip().upper()
            if kind == "VEVENT":
                if event is not None:
                    event.flaw = "it has no end"
                    yield event
                event, inside = Event(line), []
            else:
                inside.append(kind)
        elif found.name == "END":
            kind = found.value.strip().upper()
            if kind == "VEVENT" and event is not None:
                yield event
                event = None
            elif inside and inside[-1] == kind:
                inside.pop()
        elif event is not None and not inside and len(event.properties) < MAX_PROPERTIES:
            event.properties.append(found)
    if event is not None:
        event.flaw = "it has no end: the file is cut off"
        yield event


def method(text: str) -> str:
    """The calendar's METHOD: `CANCEL` takes back all that it lists (RFC 5546)."""
    found = re.search(r"^METHOD(?:;[^:\n]*)?:[ \t]*(\w+)", text, re.MULTILINE | re.IGNORECASE)
    return found[1].upper() if found else ""


def _unfolded(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(number of its first line, whole line): one that begins with a space goes on (3.1)."""
    first, parts, length = 0, list[str](), 0
    for number, line in enumerate(lines, 1):
        if line[:1] in (" ", "\t") and parts:
            if length < MAX_LINE:
                parts.append(line[1:])
                length += len(line)
            continue
        if parts:
            yield first, "".join(parts)
        first, parts, length = number, [line[:MAX_LINE]], len(line)
    if parts:
        yield first, "".join(parts)


def _property(content: str) -> Property | None:
    """`DTSTART;TZID=Europe/Lisbon:20260301T150000`; None for what is none."""
    name = _NAME.match(content)
    if name is None:
        return None
    at, parameters = name.end(), dict[str, str]()
    while found := _PARAMETER.match(content, at):
        parameters[found[1].upper()] = found[2].strip('"')
        at = found.end()
    if content[at : at + 1] != ":":
        return None
    return Property(name[0].rpartition(".")[2].upper(), content[at + 1 :], parameters)
