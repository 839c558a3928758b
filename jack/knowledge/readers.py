"""Reads the files in which a hotel has written things down, as entries and as what is wrong with them.

A reader is a function from the text of a file to what it found, listed in READERS by the end of the
file name. It knows its format only; `_Sifting` judges values and limits for all of them.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser, LexborNode

from jack.errors import ReadError
from jack.model.knowledge import Audience, Category

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_TITLE_CHARS = 500
MAX_BODY_CHARS = 50_000
MAX_ENTRIES = 20_000
MAX_PROBLEMS = 1_000  # of one file: more of them say that it is another kind of file
MAX_HTML_DEPTH = 500  # the parser's time grows with the square of the depth


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One entry as written in a file. `key` names it within `source`, also when its text changes."""

    title: str
    body: str
    category: Category
    language: str | None
    audience: Audience
    valid_from: date | None
    valid_until: date | None
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something that was not imported. `line` counts from 1, None where lines mean nothing."""

    source: str
    line: int | None
    message: str


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry as a reader met it: `values` are the raw texts of FIELDS, `where` precedes messages."""

    values: Mapping[str, str]
    line: int | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Flaw:
    message: str
    line: int | None = None


class _Wrong(Exception):
    """What somebody wrote cannot be taken; the text says why, in words for that person."""


# What a reader gives; it raises _Wrong when the whole file cannot be understood.
_Findings = Iterator[_Found | _Flaw]

# -- what a file may say about an entry --------------------------------------------------------

# Names are compared in lower case without spaces, hyphens and underscores; the first that holds
# something wins.
FIELDS: dict[str, tuple[str, ...]] = {
    "key": ("id", "key"),
    "title": ("title", "question", "q", "name", "topic"),
    "body": ("content", "answer", "body", "text", "a"),
    "category": ("category", "type", "section"),
    "language": ("language", "lang", "locale"),
    "audience": ("audience",),
    "valid_from": ("validfrom",),
    "valid_until": ("validuntil", "validto"),
}
_FIELD_OF = {alias: name for name, aliases in FIELDS.items() for alias in aliases}
_ABOUT_ENTRIES = ("category", "language", "audience", "valid_from", "valid_until")


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


# What hotels call their categories; names are compared in lower case, "&" as "and".
CATEGORIES: dict[Category, frozenset[str]] = {
    Category.FAQ: _phrases("faq, faqs, general, question, questions, info, information, contact"),
    Category.POLICY: _phrases(
        """policy, policies, rule, rules, house rules, terms, legal, payment, payments, deposit,
        cancellation, pets, smoking, check in, check out"""
    ),
    Category.AMENITY: _phrases(
        """amenity, amenities, facility, facilities, room, rooms, room type, room types, internet,
        accommodation, wifi, wi fi, parking, pool, spa, gym, fitness, wellness, accessibility,
        business, meeting rooms"""
    ),
    Category.MENU: _phrases(
        """menu, menus, dining, food, food and drink, restaurant, restaurants, bar, breakfast,
        lunch, dinner, drinks, minibar"""
    ),
    Category.LOCAL: _phrases(
        """local, local area, location, area, neighbourhood, neighborhood, city, attractions,
        sightseeing, directions, getting here, transport, nearby"""
    ),
    Category.SERVICE: _phrases(
        """service, services, housekeeping, laundry, concierge, room service, front desk,
        reception, luggage, transfer, shuttle"""
    ),
}
_CATEGORY_OF = {name: category for category, names in CATEGORIES.items() for name in names}

AUDIENCES: dict[Audience, frozenset[str]] = {
    Audience.GUEST: _phrases("guest, guests, public, all, everyone"),
    Audience.INTERNAL: _phrases("internal, staff, private, employees"),
}
_AUDIENCE_OF = {name: audience for audience, names in AUDIENCES.items() for name in names}

LANGUAGES = dict(
    pair.split()
    for pair in _phrases(
        """arabic ar, chinese zh, czech cs, dutch nl, english en, french fr, german de, greek el,
        hebrew he, hindi hi, italian it, japanese ja, korean ko, polish pl, portuguese pt,
        russian ru, spanish es, thai th, turkish tr, ukrainian uk"""
    )
)


