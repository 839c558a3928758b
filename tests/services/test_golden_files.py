"""Files of golden questions, in three forms; what is wrong in them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from jack.errors import Invalid, ReadError
from jack.model.golden import Expected, Golden
from jack.services import golden_files

GOLDEN = Golden(
    "When is breakfast?",
    Expected(
        sources=("Breakfast",), phrases=("7:00", "10:30"), must_not=("11:00",), escalates=False,
        language="en", locked="From 7:00 to 10:30.",
    ),
)  # fmt: skip
YAML = """
questions:
  - question: When is breakfast?
    sources: [Breakfast]
    phrases: [7:00, 10:30]
    must_not: 11:00
    escalates: no
    language: en
    locked: From 7:00 to 10:30.
"""
CSV = (
    "question,sources,phrases,must_not,escalates,language,locked\n"
    "When is breakfast?,Breakfast,7:00; 10:30,11:00,no,en,From 7:00 to 10:30.\n"
)
JSON = """[{"question": "When is breakfast?", "sources": ["Breakfast"], "phrases": ["7:00", "10:30"],
"must_not": ["11:00"], "escalates": false, "language": "en", "locked": "From 7:00 to 10:30."}]"""


@pytest.mark.parametrize(("name", "text"), [("a.yaml", YAML), ("a.csv", CSV), ("a.json", JSON)])
def test_three_forms_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)

    assert golden_files.read(tmp_path / name) == [GOLDEN]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.yaml", "- question: Hi\n  phrase: x", "question 1: phrase is unknown. Did you mean phrases"),
        ("a.yaml", "- sources: [x]", "a question has 1 to"),
        ("a.yaml", "- question: Hi\n  escalates: maybe", "escalates is true or false"),
        ("a.yaml", "- question: Hi\n  language: klingon", "no language of guests"),
        ("a.yaml", "- question: {a: b}", "each value is a text"),
        ("a.yaml", "a: [", "no YAML"),
        ("a.yaml", "!!python/object/apply:os.system [echo]", "no list of questions"),
        ("a.yaml", "[]", "0 questions"),
        ("a.json", "{", "no JSON"),
        ("a.json", "[" * 100_000, "no JSON"),
        ("a.txt", "Hi", "no file of questions"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(Invalid, match=complaint):
        golden_files.read(tmp_path / name)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="nowhere"):
        golden_files.read(tmp_path / "nowhere.yaml")
