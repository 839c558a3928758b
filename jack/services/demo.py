"""The demo hotel: invented people, stays and knowledge, so that everything can be tried at once."""

from __future__ import annotations

import asyncio
import json
import secrets
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jack.db import guests, reservations
from jack.db.database import Database
from jack.knowledge.readers import read_path
from jack.model.clock import Clock, to_datetime
from jack.model.reservations import ReservationStatus
from jack.model.staff import Role
from jack.services.knowledge import Knowledge
from jack.services.staff import Staffing

PROVIDER = "mock"


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    role: str
    password: str


def profile() -> dict[str, Any]:
    """Settings of the demo hotel as dotted keys of the configuration."""
    hotel = tomllib.loads(_file("hotel.toml").read_text())
    return {f"hotel.{key}": value for key, value in hotel.items()}


async def fill(
    db: Database, knowledge: Knowledge, staffing: Staffing, clock: Clock, timezone: str
) -> list[Login]:
    """Put the demo hotel into an empty database; the random logins of its staff."""
    people = json.loads(_file("people.json").read_text())
    today = to_datetime(clock()).astimezone(ZoneInfo(timezone)).date()
    await db.write(_add_people, people, today, clock())
    logins = await asyncio.gather(*(_add_staff(staffing, person) for person in people["staff"]))
    with resources.as_file(_file("knowledge")) as folder:
        await knowledge.ingest(read_path(Path(folder)), actor="demo")
    await knowledge.load_vectors(vectors())
    return logins


def vectors() -> dict[str, bytes]:
    """The demo's vectors by hash of their text, made by `python -m jack.demo.build`."""
    import numpy as np

    file = _file("vectors.npz")
    if not file.is_file():
        return {}
    with file.open("rb") as handle, np.load(handle) as stored:
        made = stored["vectors"].astype("<f4")
        return {
            str(digest): (vector / np.linalg.norm(vector)).astype("<f4").tobytes()
            for digest, vector in zip(stored["hashes"], made, strict=True)
        }


def _add_people(people: dict[str, Any], today: date, at: int) -> None:
    ids = {
        person["id"]: guests.add(
            person["first_name"],
            person["last_name"],
            at,
            phone=person["phone"],
            email=person["email"],
            language=person["language"],
            is_vip=person["vip"],
        )
        for person in people["guests"]
    }
    for stay in people["reservations"]:
        reservations.add(
            guest_id=ids[stay["guest"]],
            provider=PROVIDER,
            external_id=stay["confirmation"],
            confirmation=stay["confirmation"],
            status=ReservationStatus(stay["status"]),
            arrival=today + timedelta(days=stay["arrival"]),
            departure=today + timedelta(days=stay["departure"]),
            room=stay["room"],
            room_type=stay["room_type"],
            adults=stay["adults"],
            children=stay["children"],
            at=at,
        )


async def _add_staff(staffing: Staffing, person: dict[str, Any]) -> Login:
    password = secrets.token_urlsafe(9)
    staff, _ = await staffing.add(
        person["email"],
        person["name"],
        Role(person["role"]),
        person["departments"],
        password=password,
        actor="demo",
    )
    return Login(staff.email, staff.role, password)


def _file(name: str) -> Any:
    return resources.files("jack.demo").joinpath(name)