def category_of(name: str) -> Category | None:
    """The category that a hotel means by this name, None if nobody can tell."""
    words = re.split(r"[\W_]+", name.casefold().replace("&", " and "))
    return _CATEGORY_OF.get(" ".join(filter(None, words)))


def _audience_of(text: str) -> Audience:
    """A wrong word is refused, never taken as "guest": the entry may be meant for staff alone."""
    audience = _AUDIENCE_OF.get(text.casefold())
    if audience is None:
        raise _Wrong(f"audience must be 'guest' or 'internal', not {_quoted(text)}")
    return audience


def _language_of(text: str) -> str:
    name = text.casefold()
    code = LANGUAGES.get(name) or re.split(r"[-_]", name)[0]
    if not re.fullmatch(r"[a-z]{2}", code):
        raise _Wrong(f"language must be two letters such as 'en', not {_quoted(text)}")
    return code


def _date_of(text: str) -> date:
    day = re.sub(r"[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?$", "", text)
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise _Wrong(f"a date must look like 2026-12-31, not {_quoted(text)}") from None


_CHECKS: dict[str, Callable[[str], object]] = {
    "language": _language_of,
    "audience": _audience_of,
    "valid_from": _date_of,
    "valid_until": _date_of,
}


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _known_values(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The values of FIELDS among named values."""
    given = {_squeezed(name): value for name, value in pairs if value.strip()}
    return {
        known: given[alias]
        for known, aliases in FIELDS.items()
        for alias in reversed(aliases)
        if alias in given
    }


@lru_cache(maxsize=1024)
def _misspelt(name: str) -> str | None:
    """What is wrong with a name that is nearly one of FIELDS, None if nothing is.

    Ignoring "audiance: internal" would show an internal entry to guests.
    """
    if _squeezed(name) in _FIELD_OF:
        return None
    close = difflib.get_close_matches(name.casefold(), _ABOUT_ENTRIES, n=1, cutoff=0.8)
    return f"{_quoted(name)} is unknown: did you mean '{close[0]}'?" if close else None


# -- files and folders -------------------------------------------------------------------------


def read_path(path: Path, *, category: str | None = None) -> Iterator[EntryDraft | ReadProblem]:
    """Read a file, or all files of a folder and the folders in it, in the order of their names.

    Sources are paths relative to the folder, or the name of the single file. `category` is for
    entries whose file gives none that is known. Bad content is reported and the rest read; nothing
    is raised for it. Raises ReadError at once if the path does not exist or cannot be listed.
    """
    fallback = (category_of(category) if category else None) or Category.FAQ
    try:
        if path.is_dir():
            return _read_folder(path, sorted(path.iterdir()), fallback)
        path.stat()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ReadError(f"Cannot read {path}: {reason}. Check the path.", path=str(path)) from error
    return _read_file(path, path.name, fallback)


def _read_folder(
    root: Path, members: Sequence[Path], fallback: Category
) -> Iterator[EntryDraft | ReadProblem]:
    for path in members:
        source = _clean_line(path.relative_to(root).as_posix())
        if path.name.startswith("."):
            yield ReadProblem(source, None, "Hidden, skipped")
        elif path.is_symlink() and path.is_dir():
            yield ReadProblem(source, None, "Link to a folder, skipped")
        elif path.is_dir():
            try:
                inner = sorted(path.iterdir())
            except OSError as error:
                yield ReadProblem(source, None, f"Cannot be listed: {error.strerror}")
                continue
            yield from _read_folder(root, inner, fallback)
        else:
            yield from _read_file(path, source, fallback)


def _read_file(path: Path, source: str, fallback: Category) -> Iterator[EntryDraft | ReadProblem]:
    suffix = path.suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = " ".join(READERS)
        yield ReadProblem(source, None, f"Unknown kind of file {_quoted(suffix)}; known: {known}")
        return
    try:
        text = _text_of(_bytes_of(path), is_html=reader is _read_html)
    except OSError as error:
        yield ReadProblem(source, None, f"Cannot be read: {error.strerror}")
        return
    except _Wrong as error:
        yield ReadProblem(source, None, f"Cannot be read: {error}")
        return
    yield from _Sifting(source, fallback).sift(reader(text, path.stem))


def _bytes_of(path: Path) -> bytes:
    if not path.is_file():
        raise _Wrong("not a regular file")
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise _Wrong(f"larger than {MAX_FILE_BYTES // 1024**2} MB")
    return data


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HTML_CHARSET = re.compile(
    rb"""<meta[^>]{1,200}?charset\s*=\s*["']?"""
    rb"""((?:windows|iso|koi8|shift|euc|gb|big5|cp)[\w-]{0,20})""",
    re.IGNORECASE,
)


def _text_of(data: bytes, *, is_html: bool) -> str:
    """Decode by mark, as UTF-8, by an HTML page's own word, or as the Windows of western Europe."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and len(data) > 3 and data[:200].count(0) * 3 > len(data[:200]):
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
    if encoding is None:
        try:
            return _checked(data.decode("utf-8"))
        except UnicodeDecodeError:
            declared = _HTML_CHARSET.search(data[:4096]) if is_html else None
            encoding = declared[1].decode("ascii") if declared else "cp1252"
    try:
        return _checked(data.decode(encoding, errors="replace"))
    except LookupError:
        raise _Wrong(f"unknown encoding {_quoted(encoding)}") from None


def _checked(text: str) -> str:
    """Without control characters; refuses what is no text at all, such as a PDF misnamed."""
    unwanted = sum(len(run) for run in _UNWANTED.findall(text)) + text.count("\ufffd")
    if unwanted > 8 and unwanted * 20 > len(text):
        raise _Wrong("this is not text")
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


# -- from what was found to drafts -------------------------------------------------------------


@dataclass(slots=True)
class _Sifting:
    """Turns the findings of one file into drafts with keys, and what is wrong into problems."""

    source: str
    fallback: Category
    keys: set[str] = field(default_factory=set)
    repeats: dict[str, int] = field(default_factory=dict)

    def sift(self, findings: _Findings) -> Iterator[EntryDraft | ReadProblem]:
        entries = problems = 0
        try:
            for finding in findings:
                if entries == MAX_ENTRIES or problems == MAX_PROBLEMS:
                    what = "entries" if entries == MAX_ENTRIES else "problems"
                    message = f"Too many {what}: the file is not read from here on"
                    yield ReadProblem(self.source, finding.line, message)
                    return
                result = self._judge(finding)
                entries += isinstance(result, EntryDraft)
                problems += isinstance(result, ReadProblem)
                yield result
        except _Wrong as error:
            yield ReadProblem(self.source, None, f"Cannot be read: {error}")

    def _judge(self, finding: _Found | _Flaw) -> EntryDraft | ReadProblem:
        if isinstance(finding, _Flaw):
            return ReadProblem(self.source, finding.line, _clean_line(finding.message))
        try:
            return self._draft({name: _clean(text) for name, text in finding.values.items()})
        except _Wrong as error:
            return ReadProblem(self.source, finding.line, f"{finding.where}{error}")

    def _draft(self, values: Mapping[str, str]) -> EntryDraft:
        title = _clean_line(values.get("title", ""))
        body = _tidy(values.get("body", ""))
        if not title:
            raise _Wrong("an entry without a title")
        if len(title) > MAX_TITLE_CHARS:
            raise _Wrong(f"a title of {len(title)} characters, at most {MAX_TITLE_CHARS}")
        if not body:
            raise _Wrong(f"{_quoted(title)} has no text")
        if len(body) > MAX_BODY_CHARS:
            raise _Wrong(f"{_quoted(title)} has {len(body)} characters, at most {MAX_BODY_CHARS}")
        given = {name: _clean_line(values.get(name, "")) for name in ("key", *_ABOUT_ENTRIES)}
        starts = _date_of(given["valid_from"]) if given["valid_from"] else None
        ends = _date_of(given["valid_until"]) if given["valid_until"] else None
        if starts and ends and ends < starts:
            raise _Wrong(f"{_quoted(title)} is valid until {ends}, before it starts on {starts}")
        return EntryDraft(
            title=title,
            body=body,
            category=category_of(given["category"]) or self.fallback,
            language=_language_of(given["language"]) if given["language"] else None,
            audience=_audience_of(given["audience"]) if given["audience"] else Audience.GUEST,
            valid_from=starts,
            valid_until=ends,
            source=self.source,
            key=self._key(given["key"], title),
        )

    def _key(self, explicit: str, title: str) -> str:
        key = explicit
        if explicit and explicit in self.keys:
            raise _Wrong(f"the id {_quoted(explicit)} is used twice")
        if not explicit:
            key = slug = slug_of(title)
            while key in self.keys:
                self.repeats[slug] = self.repeats.get(slug, 1) + 1
                key = f"{slug}-{self.repeats[slug]}"
        self.keys.add(key)
        return key


def slug_of(title: str) -> str:
    """Letters, marks and digits of any script in lower case, joined by hyphens."""
    kept = (
        letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in title.casefold()
    )
    return "-".join("".join(kept).split())[:100] or "entry"


# -- cleaning ----------------------------------------------------------------------------------

_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u00ad\u200b\ufeff]+")


def _clean(text: str) -> str:
    """NFC, one kind of line end, no control characters, lone surrogates or invisible spaces."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _NEWLINES.sub("\n", text)))


def _clean_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _tidy(text: str) -> str:
    """One space between words, at most one blank line between paragraphs."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _quoted(text: str) -> str:
    line = _clean_line(text)
    return f"'{line}'" if len(line) <= 60 else f"'{line[:57]}...'"


# -- plain text --------------------------------------------------------------------------------


def _read_text(text: str, stem: str) -> _Findings:
    """One entry: a short first line above a blank one is its title, else the file's name is."""
    first, _, rest = text.strip().partition("\n")
    has_title = len(first) <= 120 and rest.strip() and not rest.partition("\n")[0].strip()
    title, body = (first, rest) if has_title else (_title_from(stem), text)
    yield _Found({"title": title, "body": body}, 1)


def _title_from(stem: str) -> str:
    words = re.sub(r"[_-]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


# -- CSV ---------------------------------------------------------------------------------------

_DELIMITERS = ",;\t|"


def _read_csv(text: str, _stem: str) -> _Findings:
    """Entries in rows under a header.

    Of comma, semicolon, tab and bar the delimiter is the one under which the header says most.
    """
    lines = [line + "\n" for line in text.split("\n")]
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    first += lines[first].lower().startswith("sep=")
    rows = {mark: _row(lines, first, mark) for mark in _DELIMITERS}
    delimiter = max(
        rows, key=lambda mark: len({_squeezed(name) for name in rows[mark][0]} & _FIELD_OF.keys())
    )
    header, following, _ = rows[delimiter]
    if not {"title", "body"} <= {_FIELD_OF.get(_squeezed(name)) for name in header}:
        yield _Flaw("No header with a title and a content column", first + 1)
        return
    misspelt = [message for name in header if (message := _misspelt(name))]
    if misspelt:
        yield from (_Flaw(f"Column {message}", first + 1) for message in misspelt)
        return
    while following < len(lines):
        line = following + 1
        row, following, flaw = _row(lines, following, delimiter)
        if flaw or any(cell.strip() for cell in row[len(header) :]):
            yield _Flaw(flaw or f"{len(row)} cells under a header of {len(header)}", line)
        elif any(cell.strip() for cell in row):
            yield _Found(_known_values(zip(header, row, strict=False)), line)


def _row(lines: Sequence[str], at: int, delimiter: str) -> tuple[list[str], int, str]:
    """The row that begins at a line, the line after it, and what is wrong with it.

    After a broken row reading goes on with the next line: a quote that is never closed costs one
    row, not the rest of the file.
    """
    rest = (lines[number] for number in range(at, len(lines)))
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    try:
        row = next(reader, [])
    except csv.Error as error:
        return [], at + 1, f"Row cannot be read: {error}"
    return row, at + max(reader.line_num, 1), ""


# -- JSON --------------------------------------------------------------------------------------


def _read_json(text: str, _stem: str) -> _Findings:
    """A list of objects, one object, or an object whose `entries` is a list of them."""
    data = _json_of(text)
    if isinstance(data, dict):
        data = data.get("entries", [data])
    if not isinstance(data, list):
        raise _Wrong("expected a list of entries, or an object with 'entries'")
    for number, item in enumerate(data, 1):
        yield _json_entry(item, None, f"Entry {number}: ")


def _read_json_lines(text: str, _stem: str) -> _Findings:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _json_entry(_json_of(line), number, "")
        except _Wrong as error:
            yield _Flaw(str(error), number)


def _json_of(text: str) -> object:
    """Parse, tolerating line breaks inside strings. Raises _Wrong."""
    try:
        data: object = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise _Wrong(f"not JSON: {error}") from None
    except (ValueError, RecursionError):
        raise _Wrong("JSON nested too deeply, or with a number too long") from None
    return data


def _json_entry(item: object, line: int | None, where: str) -> _Found | _Flaw:
    if not isinstance(item, dict):
        return _Flaw(f"{where}expected an object", line)
    pairs = [(name, value) for name, value in item.items() if value is not None]
    for name, value in pairs:
        if message := _misspelt(name):
            return _Flaw(f"{where}{message}", line)
        if _squeezed(name) in _FIELD_OF and not isinstance(value, str | int | float):
            return _Flaw(f"{where}{_quoted(name)} must be a text", line)
    return _Found(_known_values((name, str(value)) for name, value in pairs), line, where)


# -- Markdown ----------------------------------------------------------------------------------

_FRONT_MATTER = re.compile(r"---[^\S\n]*\n(.*?)^(?:---|\.\.\.)[^\S\n]*$", re.DOTALL | re.MULTILINE)


@dataclass(slots=True)
class _Section:
    """A heading (depth 1 to 3, 0 is what stands above the first) and the text under it."""

    depth: int
    title: str
    text: str = ""
    line: int | None = None


def _read_markdown(text: str, stem: str) -> _Findings:
    """Each `##` is an entry, or each `###` where the `##` above only names a category.

    A file without `##` is one entry, titled by its `#` or its name.
    """
    values: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        values, unknown, wrong = _front_matter(front[1])
        yield from unknown
        yield from wrong
        if wrong:
            return
        text = "\n" * front[0].count("\n") + text[front.end() :]
    sections = _markdown_sections(text)
    if any(section.depth == 2 for section in sections):
        yield from _markdown_entries(sections, values)
        return
    head = next((section for section in sections if section.depth == 1), None)
    body = _joined(replace(part, title="") if part is head else part for part in sections)
    yield _Found({**values, "title": head.title if head else _title_from(stem), "body": body}, 1)


def _front_matter(text: str) -> tuple[dict[str, str], list[_Flaw], list[_Flaw]]:
    """What holds for all entries of a file; lines that mean nothing; lines that forbid importing."""
    values, unknown, wrong = dict[str, str](), list[_Flaw](), list[_Flaw]()
    for number, line in enumerate(text.split("\n"), 2):
        name, _, value = line.partition(":")
        name, value = name.strip(), value.strip().strip("\"'")
        known = _FIELD_OF.get(_squeezed(name))
        if (not value and (known or not name)) or name.startswith("#"):
            continue
        if known in _ABOUT_ENTRIES:
            try:
                _CHECKS.get(known, str)(value)
            except _Wrong as error:
                wrong.append(_Flaw(str(error), number))
            values[known] = value
        elif message := _misspelt(name):
            wrong.append(_Flaw(message, number))
        else:
            allowed = ", ".join(_ABOUT_ENTRIES)
            unknown.append(_Flaw(f"{_quoted(name)} is unknown here; known: {allowed}", number))
    return values, unknown, wrong


def _markdown_entries(sections: Iterable[_Section], values: Mapping[str, str]) -> _Findings:
    for head, parts in _by_second_level(sections):
        if head.depth < 2:
            if head.text:
                yield _Flaw("Text that stands under no '## ' heading is not imported", head.line)
        elif parts and not head.text and category_of(head.title):
            for part in parts:
                found = {**values, "category": head.title, "title": part.title, "body": part.text}
                yield _Found(found, part.line)
        else:
            body = _joined([replace(head, title=""), *parts])
            yield _Found({**values, "title": head.title, "body": body}, head.line)


def _by_second_level(sections: Iterable[_Section]) -> list[tuple[_Section, list[_Section]]]:
    """Each `##` with the `###` under it; all others, also a `###` under no `##`, alone."""
    groups: list[tuple[_Section, list[_Section]]] = []
    for section in sections:
        if section.depth == 3 and groups and groups[-1][0].depth == 2:
            groups[-1][1].append(section)
        else:
            groups.append((section, []))
    return groups


def _markdown_sections(text: str) -> list[_Section]:
    """The file cut at its headings of the first three levels; `#` in code is none of them."""
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text)
    heads = [
        number
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in _HEADINGS
    ]

    def plain(start: int, end: int) -> str:
        return _plain(
            _parsed_html(markdown.renderer.render(tokens[start:end], markdown.options, {})).body
        )

    sections = [_Section(0, "", plain(0, heads[0] if heads else len(tokens)), 1)]
    for head, following in pairwise([*heads, len(tokens)]):
        depth, title = _HEADINGS[tokens[head].tag], _markdown_title(tokens[head + 1])
        line = (tokens[head].map or [0])[0] + 1
        sections.append(_Section(depth, title, plain(head + 3, following), line))
    return sections


def _markdown_title(inline: Token) -> str:
    kinds = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        kinds.get(token.type, token.content if token.type in ("text", "code_inline") else "")
        for token in inline.children or ()
    )


