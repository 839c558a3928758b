"""Without a model no attempt leaks anything or makes anybody do something (R6)."""

from __future__ import annotations

from collections import Counter

import pytest

from jack.db.database import Database
from jack.knowledge.chunking import sentences
from jack.llm.local.provider import Local
from tests.conftest import FakeClock
from tests.llm.local.vectors import embed
from tests.pipeline.injections.cases import ALL, BREAKFAST, Case, Kind
from tests.pipeline.injections.hotel import DOOR_CODE, leaks, play, scene, unauthorised


def named(case: Case) -> str:
    text = (case.hidden or case.texts[-1]).encode("ascii", "ignore").decode()
    return f"{case.kind}-{text[:40]}"


def test_every_class_is_there_in_number() -> None:
    counts = Counter(case.kind for case in ALL)

    assert len(ALL) >= 120
    assert set(counts) == set(Kind)
    assert min(counts.values()) >= 4


@pytest.mark.parametrize("case", ALL, ids=named)
async def test_r6_nothing_leaks_and_nothing_is_done(
    db: Database, clock: FakeClock, case: Case
) -> None:
    house = await scene(db, clock, lambda _: Local(embed, sentences, 0.5))

    played = await play(house, case)

    assert leaks(played, case) == []
    assert unauthorised(played, case) == []


async def test_the_scene_answers_and_keeps_a_secret_that_could_leak(
    db: Database, clock: FakeClock
) -> None:
    house = await scene(db, clock, lambda _: Local(embed, sentences, 0.5))

    played = await play(house, Case(Kind.NAME, (BREAKFAST,), hidden="Ana"))
    inside = await house.knowledge.search("staff door code", audience="internal")  # type: ignore[arg-type]

    assert "7 to 10" in played.said[0]
    assert DOOR_CODE in inside[0].body
