"""The media store: files of messages, from a guest's phone to staff's eyes and back.

What comes is put on disk or written down as still to be fetched, in the write that stores its
message; a worker then fetches it, looks what it is, and keeps or refuses it. What is uploaded here
is looked at before the answer.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from jack.channels.base import Channel, Downloads, Traits
from jack.config import Config
from jack.db import media
from jack.db.database import Database
from jack.errors import (
    Conflict,
    Invalid,
    NotFound,
    NotReady,
    Permanent,
    ReadError,
    TooLarge,
    Transient,
)
from jack.errors import Delivery as DeliveryError
from jack.events import Event, EventBus, FileChanged, FilesWaiting
from jack.media.names import clean, fitting
from jack.media.pictures import Picture, Unreadable
from jack.media.sniffing import ARCHIVE, HEAD_BYTES, office, sniff
from jack.media.vault import THUMBNAIL, Reader, Vault, Writer
from jack.model.clock import DAY, Clock, Micros
from jack.model.media import (
    ENDINGS,
    IMAGES,
    WORDS,
    File,
    FileId,
    FileState,
    IncomingFile,
    OutgoingFile,
    Reason,
    Variant,
)
from jack.model.messages import OutboxItem
from jack.model.staff import Permission, Staff
from jack.services.announce import announce
from jack.services.media_links import Links
from jack.services.permits import must

log = logging.getLogger(__name__)

MAX_FILES = 30
"""Files of one message that are kept."""
UNSENT_FOR = DAY
"""How long an uploaded file waits for its message."""
ORPHANED_AFTER_S = 3600.0
"""A file in the folder that nobody names may be of a write under way before."""
ENVELOPE_BYTES = 8 * 1024
"""What a form may say around its file."""
RESERVE_BYTES = 256 * 1024 * 1024
"""Room on the disk that uploads leave: messages come first."""
MOST_AT_ONCE = 2
"""Files held whole in memory."""
GONE = frozenset({"gone", "not_found"})


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file of a message that is about to be stored; `stored_as` when its bytes are on disk."""

    file: IncomingFile
    size: int = 0
    stored_as: str | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """What became of the bytes of a file."""

    stored_as: str
    content_type: str
    name: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None

    @property
    def has_thumbnail(self) -> bool:
        return self.width is not None


