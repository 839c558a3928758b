"""How texts are cut into words for searching, and what is asked of the word index.

Chinese and Japanese write no spaces: each of their signs is a word, and several in a row a phrase.
"""

from __future__ import annotations

import re
from functools import cache

MAX_TERMS = 8


@cache
def _signs() -> re.Pattern[str]:
    """Wide ranges take long to compile: not at every start."""
    return re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def searchable(text: str) -> str:
    """The text as it is indexed."""
    return _signs().sub(r" \1 ", text)


def query(text: str, *, shortest_beginning: int = 2) -> str:
    """An FTS5 query for rows that have all words of `text`, the beginning of a word being enough.

    What is shorter than `shortest_beginning` is a whole word: a tenth of all words begin with any
    letter. Empty when there is no word in it.
    """
    terms = "".join(c if c.isalnum() or _is_mark(c) else " " for c in text).split()
    return " ".join(_term(term, shortest_beginning) for term in terms[:MAX_TERMS])


def _term(term: str, shortest_beginning: int) -> str:
    words = searchable(term).split()
    is_whole = len(words[-1]) < shortest_beginning or _signs().fullmatch(words[-1]) is not None
    return f'"{" ".join(words)}"' + ("" if is_whole else "*")


def _is_mark(c: str) -> bool:
    """Vowel signs belong to their word (Hindi, Arabic)."""
    import unicodedata

    return unicodedata.category(c) in ("Mn", "Mc")
