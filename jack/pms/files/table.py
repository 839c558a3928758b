"""Reservations in rows under a header: CSV with any of the usual marks between cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jack.errors import Invalid
from jack.model.reservations import PmsReservation, Rejected
from jack.pms.files import columns, dates, stays, values
from jack.pms.files.dates import Order
from jack.pms.files.imported import Imported, Unreadable
from jack.pms.files.stays import House
from jack.pms.files.texts import clean, has_unwanted

DELIMITERS = ",;\t|"
HEADER_WITHIN = 20
"""Reports begin with a title; the header is looked for in so many lines."""
MAX_ROWS = 100_000
MAX_ROW_LINES = 50
"""A cell with line breaks goes on for at most so long: a quote that is never closed costs a line."""

MAX_CELLS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be read as far as its days. `stay` is as written."""

    line: int
    cells: stays.Cells
    stay: dates.Stay


@dataclass(frozen=True, slots=True)
class Header:
    names: Sequence[str]
    delimiter: str
    following: int
    """The line after it, from 0."""


def score(text: str) -> int:
    """How many fields the best header in a text names."""
    header = _header(text.split("\n"), {})
    return columns.known(header.names) if header else 0


def read_table(
    text: str, file: str, *, mapping: Mapping[str, str], order: Order | None, house: House
) -> Imported:
    """Raises Invalid when nothing of the file can be trusted: no header, columns missing, days that
    may be months."""
    lines = text.split("\n")
    header = _header(lines, mapping)
    if header is None:
        raise Invalid(
            f"{file} has no line with names of columns that Jack knows in its first {HEADER_WITHIN} "
            f"lines{_first(lines)}. Put one on top, like confirmation,guest,arrival,departure,status,"
            "room, or say which is which: --map confirmation=COLUMN --map arrival=COLUMN"
        )
    places = columns.assign(header.names, mapping)
    columns.check(places, header.names, file)
    rejected: list[Rejected] = []
    rows = list(_rows(lines, header, places, rejected))
    if not rows and not rejected:
        raise Invalid(f"{file} has no reservations: there is nothing under its header.")
    is_open = any(len(written.orders) > 1 for row in rows for written in row.stay if written)
    if order is None:
        order = dates.order_of([row.stay for row in rows], hotel=house.zone, today=house.today)
    read = list(_reservations(rows, order, house, rejected))
    used = set(places.values())
    return Imported(
        tuple(read),
        tuple(sorted(rejected, key=lambda each: int(each.where.split()[1]))),
        columns={field: header.names[place] for field, place in places.items()},
        ignored_columns=tuple(n for at, n in enumerate(header.names) if n and at not in used),
        dates=order.value if is_open else "",
        notes=house.notes(),
    )


def _header(lines: Sequence[str], mapping: Mapping[str, str]) -> Header | None:
    """The first line that names most fields, and the mark under which it does."""
    best: Header | None = None
    most = columns.MIN_FIELDS - 1
    wanted = {clean(column) for column in mapping.values()}
    for at, line in enumerate(lines[:HEADER_WITHIN]):
        for delimiter in DELIMITERS if line.strip() else ():
            cells, following, _ = _row(lines, at, delimiter)
            names = [clean(cell) for cell in cells]
            found = columns.known(names) + len(wanted & set(names))
            if found > most:
                best, most = Header(names, delimiter, following), found
    return best


def _first(lines: Sequence[str]) -> str:
    """The first line's cells, if they can be names of columns: guests' data is not repeated."""
    at = next(at for at, line in enumerate(lines) if line.strip())
    delimiter = max(DELIMITERS, key=lambda mark: lines[at].count(mark))
    cells = [clean(cell) for cell in _row(lines, at, delimiter)[0]]
    if len(cells) < 2 or any(each.isdigit() or each == "@" for each in "".join(cells)):
        return ""
    return f"; the first has {columns.listed(cells)}"


def _rows(
    lines: Sequence[str], header: Header, places: Mapping[str, int], rejected: list[Rejected]
) -> Iterator[Row]:
    at, seen = header.following, 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        line = at + 1
        cells, at, flaw = _row(lines, at, header.delimiter)
        if not flaw and not any(cell.strip() for cell in cells):
            continue
        seen += 1
        if seen > MAX_ROWS:
            raise Invalid(f"The file has more than {MAX_ROWS:,} reservations. Export fewer days.")
        try:
            if flaw:
                raise Unreadable(flaw)
            named = _named(cells, header.names, places)
            yield Row(line, named, stays.days(named))
        except Unreadable as error:
            rejected.append(Rejected(f"line {line}", str(error)))


def _named(cells: Sequence[str], names: Sequence[str], places: Mapping[str, int]) -> stays.Cells:
    """Raises Unreadable for a row whose cells cannot be told apart."""
    if any(cell.strip() for cell in cells[len(names) :]):
        raise Unreadable(f"it has {len(cells)} cells under a header of {len(names)}")
    if any(map(has_unwanted, cells)):
        raise Unreadable("it has characters that are no text (NUL or broken encoding)")
    texts = ((field, clean(cells[at])) for field, at in places.items() if at < len(cells))
    found = {field: text for field, text in texts if text}
    number = found.get("id") or found.get("confirmation")
    if number is None:
        raise Unreadable("it has no confirmation number")
    return {"confirmation": number, **found, "id": number}


def _reservations(
    rows: Sequence[Row], order: Order, house: House, rejected: list[Rejected]
) -> Iterator[PmsReservation]:
    """Each number once: of two lines with the same the first is taken."""
    lines: dict[str, int] = {}
    for row in rows:
        try:
            arrival, departure = stays.days_in(row.stay, row.cells, order, house)
            told = row.cells.get("status")
            status = values.status(told) if told else None
            stay = stays.reservation(row.cells, arrival, departure, house, status=status)
            first = lines.setdefault(stay.external_id, row.line)
            if first != row.line:
                raise Unreadable(
                    f"its number is that of line {first}, which was taken. If the file has a line "
                    "for each room or guest, give a column in which all differ: --map id=COLUMN"
                )
        except Unreadable as error:
            rejected.append(Rejected(f"line {row.line}", str(error)))
        else:
            yield stay


def _row(lines: Sequence[str], at: int, delimiter: str) -> tuple[list[str], int, str]:
    """The row that begins at a line, the line after it, and what is wrong with it."""
    rest = (f"{line}\n" for line in lines[at : at + MAX_ROW_LINES])
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    try:
        row = next(reader, [])
    except csv.Error:
        return [], at + 1, "its quotes are not closed, or a cell is far too long"
    flaw = f"it has more than {MAX_CELLS} cells" if len(row) > MAX_CELLS else ""
    return [] if flaw else row, at + max(reader.line_num, 1), flaw
