"""Entries with their versions, words and vectors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jack.db import knowledge, sql
from jack.db.database import Database
from jack.model.clock import SECOND
from jack.model.knowledge import Audience, Category, Entry
from tests.db.samples import NOW

MODEL = "e5"


def put(db: Database, title: str = "Pool", body: str = "On the roof.", **changes: object) -> int:
    arguments: dict[str, object] = {
        "title": title,
        "body": body,
        "category": Category.AMENITY,
        "language": "en",
        "audience": Audience.GUEST,
        "valid_from": None,
        "valid_until": None,
        "source": "manual",
        "key": title,
        "content_hash": f"{title}/{body}",
        "chunks": [body],
        "at": NOW,
    }
    call: Callable[..., int] = knowledge.put
    return db.write_now(call, **{**arguments, **changes})


def get(db: Database, entry_id: int) -> Entry:
    found = db.read_now(knowledge.get, entry_id)
    assert found is not None
    return found


def embed(db: Database, model: str = MODEL) -> list[int]:
    """Give every waiting chunk a vector; the chunks' ids."""
    waiting = [chunk_id for chunk_id, _ in db.read_now(knowledge.unembedded, 1000)]
    db.write_now(knowledge.set_vectors, model, [(each, b"\x00\x01") for each in waiting])
    return waiting


def find(db: Database, question: str, limit: int = 5) -> list[int]:
    return db.read_now(knowledge.by_words, question, limit=limit)


# -- entries -------------------------------------------------------------------------------


def test_an_entry_comes_back_as_it_was_written(db: Database) -> None:
    entry_id = put(db, valid_from=date(2027, 1, 1), valid_until=date(2027, 3, 31))

    assert get(db, entry_id) == Entry(
        id=entry_id,
        version=1,
        title="Pool",
        body="On the roof.",
        category=Category.AMENITY,
        language="en",
        audience=Audience.GUEST,
        valid_from=date(2027, 1, 1),
        valid_until=date(2027, 3, 31),
        source="manual",
        key="Pool",
        is_indexed=False,
        created_at=NOW,
        updated_at=NOW,
    )


def test_r4_a_changed_entry_is_a_new_version_and_the_old_one_stays(db: Database) -> None:
    entry_id = put(db)

    again = put(db, body="In the garden.", at=NOW + SECOND)

    changed = get(db, entry_id)
    assert again == entry_id
    assert (changed.version, changed.body) == (2, "In the garden.")
    assert (changed.created_at, changed.updated_at) == (NOW, NOW + SECOND)
    assert db.read_now(
        sql.rows, "SELECT version, body FROM knowledge_version WHERE entry_id = ?", entry_id
    ) == [(1, "On the roof."), (2, "In the garden.")]


def test_the_same_key_of_another_source_is_another_entry(db: Database) -> None:
    assert put(db, source="file:a.md") != put(db, source="file:b.md")


def test_an_entry_is_known_by_place_and_by_content(db: Database) -> None:
    entry_id = put(db, content_hash="h1")
    assert db.read_now(knowledge.by_key, "manual", "Pool") == (entry_id, "h1", False)
    assert db.read_now(knowledge.same_content, "h1") == entry_id

    db.write_now(knowledge.remove, entry_id, NOW)

    assert db.read_now(knowledge.by_key, "manual", "Pool") == (entry_id, "h1", True)
    assert db.read_now(knowledge.same_content, "h1") is None
    assert db.read_now(knowledge.by_key, "manual", "Gym") is None


def test_a_removed_entry_is_out_of_every_answer_but_can_still_be_explained(db: Database) -> None:
    entry_id, other = put(db), put(db, title="Gym")
    embed(db)

    assert db.write_now(knowledge.remove, entry_id, NOW)
    assert not db.write_now(knowledge.remove, entry_id, NOW)

    assert get(db, entry_id).title == "Pool"
    assert list(db.read_now(knowledge.get_many, [entry_id, other, 99])) == [other]
    assert [entry.id for entry in db.read_now(knowledge.listed)] == [other]
    assert find(db, "pool") == []
    assert [entry for _, entry, _ in db.read_now(knowledge.vectors, after=0, limit=9)] == [other]
    assert db.read_now(knowledge.count) == 1
    assert db.read_now(knowledge.of_source, "manual") == {"Gym": other}


def test_a_removed_entry_that_is_written_again_is_back(db: Database) -> None:
    entry_id = put(db)
    db.write_now(knowledge.remove, entry_id, NOW)

    assert put(db) == entry_id

    assert get(db, entry_id).version == 2
    assert find(db, "pool") == [entry_id]


def test_entries_are_listed_by_id_filter_and_page(db: Database) -> None:
    ids = [put(db, title=str(number)) for number in range(3)]
    menu = put(db, title="Menü", category=Category.MENU, language="de")

    def listed(**filters: object) -> list[int]:
        call: Callable[..., list[Entry]] = knowledge.listed
        return [entry.id for entry in db.read_now(call, **filters)]

    assert listed() == [*ids, menu]
    assert listed(category="menu") == listed(language="de") == [menu]
    assert listed(category="menu", language="en") == []
    assert listed(after=ids[0], limit=2) == ids[1:]


