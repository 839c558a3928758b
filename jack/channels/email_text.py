"""The words of a mail: any charset, HTML as text, and what its writer says now.

Quotations are known by their form, not by words of a language: `>` in front of lines, a line with an
address or a date that ends in a colon, a block of header lines. So a reply is read the same in any
language, in time that grows with its length.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_CHARS = 100_000
"""How much of a mail is looked at; the rest is a quotation of quotations."""

_WIDER = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "cp1255",
    "iso-8859-9": "cp1254",
    "x-unknown": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
"""What is written under a name is most often the larger set that contains it."""

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u00ad]")
_ATTRIBUTION = re.compile(r"[:：]\s*$")
_DATE_OR_ADDRESS = re.compile(
    r"\S@\S|(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[:.]\d\d(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|[٠-٩०-९]{1,4}"
)
_RULE = re.compile(r"[-_=*—–]{2,}[^\n-]{2,60}[-_=*—–]{2,}|_{10,}|-{10,}")
_FRAMED = re.compile(r"-{3,}\s.{10,250}\s-{3,}")
_HEADER_LINE = re.compile(r"\*?[^\W\d_][\w /.'’-]{0,24}\*?\s?[:：]\*?\s?(.*)")
_SIGNATURE = re.compile(r"--\s?$|—$")
_SENT_FROM = re.compile(
    r"(?:sent (?:from|via|with) |get outlook for |gesendet (?:von|mit) |von meinem .{1,30} gesendet"
    r"|envoyé (?:de|depuis|avec) |enviado (?:desde|do|de|pelo|a partir) |inviato (?:da|dal|con) "
    r"|отправлено (?:с|из) |verstuurd vanaf |発信元|从我的|发自|發自|来自我的|.{1,20}から送信"
    r"|मेरे .{1,30} से भेजा|(?:تم )?(?:ال)?إرسال من |أُرسلت من |मेरे )",
    re.IGNORECASE,
)

_BREAK, _EDGE, _GAP = "\ue000", "\ue001", "\ue002"
"""What stands for a line break, the edge of a block and that of a paragraph while HTML is read."""
_MARKS = re.compile(f" ?[{_BREAK}{_EDGE}{_GAP}](?: ?[{_BREAK}{_EDGE}{_GAP}])*")


def decoded(data: bytes, charset: str | None) -> str:
    """The text in `data`, whatever it says it is; never fails.

    What reads as UTF-8 with letters outside ASCII is UTF-8: no other charset looks so by chance.
    """
    name = (charset or "").strip().strip("\"'").lower()
    if name not in ("utf-7", "unicode-1-1-utf-7", "utf-16", "utf-16le", "utf-16be", "utf-32"):
        is_escaped = b"\x1b" in data
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if not is_escaped and (not data.isascii() or not name.startswith(("hz", "iso-2022"))):
                return clean(text)
    for attempt in (_WIDER.get(name, name), name, "cp1252"):
        try:
            return clean(codecs.decode(data, attempt))
        except (LookupError, ValueError, TypeError, AssertionError):
            continue
    return clean(data.decode("latin-1"))


def clean(text: str) -> str:
    """Without control characters and halves of letters; lines end in `\\n`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = _INVISIBLE.sub("", text)
    return text.encode("utf-8", "replace").decode("utf-8")


def from_html(html: str, *, is_whole: bool = True) -> str:
    """The text that a reader sees; without `is_whole`, without what mail programs mark as quoted."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_MARKS.sub("", html[: MAX_CHARS * 5]))
    for node in tree.css("script, style, head, title, template, noscript"):
        node.decompose()
    if not is_whole:
        _cut_quotations(tree)
    body = tree.body
    if body is None:
        return ""
    for line_break in tree.css("br"):
        line_break.replace_with(_BREAK)
    for cell in tree.css("td, th"):
        cell.insert_after(" ")
    for block in tree.css("div, li, tr, table, ul, ol, hr, pre, p[class^=Mso]"):
        block.insert_before(_EDGE)
        block.insert_after(_EDGE)
    for paragraph in tree.css("p:not([class^=Mso]), h1, h2, h3, h4, h5, h6, blockquote"):
        paragraph.insert_before(_GAP)
        paragraph.insert_after(_GAP)
    for written in tree.css("pre"):
        written.replace_with(written.text(deep=True).strip("\n").replace("\n", _BREAK))
    text = clean(body.text(deep=True, separator=""))
    text = _MARKS.sub(_lines, re.sub(r"[ \t\n\f]+", " ", text))
    return _tidy(text.replace("\xa0", " "))


def images(html: str, *, is_whole: bool = True) -> frozenset[str]:
    """Where the pictures of a page come from; without `is_whole`, without those that are quoted."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html[: MAX_CHARS * 5])
    if not is_whole:
        _cut_quotations(tree)
    return frozenset(node.attributes.get("src") or "" for node in tree.css("img"))


def _lines(run: re.Match[str]) -> str:
    """The line ends that a reader sees for breaks and for edges of blocks beside each other: a break
    that ends a block shows nothing, and however many edges meet, they end one line."""
    marks = run[0].replace(" ", "")
    count = marks.count(_BREAK) + (marks[0] != _BREAK)
    return "\n" * max(count, 2 if _GAP in marks else 1)


