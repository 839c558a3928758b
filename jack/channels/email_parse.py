"""What a mail is, who wrote it and what it says: pure, and never at a loss over broken MIME."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from jack.channels.email_text import MAX_CHARS, decoded, from_html, images, newest, unflowed
from jack.model.clock import Micros, from_datetime
from jack.model.mails import Attachment, Bounce, Fate, Letter, Verdict

MAX_PARTS = 200
MAX_REFERENCES = 100
MAX_HEADER = 20_000
MAX_ADDRESS = 254
"""RFC 5321: the longest address that a path can hold."""

LOGO_BYTES = 20_000
"""A picture within a page that is smaller is one of a signature or a template."""

_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")
_NOBODY = re.compile(
    r"(?:mailer-daemon|postmaster|(?:do[-_.]?)?no[-_.]?t?[-_.]?reply|bounces?|daemon|auto-?reply"
    r"|notifications?)(?:[-_.+=].*)?",
    re.IGNORECASE,
)
_LISTS = ("list-", "feedback-id", "x-campaign")
_AUTO_HEADERS = (
    *("x-autoreply", "x-auto-reply", "x-mail-autoreply"),
    *("x-autorespon", "x-auto-response-suppress"),
)
"""How the names of headers begin that automatic replies carry; one that says `none` says nothing."""
_CODE = re.compile(
    r"(?<![\d.])(?P<status>[45]\.\d{1,3}\.\d{1,3})(?![\d.])|(?<![\d.#])(?P<reply>[45]\d\d)[ -]"
)
"""The status of RFC 3463, or the reply of RFC 5321, that a report in words names."""
_RETURNED_ID = re.compile(r"^\W{0,3}message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)


def parse(
    raw: bytes,
    *,
    own: Sequence[str] = (),
    trusted: Sequence[str] = (),
    is_cut: bool = False,
) -> Letter:
    """Read a mail. `own` are the hotel's addresses, `trusted` the names of the servers whose
    Authentication-Results are believed. Never fails: what cannot be read stays empty.
    """
    try:
        return _read(message_from_bytes(raw), raw, own, trusted, is_cut=is_cut)
    except Exception:
        # The standard library breaks on some mails in ways nobody lists, endless nesting among
        # them; a mail is not dropped for that (R1).
        message = BytesHeaderParser().parsebytes(raw)
        for name in ("content-type", "content-transfer-encoding"):
            del message[name]
        return _read(message, raw, own, trusted, is_cut=is_cut)


def _read(
    message: Message, raw: bytes, own: Sequence[str], trusted: Sequence[str], *, is_cut: bool
) -> Letter:
    senders = _addresses(message, "from")
    name, address = senders[0] if senders else ("", "")
    plain, html, attachments = _content(message, is_cut=is_cut)
    shown, said = _texts(plain, html, is_cut=is_cut)
    is_only_sender = len(senders) == 1 and len(message.get_all("from", [])) == 1
    bounces = tuple(_bounces(message)) or tuple(_bounces_in_words(message, address, shown, own))
    return Letter(
        message_id=_own_id(message, raw),
        address=address,
        name=name,
        subject=" ".join(header(message, "subject").split()),
        text=said,
        whole=shown,
        verdict=_verdict(message, address, own, has_bounces=bool(bounces)),
        is_proven=is_only_sender and _is_authentic(message, address, trusted),
        references=_references(message),
        tokens=tuple(_tokens(message, own)),
        bounces=bounces,
        returned=_returned(message, shown) if bounces else (),
        attachments=tuple(attachments),
        sent_at=_date(message),
    )


# -- headers ---------------------------------------------------------------------------------------


def header(message: Message, name: str) -> str:
    """The first header of that name, unfolded and decoded (RFC 2047, RFC 6532, or raw bytes)."""
    for found, value in message.raw_items():
        if found.lower() == name:
            return _readable(str(value))
    return ""


def _all(message: Message, name: str) -> list[str]:
    """Every header of that name as it was sent, unfolded, the topmost first."""
    found = [str(value) for each, value in message.raw_items() if each.lower() == name]
    return [_unfolded(value) for value in found]


def _unfolded(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    return re.sub(r"[\r\n]+[ \t]*", " ", decoded(raw, "utf-8")).strip()


def _readable(value: str) -> str:
    """Encoded words as text; what is no encoded word stays."""
    text = _unfolded(value)
    try:
        parts = decode_header(text)
    except (ValueError, LookupError):
        return text
    return "".join(
        decoded(part, charset) if isinstance(part, bytes) else part for part, charset in parts
    ).strip()


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """(name, address in small letters), as far as they are addresses."""
    found = []
    values = [_without_comments(value[:MAX_HEADER]) for value in _all(message, name)]
    try:
        given = getaddresses(values)
    except RecursionError:  # groups within groups
        return []
    for shown, address in given:
        address = address.strip().lower()
        if len(address) <= MAX_ADDRESS and _ADDRESS.fullmatch(address):
            found.append((_readable(shown)[:200], address))
    return found


def _own_id(message: Message, raw: bytes) -> str:
    """Its Message-ID; of a mail that has none, one made of its content."""
    found = _MESSAGE_ID.search(" ".join(_all(message, "message-id")[:1]))
    return found[0] if found else f"<{sha256(raw).hexdigest()}@no-message-id>"


def _references(message: Message) -> tuple[str, ...]:
    """What it answers, the nearest first: In-Reply-To, then References from the end."""
    answered = _MESSAGE_ID.findall(" ".join(_all(message, "in-reply-to")))
    chain = _MESSAGE_ID.findall(" ".join(_all(message, "references")))
    return tuple(dict.fromkeys([*answered, *reversed(chain)]))[:MAX_REFERENCES]


def _tokens(message: Message, own: Sequence[str]) -> Iterator[str]:
    """The part after `+` of every address of ours that it was sent to."""
    for name in ("to", "cc", "delivered-to", "x-original-to", "envelope-to"):
        for _, address in _addresses(message, name):
            local, _, domain = address.partition("@")
            base, plus, token = local.partition("+")
            if plus and token and f"{base}@{domain}" in own:
                yield token


def _date(message: Message) -> Micros | None:
    try:
        at = parsedate_to_datetime(header(message, "date"))
        return from_datetime(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


# -- who, and whether it may be answered -----------------------------------------------------------


def _verdict(message: Message, address: str, own: Sequence[str], *, has_bounces: bool) -> Verdict:
    """RFC 3834, section 2, and what is not in it but customary."""
    if has_bounces or _is_report(message):
        return Verdict.BOUNCE
    if not address:
        return Verdict.NOBODY
    local, _, domain = address.partition("@")
    if address in own or f"{local.partition('+')[0]}@{domain}" in own:
        return Verdict.OWN
    automatic = (
        _without_comments(header(message, "auto-submitted")).partition(";")[0].strip().lower()
    )
    if automatic not in ("", "no") or header(message, "return-path") == "<>":
        return Verdict.AUTO
    if any(
        name.lower().startswith(_AUTO_HEADERS) and str(value).strip().lower() not in ("none", "no")
        for name, value in message.raw_items()
    ):
        return Verdict.AUTO
    if header(message, "precedence").lower() in ("bulk", "list", "junk"):
        return Verdict.LIST
    if header(message, "precedence").lower() == "auto_reply":
        return Verdict.AUTO
    if any(name.lower().startswith(_LISTS) for name, _ in message.raw_items()):
        return Verdict.LIST
    return Verdict.NOBODY if _NOBODY.fullmatch(local) else Verdict.PERSON


def _is_report(message: Message) -> bool:
    return str(message.get_content_type()) == "multipart/report"


def _is_authentic(message: Message, address: str, trusted: Sequence[str]) -> bool:
    """Whether the topmost word of a trusted server is that the sender's domain passed DMARC.

    A server prepends its own header (RFC 8601), so one further down under its name is forged.
    """
    domain = address.rpartition("@")[2]
    for value in _all(message, "authentication-results"):
        server, *results = (part.split() for part in _without_comments(value).split(";"))
        if not server or server[0].lower() not in trusted:
            continue
        for result in results:
            if result and result[0].lower().startswith("dmarc="):
                properties = dict(
                    part.lower().partition("=")[::2] for part in result if "=" in part
                )
                said = properties.get("header.from", domain).strip('"')
                return properties["dmarc"] == "pass" and said == domain
        return False
    return False


def authorities(headers: bytes) -> list[str]:
    """Who wrote the Authentication-Results in these headers, the topmost first."""
    message = BytesHeaderParser().parsebytes(headers)
    values = (_without_comments(each) for each in _all(message, "authentication-results"))
    named = (value.partition(";")[0].split() for value in values)
    return [words[0].lower() for words in named if words]


def _without_comments(value: str) -> str:
    """Comments may nest and may hold anything, also `dmarc=pass`."""
    out, depth, is_quoted, is_escaped = [], 0, False, False
    for letter in value:
        if is_escaped:
            is_escaped = False
        elif letter == "\\":
            is_escaped = True
            continue
        elif letter == '"' and not depth:
            is_quoted = not is_quoted
        elif letter == "(" and not is_quoted:
            depth += 1
            continue
        elif letter == ")" and depth:
            depth -= 1
            continue
        if not depth and not (is_quoted and letter == ";"):
            out.append(letter)
    return "".join(out)


# -- content ---------------------------------------------------------------------------------------


def _content(message: Message, *, is_cut: bool) -> tuple[str, str, list[Attachment]]:
    """(plain text, HTML, what is attached). Of alternatives, the first of each kind."""
    plain: list[str] = []
    html: list[str] = []
    found: list[tuple[Attachment, str]] = []
    for part in _leaves(message):
        kind = str(part.get_content_type())
        name = _file_name(part)
        disposition = str(part.get("content-disposition", "")).partition(";")[0].strip().lower()
        data = _payload(part)
        is_text = kind in ("text/plain", "text/html") and disposition != "attachment"
        if kind.startswith("multipart/") and data.strip():  # without the parts that it promises
            plain.append(_text(part, data))
        elif is_text and not (name and (plain or html)):
            (html if kind == "text/html" else plain).append(_text(part, data))
        elif kind not in ("message/delivery-status", "text/rfc822-headers"):
            inline_id = header(part, "content-id").strip("<> ")
            is_content = kind not in _SIGNATURES
            file = Attachment(name, kind, len(data), data, is_content=is_content)
            found.append((file, inline_id))
    page = html[0] if html else ""
    attachments = _without_decoration(found, page)
    if is_cut and attachments:
        attachments[-1] = replace(attachments[-1], data=None)
    return "\n".join(plain).strip("\n"), page, attachments


def _without_decoration(found: Sequence[tuple[Attachment, str]], html: str) -> list[Attachment]:
    """Small pictures that a page shows are logos; those in what is quoted were sent before."""
    in_all = images(html) if any(inline_id for _, inline_id in found) else frozenset()
    in_said = images(html, is_whole=False) if in_all else frozenset()
    attachments = []
    for file, inline_id in found:
        source = f"cid:{inline_id}"
        is_decoration = source in in_all and (source not in in_said or file.size < LOGO_BYTES)
        attachments.append(replace(file, is_content=file.is_content and not is_decoration))
    return attachments


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something; a mail within a mail is one of them, unopened."""
    waiting, count = [message], 0
    while waiting and count < MAX_PARTS:
        part = waiting.pop(0)
        count += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting[:0] = [each for each in inner if isinstance(each, Message)]
        else:
            yield part


