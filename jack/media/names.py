"""Names of files as they are shown and written to disks."""

from __future__ import annotations

import unicodedata

from jack.model.media import ENDINGS, kind_of

MAX_CHARS = 120
_UNSAFE = frozenset('/\\:*?"<>|')


def clean(name: str) -> str:
    """The name without folders, control characters and turned writing; it may be empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = (" " if char in _UNSAFE or char.isspace() else char for char in last)
    plain = "".join(char for char in kept if unicodedata.category(char)[0] != "C")
    return " ".join(plain.split()).strip(". ")[:MAX_CHARS]


def fitting(name: str, content_type: str) -> str:
    """The name with the ending of what the file is; `photo.jpg` and the like where there is none."""
    ending = ENDINGS[content_type]
    stem, dot, claimed = clean(name).rpartition(".")
    if dot and (claimed.lower() == ending or (ending, claimed.lower()) in _SAME):
        return f"{stem}.{claimed}"
    has_ending = dot and claimed.isalnum() and len(claimed) <= 5
    kept = (stem if has_ending else clean(name)) or _called(content_type)
    return f"{kept[: MAX_CHARS - 6]}.{ending}"


_SAME = {
    ("jpg", "jpeg"),
    ("txt", "csv"),
    ("txt", "ics"),
    ("txt", "vcf"),
    ("ogg", "oga"),
    ("ogg", "opus"),
}


def _called(content_type: str) -> str:
    kind = kind_of(content_type)
    return "photo" if kind == "image" else kind
