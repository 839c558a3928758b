"""Unanswered questions: alike ones together, whatever else is asked."""

from __future__ import annotations

import pytest

from jack.model.gaps import Gap, grouped


def gaps(*texts: str) -> list[Gap]:
    return [Gap(i, i, i, text, "en", i) for i, text in enumerate(texts, 1)]


def groups(*texts: str) -> list[list[int]]:
    return [[gap.id for gap in group.gaps] for group in grouped(gaps(*texts))]


def test_alike_questions_are_one_group_and_the_most_asked_comes_first() -> None:
    found = groups(
        "Do you have a sauna?",
        "Is there parking at the hotel?",
        "Can I park my car? Is parking free?",
        "Where is the nearest parking?",
        "Is the sauna open tonight?",
    )

    assert found == [[2, 3, 4], [1, 5]]


def test_common_words_make_no_group() -> None:
    assert len(groups("Where is the nearest pharmacy?", "Where is the nearest beach?")) == 2


def test_signs_without_spaces_are_compared_in_pairs() -> None:
    assert groups("酒店有停车场吗", "停车场在哪里", "早餐几点开始") == [[1, 2], [3]]


def test_the_shortest_question_names_the_group() -> None:
    (group,) = grouped(gaps("Hello, I wonder whether you have a sauna?", "Sauna?"))

    assert group.question == "Sauna?"


@pytest.mark.parametrize("texts", [(), ("",), ("?",), ("a", "a")])
def test_odd_ones_do_no_harm(texts: tuple[str, ...]) -> None:
    assert sum(len(group) for group in groups(*texts)) == len(texts)


def test_the_order_of_asking_within_a_group_is_kept() -> None:
    assert groups("Sauna?", "Parking?", "A sauna?", "The sauna?")[0] == [1, 3, 4]
