"""What the database says of a hotel's stays, held against what the stand-in for Mews knows."""

from __future__ import annotations

from datetime import date
from typing import Any

from jack.db import sql
from jack.db.database import Database
from jack.model.reservations import ReservationStatus
from jack.pms.mews import mapping
from tests.standins.mews import MewsStandin

Book = dict[str, tuple[str, date, date, str, frozenset[str]]]
"""By the stay's id: status, arrival, departure, whose it is, and all people on it."""


def stored(db: Database) -> Book:
    """Fails if a stay is there twice."""
    rows, people = db.read_now(_rows)
    found: Book = {}
    for key, status, arrival, departure, owner in rows:
        assert key not in found, f"{key} is stored twice"
        days = date.fromisoformat(arrival), date.fromisoformat(departure)
        found[key] = (status, *days, owner, frozenset({owner, *people.get(key, ())}))
    return found


def told(standin: MewsStandin) -> Book:
    """All stays that Mews has, with the days on which the hotel sees its guests."""
    hotel = standin.hotel
    others = mapping.companions(hotel.companionships.values())
    found: Book = {}
    for key, (arrival, departure) in hotel.truth.items():
        stay = hotel.reservations[key]
        status = mapping.STATUSES[stay["State"]]
        if stay["CancellationReason"] == "NoShow":
            status = ReservationStatus.NO_SHOW
        owner = stay["AccountId"]
        people = frozenset({owner, *others.get(key, ())})
        found[key] = (status.value, arrival, departure, owner, people)
    return found


def check_whole(db: Database) -> None:
    """The file is sound, and there is nobody who came without a stay."""
    assert db.read_now(_soundness) == ("ok", [])
    strangers = (
        "SELECT count(*) FROM guest g WHERE NOT EXISTS"
        " (SELECT 1 FROM reservation r WHERE r.guest_id = g.id) AND NOT EXISTS"
        " (SELECT 1 FROM companion c WHERE c.guest_id = g.id)"
    )
    doubles = "SELECT count(*) - count(DISTINCT external_id) FROM guest_pms"
    assert db.read_now(sql.value, strangers) == 0
    assert db.read_now(sql.value, doubles) == 0
    assert db.read_now(sql.value, "SELECT count(*) FROM guest") == db.read_now(
        sql.value, "SELECT count(*) FROM guest_pms"
    )


def _rows() -> tuple[list[Any], dict[str, set[str]]]:
    rows = sql.rows(
        "SELECT r.external_id, r.status, r.arrival, r.departure, p.external_id"
        " FROM reservation r JOIN guest_pms p ON p.guest_id = r.guest_id"
    )
    people: dict[str, set[str]] = {}
    for key, person in sql.rows(
        "SELECT r.external_id, p.external_id FROM companion c"
        " JOIN reservation r ON r.id = c.reservation_id JOIN guest_pms p ON p.guest_id = c.guest_id"
    ):
        people.setdefault(key, set()).add(person)
    return rows, people


def _soundness() -> tuple[str, list[Any]]:
    return sql.value("PRAGMA integrity_check"), sql.rows("PRAGMA foreign_key_check")