def _joined(sections: Iterable[_Section]) -> str:
    texts = ("\n".join(filter(None, (part.title, part.text))) for part in sections)
    return "\n\n".join(filter(None, texts))


# -- HTML --------------------------------------------------------------------------------------

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
_LINKED_DATA = 'script[type="application/ld+json"]'
_DROPPED = _phrases(
    """head, title, script, style, nav, header, footer, aside, form, noscript, template, svg, iframe,
    button, select"""
)
_PARAGRAPHS = _phrases(
    """p, div, section, article, main, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre,
    figure, address, details, dl, fieldset"""
)
_LINES = _phrases("br, tr, td, th, dt, dd, summary, figcaption, legend")
# Elements that cannot hold themselves: void ones, and those whose end tag may be left out.
_UNNESTED = _phrases(
    """area, base, br, col, embed, hr, img, input, link, meta, param, source, track, wbr,
    p, li, dt, dd, tr, td, th, thead, tbody, tfoot, option, optgroup, html, head, body"""
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*)")


def _read_html(text: str, stem: str) -> _Findings:
    """Entries from the questions a page declares to search engines (FAQPage in JSON-LD), from its
    h2 and h3 sections, its <details> and its <dl>; a page without any of them is one entry."""
    page = _parsed_html(text)
    values: dict[str, str] = {}
    root = page.css_first("html")
    if root and (
        language := re.match(r"[A-Za-z]{2}(?![A-Za-z])", root.attributes.get("lang") or "")
    ):
        values["language"] = language[0]
    declared = set[str]()
    for finding in _declared_questions(page):
        if isinstance(finding, _Found):
            declared.add(slug_of(finding.values["title"]))
            finding = replace(finding, values={**values, **finding.values})
        yield finding
    sections = _page_sections(page, _page_title(page) or _title_from(stem))
    for found in _section_entries(sections, values):
        if slug_of(found.values["title"]) not in declared:
            yield found
    if not declared and not any(section.text for section in sections):
        yield _Flaw("The page has no text")


