"""Files over HTTP: uploads taken piece by piece, and what a link shows."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from urllib.parse import quote

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from jack.errors import Invalid
from jack.media.vault import Reader
from jack.model.media import File, Variant
from jack.services.passwords import Attempts
from jack.web.keys import DESK

UPLOADS_PER_MINUTE = 30
UPLOADS = web.AppKey("uploads", Attempts)
"""Pictures of web chat visitors, by the address they come from."""
UPLOAD_TIMEOUT_S = 300.0
"""For a whole file; its pieces have `server.body_timeout_s` each."""
BLOCK_BYTES = 64 * 1024
MOST_PARTS = 8
"""Fields of a form before its file."""
SHOWN = ("image/jpeg", "image/png", "audio/", "video/")
"""What a page may show in place; the rest is saved. A document may run in the browser's viewer."""
POLICY = "default-src 'none'; img-src 'self'; media-src 'self'; frame-ancestors 'none'; sandbox"
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@asynccontextmanager
async def uploaded(
    request: web.Request, name: str
) -> AsyncIterator[tuple[AsyncIterator[bytes], str]]:
    """The pieces of a file that is the body, or the first file of a form; and its name.

    Raises Invalid when they come too slowly, or there is no file.
    """
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Invalid("Compressed bodies are not accepted.")
    try:
        async with asyncio.timeout(UPLOAD_TIMEOUT_S):
            if request.content_type == "multipart/form-data":
                part = await _first_file(request)
                yield _patiently(request, _of_part(part)), part.filename or name
            else:
                yield _patiently(request, _of_body(request)), name
    except TimeoutError as error:
        raise Invalid("The file did not arrive in time.") from error


async def _first_file(request: web.Request) -> BodyPartReader:
    with _no_nonsense():
        reader = await request.multipart()
    for _ in range(MOST_PARTS):
        with _no_nonsense():
            part = await reader.next()
        if part is None:
            break
        if isinstance(part, BodyPartReader) and part.filename is not None:
            return part
        if isinstance(part, BodyPartReader):
            with _no_nonsense():
                await part.release()
    raise Invalid("The form has no file.")


async def _of_body(request: web.Request) -> AsyncIterator[bytes]:
    async for block in request.content.iter_chunked(BLOCK_BYTES):
        yield block


async def _of_part(part: BodyPartReader) -> AsyncIterator[bytes]:
    while block := await part.read_chunk(BLOCK_BYTES):
        yield block


async def _patiently(request: web.Request, blocks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Each piece in time. Raises TimeoutError."""
    timeout_s = request.app[DESK].config.server.body_timeout_s
    while True:
        with _no_nonsense():
            async with asyncio.timeout(timeout_s):
                block = await anext(blocks, b"")
        if not block:
            return
        yield block


@contextmanager
def _no_nonsense() -> Iterator[None]:
    """What aiohttp raises for a broken form or a body that ends early, as Invalid."""
    try:
        yield
    except (web.RequestPayloadError, HttpProcessingError, ValueError, AssertionError) as error:
        raise Invalid("The body is not what its headers say.") from error


async def show(request: web.Request) -> web.StreamResponse:
    """`/media/{link}`: a file or its thumbnail, to whoever has the link, until it ends."""
    media = request.app[DESK].media
    file, variant = await media.behind(request.match_info["link"])
    content_type = "image/jpeg" if variant is Variant.THUMBNAIL else file.content_type
    with await media.open(file, variant) as reader:
        return await _send(request, reader, file, content_type)


async def _send(
    request: web.Request, reader: Reader, file: File, content_type: str
) -> web.StreamResponse:
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    part = _part(asked, reader.size) if asked else None
    start, end = part or (0, reader.size)
    response = web.StreamResponse(status=206 if part else 200, headers=_headers(file, content_type))
    if part:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{reader.size}"
    response.content_length = end - start
    await response.prepare(request)
    if request.method != "HEAD":
        pieces = reader.range(start, end)
        while piece := await asyncio.to_thread(_next, pieces):
            await response.write(piece)
    await response.write_eof()
    return response


def _part(asked: re.Match[str], size: int) -> tuple[int, int] | None:
    """One range of bytes (RFC 9110, section 14); None where the whole is sent instead."""
    first, last = asked[1], asked[2]
    if not first:
        start, end = (size - int(last), size) if last else (0, 0)
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    return (max(start, 0), end) if max(start, 0) < end else None


def _headers(file: File, content_type: str) -> dict[str, str]:
    is_shown = content_type.startswith(SHOWN)
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", file.name)
    way = "inline" if is_shown else "attachment"
    charset = "; charset=utf-8" if content_type == "text/plain" else ""
    return {
        "Content-Type": content_type + charset,
        "Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
    }


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
