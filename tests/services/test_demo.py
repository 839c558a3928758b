"""The demo hotel fills an empty database with people, stays and knowledge."""

from __future__ import annotations

import hashlib
import json
from importlib import resources

import numpy as np
import pytest

from jack.demo.build import texts
from jack.knowledge.base import DIMENSIONS
from jack.model.staff import Role
from jack.services import demo
from jack.services.knowledge import text_hash
from jack.services.passwords import Passwords
from jack.services.staff import Staffing
from tests.house import House


@pytest.fixture
def staffing(house: House, passwords: Passwords) -> Staffing:
    return Staffing(house.db, house.clock, passwords)


async def test_the_demo_hotel_is_complete(house: House, staffing: Staffing) -> None:
    people = json.loads(resources.files("jack.demo").joinpath("people.json").read_text())

    logins = await demo.fill(house.knowledge, staffing)

    assert {login.role for login in logins} >= {Role.ADMIN, Role.FRONT_DESK}
    assert await house.knowledge.count() > 50
    assert len(logins) == len(people["staff"])


async def test_r15_every_demo_password_is_random_and_works(
    house: House, staffing: Staffing
) -> None:
    logins = await demo.fill(house.knowledge, staffing)

    stored: dict[str, str] = dict(house.rows("SELECT email, password_hash FROM staff"))
    for login in logins:
        digest = hashlib.sha256(login.password.encode()).hexdigest()
        assert stored[login.email] == f"quick:{digest}"
    assert len({login.password for login in logins}) == len(logins)


async def test_nothing_of_the_demo_waits_to_be_embedded(house: House, staffing: Staffing) -> None:
    await demo.fill(house.knowledge, staffing)

    assert await house.knowledge.count_waiting() == 0


def test_the_vectors_shipped_are_those_of_the_knowledge_shipped() -> None:
    made = demo.vectors()

    assert set(made) >= {text_hash(text) for text in texts()}
    for vector in made.values():
        assert np.linalg.norm(np.frombuffer(vector, "<f4")) == pytest.approx(1.0, abs=1e-5)
        assert len(vector) == 4 * DIMENSIONS


def test_the_demo_hotel_has_a_profile() -> None:
    assert demo.profile()["hotel.name"]
