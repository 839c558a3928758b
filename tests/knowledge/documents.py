"""PDF and Word documents written by hand, right and wrong ones."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

FONTS = ("Helvetica", "Helvetica-Bold")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text(words: str, x: float, y: float, *, size: float = 11, bold: bool = False) -> str:
    """One line of a page, as operators (ISO 32000-1, 9.4)."""
    written = words.encode("cp1252").hex()
    return f"BT /F{int(bold)} {size} Tf 1 0 0 1 {x} {y} Tm <{written}> Tj ET"


def lines(
    *words: str, x: float = 72, top: float = 700, step: float = 14, size: float = 11
) -> list[str]:
    """Lines of a paragraph under each other."""
    return [text(each, x, top - number * step, size=size) for number, each in enumerate(words)]


def pdf(
    *pages: Sequence[str], outline: Sequence[str] = (), title: str = "", extra: str = ""
) -> bytes:
    """A PDF of these pages. `extra` goes into the trailer."""
    objects: list[bytes] = []

    def put(body: str | bytes) -> int:
        objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(objects)

    catalog, tree = put(""), put("")
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    fonts = " ".join(f"/F{n} {put(font.format(name))} 0 R" for n, name in enumerate(FONTS))
    kids = []
    for page in pages:
        stream = zlib.compress("\n".join(page).encode("latin-1"))
        head = f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode()
        content = put(head + stream + b"\nendstream")
        kids.append(
            put(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R"
                f" /Resources << /Font << {fonts} >> >> >>"
            )
        )
    root = f"<< /Type /Catalog /Pages {tree} 0 R"
    if outline:
        first = len(objects) + 2
        last = first + len(outline) - 1
        put(f"<< /Type /Outlines /First {first} 0 R /Last {last} 0 R /Count {len(outline)} >>")
        root += f" /Outlines {first - 1} 0 R"
        for number, name in enumerate(outline, first):
            following = f" /Next {number + 1} 0 R" if number < last else ""
            put(
                f"<< /Title <{name.encode('cp1252').hex()}> /Parent {first - 1} 0 R{following}"
                f" /Dest [{kids[0]} 0 R /Fit] >>"
            )
    objects[catalog - 1] = f"{root} >>".encode()
    refs = " ".join(f"{kid} 0 R" for kid in kids)
    objects[tree - 1] = f"<< /Type /Pages /Kids [{refs}] /Count {len(kids)} >>".encode()
    info = put(f"<< /Title ({title}) >>") if title else None
    return _written(objects, catalog, f"{extra} /Info {info} 0 R" if info else extra)


def _written(objects: Sequence[bytes], catalog: int, extra: str) -> bytes:
    out = BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root {catalog} 0 R {extra} >>\n"
    out.write(trailer.encode() + b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def scanned(pages: int = 2) -> bytes:
    """Pages that are a picture: nothing on them is text."""
    return pdf(*[["q 595 0 0 842 0 0 cm /Im0 Do Q"]] * pages)


def locked() -> bytes:
    """A PDF that opens with a password only."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(lines("Secret of the house")))))
    writer.encrypt("opensesame", algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


# -- Word -----------------------------------------------------------------------------------------


def paragraph(words: str, style: str = "", *, bold: bool = False, item: bool = False) -> str:
    about = f'<w:pStyle w:val="{style}"/>' if style else ""
    about += '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if item else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (
        f"<w:p><w:pPr>{about}</w:pPr><w:r>{run}<w:t xml:space='preserve'>{escape(words)}</w:t>"
        "</w:r></w:p>"
    )


def table(*rows: Sequence[str], has_head: bool = False) -> str:
    made = ""
    for number, row in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if has_head and number == 0 else ""
        cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row)
        made += f"<w:tr>{head}{cells}</w:tr>"
    return f"<w:tbl>{made}</w:tbl>"


STYLES = (
    ("Titel", "Title", ""), ("berschrift1", "heading 1", ""), ("berschrift2", "heading 2", ""),
    ("HausTitel", "Our heading", "berschrift2"),
)  # fmt: skip
"""Ids as a German Word writes them; names stay English."""


def docx(*body: str, doctype: str = "", others: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """A Word document of this body."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/></w:style>'
        for style, name, base in STYLES
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{WORD}">{styles}</w:styles>')
        archive.writestr(
            "word/document.xml",
            f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{WORD}" xmlns:mc='
            '"http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<w:body>{''.join(body)}</w:body></w:document>",
        )
        for name, data in others:
            archive.writestr(name, data)
    return out.getvalue()
