"""How texts are cut into words for searching, and what is asked of the word index.

Chinese and Japanese write no spaces: each of their signs is a word, and several in a row a phrase.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
MAX_TERMS = 8


def searchable(text: str) -> str:
    """The text as it is indexed."""
    return _SIGNS.sub(r" \1 ", text)


def query(text: str) -> str:
    """An FTS5 query for rows that have all words of `text`, the beginning of a word being enough.

    Empty when there is no word in it.
    """
    terms = "".join(c if c.isalnum() or _is_mark(c) else " " for c in text).split()
    return " ".join(_term(term) for term in terms[:MAX_TERMS])


def _term(term: str) -> str:
    words = searchable(term).split()
    last_is_sign = _SIGNS.fullmatch(words[-1]) is not None
    return f'"{" ".join(words)}"' + ("" if last_is_sign else "*")


def _is_mark(c: str) -> bool:
    """Vowel signs belong to their word (Hindi, Arabic)."""
    import unicodedata

    return unicodedata.category(c) in ("Mn", "Mc")
