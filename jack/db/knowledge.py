"""Entries with their versions, their words (FTS5) and the vectors of their chunks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jack.db import sql
from jack.model.clock import Micros
from jack.model.knowledge import Audience, Category, Entry, Version

_COLUMNS = (
    "e.id, e.version, e.title, e.body, e.category, e.language, e.audience, e.valid_from,"
    " e.valid_until, e.source, e.key,"
    " NOT EXISTS (SELECT 1 FROM knowledge_chunk k WHERE k.entry_id = e.id AND k.vector IS NULL),"
    " e.created_at, e.updated_at"
)


def get(entry_id: int) -> Entry | None:
    """Also an entry that was removed: answers may rest on it."""
    found = sql.row(f"SELECT {_COLUMNS} FROM knowledge_entry e WHERE e.id = ?", entry_id)
    return _entry(found) if found else None


def get_many(entry_ids: Sequence[int]) -> dict[int, Entry]:
    """Those of the ids that exist and are not removed."""
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM knowledge_entry e WHERE e.removed_at IS NULL"
        f" AND e.id IN ({sql.marks(entry_ids)})",
        *entry_ids,
    )
    return {row[0]: _entry(row) for row in found}


def by_key(source: str, key: str) -> tuple[int, str, bool] | None:
    """(id, content hash, is removed) of the entry at this place of its source."""
    found = sql.row(
        "SELECT id, content_hash, removed_at IS NOT NULL FROM knowledge_entry"
        " WHERE source = ? AND key = ?",
        source,
        key,
    )
    return (found[0], found[1], bool(found[2])) if found else None


def same_content(content_hash: str) -> int | None:
    """A live entry with just this content, wherever it came from."""
    found: int | None = sql.value(
        "SELECT id FROM knowledge_entry WHERE content_hash = ? AND removed_at IS NULL LIMIT 1",
        content_hash,
    )
    return found


def put(
    *,
    title: str,
    body: str,
    category: Category,
    language: str,
    audience: Audience,
    valid_from: date | None,
    valid_until: date | None,
    source: str,
    key: str,
    content_hash: str,
    chunks: Sequence[str],
    at: Micros,
) -> int:
    """Store a new entry, or the next version of the one at (source, key). Its chunks wait to be
    embedded."""
    fields: dict[str, object] = {
        "title": title,
        "body": body,
        "category": category,
        "language": language,
        "audience": audience,
        "valid_from": valid_from.isoformat() if valid_from else None,
        "valid_until": valid_until.isoformat() if valid_until else None,
        "content_hash": content_hash,
        "updated_at": at,
    }
    known = by_key(source, key)
    if known is None:
        entry_id = sql.insert(
            "knowledge_entry", **fields, version=1, source=source, key=key, created_at=at
        )
        version = 1
    else:
        entry_id = known[0]
        assignments = ", ".join(f"{name} = ?" for name in fields)
        version = sql.value(
            f"UPDATE knowledge_entry SET {assignments}, version = version + 1, removed_at = NULL"
            " WHERE id = ? RETURNING version",
            *fields.values(),
            entry_id,
        )
        _drop_index(entry_id)
    sql.insert(
        "knowledge_version",
        entry_id=entry_id,
        version=version,
        title=title,
        body=body,
        category=category,
        language=language,
        audience=audience,
        created_at=at,
    )
    sql.run(
        "INSERT INTO knowledge_words (rowid, title, body) VALUES (?, ?, ?)", entry_id, title, body
    )
    for ordinal, text in enumerate(chunks):
        sql.insert(
            "knowledge_chunk", entry_id=entry_id, version=version, ordinal=ordinal, text=text
        )
    return entry_id


def remove(entry_id: int, at: Micros) -> bool:
    """Take an entry out of every answer; its versions stay. False when there is none."""
    changed = sql.run(
        "UPDATE knowledge_entry SET removed_at = ?, updated_at = ? WHERE id = ?"
        " AND removed_at IS NULL",
        at,
        at,
        entry_id,
    )
    if changed:
        _drop_index(entry_id)
    return bool(changed)


def of_source(source: str) -> dict[str, int]:
    """key -> id of the live entries of a source."""
    found = sql.rows(
        "SELECT key, id FROM knowledge_entry WHERE source = ? AND removed_at IS NULL", source
    )
    return {row[0]: row[1] for row in found}


def sources() -> list[str]:
    """Where the live entries come from."""
    found = sql.rows("SELECT DISTINCT source FROM knowledge_entry WHERE removed_at IS NULL")
    return [row[0] for row in found]


def listed(
    *,
    category: str | None = None,
    language: str | None = None,
    after: int = 0,
    limit: int = 100,
) -> list[Entry]:
    """Live entries by id."""
    where, params = ["e.removed_at IS NULL", "e.id > ?"], list[object]([after])
    if category:
        where.append("e.category = ?")
        params.append(category)
    if language:
        where.append("e.language = ?")
        params.append(language)
    found = sql.rows(
        f"SELECT {_COLUMNS} FROM knowledge_entry e WHERE {' AND '.join(where)}"
        " ORDER BY e.id LIMIT ?",
        *params,
        limit,
    )
    return [_entry(row) for row in found]


def versions(entry_id: int) -> list[Version]:
    """Every version of an entry, the newest first."""
    return [
        Version(row[0], row[1], row[2], Category(row[3]), row[4], Audience(row[5]), row[6])
        for row in sql.rows(
            "SELECT version, title, body, category, language, audience, created_at"
            " FROM knowledge_version WHERE entry_id = ? ORDER BY version DESC",
            entry_id,
        )
    ]


def count() -> int:
    return int(sql.value("SELECT count(*) FROM knowledge_entry WHERE removed_at IS NULL"))


# -- words ---------------------------------------------------------------------------------


MAX_WORDS = 40
COMMON = 300
"""Ranking reads every entry that has one of the words: those that are in more entries than this
tell little, and are left out as long as the question has rarer ones."""


def by_words(question: str, *, limit: int) -> list[int]:
    """Entry ids by BM25, titles counting double; best first."""
    words = sql.words(question)
    found = {word: _entries_with(word) for word in words[:MAX_WORDS]}
    known = [word for word, count in found.items() if count]
    if not known:
        return []
    rare = [word for word in known if found[word] <= COMMON]
    return [
        row[0]
        for row in sql.rows(
            "SELECT rowid FROM knowledge_words WHERE knowledge_words MATCH ?"
            " ORDER BY bm25(knowledge_words, 2.0, 1.0) LIMIT ?",
            " OR ".join(rare or known),
            limit,
        )
    ]


def by_title(words: Sequence[str], *, limit: int) -> list[int]:
    """Entry ids whose title has one of the words; `word*` is a beginning. Best first."""
    wanted = [f'"{word.rstrip("*")}"{"*" if word.endswith("*") else ""}' for word in words]
    if not wanted:
        return []
    return [
        row[0]
        for row in sql.rows(
            "SELECT rowid FROM knowledge_words WHERE knowledge_words MATCH ?"
            " ORDER BY bm25(knowledge_words, 1.0, 0.0) LIMIT ?",
            f"title : ({' OR '.join(wanted)})",
            limit,
        )
    ]


def _entries_with(word: str) -> int:
    """How many entries have it; counted a little beyond COMMON."""
    return int(
        sql.value(
            "SELECT count(*) FROM (SELECT 1 FROM knowledge_words WHERE knowledge_words MATCH ?"
            " LIMIT ?)",
            word,
            COMMON + 1,
        )
    )


# -- chunks and vectors --------------------------------------------------------------------


def unembedded(limit: int) -> list[tuple[int, str]]:
    """(chunk id, text) of what the server has still to embed."""
    return [
        (row[0], row[1])
        for row in sql.rows(
            "SELECT id, text FROM knowledge_chunk WHERE vector IS NULL ORDER BY id LIMIT ?", limit
        )
    ]


def count_unembedded() -> int:
    return int(sql.value("SELECT count(*) FROM knowledge_chunk WHERE vector IS NULL"))


def count_waiting(entry_ids: Sequence[int]) -> int:
    """How many of these entries the server has still to embed."""
    return int(
        sql.value(
            "SELECT count(DISTINCT entry_id) FROM knowledge_chunk WHERE vector IS NULL"
            f" AND entry_id IN ({sql.marks(entry_ids)})",
            *entry_ids,
        )
    )


def set_vectors(model: str, vectors: Iterable[tuple[int, bytes]]) -> None:
    for chunk_id, vector in vectors:
        sql.run(
            "UPDATE knowledge_chunk SET model = ?, vector = ? WHERE id = ?", model, vector, chunk_id
        )


def forget_vectors(*, except_model: str | None = None) -> int:
    """Have chunks embedded again: all, or those of another model."""
    if except_model is None:
        return sql.run("UPDATE knowledge_chunk SET vector = NULL, model = NULL")
    return sql.run(
        "UPDATE knowledge_chunk SET vector = NULL, model = NULL"
        " WHERE vector IS NOT NULL AND model != ?",
        except_model,
    )


def vectors(*, after: int, limit: int) -> list[tuple[int, int, bytes]]:
    """(chunk id, entry id, vector) of embedded chunks by id."""
    return [
        (row[0], row[1], row[2])
        for row in sql.rows(
            "SELECT id, entry_id, vector FROM knowledge_chunk WHERE vector IS NOT NULL AND id > ?"
            " ORDER BY id LIMIT ?",
            after,
            limit,
        )
    ]


def embedded(model: str) -> list[tuple[str, bytes]]:
    """(text, vector) of chunks that this model has embedded."""
    found = sql.rows(
        "SELECT text, vector FROM knowledge_chunk WHERE vector IS NOT NULL AND model = ?", model
    )
    return [(row[0], row[1]) for row in found]


def titles(model: str) -> dict[int, bytes]:
    """The vectors of the titles of live entries, by entry."""
    found = sql.rows(
        "SELECT entry_id, vector FROM knowledge_chunk"
        " WHERE ordinal = 0 AND vector IS NOT NULL AND model = ?",
        model,
    )
    return {row[0]: row[1] for row in found}


def chunks(chunk_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """chunk id -> (entry id, text), for those that still exist."""
    found = sql.rows(
        f"SELECT id, entry_id, text FROM knowledge_chunk WHERE id IN ({sql.marks(chunk_ids)})",
        *chunk_ids,
    )
    return {row[0]: (row[1], row[2]) for row in found}


def chunk_ids(*, model: str | None = None) -> set[int]:
    """Ids of all embedded chunks, or of those that `model` embedded."""
    found = sql.rows(
        "SELECT id FROM knowledge_chunk WHERE vector IS NOT NULL AND model = coalesce(?, model)",
        model,
    )
    return {row[0] for row in found}


def doomed(limit: int) -> list[int]:
    """Chunks the index must forget."""
    return [
        row[0]
        for row in sql.rows("SELECT chunk_id FROM knowledge_doomed ORDER BY id LIMIT ?", limit)
    ]


def forget_doomed(ids: Sequence[int]) -> None:
    sql.run(f"DELETE FROM knowledge_doomed WHERE chunk_id IN ({sql.marks(ids)})", *ids)


def generation() -> tuple[int, int, int]:
    """Changes whenever what can be found changes."""
    found = sql.row(
        "SELECT (SELECT coalesce(max(updated_at), 0) FROM knowledge_entry),"
        " (SELECT coalesce(max(id), 0) FROM knowledge_chunk),"
        " (SELECT count(*) FROM knowledge_chunk WHERE vector IS NULL)"
    )
    assert found is not None
    return found[0], found[1], found[2]


def _drop_index(entry_id: int) -> None:
    sql.run(
        "INSERT OR IGNORE INTO knowledge_doomed (chunk_id)"
        " SELECT id FROM knowledge_chunk WHERE entry_id = ? AND vector IS NOT NULL",
        entry_id,
    )
    sql.run("DELETE FROM knowledge_chunk WHERE entry_id = ?", entry_id)
    sql.run("DELETE FROM knowledge_words WHERE rowid = ?", entry_id)


def _entry(row: sql.Row) -> Entry:
    return Entry(
        id=row[0],
        version=row[1],
        title=row[2],
        body=row[3],
        category=Category(row[4]),
        language=row[5],
        audience=Audience(row[6]),
        valid_from=date.fromisoformat(row[7]) if row[7] else None,
        valid_until=date.fromisoformat(row[8]) if row[8] else None,
        source=row[9],
        key=row[10],
        is_indexed=bool(row[11]),
        created_at=row[12],
        updated_at=row[13],
    )
