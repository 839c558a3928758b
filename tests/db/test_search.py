"""Searching messages and guests: found by the beginning of words, in every script, and forgotten."""

from __future__ import annotations

import pytest

from jack.db import guests, messages, search, sql, words
from jack.db.database import Database
from tests.db.samples import ANA, BEN, NOW, conversation, said, stay


def texts(db: Database, query: str, **page: int) -> list[str]:
    given = {"limit": 10} | page
    return [found.message.text for found in db.read_now(search.by_message, query, **given)]


def names(db: Database, query: str) -> list[str]:
    return [guest.name for guest in db.read_now(search.by_guest, query, limit=10)]


def hidden(db: Database, word: str) -> bool:
    """Whether a word index still knows the word."""
    found = db.read_now(
        sql.value,
        "SELECT (SELECT count(*) FROM message_words WHERE message_words MATCH ?)"
        " + (SELECT count(*) FROM guest_words WHERE guest_words MATCH ?)",
        word,
        word,
    )
    return bool(found)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("The shower is leaking", "leak show"),
        ("Où est la piscine chauffée ?", "chauffee"),
        ("請多給我兩條毛巾", "毛巾"),
        ("タオルをください", "タオル"),
        ("нужны полотенца", "полот"),
        ("मुझे तौलिया चाहिए", "तौलिया"),
        ("أحتاج مناشف", "مناش"),
        ("room 1204, please", "1204"),
    ],
)
def test_a_message_is_found_by_its_words(db: Database, text: str, query: str) -> None:
    db.write_now(said, "Something else entirely")
    db.write_now(said, text)

    assert texts(db, query) == [text]


def test_all_the_words_must_be_there(db: Database) -> None:
    db.write_now(said, "Two towels")
    db.write_now(said, "Two pillows")

    assert texts(db, "two towels") == ["Two towels"]


@pytest.mark.parametrize("query", ["", "  ", "%", '"', "* -", "\x00"])
def test_what_has_no_word_finds_nothing(db: Database, query: str) -> None:
    db.write_now(said, "Two towels")

    assert texts(db, query) == []
    assert names(db, query) == []
    assert db.read_now(search.conversation_ids, query) == []


@pytest.mark.parametrize(
    "query", ['towels" OR "x', "NEAR(towels)", "towels AND", "text:towels", "t^w"]
)
def test_the_query_language_of_the_index_is_no_way_in(db: Database, query: str) -> None:
    db.write_now(said, "Two towels")

    assert texts(db, query) == []


def test_one_letter_is_a_word_in_messages_and_a_beginning_in_names(db: Database) -> None:
    db.write_now(said, "Plan B for the towels")
    db.write_now(said, "Bring bread and butter")

    assert texts(db, "b") == ["Plan B for the towels"]
    assert names(db, "ana s") == ["Ana Silva"]


def test_the_newest_comes_first_page_by_page(db: Database) -> None:
    ids = [db.write_now(said, f"towel {number}") for number in range(4)]

    assert texts(db, "towel", limit=2) == ["towel 3", "towel 2"]
    assert texts(db, "towel", limit=2, before=ids[2]) == ["towel 1", "towel 0"]


@pytest.mark.parametrize("query", ["silva", "ANA", "ana sil", "351912345678", "ana@example"])
def test_a_guest_is_found_by_name_number_and_address(db: Database, query: str) -> None:
    db.write_now(guests.add, "Ana", "Silva", NOW, phone="+351912345678", email="ana@example.com")
    db.write_now(guests.add, "Ben", "Meyer", NOW)

    assert names(db, query) == ["Ana Silva"]


def test_a_guest_is_found_by_confirmation(db: Database) -> None:
    from datetime import date

    guest_id = db.write_now(guests.add, "Ana", "Silva", NOW)
    stay_id = db.write_now(stay, guest_id, date(2027, 1, 14), date(2027, 1, 18))
    number = db.read_now(sql.value, "SELECT confirmation FROM reservation WHERE id = ?", stay_id)

    assert names(db, str(number)) == ["Ana Silva"]


def test_a_renamed_guest_is_found_by_the_new_name_only(db: Database) -> None:
    guest_id = db.write_now(guests.add, "Ana", "Silva", NOW)

    db.write_now(sql.run, "UPDATE guest SET last_name = 'Costa' WHERE id = ?", guest_id)

    assert names(db, "costa") == ["Ana Costa"]
    assert names(db, "silva") == []


def test_a_conversation_is_found_by_what_was_said_and_by_its_guest(db: Database) -> None:
    db.write_now(said, "The shower leaks", address=ANA)
    db.write_now(said, "Hello", address=BEN)
    ana, ben = (db.write_now(conversation, address).id for address in (ANA, BEN))

    assert db.read_now(search.conversation_ids, "shower") == [ana]
    assert sorted(db.read_now(search.conversation_ids, "silva")) == sorted([ana, ben])


def test_r14_words_go_with_the_message_and_the_guest(db: Database) -> None:
    message_id = db.write_now(said, "Xylophone")
    other_id = db.write_now(said, "Zeppelin")
    assert not (hidden(db, "quagga"))
    assert hidden(db, "xylophone")

    db.write_now(sql.run, "UPDATE message SET text = '' WHERE id = ?", message_id)
    db.write_now(sql.run, "DELETE FROM guest")

    assert db.read_now(messages.get, other_id) is None
    assert not any(hidden(db, word) for word in ("xylophone", "zeppelin", "silva"))


def test_r14_what_was_erased_is_not_in_the_pages_of_the_index(db: Database) -> None:
    db.write_now(said, "Xylophone")

    db.write_now(sql.run, "DELETE FROM message")

    for table in ("message_words_data", "message_words_content"):
        blocks = db.read_now(sql.rows, f"SELECT * FROM {table}")
        assert not any(b"xylo" in str(cell).encode() or b"xylo" in _bytes(cell)
                       for block in blocks for cell in block)  # fmt: skip


def test_signs_without_spaces_are_words_of_their_own() -> None:
    assert words.searchable("我要毛巾ok").split() == ["我", "要", "毛", "巾", "ok"]
    assert words.query("毛巾 pool") == '"毛 巾" "pool"*'
    assert len(words.query("word " * 50).split()) == words.MAX_TERMS


def _bytes(cell: object) -> bytes:
    return cell if isinstance(cell, bytes) else b""
