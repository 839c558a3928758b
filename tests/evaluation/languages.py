"""How often the language of a text is told (R9): `python -m tests.evaluation.languages [FILE]`.

FILE has one JSON object a line with `text` and `lang`: "und" where the text says nothing and the
conversation keeps its language, "hi-Latn/en" for a mixture in which either is right. Without FILE the
questions to our own hotels and our own messages for people (`calls.tsv`) are read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from jack.services import languages
from tests.evaluation import calls
from tests.evaluation.sets import own, share

UNKNOWN = "und"


def texts(arguments: Sequence[str]) -> list[tuple[str, str]]:
    """(language, text), each once."""
    if arguments:
        lines = Path(arguments[0]).read_text("utf-8").splitlines()
        return [(row["lang"], row["text"]) for row in map(json.loads, filter(None, lines))]
    asked = [(asked.language, asked.text) for hotel in own() for asked in hotel.questions]
    told = [(message.language, message.text) for message in calls.messages(())]
    return list(dict.fromkeys([*asked, *told]))


def is_right(language: str, text: str) -> bool:
    found, _ = languages.detect(text)
    return (found or UNKNOWN) in [tag.partition("-")[0] for tag in language.split("/")]


def report(found: Sequence[tuple[str, str]]) -> str:
    right = [is_right(*each) for each in found]
    lines = [f"language told  {share(sum(right), len(right))}"]
    for language in sorted({language for language, _ in found}):
        part = [ok for (told, _), ok in zip(found, right, strict=True) if told == language]
        lines.append(f"  {language:12} {share(sum(part), len(part))}")
    missed = [each for each, ok in zip(found, right, strict=True) if not ok]
    lines += [f"  missed: {told} {languages.detect(text)} {text}" for told, text in missed]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    print(report(texts(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
