"""Pictures made anew: upright, of a bearable size, and without what a camera writes beside them.

`python -m jack.media.pictures` does it for `jack.media.studio`: it reads pictures from its standard
input and writes what became of them, one after the other, until the input ends.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 25_000_000
MAX_PIXELS_JPEG = 64_000_000
"""More is refused before it is decoded. A large JPEG is decoded smaller at once, others are not."""
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


def remake(data: bytes) -> Picture:
    """Raises Unreadable. Of something that moves, the first picture."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # `_opened` looks at the size before anything is decoded
    try:
        with _opened(data) as opened:
            is_drawing = opened.format in ("PNG", "GIF")
            opened.draft("RGB", (MAX_SIDE, MAX_SIDE))
            image: Image.Image = opened
            if image.mode not in ("RGB", "RGBA", "L"):
                image = _plain(image)
            # Made smaller before it is turned and converted: each may be a copy.
            image.thumbnail((MAX_SIDE, MAX_SIDE))
            ImageOps.exif_transpose(image, in_place=True)
            image = _plain(image)
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
    if width * height > (MAX_PIXELS_JPEG if opened.format == "JPEG" else MAX_PIXELS):
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


# -- the process ---------------------------------------------------------------------------------

LENGTH_BYTES = 8
MAX_MEMORY = 768 * 1024 * 1024
"""Of the whole process: a decoder that wants more is fed something made to make it want more."""


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """A picture is its length (8 bytes) and its bytes; an answer a line of JSON and what it names."""
    while len(length := source.read(LENGTH_BYTES)) == LENGTH_BYTES:
        data = source.read(int.from_bytes(length, "big"))
        try:
            picture = remake(data)
        except Unreadable as error:
            sink.write(json.dumps({"error": str(error)}).encode() + b"\n")
        else:
            told = {
                "contentType": picture.content_type,
                "width": picture.width,
                "height": picture.height,
                "bytes": len(picture.data),
                "thumbnailBytes": len(picture.thumbnail),
            }
            sink.write(json.dumps(told).encode() + b"\n" + picture.data + picture.thumbnail)
        sink.flush()


def _give_up_rights() -> None:
    """Write no file, start no process, and take a bounded part of the memory."""
    import resource

    import PIL.GifImagePlugin
    import PIL.JpegImagePlugin
    import PIL.PngImagePlugin
    import PIL.WebPImagePlugin  # noqa: F401 what is imported now needs no rights later

    limits = (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in limits:
        with suppress(OSError, ValueError):  # not every system limits everything
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _give_up_rights()
    serve(sys.stdin.buffer, sys.stdout.buffer)