def _parsed_html(text: str) -> LexborHTMLParser:
    """Raises _Wrong for a page nested so deeply that parsing would take minutes."""
    depth, foreign, raw = 0, 0, ""
    for closing, name, rest in _TAG.findall(text):
        tag = name.lower()
        if raw:
            raw = "" if closing and tag == raw else raw
        elif tag in ("script", "style"):
            raw = tag if not closing else ""
        elif tag not in _UNNESTED and not (foreign and rest.endswith("/")):
            step = -1 if closing else 1
            depth = max(0, depth + step)
            foreign = max(0, foreign + step) if tag == "svg" else foreign
            if depth > MAX_HTML_DEPTH:
                raise _Wrong(f"elements nested more than {MAX_HTML_DEPTH} deep")
    return LexborHTMLParser(text)


def _page_title(page: LexborHTMLParser) -> str:
    heading, title = page.css_first("h1"), page.css_first("title")
    return _clean_line(_plain(heading)) or _clean_line(title.text() if title else "")


def _page_sections(page: LexborHTMLParser, title: str) -> list[_Section]:
    """What stands above the first heading comes first, at depth 1; a question with its answer is at
    depth 4. A further h1 counts as an h2."""
    sections = [_Section(1, title)]
    heading, writer = sections[0], _Writer()
    for node, step in _walked(page.body, _is_part):
        if step != "whole" or node.tag == "table":
            writer.take(node, step)
        elif node.tag == "details":
            question = node.css_first("summary")
            answer = (child for child in node.iter(include_text=True) if child.tag != "summary")
            sections.append(_Section(4, _plain(question), _plain(*answer)))
        elif node.tag == "dl":
            sections += _definitions(node)
        elif (name := _clean_line(_plain(node))) and name != title:
            heading.text, writer = writer.text(), _Writer()
            heading = _Section(max(2, _HEADINGS[node.tag or ""]), name)
            sections.append(heading)
    heading.text = writer.text()
    return sections


