"""What is written down can be read in again."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jack.knowledge.drafts import EntryDraft
from jack.knowledge.readers import read_path
from jack.knowledge.writers import as_json, as_markdown
from jack.model.knowledge import Audience, Category, Entry

TEXT = st.text(st.sampled_from("ab 1.-+*#>_`[]()<>&;!|\\~=:\"'{}é日\n"), min_size=1, max_size=40)


def entry(title: str, body: str, **changes: object) -> Entry:
    fields: dict[str, object] = {
        "id": 1,
        "version": 1,
        "title": title,
        "body": body,
        "category": Category.MENU,
        "language": "en",
        "audience": Audience.GUEST,
        "valid_from": None,
        "valid_until": None,
        "source": "faq.md",
        "key": "key",
        "is_indexed": True,
        "created_at": 0,
        "updated_at": 0,
    }
    return Entry(**(fields | changes))  # type: ignore[arg-type]


def read_back(files: dict[str, str]) -> list[tuple[object, ...]]:
    """What the readers make of the files; a problem would be one of the tuples."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return [
            (d.title, d.body, d.category, d.language, d.audience, d.valid_from, d.valid_until)
            if isinstance(d, EntryDraft)
            else (d,)
            for d in read_path(Path(folder))
        ]


ENTRIES = [
    entry("Menu", "Fish:\n- cod\n- sole\n\n5. Not a list\n\n- one\n- two"),
    entry(
        "Codes #1", "Call *9 & dial <code>", key="codes", audience=Audience.INTERNAL, language="de"
    ),
    entry(
        "Summer", "Open", key="summer", valid_from=date(2026, 6, 1), valid_until=date(2026, 9, 30)
    ),
]


@pytest.mark.parametrize("written", [{"all.json": as_json(ENTRIES)}, as_markdown(ENTRIES)])
def test_nothing_is_lost_in_either_form(written: dict[str, str]) -> None:
    assert sorted(map(str, read_back(written))) == sorted(
        str((e.title, e.body, e.category, e.language, e.audience, e.valid_from, e.valid_until))
        for e in ENTRIES
    )


def test_ids_stay_apart_where_two_files_have_the_same_key() -> None:
    twice = [entry("A", "one"), entry("A", "two", source="other.md")]

    read = read_back({"all.json": as_json(twice)})

    assert [row[1] for row in read] == ["one", "two"]


def test_lists_are_written_as_lists() -> None:
    text = as_markdown([entry("Menu", "- cod\n- sole")])["en_guest.md"]

    assert "\n- cod\n- sole\n" in text


@given(title=TEXT, body=TEXT)
def test_no_character_is_taken_for_markup(title: str, body: str) -> None:
    (known,) = read_back({"a.json": as_json([entry(title, body)])})
    assume(len(known) > 1 and words_of(known[1]))  # hyphens alone are an empty list

    (read,) = read_back(as_markdown([entry(str(known[0]), str(known[1]))]))

    assert [read[0], words_of(read[1])] == [known[0], words_of(known[1])]


def words_of(body: object) -> list[str]:
    """Its lines without hyphens at their start, of which the readers keep one at most."""
    lines = (line.lstrip("- ") for line in str(body).split("\n"))
    return [line for line in lines if line]
