"""Files as phones and computers make them."""

from __future__ import annotations

import io
import struct
import zipfile

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
VOICE = b"OggS\x00\x02" + bytes(20) + b"OpusHead" + bytes(200)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(200)
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
PROGRAM = b"MZ\x90\x00" + bytes(200)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'
PLACE = "Lisbon"
"""What the camera wrote into `photo` of where it was taken."""


def photo(width: int = 64, height: int = 48, *, kind: str = "JPEG", turned: bool = False) -> bytes:
    """A picture whose left half is red, with what a camera tells beside it."""
    image = Image.new("RGB", (width, height), "navy")
    image.paste((220, 0, 0), (0, 0, width // 2, height))
    told = Image.Exif()
    told[0x010E] = PLACE
    if turned:
        told[0x0112] = 6  # to be shown turned by a quarter, clockwise
    out = io.BytesIO()
    image.save(out, kind, exif=told, comment=PLACE.encode())
    return out.getvalue()


def see_through() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


def bomb(side: int = 40_000) -> bytes:
    """A PNG of a few bytes that says it has billions of pixels."""
    data = b"\x89PNG\r\n\x1a\n"
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    import zlib

    for chunk in (head, b"IDAT" + zlib.compress(bytes(1000)), b"IEND"):
        data += struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return data


def document(*, macros: bool = False, part: str = "word/document.xml") -> bytes:
    """An office document, or something that claims to be one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<document/>")
        if macros:
            archive.writestr("word/vbaProject.bin", b"\x00")
    return out.getvalue()


def looked_at(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
