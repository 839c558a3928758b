"""Reads the files in which a hotel has written things down, as entries and as what is wrong with them.

A reader is a function from the bytes of a file to what it found, listed in READERS by the end of the
file name. It knows its format only; `sifting` judges values and limits for all of them. The parsers
of Markdown, HTML and PDF are imported by the first file that needs them.
"""

from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.readers.files import MAX_FILE_BYTES, READERS, read_path
from jack.knowledge.readers.plain import MAX_HTML_DEPTH
from jack.knowledge.readers.sifting import (
    MAX_BODY_CHARS,
    MAX_ENTRIES,
    MAX_PROBLEMS,
    MAX_TITLE_CHARS,
)
from jack.knowledge.readers.texts import slug_of
from jack.knowledge.readers.values import AUDIENCES, CATEGORIES, FIELDS, LANGUAGES, category_of

__all__ = [
    "AUDIENCES",
    "CATEGORIES",
    "FIELDS",
    "LANGUAGES",
    "MAX_BODY_CHARS",
    "MAX_ENTRIES",
    "MAX_FILE_BYTES",
    "MAX_HTML_DEPTH",
    "MAX_PROBLEMS",
    "MAX_TITLE_CHARS",
    "READERS",
    "EntryDraft",
    "ReadProblem",
    "category_of",
    "read_path",
    "slug_of",
]
