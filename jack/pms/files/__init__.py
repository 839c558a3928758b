"""Reservations from files, for hotels whose PMS has no API: tables (CSV) and calendars (iCal)."""

from jack.pms.files.imported import Imported
from jack.pms.files.reader import read

__all__ = ["Imported", "read"]
