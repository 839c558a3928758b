"""Joining vectors and words, and judging whether anything fits."""

from __future__ import annotations

from datetime import date

import pytest

from jack.knowledge.search import Evidence, Hit, evidence, join, judge, may_see, merge, overlap
from jack.model.knowledge import Audience, Category, Entry, Passage

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
    hits: list[tuple[int, float]],
    entries: list[Entry],
    words: tuple[int, ...] = (),
    question: str = "Is there a pool?",
) -> list[tuple[int, float]]:
    passages = join(
        question,
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
    entries = [entry(n, f"Thing {n}") for n in range(1, 31)]
    rest = [(n, 0.78) for n in range(2, 31)]

    assert found([(1, 0.93), *rest], entries, question="Is that so?")[0][1] > 0.8
    assert found([(1, 0.80), *rest], entries, question="Is that so?")[0][1] < 0.2


@pytest.mark.parametrize(
    "question",
    [
        "¿Hay piscina?",
        "Avez-vous une piscine ?",
        "Haben Sie ein Schwimmbad?",
        "هل يوجد مسبح؟",
        "有游泳池吗？",
        "プールはありますか",
        "क्या स्विमिंग पूल है?",
        "Есть ли бассейн?",
    ],
)
def test_an_entry_about_the_same_thing_comes_before_a_nearer_one_in_any_language(
    question: str,
) -> None:
    entries = [entry(1, "Spa"), entry(2, "Swimming pool")]
    entries += [entry(n, f"Thing {n}") for n in range(3, 31)]
    rest = [(n, 0.80) for n in range(3, 31)]

    first, second, *_ = found([(1, 0.86), (2, 0.85), *rest], entries, question=question)

    assert first[0] == 2
    assert first[1] > 0.5 > second[1]


def test_an_entry_is_measured_against_those_that_name_the_same_thing() -> None:
    entries = [entry(1, "Pool"), entry(2, "Our garden"), entry(3, "Children's pool")]
    near = {1: 0.80, 2: 0.90, 3: 0.84}

    pool, _, other_pool = evidence("Is there a pool?", entries, near)

    assert pool.behind == pytest.approx(20 * (0.80 - 0.84))
    assert other_pool.behind == 0.0


def test_a_title_counts_by_the_way_of_asking_that_fits_best() -> None:
    both, one = entry(1, "Is there a pool? Where is the gym?"), entry(2, "Pool and gym")

    found = evidence("Is there a pool?", [both, one], {1: 0.85, 2: 0.85})

    assert [each.in_title for each in found] == [1.0, 1.0]
    assert [each.other_things for each in found] == [0.0, 1.0]


def test_what_nothing_is_written_of_stands_for_what_does_the_same() -> None:
    lift, bar = entry(1, "Lift"), entry(2, "Bar")

    (told, _) = evidence("Are there only stairs?", [lift, bar], {1: 0.85, 2: 0.8})

    assert (told.in_title, told.absent) == (1.0, 0.0)


def test_r4_a_thing_that_no_entry_names_is_not_answered_by_what_is_near() -> None:
    entries = [entry(1, "Spa"), *(entry(n, f"Thing {n}") for n in range(2, 31))]
    rest = [(n, 0.80) for n in range(2, 31)]

    assert found([(1, 0.88), *rest], entries)[0][1] < 0.5


@pytest.mark.parametrize(
    ("question", "body", "answers"),
    [
        ("How much is the pool?", "The pool is on the roof.", False),
        ("How much is the pool?", "The pool costs 5 euros.", True),
        ("When does the pool open?", "The pool is on the roof.", False),
        ("When does the pool open?", "The pool opens at 8:00.", True),
    ],
)
def test_r4_an_entry_without_the_price_or_time_asked_for_does_not_answer(
    question: str, body: str, answers: bool
) -> None:
    entries = [entry(1, body=body), *(entry(n, f"Thing {n}") for n in range(2, 31))]
    rest = [(n, 0.78) for n in range(2, 31)]

    assert (found([(1, 0.87), *rest], entries, question=question)[0][1] > 0.5) is answers


def test_without_vectors_the_same_thing_in_the_title_is_enough() -> None:
    entries = [entry(1, "Swimming pool"), entry(2, "Breakfast")]

    (first, *_) = found([], entries, words=(2, 1), question="¿Hay piscina?")

    assert first[0] == 1
    assert first[1] > 0.5


def test_the_parts_of_a_message_each_bring_their_best_entry_first() -> None:
    def passages(*pairs: tuple[int, float]) -> list[Passage]:
        return [Passage(n, 1, "T", "B", "B", Category.FAQ, "en", 0.8, 0.0, s) for n, s in pairs]

    merged = merge(
        ["is there a pool", "and a gym"],
        [passages((1, 0.9), (2, 0.6), (3, 0.2)), passages((3, 0.7), (2, 0.1))],
        limit=3,
    )

    assert [(each.entry_id, each.asked) for each in merged] == [
        (1, "is there a pool"),
        (3, "and a gym"),
        (2, "is there a pool"),
    ]


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


def test_the_judgement_grows_with_every_piece_of_evidence_for_an_entry() -> None:
    (plain,) = evidence("Is there a pool?", [entry(1, "Spa")], {1: 0.8})
    (named,) = evidence("Is there a pool?", [entry(1, "Pool")], {1: 0.8})

    assert judge("Is there a pool?", entry(1, "Pool"), named) > judge(
        "Is there a pool?", entry(1, "Spa"), plain
    )
    assert isinstance(named, Evidence)


def test_overlap_is_the_share_of_the_question_s_words() -> None:
    assert overlap("swimming pool hours", "The pool opens at eight") == pytest.approx(1 / 3)
    assert overlap("", "anything") == 0.0


TRANSFER = entry(1, "Airport transfer", body="We pick you up at the airport for 40 euros.")
BIKES = entry(2, "Bicycles", body="Bicycles can be locked in the shed.")


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("is there a helicopter landing pad", TRANSFER),
        ("Gibt es einen Hubschrauberlandeplatz?", TRANSFER),
        ("do you rent bicycles?", BIKES),
        ("Есть ли прокат велосипедов?", BIKES),
    ],
)
def test_r4_an_entry_about_another_thing_than_the_one_asked_for_is_no_answer(
    question: str, best: Entry
) -> None:
    others = [entry(number, f"Thing {number}") for number in range(3, 12)]
    near = [(best.id, 0.88), *((each.id, 0.8) for each in others)]

    scores = dict(found(near, [TRANSFER, BIKES, *others], question=question))

    assert scores[best.id] < 0.5


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("can you pick us up from the airport after landing?", TRANSFER),
        ("where can I leave my bicycle?", BIKES),
    ],
)
def test_an_entry_about_the_thing_asked_for_is_an_answer(question: str, best: Entry) -> None:
    others = [entry(number, f"Thing {number}") for number in range(3, 12)]
    near = [(best.id, 0.88), *((each.id, 0.8) for each in others)]

    scores = dict(found(near, [TRANSFER, BIKES, *others], question=question))

    assert scores[best.id] >= 0.5
