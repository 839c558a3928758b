"""Two hundred mails as hotels get them, and what a person at the desk would do with each.

The words are the tests' own; the forms are those of the programs, servers and machines named.
"""

from __future__ import annotations

from tests.channels.mails import bounces, forms, machines, odd, replies
from tests.channels.mails.base import DESK, HOTEL, Fate, Place, Sample

SAMPLES: tuple[Sample, ...] = (
    *forms.SAMPLES,
    *replies.SAMPLES,
    *machines.SAMPLES,
    *bounces.SAMPLES,
    *odd.SAMPLES,
)

__all__ = ["DESK", "HOTEL", "SAMPLES", "Fate", "Place", "Sample"]