def _payload(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(bytes(each) for each in inner if isinstance(each, Message))
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else str(inner or "").encode("utf-8", "replace")


def _text(part: Message, data: bytes) -> str:
    text = decoded(data, _parameter(part, "charset"))
    if (_parameter(part, "format") or "").lower() == "flowed":
        return unflowed(text, delsp=(_parameter(part, "delsp") or "").lower() == "yes")
    return text


def _parameter(part: Message, name: str) -> str | None:
    try:
        found = part.get_param(name)
    except (ValueError, LookupError, TypeError):
        return None
    return str(found[2] if isinstance(found, tuple) else found) if found is not None else None


def _file_name(part: Message) -> str:
    named = Message()
    for name in ("content-type", "content-disposition"):
        named[name] = "".join(_all(part, name)[:1])  # decoded, where they are not in ASCII
    try:
        found = named.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        found = ""
    return _readable(found).replace("/", "_").replace("\\", "_")[:200]


def _texts(plain: str, html: str, *, is_cut: bool) -> tuple[str, str]:
    """(all of it, what its writer says now)."""
    if plain.strip() or not html:
        whole, said = plain[:MAX_CHARS], newest(plain)
    else:
        whole = from_html(html)[:MAX_CHARS]
        said = newest(from_html(html, is_whole=False)) or newest(whole)
    return (f"{whole}\n\n[…]" if is_cut else whole).strip("\n"), said


# -- delivery reports ------------------------------------------------------------------------------


def _bounces(message: Message) -> Iterator[Bounce]:
    """The recipients of a delivery report (RFC 3464)."""
    for part in message.walk():
        inner = part.get_payload()
        if part.get_content_type() != "message/delivery-status" or not isinstance(inner, list):
            continue
        for block in inner:
            if isinstance(block, Message) and (bounce := _bounce(block)) is not None:
                yield bounce


def _bounce(block: Message) -> Bounce | None:
    action = header(block, "action").lower()
    fates = {"failed": Fate.FAILED, "delayed": Fate.DELAYED}
    if not action:
        return None
    fate = fates.get(action, Fate.DELIVERED)
    told = header(block, "final-recipient") or header(block, "original-recipient")
    recipient = told.partition(";")[2].strip().strip("<>").lower() or told.strip().lower()
    status = header(block, "status").split()
    text = header(block, "diagnostic-code").partition(";")[2].strip()
    return Bounce(recipient, fate, status[0] if status else "", text[:300])


def _bounces_in_words(
    message: Message, address: str, text: str, own: Sequence[str]
) -> Iterator[Bounce]:
    """What servers say that send no report: qmail, exim, Exchange. Only from a daemon, and only with
    a code or a header that names who was not reached; others may be on holiday."""
    local = address.partition("@")[0]
    if header(message, "return-path") != "<>" and local not in ("mailer-daemon", "postmaster"):
        return
    failed = [found for _, found in _addresses(message, "x-failed-recipients")]
    code = _CODE.search(text)
    if code is None and not failed:
        return
    status = ""
    if code is not None:
        status = code["status"] or f"{code['reply'][0]}.0.0"
    named = failed or [found.lower().strip(".") for found in _ADDRESS.findall(text)]
    recipient = next((found for found in named if found not in own and found != address), "")
    if not recipient:
        return
    line = text[code.start() : code.start() + 200].partition("\n")[0] if code else ""
    yield Bounce(recipient, Fate.FAILED, status, line.strip())


def _returned(message: Message, text: str) -> tuple[str, ...]:
    """The Message-IDs of the mail that a report returns, or that it answers."""
    found: list[str] = _RETURNED_ID.findall(text)
    for part in message.walk():
        inner = part.get_payload()
        kind = part.get_content_type()
        if kind == "message/rfc822" and isinstance(inner, list):
            for each in inner:
                found += _ids(each) if isinstance(each, Message) else []
        elif kind == "text/rfc822-headers":
            found += _ids(message_from_bytes(_payload(part)))
    return tuple(dict.fromkeys([*found, *_references(message)]))


def _ids(message: Message) -> list[str]:
    return _MESSAGE_ID.findall(" ".join(_all(message, "message-id")))