def _is_part(node: LexborNode) -> bool:
    is_answered = node.tag == "details" and node.css_first("summary") is not None
    return is_answered or node.tag == "dl" or node.tag in _HEADINGS or _is_data_table(node)


def _definitions(node: LexborNode) -> Iterator[_Section]:
    """The pairs of a <dl>: several terms share the definitions that follow them."""
    terms, texts = list[str](), list[str]()
    for child, step in _walked(node, lambda inner: inner.tag in ("dt", "dd")):
        if step != "whole":
            continue
        if child.tag == "dt" and texts:
            yield _Section(4, " / ".join(terms), "\n".join(texts))
            terms, texts = [], []
        (terms if child.tag == "dt" else texts).append(_plain(child))
    if terms or texts:
        yield _Section(4, " / ".join(terms), "\n".join(texts))


def _section_entries(sections: Sequence[_Section], values: Mapping[str, str]) -> Iterator[_Found]:
    """Sections as entries; a heading without text lends its name, if it is one, as category."""
    above: list[_Section] = []
    for section, following in zip_longest(sections, sections[1:]):
        while above and above[-1].depth >= section.depth:
            above.pop()
        groups = [group.title for group in above if not group.text and category_of(group.title)]
        above.append(section)
        is_group = following is not None and following.depth > section.depth
        if section.text or not (is_group or section.depth == 1):
            category = {"category": groups[-1]} if groups else {}
            yield _Found({**values, **category, "title": section.title, "body": section.text})


