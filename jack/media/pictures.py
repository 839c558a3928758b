"""Pictures made anew: upright, of a bearable size, and without what a camera writes beside them.

One at a time and in a thread of its own: a picture in memory is a hundred times its file.
"""

from __future__ import annotations

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 50_000_000
"""More is refused before it is decoded: 50 million take 200 MB."""
MAX_SIDE = 2560
"""Larger pictures are made smaller; a bill is still readable."""
THUMBNAIL_BOX = (480, 360)
LARGE_PNG = 2 * 1024 * 1024
"""A photo without transparency that is larger as PNG becomes a JPEG."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class Unreadable(Exception):
    """A picture that is damaged, or larger than can be decoded."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`thumbnail` is a JPEG. Sizes are in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int
    thumbnail: bytes


class Pictures:
    """The one thread that decodes."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")

    async def remake(self, data: bytes) -> Picture:
        """Raises Unreadable."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(remake, data))

    def close(self) -> None:
        self._thread.shutdown()


def remake(data: bytes) -> Picture:
    """Raises Unreadable. Of something that moves, the first picture."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # `_opened` looks at the size before anything is decoded
    try:
        with _opened(data) as opened:
            is_drawing = opened.format in ("PNG", "GIF")
            opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
            image: Image.Image = ImageOps.exif_transpose(opened)
            image = _plain(image)
        image.thumbnail((MAX_SIDE, MAX_SIDE))
        encoded, content_type = _encoded(image, is_drawing=is_drawing)
        width, height = image.size
        return Picture(encoded, content_type, width, height, _thumbnail(image))
    except Unreadable:
        raise
    except Exception as error:  # a decoder fails in as many ways as there are damaged files
        raise Unreadable(type(error).__name__) from error


def _opened(data: bytes) -> Image:
    from PIL import Image

    opened = Image.open(io.BytesIO(data), formats=_FORMATS)
    width, height = opened.size
    if width * height > MAX_PIXELS:
        raise Unreadable("too many pixels")
    return opened


def _plain(image: Image) -> Image:
    """Colours as RGB or RGBA: palettes, printing inks and 16-bit greys shown alike everywhere."""
    is_transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    mode = "RGBA" if is_transparent else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _encoded(image: Image, *, is_drawing: bool) -> tuple[bytes, str]:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    if image.mode == "RGBA" or is_drawing:
        encoded = _saved(image, "PNG", optimize=False)
        if image.mode == "RGBA" or len(encoded) <= LARGE_PNG:
            return encoded, "image/png"
    return _saved(image, "JPEG", quality=85), "image/jpeg"


def _thumbnail(image: Image) -> bytes:
    from PIL import Image

    small = image.copy()
    small.thumbnail(THUMBNAIL_BOX)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small)
        small = paper
    return _saved(small, "JPEG", quality=75)


def _saved(image: Image, kind: str, **options: object) -> bytes:
    """Only the pixels: whatever the file told beside them is left behind."""
    image.info = {}
    out = io.BytesIO()
    image.save(out, kind, exif=b"", **options)
    return out.getvalue()