def _cut_quotations(tree: LexborHTMLParser) -> None:
    for node in tree.css(
        "blockquote, .gmail_quote, .gmail_quote_container, .yahoo_quoted, .protonmail_quote,"
        " .moz-cite-prefix, .gmail_signature, .moz-signature, .tutanota_quote,"
        " #mail-editor-reference-message-container"
    ):
        node.decompose()
    for mark in (
        "#appendonsend",
        "#divRplyFwdMsg",
        "#ms-outlook-mobile-signature",
        "#stopSpelling",
    ):
        following: LexborNode | None = tree.css_first(mark)
        while following is not None:
            node, following = following, following.next
            node.decompose()


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def unflowed(text: str, *, delsp: bool) -> str:
    """Paragraphs of RFC 3676: a line that ends in a space goes on in the next one."""
    out: list[str] = []
    is_open = False
    for line in text.split("\n"):
        is_quoted = line.startswith(">")
        line = line if is_quoted else line.removeprefix(" ")
        if is_open and not is_quoted and line != "-- ":
            out[-1] = (out[-1][:-1] if delsp else out[-1]) + line
        else:
            out.append(line)
        is_open = line.endswith(" ") and line != "-- " and not is_quoted
    return "\n".join(line if line == "-- " else line.rstrip() for line in out)


def newest(text: str) -> str:
    """What the writer says in this mail: quotations, what leads to them, and the signature left out.

    Words between quoted lines are kept. A mail that is nothing but quotation is kept whole.
    """
    lines = text[:MAX_CHARS].split("\n")
    lines = lines[: _end(lines)]
    kept: list[str] = []
    for line in lines:
        if line.lstrip().startswith((">", "＞")):
            _drop_attribution(kept)
            continue
        kept.append(line.rstrip())
    kept = kept[: _signature(kept)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() or text.strip()


def _end(lines: list[str]) -> int:
    """Where the mail that is answered begins, if it stands unmarked below."""
    for number, line in enumerate(lines):
        stripped = line.strip()
        if not stripped or (number == 0 and not _is_header_block(lines, 0)):
            continue
        if _is_header_block(lines, number):
            before = number
            while before and not lines[before - 1].strip():
                before -= 1
            if before and _RULE.fullmatch(lines[before - 1].strip()):
                return before - 1
            return number
        if _RULE.fullmatch(stripped) and _leads_to_mail(lines, number):
            return number
        if (
            _FRAMED.fullmatch(stripped)
            and "@" in stripped
            and _DATE_OR_ADDRESS.search(re.sub(r"\S*@\S*", "", stripped))
        ):
            return number
        if _is_attribution(lines, number) and not _is_followed_by_quote(lines, number):
            return number
    return len(lines)


def _leads_to_mail(lines: list[str], number: int) -> bool:
    """Whether a rule like `----- Original Message -----` has the headers of a mail below it."""
    below = next((n for n in range(number + 1, len(lines)) if lines[n].strip()), None)
    return below is not None and _is_header_block(lines, below)


def _is_header_block(lines: list[str], number: int) -> bool:
    """Three lines or more like `From: …`, one of them with an address or a date."""
    block = []
    for line in lines[number : number + 6]:
        found = _HEADER_LINE.fullmatch(line.strip())
        if found is None:
            break
        block.append(found[1])
    return (
        len(block) >= 3
        and any("@" in value for value in block[:3])
        and any(_DATE_OR_ADDRESS.search(value.replace("@", "")) for value in block)
    )


def _is_attribution(lines: list[str], number: int) -> bool:
    """A line like `On 3 May 2026 at 10:12, Ana <ana@example.com> wrote:`, of one or two lines."""
    line = lines[number].strip()
    if len(line) > 300 or ("@" not in line and "@" not in "".join(lines[number : number + 2])):
        return False
    both = line
    if not _ATTRIBUTION.search(line) and number + 1 < len(lines):
        both = f"{line} {lines[number + 1].strip()}"
    without = re.sub(r"\S*@\S*", "", both)
    return bool(_ATTRIBUTION.search(both) and _DATE_OR_ADDRESS.search(without))


def _is_followed_by_quote(lines: list[str], number: int) -> bool:
    following = [line.strip() for line in lines[number + 1 : number + 4] if line.strip()]
    return any(line.startswith(">") for line in following)


def _drop_attribution(kept: list[str]) -> None:
    """Take back the line, or the up to three lines, that introduce the quotation that begins."""
    while kept and not kept[-1].strip():
        kept.pop()
    if not kept or not _ATTRIBUTION.search(kept[-1]):
        return
    for count in (1, 2, 3):
        block = kept[-count:]
        if len(block) < count or not all(line.strip() for line in block):
            return
        if _DATE_OR_ADDRESS.search(" ".join(block)):
            if count == 1 and "@" in block[0] and len(kept) > 1 and _begins_before(kept):
                count = 2
            del kept[-count:]
            return


def _begins_before(kept: list[str]) -> bool:
    """Whether an attribution that was wrapped has its date on the line above."""
    above, last = kept[-2].strip(), kept[-1].strip()
    has_date = _DATE_OR_ADDRESS.search(re.sub(r"\S*@\S*", "", last))
    return not has_date and bool(above) and bool(_DATE_OR_ADDRESS.search(above))


def _signature(lines: list[str]) -> int:
    for number, line in enumerate(lines):
        if number and _SIGNATURE.fullmatch(line.strip()):
            return number
        if number and len(line) < 80 and _SENT_FROM.match(line.strip()):
            return number
    return len(lines)
