"""The index in memory, where it differs from every other one."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jack.knowledge.base import DIMENSIONS
from jack.knowledge.memory import MemoryIndex


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 50))
def test_it_is_exact(seed: int, size: int, k: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(size, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = MemoryIndex()
    index.add(list(range(100, 100 + size)), vectors)

    found = index.nearest(vectors[0], k)

    by_hand = sorted((float(v @ vectors[0]) for v in vectors), reverse=True)[:k]
    assert np.allclose([cosine for _, cosine in found], by_hand, atol=1e-5)
    assert found[0][0] == 100


def test_closing_forgets_everything() -> None:
    index = MemoryIndex()
    index.add([1], np.ones((1, DIMENSIONS), dtype=np.float32))

    index.close()

    assert index.ids() == set()
