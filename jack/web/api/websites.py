"""The hotel's website as knowledge: read with a look first, then taken."""

from __future__ import annotations

from pydantic import Field

from jack.model.staff import Permission
from jack.services.websites import Reading
from jack.web.api.curation import ImportedShape
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("knowledge")

WRITE = Permission.WRITE_KNOWLEDGE


class ReadWebsite(Model):
    """Only pages under this address are read: `https://hotel.example/en` reads no `/de`."""

    url: str = Field(min_length=3, max_length=2000, examples=["https://hotel.example/en"])
    category: str | None = Field(default=None, max_length=40)


class WebsiteReading(Model):
    """`pagesKnown` are read or waiting. With the state `read`, ask for its preview."""

    id: str
    url: str
    state: str = Field(examples=["reading", "read", "failed"])
    pages_read: int
    pages_known: int
    failure: str

    @classmethod
    def of(cls, reading: Reading) -> WebsiteReading:
        return cls(
            id=str(reading.id),
            url=reading.url,
            state=reading.state,
            pages_read=reading.done,
            pages_known=reading.known,
            failure=reading.failure,
        )


class TakeWebsite(Model):
    """With `prune`, entries of pages that are gone are removed, if the whole site was read."""

    dry_run: bool = False
    prune: bool = False


@routes.add(
    "POST",
    "/api/v1/knowledge/websites",
    body=ReadWebsite,
    answer=WebsiteReading,
    status=202,
    needs=WRITE,
    errors=("CONFLICT",),
)
async def read_website(call: Call[Nothing, ReadWebsite]) -> WebsiteReading:
    """Begin to read a website, one at a time. Nothing is stored until it is taken."""
    body = call.body
    return WebsiteReading.of(call.desk.websites.start(call.who, body.url, category=body.category))


@routes.add(
    "GET",
    "/api/v1/knowledge/websites/{id}",
    answer=WebsiteReading,
    needs=WRITE,
    errors=("NOT_FOUND",),
)
async def get_website(call: Call[Nothing, Nothing]) -> WebsiteReading:
    """How far the reading of a website is. It is kept for an hour."""
    return WebsiteReading.of(call.desk.websites.look(call.who, call.id()))


@routes.add(
    "POST",
    "/api/v1/knowledge/websites/{id}/import",
    body=TakeWebsite,
    answer=ImportedShape,
    needs=WRITE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def take_website(call: Call[Nothing, TakeWebsite]) -> ImportedShape:
    """Store what was read; `dryRun` shows what would happen, with the clean text of the entries."""
    body = call.body
    return ImportedShape.of(
        await call.desk.websites.take(call.who, call.id(), dry_run=body.dry_run, prune=body.prune)
    )


@routes.add(
    "DELETE", "/api/v1/knowledge/websites/{id}", status=204, needs=WRITE, errors=("NOT_FOUND",)
)
async def leave_website(call: Call[Nothing, Nothing]) -> None:
    """Stop reading, and forget what was read."""
    await call.desk.websites.leave(call.who, call.id())
