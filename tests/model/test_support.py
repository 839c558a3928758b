"""What a sentence of an answer rests on."""

from __future__ import annotations

import pytest

from jack.knowledge.chunking import sentences
from jack.model.support import supported

POOL = "The pool on the roof is open from 8:00 to 20:00. Towels lie ready beside it."
PARKING = "The garage costs 18 euros a night. The entrance is in Mill Lane."


@pytest.mark.parametrize(
    ("answer", "source", "quote"),
    [
        ("Our rooftop pool is open 8 am to 8 pm.", 0,
         "The pool on the roof is open from 8:00 to 20:00."),
        ("You find towels ready beside the pool.", 0, "Towels lie ready beside it."),
        ("Die Garage kostet 18 € pro Nacht.", 1, "The garage costs 18 euros a night."),
        ("The garage costs 20 euros a night.", None, ""),
        ("Have a lovely evening!", None, ""),
    ],
)  # fmt: skip
def test_r13_facts_and_words_tell(answer: str, source: int | None, quote: str) -> None:
    (found,) = supported(answer, [POOL, PARKING], split=sentences)

    assert (found.source, found.quote) == (source, quote)