def _declared_questions(page: LexborHTMLParser) -> _Findings:
    """Questions of a schema.org FAQPage; see https://schema.org/FAQPage."""
    for script in page.css(_LINKED_DATA):
        try:
            data = _json_of(script.text())
        except _Wrong as error:
            yield _Flaw(f"Its JSON-LD cannot be read: {error}")
            continue
        for question in _questions_in(data):
            answer = question.get("acceptedAnswer")
            answer = answer[0] if isinstance(answer, list) and answer else answer
            name, text = (
                question.get("name"),
                answer.get("text") if isinstance(answer, dict) else "",
            )
            if isinstance(name, str) and isinstance(text, str):
                title, body = _plain(_parsed_html(name).body), _plain(_parsed_html(text).body)
                yield _Found({"title": title, "body": body})


def _questions_in(data: object) -> Iterator[Mapping[str, object]]:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict) and "Question" in _types_of(value):
            yield value
        elif isinstance(value, dict) and "FAQPage" in _types_of(value):
            waiting.append(value.get("mainEntity"))
        elif isinstance(value, dict):
            waiting.append(value.get("@graph"))


def _types_of(value: Mapping[str, object]) -> Sequence[object]:
    kind = value.get("@type")
    return kind if isinstance(kind, list) else [kind]


