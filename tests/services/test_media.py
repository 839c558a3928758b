"""The media store: what comes is on disk before it is promised, and goes whole when it goes."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from jack.channels.base import Downloaded, Traits
from jack.db import media
from jack.errors import DatabaseError, Forbidden, Invalid, NotFound, Permanent, TooLarge, Transient
from jack.events import FileChanged, FilesWaiting
from jack.media.vault import THUMBNAIL
from jack.model.clock import MINUTE
from jack.model.media import ENDINGS, File, FileState, IncomingFile, Reason, Variant
from jack.model.messages import Kind, OutboxItem
from jack.model.staff import Role
from jack.services.media import MAX_FILES, refusal_of
from tests.house import House
from tests.media import samples

MEGABYTE = 1024 * 1024


@dataclass
class Vendor:
    """A channel whose vendor hands files out, or says why it does not."""

    files: dict[str, bytes | Exception] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    name: str = "whatsapp"
    traits: Traits = field(
        default_factory=lambda: Traits(proves_identity=True, is_repeatable=False, max_chars=4096)
    )

    async def download(self, ref: Mapping[str, str], *, limit_bytes: int) -> Downloaded:
        self.asked.append((ref["id"], limit_bytes))
        found = self.files[ref["id"]]
        if isinstance(found, Exception):
            raise found
        return Downloaded(found, "image/jpeg", "vendor.jpg")

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, item: OutboxItem) -> str:
        raise NotImplementedError

    async def check(self) -> str:
        raise NotImplementedError


@pytest.fixture
def vendor(house: House) -> Vendor:
    vendor = Vendor()
    house.channels["whatsapp"] = vendor  # type: ignore[index]
    return vendor


def in_hand(data: bytes, name: str = "photo.jpg") -> IncomingFile:
    return IncomingFile(name=name, content_type="image/jpeg", data=data)


def at_vendor(media_id: str) -> IncomingFile:
    return IncomingFile(content_type="image/jpeg", ref={"id": media_id})


PENDING = File(
    id=1,
    message_id=1,
    channel="email",
    is_outgoing=True,
    state=FileState.PENDING,
    reason=None,
    content_type="",
    name="",
    size=0,
    sha256=None,
    width=None,
    height=None,
    stored_as=None,
    has_thumbnail=False,
    source=None,
    uploaded_by=None,
    uploaded_from=None,
    attempts=0,
    created_at=0,
)


async def arrive(house: House, *files: IncomingFile, text: str = "") -> None:
    await house.write(text, kind=Kind.IMAGE, vendor_id="wamid.files", files=files)


async def work(house: House) -> list[File]:
    """What the worker does, once, with everything that is due."""
    for file in await house.media.due(limit=100, without=()):
        await house.media.settle(file, retry_at=house.clock() + MINUTE)
    return files_of(house)


def files_of(house: House) -> list[File]:
    return [file for message in house.said() for file in message.files]


def on_disk(house: House) -> list[Path]:
    return sorted((house.db.path.parent / "media").iterdir())


async def blocks(data: bytes, size: int = 10_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


# -- what guests send ---------------------------------------------------------------------------


async def test_r1_bytes_in_hand_are_on_disk_when_the_message_is_stored(house: House) -> None:
    await arrive(house, in_hand(samples.photo()), in_hand(samples.PDF, "voucher.pdf"))
    pending = files_of(house)
    assert [file.state for file in pending] == [FileState.PENDING] * 2
    assert [house.media.vault.read(str(file.stored_as)) for file in pending] == [
        samples.photo(),
        samples.PDF,
    ]
    assert FilesWaiting() in house.heard


async def test_r1_a_failed_store_leaves_only_a_file_that_is_swept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise DatabaseError("The disk is full.")

    with monkeypatch.context() as broke:
        broke.setattr(house.db, "write", broken)
        with pytest.raises(DatabaseError):
            await arrive(house, in_hand(samples.PDF))
    [orphan] = on_disk(house)
    assert await house.media.sweep() == 0  # it may be of a write under way
    os.utime(orphan, (1, 1))
    assert await house.media.sweep() == 1
    assert on_disk(house) == []


async def test_a_photo_is_made_anew_and_what_came_is_gone(house: House) -> None:
    await arrive(house, in_hand(samples.photo(turned=True), "IMG 1.jpeg"))
    [file] = await work(house)
    assert (file.state, file.content_type, file.name) == (
        FileState.STORED,
        "image/jpeg",
        "IMG 1.jpeg",
    )
    assert (file.width, file.height) == (48, 64)
    assert not samples.looked_at(await house.media.read(file)).getexif()
    assert [path.name for path in on_disk(house)] == [
        file.stored_as,
        f"{file.stored_as}{THUMBNAIL}",
    ]
    assert FileChanged(file.id, int(file.message_id or 0), FileState.STORED) in house.heard


async def test_r1_what_a_vendor_has_is_fetched_and_kept(house: House, vendor: Vendor) -> None:
    vendor.files["m1"] = samples.VOICE
    await arrive(house, at_vendor("m1"))
    [file] = await work(house)
    assert (file.state, file.content_type, file.kind) == (FileState.STORED, "audio/ogg", "audio")
    assert file.name == "vendor.ogg"
    assert file.source is None
    assert await house.media.read(file) == samples.VOICE
    assert vendor.asked == [("m1", 25 * MEGABYTE)]


async def test_a_vendor_in_trouble_is_asked_again_and_in_the_end_no_more(
    house: House, vendor: Vendor
) -> None:
    vendor.files["m1"] = Transient("The vendor is busy.")
    await arrive(house, at_vendor("m1"))
    [file] = await work(house)
    assert (file.state, file.attempts) == (FileState.PENDING, 1)
    assert await house.media.due(limit=9, without=()) == []
    house.clock.forward(7 * 24 * 3600)
    [file] = await work(house)
    assert (file.state, file.reason) == (FileState.FAILED, Reason.UNREACHABLE)


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (Permanent("Gone.", reason="gone"), FileState.FAILED, Reason.GONE),
        (Permanent("Large.", reason="too_large"), FileState.FAILED, Reason.TOO_LARGE),
        (Permanent("No.", reason="100"), FileState.FAILED, Reason.REJECTED),
        (samples.PROGRAM, FileState.REFUSED, Reason.TYPE),
        (samples.PAGE, FileState.REFUSED, Reason.TYPE),
        (samples.photo()[:200], FileState.REFUSED, Reason.DAMAGED),
        (samples.bomb(), FileState.REFUSED, Reason.DAMAGED),
        (b"", FileState.REFUSED, Reason.EMPTY),
        (bytes(25 * MEGABYTE + 1), FileState.REFUSED, Reason.TOO_LARGE),
    ],
)
async def test_r11_staff_are_told_why_a_file_is_not_there(
    house: House, vendor: Vendor, answer: bytes | Exception, state: FileState, reason: Reason
) -> None:
    vendor.files["m1"] = answer
    await arrive(house, at_vendor("m1"))
    [file] = await work(house)
    assert (file.state, file.reason, file.stored_as) == (state, reason, None)
    assert on_disk(house) == []


async def test_a_damaged_store_is_said_and_not_tried_for_ever(house: House) -> None:
    await arrive(house, in_hand(samples.PDF))
    on_disk(house)[0].write_bytes(b"something else")
    [file] = await work(house)
    assert (file.state, file.reason) == (FileState.FAILED, Reason.DAMAGED)


async def test_files_in_hand_that_are_too_large_or_too_many_are_refused(house: House) -> None:
    many = [in_hand(samples.PDF)] * (MAX_FILES + 1)
    await arrive(house, in_hand(bytes(25 * MEGABYTE + 1)), *many)
    files = files_of(house)
    refused = [file.reason for file in files if file.state is FileState.REFUSED]
    assert refused == [Reason.TOO_LARGE, Reason.TOO_MANY, Reason.TOO_MANY]
    assert len(on_disk(house)) == MAX_FILES - 1


async def test_r2_the_same_message_again_brings_its_files_once(
    house: House, vendor: Vendor
) -> None:
    vendor.files["m1"] = samples.photo()
    await arrive(house, at_vendor("m1"))
    await arrive(house, at_vendor("m1"))
    assert len(files_of(house)) == 1


# -- uploads ------------------------------------------------------------------------------------


async def test_staff_upload_a_file_and_see_it_before_it_is_sent(house: House) -> None:
    maria, ben = house.staff(), house.staff("Ben Lang")
    file = await house.media.upload(blocks(samples.PDF), "menu.pdf", by=maria)
    assert (file.state, file.name, file.is_outgoing) == (FileState.STORED, "menu.pdf", True)
    assert await house.media.get(file.id, maria) == file
    with pytest.raises(NotFound):
        await house.media.get(file.id, ben)


async def test_nobody_sends_what_a_colleague_uploaded(house: House) -> None:
    maria, ben = house.staff(), house.staff("Ben Lang")
    await house.write("Can I see the menu?")
    file = await house.media.upload(blocks(samples.PDF), "menu.pdf", by=ben)
    with pytest.raises(Invalid):
        await house.conversations.reply(1, maria, "Here it is.", file_ids=[file.id])
    assert house.conversation().owner_id is None
    await house.conversations.reply(1, ben, "Here it is.", file_ids=[file.id])
    assert [sent.id for sent in files_of(house)] == [file.id]


async def test_an_upload_is_counted_while_it_comes(house: House) -> None:
    came = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            came.append(1)
            yield bytes(MEGABYTE)

    with pytest.raises(TooLarge):
        await house.media.upload(endless(), "x.txt", by=house.staff())
    assert len(came) == 26
    assert on_disk(house) == []


@pytest.mark.parametrize("data", [samples.PROGRAM, samples.PAGE, samples.photo()[:200], b""])
async def test_r15_uploads_that_are_refused_leave_nothing(house: House, data: bytes) -> None:
    with pytest.raises(Invalid):
        await house.media.upload(blocks(data), "photo.jpg", by=house.staff())
    assert on_disk(house) == []
    assert house.rows("SELECT * FROM media") == []


async def test_visitors_send_pictures_only(house: House) -> None:
    with pytest.raises(Invalid):
        await house.media.upload_from("v", blocks(samples.PDF), "a.pdf", limit=MEGABYTE)
    file = await house.media.upload_from("v", blocks(samples.photo()), "a.jpg", limit=MEGABYTE)
    assert (file.uploaded_from, file.is_outgoing) == ("v", False)


async def test_what_is_uploaded_and_not_sent_is_swept(house: House) -> None:
    await house.media.upload(blocks(samples.photo()), "a.jpg", by=house.staff())
    house.clock.forward(23 * 3600)
    assert await house.media.sweep() == 0
    house.clock.forward(2 * 3600)
    assert await house.media.sweep() == 1
    assert on_disk(house) == []


# -- who sees what ------------------------------------------------------------------------------


async def test_housekeeping_sees_no_files_of_conversations(house: House) -> None:
    await arrive(house, in_hand(samples.PDF))
    [file] = await work(house)
    assert await house.media.get(file.id, house.staff()) == file
    with pytest.raises(Forbidden):
        await house.media.get(file.id, house.staff("Rosa Lima", Role.HOUSEKEEPING))


async def test_r15_a_link_ends_after_minutes_and_with_the_account(house: House) -> None:
    maria = house.staff()
    file = await house.media.upload(blocks(samples.photo()), "a.jpg", by=maria)
    link = house.media.links.for_staff(file.id, Variant.THUMBNAIL, staff_id=maria.id, login="")
    assert await house.media.behind(link) == (file, Variant.THUMBNAIL)
    assert link == house.media.links.for_staff(
        file.id, Variant.THUMBNAIL, staff_id=maria.id, login=""
    )
    house.db.write_now(_disable, maria.id)
    with pytest.raises(NotFound):
        await house.media.behind(link)
    vendors = house.media.links.for_vendor(file.id)
    assert (await house.media.behind(vendors))[0] == file
    house.clock.forward(31 * 60)
    for over in (link, vendors, f"{vendors}x", "", "e30.x"):
        with pytest.raises(NotFound):
            await house.media.behind(over)


async def test_r15_a_link_of_a_login_that_is_over_shows_nothing(house: House) -> None:
    maria = house.staff()
    file = await house.media.upload(blocks(samples.photo()), "a.jpg", by=maria)
    link = house.media.links.for_staff(file.id, Variant.FILE, staff_id=maria.id, login="gone")
    with pytest.raises(NotFound):
        await house.media.behind(link)


async def test_a_role_that_may_not_read_gets_nothing_by_a_link(house: House) -> None:
    await arrive(house, in_hand(samples.PDF))
    [file] = await work(house)
    rosa = house.staff("Rosa Lima", Role.HOUSEKEEPING)
    link = house.media.links.for_staff(file.id, Variant.FILE, staff_id=rosa.id, login="")
    with pytest.raises(NotFound):
        await house.media.behind(link)


# -- deleting -----------------------------------------------------------------------------------


async def test_r14_files_go_with_their_message_rows_and_all(house: House) -> None:
    await arrive(house, in_hand(samples.photo()), in_hand(samples.PDF, "voucher.pdf"))
    files = await work(house)
    assert await house.media.forget([int(files[0].message_id or 0)]) == 2
    assert on_disk(house) == []
    assert house.rows("SELECT * FROM media") == []


async def test_r14_what_a_visitor_uploaded_and_did_not_send_goes_too(house: House) -> None:
    for address in ("ana", "ben"):
        await house.media.upload_from(address, blocks(samples.photo()), "a.jpg", limit=MEGABYTE)
    assert await house.media.forget([], ["ana"]) == 1
    assert [row[0] for row in house.rows("SELECT uploaded_from FROM media")] == ["ben"]
    assert len(on_disk(house)) == 2


async def test_r14_what_two_messages_share_stays_until_both_are_gone(house: House) -> None:
    await arrive(house, in_hand(samples.PDF, "voucher.pdf"))
    [file] = await work(house)
    await house.write("again")
    first, second = (message.id for message in house.said())
    house.db.write_now(media.copy, file.id, second)
    await house.media.forget([first])
    assert len(on_disk(house)) == 1
    await house.media.forget([second])
    assert on_disk(house) == []


async def test_r14_a_file_whose_message_went_while_it_was_fetched_leaves_nothing(
    house: House, vendor: Vendor
) -> None:
    vendor.files["m1"] = samples.PDF
    await arrive(house, at_vendor("m1"))
    [file] = await house.media.due(limit=9, without=())
    await house.media.forget([int(file.message_id or 0)])
    await house.media.settle(file, retry_at=0)
    assert on_disk(house) == []


# -- sending ------------------------------------------------------------------------------------


def stored(content_type: str, size: int = 1000) -> File:
    kept = replace(PENDING, content_type=content_type, size=size, state=FileState.STORED)
    return replace(kept, name=f"a.{ENDINGS[content_type]}")


@pytest.mark.parametrize(
    ("text", "files", "words"),
    [
        ("Look", [stored("image/jpeg")], None),
        ("", [stored("audio/ogg")], None),
        ("", [], None),
        ("Look", [stored("image/jpeg"), stored("image/jpeg")], "takes fewer files"),
        ("Listen", [stored("audio/ogg")], "does not take this text"),
        ("long " * 20, [stored("image/jpeg")], "does not take this text"),
        ("", [stored("image/jpeg", 5001)], "takes a.jpg only up to 4 KB"),
        ("", [stored("text/plain")], "takes no files of the type txt (a.txt)"),
    ],
)
def test_r11_what_another_channel_cannot_carry_does_not_go_on_there(
    text: str, files: list[File], words: str | None
) -> None:
    taken = {"image/jpeg": 5000, "audio/ogg": 5000}
    traits = Traits(
        proves_identity=True, is_repeatable=False, max_chars=99, files=taken, max_caption=50
    )
    told = refusal_of("whatsapp", {"whatsapp": Vendor(traits=traits)}, text, files)
    assert told is None if words is None else words in str(told)


async def test_a_send_takes_its_files_along(house: House) -> None:
    maria = house.staff()
    file = await house.media.upload(blocks(samples.PDF), "menu.pdf", by=maria)
    await house.write("Can I see the menu?")
    await house.conversations.reply(1, maria, "Here it is.")
    [*_, message] = house.said()
    house.db.write_now(media.attach, file.id, message.id, "whatsapp")
    sends = []
    while items := await house.queues.claim_sends(limit=5):
        for item in items:
            sends.append(item)
            await house.queues.sent(item, f"wamid.{item.id}")
        house.clock.forward(60)
    [going] = sends[-1].files
    assert (going.name, going.content_type, going.size) == (
        "menu.pdf",
        "application/pdf",
        len(samples.PDF),
    )
    assert await going.read() == samples.PDF
    assert going.link() is None  # without a public address a vendor can fetch nothing
    (house.db.path.parent / "media" / str(file.stored_as)).unlink()
    with pytest.raises(Permanent):
        await going.read()


def _disable(staff_id: int) -> None:
    from jack.db import sql

    sql.run("UPDATE staff SET disabled_at = 1 WHERE id = ?", staff_id)
