"""Files of conversations: sending them, and links to see them by."""

from __future__ import annotations

from pydantic import Field

from jack.errors import Invalid
from jack.model.clock import to_iso
from jack.model.media import File, FileState, Variant
from jack.model.staff import Permission
from jack.services.auth import Principal
from jack.services.media import Media
from jack.web.api.conversations import FileShape
from jack.web.api.shapes import as_id
from jack.web.endpoint import Call, Model, Nothing, Routes, Streamed
from jack.web.files import uploaded

routes = Routes("media")

READ = Permission.READ_CONVERSATIONS
WRITE = Permission.WRITE_CONVERSATIONS
MOST_IDS = 50


class UploadQuery(Model):
    name: str = Field(
        default="", max_length=300, description="The file's name, where the body is the file."
    )


class MediaQuery(Model):
    ids: str = Field(
        pattern=r"^\d{1,18}(,\d{1,18}){0,49}$",
        description=f"Up to {MOST_IDS} ids of files, with commas between.",
        examples=["7,8"],
    )


class MediaShape(FileShape):
    """`url` and `thumbnailUrl` are paths that show the file for some minutes, to whoever has them,
    while the caller is signed in. They are null for what is not there."""

    message_id: str | None
    created_at: str
    url: str | None
    thumbnail_url: str | None

    @classmethod
    def by(cls, file: File, media: Media, caller: Principal) -> MediaShape:
        is_there = file.state is FileState.STORED

        def path(variant: Variant) -> str:
            link = media.links.for_staff(
                file.id, variant, staff_id=caller.staff.id, login=caller.family
            )
            return f"/media/{link}"

        return cls(
            **dict(FileShape.of(file)),
            message_id=as_id(file.message_id),
            created_at=to_iso(file.created_at),
            url=path(Variant.FILE) if is_there else None,
            thumbnail_url=path(Variant.THUMBNAIL) if is_there and file.has_thumbnail else None,
        )


class MediaList(Model):
    media: list[MediaShape]


@routes.add(
    "POST",
    "/api/v1/media",
    query=UploadQuery,
    body=Streamed,
    answer=MediaShape,
    status=201,
    needs=WRITE,
)
async def upload_media(call: Call[UploadQuery, Streamed]) -> MediaShape:
    """Upload a file to send to a guest.

    The body is the file itself, or a form with a file. What it is is told by its bytes; programs
    and web pages are refused, and pictures lose what a camera wrote into them. It belongs to who
    uploads it until a message takes it along, and goes after a day if none does.
    """
    async with uploaded(call.request, call.query.name) as (blocks, name):
        file = await call.desk.media.upload(
            blocks, name, by=call.who, content_length=call.request.content_length
        )
    return MediaShape.by(file, call.desk.media, call.caller)


@routes.add("GET", "/api/v1/media", query=MediaQuery, answer=MediaList, needs=READ)
async def list_media(call: Call[MediaQuery, Nothing]) -> MediaList:
    """Several files with links to them; what the caller may not see is left out."""
    ids = [int(each) for each in call.query.ids.split(",")]
    if len(ids) > MOST_IDS:
        raise Invalid(f"ids must be up to {MOST_IDS}.", field="ids")
    files = await call.desk.media.get_many(ids, call.who)
    return MediaList(media=[MediaShape.by(file, call.desk.media, call.caller) for file in files])


@routes.add("GET", "/api/v1/media/{id}", answer=MediaShape, needs=READ, errors=("NOT_FOUND",))
async def get_media(call: Call[Nothing, Nothing]) -> MediaShape:
    """One file with links to it."""
    file = await call.desk.media.get(call.id(), call.who)
    return MediaShape.by(file, call.desk.media, call.caller)


@routes.add(
    "DELETE",
    "/api/v1/media/{id}",
    status=204,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def delete_media(call: Call[Nothing, Nothing]) -> None:
    """Take back a file that was uploaded and not sent."""
    await call.desk.media.take_back(call.id(), call.who)