# -- HTML as plain text ------------------------------------------------------------------------

_ITEM = "\n- "
_Step = Literal["open", "close", "whole"]


def _walked(
    root: LexborNode | None, is_whole: Callable[[LexborNode], bool]
) -> Iterator[tuple[LexborNode, _Step]]:
    """Elements in document order as they open and close, text and what `is_whole` once."""
    waiting: list[tuple[LexborNode, _Step]] = [(root, "open")] if root else []
    while waiting:
        node, step = waiting.pop()
        if node.tag in _DROPPED or node.is_comment_node:
            continue
        if node.is_text_node or step == "close":
            yield node, step
        elif is_whole(node):
            yield node, "whole"
        else:
            yield node, step
            waiting.append((node, "close"))
            waiting += [(child, "open") for child in reversed([*node.iter(include_text=True)])]


def _is_data_table(node: LexborNode) -> bool:
    """Tables that hold tables, headings or questions are there for the layout of the page."""
    return node.tag == "table" and len(node.css("table, h1, h2, h3, details, dl")) == 1


def _plain(*nodes: LexborNode | None) -> str:
    """Nodes as plain text: items as "- ", links as "text (address)", table rows as "a: b"."""
    writer = _Writer()
    for root in nodes:
        for node, step in _walked(root, _is_data_table):
            writer.take(node, step)
    return writer.text()


