"""What reading a file gives, and how one bad line is told of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jack.model.reservations import PmsReservation, Rejected


@dataclass(frozen=True, slots=True)
class Imported:
    """`columns` says which column was taken for which field. `dates` is how open dates
    ("03/04/2026") were read, empty if there are none. `notes` are for whoever imports.

    Nothing in it but the reservations is personal: no cell of a bad line is repeated.
    """

    reservations: tuple[PmsReservation, ...]
    rejected: tuple[Rejected, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    dates: str = ""
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """Why a line or an event is left out, in words for staff and without personal data."""
