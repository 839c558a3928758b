"""Joining vectors and words, and judging whether anything fits."""

from __future__ import annotations

from datetime import date

import pytest

from jack.knowledge.search import MARGIN, Hit, fit, join, may_see, overlap
from jack.model.knowledge import Audience, Category, Entry

TODAY = date(2026, 6, 15)


def entry(number: int, title: str = "Pool", **changes: object) -> Entry:
    plain: dict[str, object] = {
        "id": number,
        "version": 1,
        "title": title,
        "body": f"About {title}.",
        "category": Category.FAQ,
        "language": "en",
        "audience": Audience.GUEST,
        "valid_from": None,
        "valid_until": None,
        "source": "a.md",
        "key": str(number),
        "is_indexed": True,
        "created_at": 0,
        "updated_at": 0,
    }
    return Entry(**(plain | changes))  # type: ignore[arg-type]


def found(
    hits: list[tuple[int, float]], entries: list[Entry], words: tuple[int, ...] = ()
) -> list[tuple[int, float]]:
    passages = join(
        "Is there a pool?",
        [Hit(number, "text", similarity) for number, similarity in hits],
        words,
        {e.id: e for e in entries},
        today=TODAY,
        audience=Audience.GUEST,
    )
    return [(passage.entry_id, passage.score) for passage in passages]


def test_an_entry_counts_once_by_its_best_chunk() -> None:
    passages = found([(1, 0.9), (2, 0.85), (1, 0.8)], [entry(1), entry(2)])

    assert [number for number, _ in passages] == [1, 2]


def test_words_add_what_vectors_missed() -> None:
    passages = found([(1, 0.9)], [entry(1), entry(2)], words=(2,))

    assert [number for number, _ in passages] == [1, 2]


def test_what_stands_out_of_the_rest_fits_and_what_does_not_does_not() -> None:
    entries = [entry(n) for n in range(1, 31)]
    rest = [(n, 0.78) for n in range(2, 31)]

    assert found([(1, 0.86), *rest], entries)[0][1] > 0.8
    assert found([(1, 0.80), *rest], entries)[0][1] < 0.2


@pytest.mark.parametrize(
    ("changes", "audience", "sees"),
    [
        ({}, Audience.GUEST, True),
        ({"audience": Audience.INTERNAL}, Audience.GUEST, False),
        ({"audience": Audience.INTERNAL}, Audience.INTERNAL, True),
        ({"valid_from": date(2026, 7, 1)}, Audience.GUEST, False),
        ({"valid_until": date(2026, 6, 14)}, Audience.GUEST, False),
        ({"valid_until": TODAY}, Audience.GUEST, True),
    ],
)
def test_guests_see_only_what_is_for_them_and_valid_today(
    changes: dict[str, object], audience: Audience, sees: bool
) -> None:
    assert may_see(entry(1, **changes), TODAY, audience) is sees  # type: ignore[arg-type]


def test_the_judgement_is_even_at_the_margin_and_grows_with_it() -> None:
    assert fit(0.8 + MARGIN, 0.8) == pytest.approx(0.5)
    assert fit(0.9, 0.8) > fit(0.86, 0.8) > fit(0.8, 0.8)


def test_overlap_is_the_share_of_the_question_s_words() -> None:
    assert overlap("swimming pool hours", "The pool opens at eight") == pytest.approx(1 / 3)
    assert overlap("", "anything") == 0.0