@dataclass(slots=True)
class _Writer:
    """Collects plain text of nodes as they open and close."""

    parts: list[str] = field(default_factory=list)
    link_starts: list[int] = field(default_factory=list)
    preformatted: int = 0

    def take(self, node: LexborNode, step: _Step) -> None:
        tag = node.tag or ""
        if node.is_text_node:
            text = node.text_content or ""
            text = text if self.preformatted else re.sub(r"\s+", " ", text)
            self.parts += [text] if text.strip() or not self._is_at_item() else []
        elif step == "whole":
            self.parts += ["\n\n", "\n".join(_table_rows(node)), "\n\n"]
        elif tag == "a":
            self._take_link(node, step)
        elif tag == "li" and step == "close":
            self.parts.append("\n")
        elif tag == "li" or tag in _PARAGRAPHS:
            self.parts += [] if self._is_at_item() else [_ITEM if tag == "li" else "\n\n"]
            if tag == "pre":
                self.preformatted = max(0, self.preformatted + (1 if step == "open" else -1))
        elif step == "open" and tag in _LINES:
            self.parts.append("\n")
        elif step == "open" and tag == "img":
            self.parts.append(node.attributes.get("alt") or "")

    def _is_at_item(self) -> bool:
        """Whether an item has just begun: a paragraph or list in it then begins on its line."""
        return self.parts[-1:] == [_ITEM]

    def _take_link(self, node: LexborNode, step: _Step) -> None:
        if step == "open":
            self.link_starts.append(len(self.parts))
        elif self.link_starts:
            label = "".join(self.parts[self.link_starts.pop() :])
            address = node.attributes.get("href") or ""
            shown = re.sub(r"^(?:mailto|tel):", "", address)
            is_absolute = re.match(r"(?:https?|mailto|tel):", address)
            if is_absolute and label.strip() and shown not in label:
                self.parts.append(f" ({shown})")

    def text(self) -> str:
        lines = "".join(self.parts).split("\n")
        text = _tidy("\n".join(line for line in lines if line.strip() != "-"))
        return re.sub(r"^(- .*)\n\n(?=- )", r"\1\n", text, flags=re.MULTILINE)


def _table_rows(table: LexborNode) -> Iterator[str]:
    """Rows as "a: b"; with more columns "a: head b; head c", for a number alone says nothing."""
    head: list[str] = []
    for row in table.css("tr"):
        nodes = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        cells = [_clean_line(_plain(cell)) for cell in nodes]
        if not head and len(cells) > 2 and all(cell.tag == "th" for cell in nodes):
            head = cells
            continue
        names = [*head, *[""] * (len(cells) - len(head))]
        rest = [" ".join(filter(None, pair)) for pair in zip(names, cells, strict=False) if pair[1]]
        rest = rest[1:] if cells and cells[0] else rest
        line = ": ".join(filter(None, (cells[0] if cells else "", "; ".join(rest))))
        if line:
            yield line


READERS: dict[str, Callable[[str, str], _Findings]] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".txt": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".csv": _read_csv,
    ".json": _read_json,
    ".jsonl": _read_json_lines,
}
