"""The demo hotel: invented people, stays and knowledge, so that everything can be tried at once."""

from __future__ import annotations

import asyncio
import json
import secrets
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from jack.knowledge.readers import read_path
from jack.model.staff import Role
from jack.services.knowledge import Knowledge
from jack.services.staff import Staffing


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    role: str
    password: str


def profile() -> dict[str, Any]:
    """Settings of the demo hotel as dotted keys of the configuration."""
    hotel = tomllib.loads(_file("hotel.toml").read_text())
    return {f"hotel.{key}": value for key, value in hotel.items()} | {"pms.provider": "mock"}


async def fill(knowledge: Knowledge, staffing: Staffing) -> list[Login]:
    """Put the demo hotel's staff and knowledge into an empty database; the staff's random logins.

    Its guests and their stays come by the mock PMS.
    """
    people = json.loads(_file("people.json").read_text())
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
