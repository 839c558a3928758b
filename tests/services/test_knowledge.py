"""Taking in what the hotel knows, indexing it and finding it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from jack.db import knowledge as store
from jack.errors import NotFound
from jack.knowledge.drafts import ReadProblem
from jack.knowledge.memory import MemoryIndex
from jack.model.knowledge import Audience, Entry
from jack.services import knowledge as service
from jack.services.knowledge import IngestReport, Knowledge, text_hash, texts_to_embed
from tests.house import House, entry, vector_of

POOL = entry("Pool", "The pool is open from eight to ten.")
PARKING = entry("Parking", "Parking costs ten euros a night.")


async def titles(house: House, question: str, **given: object) -> list[str]:
    found = await house.knowledge.search(question, **given)  # type: ignore[arg-type]
    return [passage.title for passage in found]


# -- taking in -------------------------------------------------------------------------------------


async def test_what_is_read_is_stored_and_reported(house: House) -> None:
    problem = ReadProblem("broken.md", 3, "No title.")
    steps: list[tuple[int, int]] = []

    report = await house.knowledge.ingest(
        [POOL, problem, PARKING], progress=lambda done, total: steps.append((done, total))
    )

    assert report == IngestReport(added=(1, 2), entry_ids=(1, 2), problems=(problem,))
    assert steps == [(1, 2), (2, 2)]
    assert await house.knowledge.count() == 2
    assert house.rows("SELECT actor, action FROM audit") == [("cli", "knowledge.ingest")]


async def test_reading_the_same_again_changes_nothing(house: House) -> None:
    await house.knowledge.ingest([POOL, PARKING])

    again = await house.knowledge.ingest([POOL, PARKING])

    assert again == IngestReport(unchanged=2)
    assert house.rows("SELECT count(*) FROM audit") == [(1,)]


async def test_r4_other_words_at_the_same_place_are_a_new_version(house: House) -> None:
    await house.knowledge.ingest([POOL])

    report = await house.knowledge.ingest([entry("Pool", "The pool is closed.")])

    assert (report.changed, report.added) == ((1,), ())
    assert (await house.knowledge.get(1)).version == 2
    assert house.rows("SELECT version, body FROM knowledge_version ORDER BY version") == [
        (1, "The pool is open from eight to ten."),
        (2, "The pool is closed."),
    ]


async def test_the_same_words_from_another_place_are_a_duplicate(house: House) -> None:
    await house.knowledge.ingest([POOL])

    report = await house.knowledge.ingest([entry("Pool", POOL.body, source="copy.md")])

    assert (report.duplicates, report.added) == (1, ())


async def test_a_dry_run_tells_what_would_happen_and_does_nothing(house: House) -> None:
    await house.knowledge.ingest([POOL])

    report = await house.knowledge.ingest(
        [entry("Pool", "Closed."), PARKING], dry_run=True, prune=True
    )

    assert report == IngestReport(added=("Parking",), changed=("Pool",), is_dry=True)
    assert (await house.knowledge.get(1)).body == POOL.body
    assert await house.knowledge.count() == 1


async def test_pruning_removes_what_is_gone_from_its_source(house: House) -> None:
    other = entry("Spa", "Massages.", source="other.md")
    await house.knowledge.ingest([POOL, PARKING, other])

    dry = await house.knowledge.ingest([POOL], prune=True, dry_run=True)
    report = await house.knowledge.ingest([POOL], prune=True)

    assert dry.removed == report.removed == ("handbook.md#parking",)
    assert [e.title for e in await listed(house)] == ["Pool", "Spa"]


async def test_pruning_a_folder_removes_what_its_missing_files_held(house: House) -> None:
    await house.knowledge.ingest(
        [entry("Pool", "Open.", source="kb/pool.md"), entry("Spa", "Open too.", source="web/spa")]
    )

    report = await house.knowledge.ingest(
        [], prune=True, scope=lambda source: source.startswith("kb/")
    )

    assert report.removed == ("kb/pool.md#pool",)
    assert [e.title for e in await listed(house)] == ["Spa"]


async def test_a_removed_entry_that_is_read_again_is_added(house: House) -> None:
    await house.knowledge.ingest([POOL])
    await house.knowledge.remove(1, actor="staff:1")

    report = await house.knowledge.ingest([POOL])

    assert report.added == (1,)
    assert (await house.knowledge.get(1)).version == 2


async def listed(house: House) -> list[Entry]:
    return await house.knowledge.listed(category=None, language=None, after=0, limit=10)


async def test_an_entry_without_a_language_gets_the_one_it_is_written_in(house: House) -> None:
    german = entry("Schwimmbad", "Das Schwimmbad ist im Keller.", language=None)

    await house.knowledge.ingest([german, entry("204", "204", language=None)])

    assert [e.language for e in await listed(house)] == ["de", "en"]


async def test_r4_a_removed_entry_answers_nothing_but_stays_for_old_answers(house: House) -> None:
    await house.knowledge.ingest([POOL])

    await house.knowledge.remove(1, actor="staff:1")

    assert await titles(house, "Is the pool open?") == []
    assert (await house.knowledge.get(1)).title == "Pool"
    with pytest.raises(NotFound):
        await house.knowledge.remove(1, actor="staff:1")
    assert ("staff:1", "knowledge.remove") in house.rows("SELECT actor, action FROM audit")


async def test_an_entry_that_never_was_is_not_found(house: House) -> None:
    with pytest.raises(NotFound):
        await house.knowledge.get(1)


# -- finding ---------------------------------------------------------------------------------------


async def test_without_vectors_words_find(house: House) -> None:
    await house.knowledge.ingest([POOL, PARKING])

    (passage,) = await house.knowledge.search("When is the pool open?")

    assert passage.title == "Pool"
    assert passage.similarity == 0.0
    assert not house.knowledge.is_warm


async def test_with_vectors_the_nearest_comes_first(house: House) -> None:
    await house.knowledge.ingest([POOL, PARKING])
    await house.knowledge.use(MemoryIndex())

    embedded = await house.knowledge.index_pending()
    passages = await house.knowledge.search("parking costs")

    assert embedded == 4, "title and text of each"
    assert passages[0].title == "Parking"
    assert passages[0].similarity > passages[1].similarity


async def test_r6_what_is_for_staff_is_not_found_for_guests(house: House) -> None:
    internal = entry("Pool key", "The pool key hangs in the office.", audience=Audience.INTERNAL)
    await house.knowledge.ingest([internal])

    assert await titles(house, "pool key") == []
    assert await titles(house, "pool key", audience=Audience.INTERNAL) == ["Pool key"]


async def test_dates_are_the_hotels_and_an_answer_ends_with_its_day(house: House) -> None:
    last_day = date(2027, 1, 15)
    await house.knowledge.ingest([entry("Pool", "Open today.", valid_until=last_day)])

    today = await titles(house, "pool open")
    house.clock.forward(24 * 3600)
    tomorrow = await titles(house, "pool open")

    assert (today, tomorrow) == (["Pool"], [])


async def test_a_search_made_before_is_remembered_until_something_changes(house: House) -> None:
    await house.knowledge.ingest([POOL])
    first = await house.knowledge.search("pool  open")

    again = await house.knowledge.search("pool open ")
    await house.knowledge.ingest([PARKING])
    after = await house.knowledge.search("pool open")

    assert again is first
    assert after is not first


async def test_the_memory_of_searches_is_bounded(house: House) -> None:
    first = await house.knowledge.search("question 0")
    for number in range(service.CACHED_SEARCHES):
        await house.knowledge.search(f"question {number + 1}")

    assert await house.knowledge.search("question 0") is not first


# -- the vector index ------------------------------------------------------------------------------


async def test_an_index_is_brought_in_step_with_the_database(house: House) -> None:
    await house.knowledge.ingest([POOL])
    await house.knowledge.use(MemoryIndex())
    await house.knowledge.index_pending()
    stale = MemoryIndex()
    stale.add([99], np.stack([vector_of("something else")]))

    await house.knowledge.use(stale)

    assert stale.ids() == {1, 2}


async def test_vectors_of_another_model_are_made_again(house: House) -> None:
    await house.knowledge.ingest([POOL])
    await house.knowledge.use(MemoryIndex())
    await house.knowledge.index_pending()
    house.vectors.model = "another model"

    index = MemoryIndex()
    await house.knowledge.use(index)

    assert index.ids() == set()
    assert await house.knowledge.count_waiting() == 2


async def test_a_copy_changes_nothing(house: House) -> None:
    await house.knowledge.ingest([POOL])
    await house.knowledge.use(MemoryIndex())
    await house.knowledge.index_pending()
    beside = House(house.db, house.clock)
    beside.vectors.model = "another model"
    index = MemoryIndex()

    await beside.knowledge.use_copy(index)

    assert index.ids() == set()
    assert await house.knowledge.count_waiting() == 0


async def test_a_changed_entry_leaves_the_index_with_its_old_words(house: House) -> None:
    index = MemoryIndex()
    await house.knowledge.use(index)
    await house.knowledge.ingest([POOL])
    await house.knowledge.index_pending()
    old = index.ids()

    await house.knowledge.ingest([entry("Pool", "The pool is closed.")])
    await house.knowledge.index_pending()

    assert old == {1, 2}
    assert index.ids() == {3, 4}
    assert house.rows("SELECT count(*) FROM knowledge_doomed") == [(0,)]


async def test_indexing_tells_how_far_it_is_and_goes_on_where_it_stopped(house: House) -> None:
    many = [entry(f"Entry {n}", f"Body {n}.") for n in range(10)]
    await house.knowledge.ingest(many)
    await house.knowledge.use(MemoryIndex())
    steps: list[tuple[int, int]] = []

    done = await house.knowledge.index_pending(progress=lambda n, of: steps.append((n, of)))

    assert (done, steps) == (20, [(16, 20), (20, 20)])
    assert await house.knowledge.index_pending() == 0


async def test_without_an_index_nothing_is_embedded(house: House) -> None:
    await house.knowledge.ingest([POOL])

    assert await house.knowledge.index_pending() == 0
    assert house.vectors.embedded == []
    assert await house.knowledge.count_waiting([1]) == 1


async def test_an_index_can_be_made_anew_with_or_without_its_vectors(house: House) -> None:
    await house.knowledge.ingest([POOL])
    index = MemoryIndex()
    await house.knowledge.use(index)
    await house.knowledge.index_pending()

    await house.knowledge.reindex(embed_again=False)
    kept = index.ids()
    await house.knowledge.reindex(embed_again=True)

    assert (kept, index.ids()) == ({1, 2}, set())
    assert await house.knowledge.count_waiting() == 2


async def test_making_anew_without_an_index_only_forgets_the_vectors(house: House) -> None:
    await house.knowledge.ingest([POOL])
    await house.knowledge.load_vectors({text_hash("Pool"): vector_of("Pool").tobytes()})

    await house.knowledge.reindex(embed_again=True)

    assert await house.knowledge.count_waiting() == 2
    assert not house.knowledge.is_warm


async def test_vectors_made_before_are_matched_by_their_text(house: House) -> None:
    await house.knowledge.ingest([POOL])

    loaded = await house.knowledge.load_vectors(
        {text_hash("Pool"): vector_of("Pool").tobytes(), text_hash("other"): b""}
    )

    assert loaded == 1
    assert await house.knowledge.count_waiting() == 1


async def test_more_vectors_than_one_page_are_all_indexed(house: House) -> None:
    body = " ".join(f"This is rule number {n} of the house." for n in range(3000))
    knowledge = Knowledge(
        house.db, house.vectors, clock=house.clock, timezone="UTC", chunk_tokens=20
    )
    await knowledge.ingest([entry("Rules", body)])
    texts = [text for _, text in await house.db.read(store.unembedded, 10_000)]
    some = vector_of("some").tobytes()
    await knowledge.load_vectors({text_hash(text): some for text in texts})
    index = MemoryIndex()

    await knowledge.use(index)

    assert len(index.ids()) == len(texts) > 1000


# -- beside another process ------------------------------------------------------------------------


async def test_what_another_process_wrote_is_noticed(house: House) -> None:
    other = House(house.db, house.clock)
    seen = await house.knowledge.watch(None)
    before = await house.knowledge.search("pool open")

    await other.knowledge.ingest([POOL])
    later = await house.knowledge.watch(seen)
    found = await titles(house, "pool open")

    assert before == []
    assert later != seen
    assert found == ["Pool"]
    assert await house.knowledge.watch(later) == later


async def test_closing_lets_go_of_index_and_embedder(house: House) -> None:
    index = MemoryIndex()
    index.add([1], np.stack([vector_of("pool")]))
    await house.knowledge.use_copy(index)

    await house.knowledge.close()
    await house.knowledge.let_go()

    assert index.ids() == set()
    assert house.vectors.is_closed
    assert not house.knowledge.is_warm


def test_a_hash_takes_any_text() -> None:
    assert text_hash("half an emoji \ud83d") == text_hash("half an emoji ?")


# -- the whole of it, for a model ------------------------------------------------------------------


async def test_a_small_knowledge_base_is_read_whole_without_what_guests_may_not_know(
    house: House,
) -> None:
    secret = entry("Safe code", "The code is 4711.", audience=Audience.INTERNAL)
    past = entry("Easter", "Brunch on Sunday.", valid_until=date(2020, 4, 5))
    await house.knowledge.ingest([POOL, secret, past, PARKING])

    library = await house.knowledge.library()

    assert [passage.title for passage in library] == ["Pool", "Parking"]


async def test_what_is_written_down_meanwhile_is_in_the_library_at_once(house: House) -> None:
    await house.knowledge.ingest([POOL])
    before = house.knowledge.generation
    await house.knowledge.library()

    await house.knowledge.ingest([PARKING])

    assert house.knowledge.generation != before
    assert len(await house.knowledge.library()) == 2


async def test_a_large_knowledge_base_is_not_read_whole(house: House) -> None:
    await house.knowledge.ingest([POOL, entry("History", "word " * 4000)])

    assert list(await house.knowledge.library()) == []


def test_each_way_in_which_a_title_asks_is_embedded_on_its_own() -> None:
    one = entry("Is there a pool?", "In the garden.")
    two = entry("Is there a pool? Where can I swim?", "In the garden.")

    assert texts_to_embed(one, 200) == ["Is there a pool?", "Is there a pool?\nIn the garden."]
    assert texts_to_embed(two, 200) == [
        "Is there a pool? Where can I swim?",
        "Is there a pool?",
        "Where can I swim?",
        "Is there a pool? Where can I swim?\nIn the garden.",
    ]
