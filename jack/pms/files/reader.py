"""Reads a file of reservations, whatever kind it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from jack.errors import Invalid
from jack.pms.files.dates import Order
from jack.pms.files.ical import is_calendar, read_calendar
from jack.pms.files.imported import Imported
from jack.pms.files.stays import House
from jack.pms.files.table import read_table, score
from jack.pms.files.texts import text_of


def read(
    file: Path,
    *,
    mapping: Mapping[str, str],
    timezone: str,
    today: date,
    country: str = "",
    order: str = "",
) -> Imported:
    """Reservations of a CSV or iCal file in the hotel's time, and why the others were left out.

    `mapping` names columns by field, `country` is the hotel's (telephone numbers), `order` is "dmy"
    or "mdy" where a file does not tell. Kinds of files are told by what is in them. Raises
    ReadError when it cannot be opened, Invalid when none of it can be trusted.
    """
    house = House(ZoneInfo(timezone), country or None, today)
    chosen = _order(order)
    text = text_of(file, score)
    if is_calendar(text):
        if mapping:
            raise Invalid(f"{file.name} is a calendar: --map is for the columns of tables.")
        return read_calendar(text, file.name, house)
    if file.suffix.lower() in (".ics", ".ical"):
        raise Invalid(f"{file.name} is no calendar: BEGIN:VCALENDAR is missing.")
    return read_table(text, file.name, mapping=mapping, order=chosen, house=house)


def _order(text: str) -> Order | None:
    if not text:
        return None
    try:
        return Order(text.casefold())
    except ValueError:
        raise Invalid(f"--dates {text} is none of {', '.join(Order)}.") from None
