"""What the tests of imported files share: a small file, read as a hotel in Lisbon reads it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jack.model.reservations import PmsReservation
from jack.pms.files import Imported, read

TODAY = date(2026, 3, 1)
HEADER = "confirmation,guest,arrival,departure"


def imported(
    folder: Path,
    content: str | bytes,
    *,
    name: str = "stays.csv",
    mapping: Mapping[str, str] | None = None,
    timezone: str = "Europe/Lisbon",
    country: str = "PT",
    order: str = "",
) -> Imported:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(
        file,
        mapping=mapping or {},
        timezone=timezone,
        today=TODAY,
        country=country,
        order=order,
    )


def only(found: Imported) -> PmsReservation:
    """The one reservation of a file in which nothing is wrong."""
    assert found.rejected == ()
    (stay,) = found.reservations
    return stay


def reasons(found: Imported) -> dict[str, str]:
    return {each.where: each.reason for each in found.rejected}


def calendar(*events: str, extra: str = "") -> str:
    """A calendar of events, each given by the lines in it."""
    inside = "".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT\r\n" for event in events)
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
    return f"{head}{extra}{inside}END:VCALENDAR\r\n"