def test_sources_are_those_of_live_entries(db: Database) -> None:
    for source in ("file:docs/a.md", "file:docs/b.md", "web:https://hotel.example"):
        put(db, source=source)
    gone = put(db, source="file:docs/c.md")
    db.write_now(knowledge.remove, gone, NOW)

    assert sorted(db.read_now(knowledge.sources)) == [
        "file:docs/a.md",
        "file:docs/b.md",
        "web:https://hotel.example",
    ]


# -- words ---------------------------------------------------------------------------------


def test_words_of_very_many_entries_count_only_where_there_are_no_rarer_ones(db: Database) -> None:
    sauna = put(db, "Sauna", "Room 12.")

    def crowd() -> None:
        for number in range(knowledge.COMMON + 1):
            sql.run(
                "INSERT INTO knowledge_words (rowid, title, body) VALUES (?, 'Room room room', '')",
                sauna + 1 + number,
            )

    db.write_now(crowd)

    assert find(db, "Is there a room with a sauna?") == [sauna]
    assert len(find(db, "A room?")) == 5


def test_any_of_the_questions_words_finds_an_entry_and_the_title_counts_more(db: Database) -> None:
    in_body = put(db, title="Wellness", body="There is a sauna beside the pool.")
    in_title = put(db, title="Pool", body="It is on the roof, open from seven.")
    put(db, title="Parking", body="In the basement.")

    assert find(db, "Where is your pool please") == [in_title, in_body]
    assert find(db, "Where is your pool please", limit=1) == [in_title]


@pytest.mark.parametrize("question", ["CAFE", "café", "Cafe?", "(café)"])
def test_case_and_accents_do_not_matter(db: Database, question: str) -> None:
    entry_id = put(db, title="Café")

    assert find(db, question) == [entry_id]


@pytest.mark.parametrize("question", ["", "?!", '"', "NEAR(", "title:", "pool*^", "-- ;", "🛎️"])
def test_no_question_breaks_the_search(db: Database, question: str) -> None:
    put(db, title="Gym", body="In the basement.")

    assert find(db, question) == []


def test_a_changed_entry_is_not_found_by_its_old_words(db: Database) -> None:
    entry_id = put(db, body="On the roof.")

    put(db, body="In the garden.")

    assert find(db, "roof") == []
    assert find(db, "garden") == [entry_id]


# -- chunks and vectors --------------------------------------------------------------------


def test_chunks_wait_until_they_are_embedded(db: Database) -> None:
    entry_id = put(db, chunks=["one", "two"])
    waiting = db.read_now(knowledge.unembedded, 10)

    assert [text for _, text in waiting] == ["one", "two"]
    assert len(db.read_now(knowledge.unembedded, 1)) == 1
    assert db.read_now(knowledge.count_unembedded) == 2
    assert db.read_now(knowledge.count_waiting, [entry_id, 99]) == 1
    assert not get(db, entry_id).is_indexed

    ids = embed(db)

    assert db.read_now(knowledge.count_unembedded) == 0
    assert db.read_now(knowledge.count_waiting, [entry_id]) == 0
    assert get(db, entry_id).is_indexed
    assert db.read_now(knowledge.chunk_ids) == set(ids)
    assert db.read_now(knowledge.chunks, [*ids, 99]) == {
        ids[0]: (entry_id, "one"),
        ids[1]: (entry_id, "two"),
    }


def test_vectors_are_read_by_page(db: Database) -> None:
    entry_id = put(db, chunks=["one", "two", "three"])
    ids = embed(db)

    first = db.read_now(knowledge.vectors, after=0, limit=2)
    rest = db.read_now(knowledge.vectors, after=first[-1][0], limit=2)

    assert [*first, *rest] == [(chunk_id, entry_id, b"\x00\x01") for chunk_id in ids]


def test_the_index_is_told_which_chunks_are_gone(db: Database) -> None:
    put(db, chunks=["old"])
    [old] = embed(db)

    put(db, body="new", chunks=["never embedded"])
    put(db, body="newer", chunks=["newer"])

    assert db.read_now(knowledge.doomed, 10) == [old]
    db.write_now(knowledge.forget_doomed, [old])
    assert db.read_now(knowledge.doomed, 10) == []


def test_a_chunks_number_is_never_used_again(db: Database) -> None:
    put(db, chunks=["old"])
    [old] = embed(db)

    put(db, body="new", chunks=["new"])

    assert embed(db) > [old]


def test_another_model_embeds_everything_again(db: Database) -> None:
    put(db, title="Pool")
    [pool] = embed(db, "e5")
    put(db, title="Gym")
    embed(db, "bge")

    assert db.write_now(knowledge.forget_vectors, except_model="bge") == 1
    assert [chunk_id for chunk_id, _ in db.read_now(knowledge.unembedded, 9)] == [pool]
    assert db.write_now(knowledge.forget_vectors) == 2
    assert db.read_now(knowledge.chunk_ids) == set()


def test_the_generation_changes_whenever_what_can_be_found_changes(db: Database) -> None:
    seen = [db.read_now(knowledge.generation)]

    def note() -> None:
        seen.append(db.read_now(knowledge.generation))

    entry_id = put(db)
    note()
    embed(db)
    note()
    put(db, body="In the garden.", at=NOW + 1)
    note()
    db.write_now(knowledge.remove, entry_id, NOW + 2)
    note()
    note()

    assert len(set(seen)) == 5
    assert seen[-1] == seen[-2]