class _Refused(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Pictures(Protocol):
    """What makes pictures anew; `jack.media.studio.Studio`."""

    async def remake(self, data: bytes) -> Picture:
        """Raises Unreadable."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Media:
    db: Database
    bus: EventBus
    channels: Mapping[str, Channel]
    config: Config
    clock: Clock
    vault: Vault
    links: Links
    pictures: Pictures
    _seats: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))

    @property
    def max_bytes(self) -> int:
        return self.config.media.max_file_mb * 1024 * 1024

    # -- files of guests' messages -------------------------------------------------------------

    async def keep(self, files: Sequence[IncomingFile]) -> tuple[Arrived, ...]:
        """Put what is in hand on disk, before anybody is told that it is stored (R1).

        Call before the write that `add`s them; what is never added is swept away.
        """
        return tuple([await self._keep_one(file, number) for number, file in enumerate(files)])

    async def _keep_one(self, file: IncomingFile, number: int) -> Arrived:
        if number >= MAX_FILES:
            return Arrived(replace(file, data=None), reason=Reason.TOO_MANY)
        if file.data is None:
            return Arrived(file)
        kept, size = replace(file, data=None), len(file.data)
        if not size or size > self.max_bytes:
            reason = Reason.TOO_LARGE if size else Reason.EMPTY
            return Arrived(kept, size, reason=reason)
        return Arrived(kept, size, await asyncio.to_thread(self.vault.put, file.data))

    def add(
        self, arrived: Sequence[Arrived], *, message_id: int, channel: str, at: Micros
    ) -> list[Event]:
        """Write down what belongs to a message. Runs inside a write."""
        is_waiting = False
        for place, each in enumerate(arrived):
            if each.file.file_id is not None:
                media.attach(each.file.file_id, message_id, channel, place=place)
                continue
            state = FileState.REFUSED if each.reason else FileState.PENDING
            is_waiting |= state is FileState.PENDING
            media.add(
                message_id=message_id,
                place=place,
                channel=channel,
                is_outgoing=False,
                state=state,
                reason=each.reason,
                content_type=each.file.content_type.partition(";")[0].strip().lower(),
                name=clean(each.file.name),
                size=each.size,
                stored_as=each.stored_as,
                source=None if each.reason else each.file.ref,
                at=at,
            )
        return [FilesWaiting()] if is_waiting else []

    # -- the worker's side ---------------------------------------------------------------------

    async def due(self, *, limit: int, without: Collection[FileId]) -> list[File]:
        return await self.db.read(media.due, self.clock(), limit=limit, without=without)

    async def next_due(self, *, without: Collection[FileId]) -> Micros | None:
        return await self.db.read(media.next_due, without=without)

    async def settle(self, file: File, *, retry_at: Micros) -> None:
        """Fetch a pending file where need be, and keep or refuse it; or try again at `retry_at`."""
        try:
            async with self._seats:
                kept = await self._fetched(file)
        except _Refused as error:
            await self._not_stored(file, FileState.REFUSED, error.reason)
        except ReadError:
            await self._not_stored(file, FileState.FAILED, Reason.DAMAGED)
        except Permanent as error:
            reason = Reason.GONE if error.reason in GONE else Reason.REJECTED
            if error.reason == Reason.TOO_LARGE:
                reason = Reason.TOO_LARGE
            log.warning("file not fetched", extra=_of(file, error))
            await self._not_stored(file, FileState.FAILED, reason)
        except DeliveryError as error:
            log.warning("file not fetched", extra=_of(file, error))
            await self.put_off(file, retry_at=retry_at)
        else:
            await self._stored(file, kept)

    async def put_off(self, file: File, *, retry_at: Micros) -> None:
        """Try again then, or never once that is too late: vendors keep files for days only."""
        if retry_at - file.created_at > self.config.media.fetch_days * DAY:
            await self._not_stored(file, FileState.FAILED, Reason.UNREACHABLE)
        else:
            await self.db.write(media.try_again, file.id, retry_at)

    async def _fetched(self, file: File) -> _Kept:
        if file.stored_as is not None:
            return await self._kept(file.stored_as, file.name)
        channel: object = self.channels.get(file.channel)
        if channel is None:
            raise Transient(f"The channel {file.channel} is switched off.", reason="channel_off")
        if not isinstance(channel, Downloads) or file.source is None:
            raise Permanent("This channel hands no files out.", reason="no_downloads")
        downloaded = await channel.download(file.source, limit_bytes=self.max_bytes)
        if not downloaded.data or len(downloaded.data) > self.max_bytes:
            raise _Refused(Reason.TOO_LARGE if downloaded.data else Reason.EMPTY)
        raw = await asyncio.to_thread(self.vault.put, downloaded.data)
        return await self._kept_alone(raw, file.name or downloaded.name)

    async def _kept_alone(
        self, raw: str, name: str, *, only: Collection[str] | None = None
    ) -> _Kept:
        """`_kept` for what no row names yet: nothing else stays on disk."""
        kept: _Kept | None = None
        try:
            kept = await self._kept(raw, name, only=only)
        finally:
            if kept is None or kept.stored_as != raw:
                await self._remove([raw])
        return kept

    async def _kept(self, raw: str, name: str, *, only: Collection[str] | None = None) -> _Kept:
        """Look what came as `raw`, and put it on disk as it will be shown where that differs."""
        content_type = await asyncio.to_thread(self._sniffed, raw)
        if content_type is None or (only is not None and content_type not in only):
            raise _Refused(Reason.TYPE)
        if content_type not in IMAGES:
            size, digest = await asyncio.to_thread(self._measured, raw)
            return _Kept(raw, content_type, fitting(name, content_type), size, digest)
        try:
            picture = await self.pictures.remake(await asyncio.to_thread(self.vault.read, raw))
        except Unreadable as error:
            raise _Refused(Reason.DAMAGED) from error
        stored_as = await asyncio.to_thread(self.vault.put, picture.data)
        await asyncio.to_thread(self.vault.put, picture.thumbnail, name=stored_as + THUMBNAIL)
        return _Kept(
            stored_as,
            picture.content_type,
            fitting(name, picture.content_type),
            len(picture.data),
            hashlib.sha256(picture.data).hexdigest(),
            picture.width,
            picture.height,
        )

    def _sniffed(self, raw: str) -> str | None:
        """Only what may be an office document is read whole: what an archive is stands at its end."""
        with self.vault.open(raw) as reader:
            found = sniff(b"".join(reader.range(0, HEAD_BYTES)))
            return office(b"".join(reader.range(0, reader.size))) if found == ARCHIVE else found

    def _measured(self, raw: str) -> tuple[int, str]:
        digest = hashlib.sha256()
        with self.vault.open(raw) as reader:
            for piece in reader.range(0, reader.size):
                digest.update(piece)
            return reader.size, digest.hexdigest()

    async def _stored(self, file: File, kept: _Kept) -> None:
        is_there = await self.db.write(_write_down, file.id, kept)
        if not is_there:  # its message was deleted meanwhile (R14)
            await self._remove([kept.stored_as])
        if file.stored_as not in (None, kept.stored_as):
            await self._drop([file.stored_as or ""])
        self._tell(file, FileState.STORED)

    async def _not_stored(self, file: File, state: FileState, reason: Reason) -> None:
        await self.db.write(media.not_stored, file.id, state, reason)
        if file.stored_as is not None:
            await self._drop([file.stored_as])
        self._tell(file, state)

    def _tell(self, file: File, state: FileState) -> None:
        if file.message_id is not None:
            announce(self.bus, [FileChanged(file.id, file.message_id, state)])

    # -- uploads ---------------------------------------------------------------------------------

    async def upload(
        self,
        blocks: AsyncIterator[bytes],
        name: str,
        *,
        by: Staff,
        content_length: int | None = None,
    ) -> File:
        """Take a file that staff will send. Raises TooLarge, and Invalid in words."""
        must(by, Permission.WRITE_CONVERSATIONS)
        return await self._take(
            blocks, name, self.max_bytes, content_length, uploaded_by=by.id, is_outgoing=True
        )

    async def upload_from(
        self,
        address: str,
        blocks: AsyncIterator[bytes],
        name: str,
        *,
        limit: int,
        content_length: int | None = None,
    ) -> File:
        """Take a picture that a web chat visitor will send. Raises TooLarge, and Invalid in words."""
        return await self._take(
            blocks, name, limit, content_length, uploaded_from=address, only=IMAGES
        )

    async def _take(
        self,
        blocks: AsyncIterator[bytes],
        name: str,
        limit: int,
        content_length: int | None,
        *,
        is_outgoing: bool = False,
        uploaded_by: int | None = None,
        uploaded_from: str | None = None,
        only: Collection[str] | None = None,
    ) -> File:
        limit = min(limit, self.max_bytes)
        if content_length is not None and content_length > limit + ENVELOPE_BYTES:
            raise too_large(limit)
        if await asyncio.to_thread(self.vault.free_bytes) < RESERVE_BYTES:
            raise NotReady("There is no room for files on the disk.")
        raw = await self._received(blocks, limit)
        try:
            async with self._seats:
                kept = await self._kept_alone(raw, name, only=only)
        except _Refused as error:
            raise Invalid(WORDS[error.reason], reason=error.reason.value) from error

        def work(at: Micros) -> File:
            file_id = media.add(
                message_id=None,
                channel="" if uploaded_from is None else "webchat",
                is_outgoing=is_outgoing,
                state=FileState.PENDING,
                content_type=kept.content_type,
                name=kept.name,
                uploaded_by=uploaded_by,
                uploaded_from=uploaded_from,
                at=at,
            )
            _write_down(file_id, kept)
            return _must(file_id)

        return await self.db.write(work, self.clock())

    async def _received(self, blocks: AsyncIterator[bytes], limit: int) -> str:
        """Put a stream on disk as it comes, counting its bytes; its name there."""
        writer: Writer = await asyncio.to_thread(self.vault.writer)
        try:
            async for block in blocks:
                if writer.size + len(block) > limit:
                    raise too_large(limit)
                await asyncio.to_thread(writer.write, block)
            if not writer.size:
                raise Invalid(WORDS[Reason.EMPTY], reason=Reason.EMPTY.value)
            return await asyncio.to_thread(writer.finish)
        finally:
            writer.close()

    # -- looking -----------------------------------------------------------------------------------

    async def get(self, file_id: FileId, staff: Staff) -> File:
        """What staff may see: files of conversations, and what they uploaded themselves."""
        must(staff, Permission.READ_CONVERSATIONS)
        file = await self.db.read(media.get, file_id)
        if file is None or not _is_for(file, staff):
            raise NotFound(f"There is no file {file_id}.")
        return file

    async def get_many(self, file_ids: Collection[FileId], staff: Staff) -> list[File]:
        """Those of them that staff may see, in the order of their ids."""
        must(staff, Permission.READ_CONVERSATIONS)
        found = await self.db.read(lambda: [media.get(i) for i in sorted(set(file_ids))])
        return [file for file in found if file is not None and _is_for(file, staff)]

    async def take_back(self, file_id: FileId, staff: Staff) -> None:
        """Delete what this person uploaded and did not send. Raises NotFound, or Conflict."""
        must(staff, Permission.WRITE_CONVERSATIONS)

        def work() -> list[str]:
            file = media.get(file_id)
            if file is None or not _is_for(file, staff):
                raise NotFound(f"There is no file {file_id}.")
            if file.message_id is not None:
                raise Conflict("This file was sent: it stays with its message.")
            return media.forget([file_id])

        await self._remove(await self.db.write(work))

    async def behind(self, link: str) -> tuple[File, Variant]:
        """What a link shows. Raises NotFound for one that is forged or over, or whose file went."""
        told = self.links.open(link)

        def read() -> File | None:
            return media.get(told.file_id) if self.links.is_good_for(told) else None

        file = await self.db.read(read)
        if file is None or file.state is not FileState.STORED:
            raise NotFound("This link is over.")
        if told.variant is Variant.THUMBNAIL and not file.has_thumbnail:
            raise NotFound("This file has no small picture.")
        return file, told.variant

    async def read(self, file: File) -> bytes:
        """Raises ReadError when it is not there or was changed."""
        assert file.stored_as is not None, "only stored files are read"
        return await asyncio.to_thread(self.vault.read, file.stored_as)

    async def open(self, file: File, variant: Variant) -> Reader:
        """To be closed by the caller. Raises ReadError when it is not there or was changed."""
        name = str(file.stored_as) + (THUMBNAIL if variant is Variant.THUMBNAIL else "")
        return await asyncio.to_thread(self.vault.open, name)

    # -- sending -----------------------------------------------------------------------------------

    def outgoing(self, items: Sequence[OutboxItem]) -> list[OutboxItem]:
        """Sends with their files. Runs inside a read or write."""
        found = media.of_messages([item.message_id for item in items])
        return [
            replace(item, files=tuple(self._outgoing(f) for f in found[item.message_id]))
            if item.message_id in found
            else item
            for item in items
        ]

    def _outgoing(self, file: File) -> OutgoingFile:
        async def read() -> bytes:
            try:
                return await self.read(file)
            except ReadError as error:
                raise Permanent("The file is no longer there.", reason="file_gone") from error

        def link() -> str | None:
            public = self.config.server.public_url
            return f"{public}/media/{self.links.for_vendor(file.id)}" if public else None

        return OutgoingFile(file.id, file.name, file.content_type, file.size, read, link)

    def take_along(self, file_ids: Sequence[FileId], channel: str, by: Staff) -> list[File]:
        """Files that this person uploaded and not sent yet, which the channel takes.

        Runs inside a read or write. Raises Invalid, in words.
        """
        files = [self._must_be_unsent(file_id, by) for file_id in dict.fromkeys(file_ids)]
        if (words := refusal(channel, self.channels, files)) is not None:
            raise Invalid(words, field="media")
        return files

    def _must_be_unsent(self, file_id: FileId, by: Staff) -> File:
        file = media.get(file_id)
        if file is None or file.uploaded_by != by.id or file.message_id is not None:
            raise Invalid(f"File {file_id} is none that you uploaded and not sent.", field="media")
        return file

    # -- deleting ----------------------------------------------------------------------------------

    async def forget(self, message_ids: Collection[int], addresses: Collection[str] = ()) -> int:
        """Delete the files of messages, and what was uploaded from web chat addresses and not sent,
        rows and all (R14); how many. The one way to do it.
        """

        def work() -> tuple[int, list[str]]:
            found = media.of_messages(message_ids)
            ids = [file.id for files in found.values() for file in files]
            ids += media.unsent(addresses)
            return len(ids), media.forget(ids)

        count, names = await self.db.write(work)
        await self._remove(names)
        return count

    async def sweep(self) -> int:
        """Delete what was uploaded and never sent, and files of the folder that nobody names: of
        messages that are gone, and of writes that a crash cut off. How many files went."""
        before = self.clock() - UNSENT_FOR

        def work() -> list[str]:
            return media.forget(media.of_nobody(before))

        names = await self.db.write(work)
        await self._remove(names)
        named = await self.db.read(media.names)
        orphans = await asyncio.to_thread(self._orphans, named)
        if orphans:
            log.info("files swept", extra={"count": orphans})
        return len(names) + orphans

    def _orphans(self, named: set[str]) -> int:
        """Delete what nobody names and nobody is writing; the disk's clock tells, not ours."""
        count = 0
        for path in self.vault.older_than(time.time() - ORPHANED_AFTER_S):
            if path.name.removesuffix(THUMBNAIL) not in named:
                path.unlink(missing_ok=True)
                count += 1
        return count

    async def _drop(self, names: Sequence[str]) -> None:
        """Delete what no row names any more."""
        await self._remove(await self.db.read(media.unnamed, names))

    async def _remove(self, names: Sequence[str]) -> None:
        if names:
            await asyncio.to_thread(self.vault.remove, *names)


def refusal(channel: str, channels: Mapping[str, Channel], files: Sequence[File]) -> str | None:
    """Why a channel cannot carry these files, in words; None where it can."""
    if not files:
        return None
    taken = channels[channel].traits.files if channel in channels else {}
    if not taken:
        return f"The channel {channel} takes no files."
    for file in files:
        most = taken.get(file.content_type)
        if most is None:
            ending = ENDINGS.get(file.content_type, file.content_type)
            return f"The channel {channel} takes no files of the type {ending} ({file.name})."
        if file.size > most:
            return f"The channel {channel} takes {file.name} only up to {_in_words(most)}."
    return None


def refusal_of(
    channel: str, channels: Mapping[str, Channel], text: str, files: Sequence[File]
) -> str | None:
    """Why a message that was written for another channel cannot go as it is by this one."""
    if (words := refusal(channel, channels, files)) is not None or not files:
        return words
    traits = channels[channel].traits
    if len(files) > traits.max_files:
        return f"The channel {channel} takes fewer files in one message."
    if not has_room_for(traits, text, files):
        return f"The channel {channel} does not take this text together with its file."
    return None


def has_room_for(traits: Traits, text: str, files: Sequence[File]) -> bool:
    """Whether a message of this channel takes words beside its files."""
    has_caption = len(text) <= traits.max_caption and files[0].kind != "audio"
    return not text or traits.max_files > 1 or has_caption


def _in_words(size: int) -> str:
    megabyte = 1024 * 1024
    return f"{size / megabyte:.1f} MB" if size >= megabyte else f"{size // 1024} KB"


def too_large(limit: int) -> TooLarge:
    return TooLarge(f"The file is larger than {limit // (1024 * 1024)} MB.", limitBytes=limit)


def _is_for(file: File, staff: Staff) -> bool:
    """What is not sent yet is its uploader's alone."""
    return file.message_id is not None or file.uploaded_by == staff.id


def _write_down(file_id: FileId, kept: _Kept) -> bool:
    return media.stored(
        file_id,
        stored_as=kept.stored_as,
        content_type=kept.content_type,
        name=kept.name,
        size=kept.size,
        sha256=kept.sha256,
        width=kept.width,
        height=kept.height,
        has_thumbnail=kept.has_thumbnail,
    )


def _must(file_id: FileId) -> File:
    file = media.get(file_id)
    assert file is not None, "it was written just now"
    return file


def _of(file: File, error: DeliveryError) -> dict[str, object]:
    return {"channel": file.channel, "message_id": file.message_id, "reason": error.reason}
