"""Files of messages: what was promised, what lies in the media folder, what is still at a vendor's."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from jack.db import sql
from jack.model.clock import Micros
from jack.model.media import File, FileId, FileState, Reason

_COLUMNS = (
    "id, message_id, channel, is_outgoing, state, reason, content_type, name, size, sha256, width,"
    " height, stored_as, has_thumbnail, source, uploaded_by_id, uploaded_from, attempts, created_at"
)


def add(
    *,
    message_id: int | None,
    channel: str,
    is_outgoing: bool,
    state: FileState,
    content_type: str,
    name: str,
    at: Micros,
    reason: Reason | None = None,
    size: int = 0,
    stored_as: str | None = None,
    source: Mapping[str, str] | None = None,
    uploaded_by: int | None = None,
    uploaded_from: str | None = None,
    place: int = 0,
) -> FileId:
    """What is `pending` is due at once."""
    return sql.insert(
        "media",
        message_id=message_id,
        place=place,
        channel=channel,
        is_outgoing=int(is_outgoing),
        state=state,
        reason=reason,
        content_type=content_type,
        name=name,
        size=size,
        stored_as=stored_as,
        source=sql.dumps(dict(source)) if source is not None else None,
        uploaded_by_id=uploaded_by,
        uploaded_from=uploaded_from,
        next_at=at if state is FileState.PENDING else None,
        created_at=at,
    )


def get(file_id: FileId) -> File | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM media WHERE id = ?", file_id)
    return _file(found) if found else None


def of_messages(message_ids: Collection[int]) -> dict[int, tuple[File, ...]]:
    """The files of every message that has some, in their order."""
    ids = list(message_ids)
    found: dict[int, list[File]] = {}
    for row in sql.rows(
        f"SELECT {_COLUMNS} FROM media WHERE message_id IN ({sql.marks(ids)}) ORDER BY place, id",
        *ids,
    ):
        found.setdefault(row[1], []).append(_file(row))
    return {message_id: tuple(files) for message_id, files in found.items()}


def attach(file_id: FileId, message_id: int, channel: str, *, place: int = 0) -> bool:
    """Make an uploaded file part of a message. False when it is part of another already."""
    changed = sql.run(
        "UPDATE media SET message_id = ?, place = ?, channel = ?"
        " WHERE id = ? AND message_id IS NULL",
        message_id,
        place,
        channel,
        file_id,
    )
    return bool(changed)


def copy(file_id: FileId, message_id: int) -> None:
    """The same file in another message, for what is sent anew; both name what lies on disk once."""
    sql.run(
        "INSERT INTO media (message_id, place, channel, is_outgoing, state, reason, content_type, name, size,"
        " sha256, width, height, stored_as, has_thumbnail, source, uploaded_by_id, uploaded_from,"
        " attempts, next_at, created_at) SELECT ?, place, channel, is_outgoing, state, reason, content_type,"
        " name, size, sha256, width, height, stored_as, has_thumbnail, source, uploaded_by_id,"
        " uploaded_from, attempts, next_at, created_at FROM media WHERE id = ?",
        message_id,
        file_id,
    )


# -- what still has to be fetched or looked at ---------------------------------------------------


def due(at: Micros, *, limit: int, without: Collection[FileId] = ()) -> list[File]:
    """What is pending and due, longest due first, leaving out what is under way."""
    ids = list(without)
    return [
        _file(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM media WHERE state = 'pending' AND next_at <= ?"
            f" AND id NOT IN ({sql.marks(ids)}) ORDER BY next_at, id LIMIT ?",
            at,
            *ids,
            limit,
        )
    ]


def next_due(*, without: Collection[FileId] = ()) -> Micros | None:
    ids = list(without)
    found = sql.value(
        f"SELECT min(next_at) FROM media WHERE state = 'pending' AND id NOT IN ({sql.marks(ids)})",
        *ids,
    )
    return int(found) if found is not None else None


def stored(
    file_id: FileId,
    *,
    stored_as: str,
    content_type: str,
    name: str,
    size: int,
    sha256: str,
    width: int | None,
    height: int | None,
    has_thumbnail: bool,
) -> bool:
    """It is there. False when the row went meanwhile, with its message."""
    return bool(
        sql.run(
            "UPDATE media SET state = 'stored', reason = NULL, stored_as = ?, content_type = ?,"
            " name = ?, size = ?, sha256 = ?, width = ?, height = ?, has_thumbnail = ?,"
            " source = NULL, next_at = NULL WHERE id = ?",
            stored_as,
            content_type,
            name,
            size,
            sha256,
            width,
            height,
            int(has_thumbnail),
            file_id,
        )
    )


def not_stored(file_id: FileId, state: FileState, reason: Reason) -> None:
    """It will not be there."""
    sql.run(
        "UPDATE media SET state = ?, reason = ?, stored_as = NULL, has_thumbnail = 0, source = NULL,"
        " next_at = NULL WHERE id = ?",
        state,
        reason,
        file_id,
    )


def try_again(file_id: FileId, next_at: Micros) -> None:
    sql.run(
        "UPDATE media SET attempts = attempts + 1, next_at = ? WHERE id = ? AND state = 'pending'",
        next_at,
        file_id,
    )


# -- what is uploaded and not sent -----------------------------------------------------------------


def unsent(addresses: Collection[str]) -> list[FileId]:
    """What web chat visitors uploaded and did not send."""
    found = sql.rows(
        "SELECT id FROM media WHERE message_id IS NULL"
        f" AND uploaded_from IN ({sql.marks(list(addresses))})",
        *addresses,
    )
    return [row[0] for row in found]


def unsent_from(address: str) -> int:
    """How many files of a web chat visitor belong to no message."""
    return int(
        sql.value(
            "SELECT count(*) FROM media WHERE uploaded_from = ? AND message_id IS NULL", address
        )
    )


def uploaded_from(address: str, *, since: Micros) -> int:
    """How many bytes a web chat visitor sent since then."""
    return int(
        sql.value(
            "SELECT coalesce(sum(size), 0) FROM media WHERE uploaded_from = ? AND created_at > ?",
            address,
            since,
        )
    )


# -- deleting ----------------------------------------------------------------------------------------


def forget(file_ids: Collection[FileId]) -> list[str]:
    """Delete rows; what nobody names any more in the media folder, to be deleted after the commit."""
    ids = list(file_ids)
    gone = sql.rows(f"DELETE FROM media WHERE id IN ({sql.marks(ids)}) RETURNING stored_as", *ids)
    return unnamed([row[0] for row in gone if row[0] is not None])


def unnamed(names: Sequence[str]) -> list[str]:
    """Those of `names` that no row has."""
    return [
        name
        for name in dict.fromkeys(names)
        if sql.value("SELECT 1 FROM media WHERE stored_as = ? LIMIT 1", name) is None
    ]


def names() -> set[str]:
    """Everything that rows name in the media folder."""
    return {row[0] for row in sql.rows("SELECT stored_as FROM media WHERE stored_as IS NOT NULL")}


def of_nobody(before: Micros) -> list[FileId]:
    """What was uploaded before then and never sent."""
    return [
        row[0]
        for row in sql.rows(
            "SELECT id FROM media WHERE message_id IS NULL AND created_at < ?", before
        )
    ]


def _file(row: sql.Row) -> File:
    return File(
        id=row[0],
        message_id=row[1],
        channel=row[2],
        is_outgoing=bool(row[3]),
        state=FileState(row[4]),
        reason=Reason(row[5]) if row[5] else None,
        content_type=row[6],
        name=row[7],
        size=row[8],
        sha256=row[9],
        width=row[10],
        height=row[11],
        stored_as=row[12],
        has_thumbnail=bool(row[13]),
        source=sql.loads(row[14]),
        uploaded_by=row[15],
        uploaded_from=row[16],
        attempts=row[17],
        created_at=row[18],
    )
