"""Addresses of pages: whether one belongs to a site, and when two are the same page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from jack.errors import Invalid

MAX_CHARS = 2_000
_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_ga|sessionid|phpsessid|sid", re.I)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|js|json|xml|zip|gz|mp[34]|webm|mov|avi|woff2?|ttf"
    r"|docx?|xlsx?|pptx?|ics|rss|atom)$",
    re.I,
)


def normalised(address: str, base: str = "") -> str | None:
    """An address as the name of its page: without fragment, default port and what only counts
    visits. None for what is no page of the web."""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        port, host = parts.port, (parts.hostname or "").rstrip(".")
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or len(address) > MAX_CHARS:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        netloc += f":{port}"
    query = urlencode(
        [
            pair
            for pair in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(pair[0])
        ]
    )
    path = re.sub(r"/(?:index|default)\.(?:html?|php|aspx?)$", "/", parts.path or "/", flags=re.I)
    return quote(
        urlunsplit((parts.scheme, netloc, path, query, "")), safe=":/?#[]@!$&'()*+,;=%~-._"
    )


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def path_of(address: str) -> str:
    """Path and query, as robots.txt speaks of them."""
    parts = urlsplit(address)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


@dataclass(frozen=True, slots=True)
class Site:
    """One host, and there what lies under a path: `https://hotel.example/en` reads no `/de`."""

    origin: str
    path: str = "/"

    @classmethod
    def of(cls, start: str) -> Site:
        path = urlsplit(start).path or "/"
        folder, _, last = path.rpartition("/")
        is_file = "." in last
        return cls(origin_of(start), f"{folder}/" if is_file or not last else path)

    def holds(self, address: str) -> bool:
        path = urlsplit(address).path or "/"
        is_under = path == self.path or path.startswith(self.path.rstrip("/") + "/")
        return origin_of(address) == self.origin and is_under

    def may_lead_to(self, address: str) -> bool:
        """Whether an address is the same site by its other name: with or without `www.`, or by
        https instead of http."""
        mine, other = urlsplit(self.origin), urlsplit(origin_of(address))
        is_same_name = _bare(mine.hostname) == _bare(other.hostname)
        is_no_step_back = (mine.scheme, other.scheme) != ("https", "http")
        is_same_port = mine.port == other.port or other.port is None
        return is_same_name and is_no_step_back and is_same_port


def _bare(host: str | None) -> str:
    return (host or "").removeprefix("www.")


def is_page(address: str) -> bool:
    """Whether it can be a page or a PDF, by its name."""
    return _NO_PAGE.search(urlsplit(address).path) is None


def start_of(text: str) -> str:
    """The address that somebody typed, `hotel.example` too. Raises Invalid."""
    typed = text.strip()
    found = normalised(typed if "://" in typed else f"https://{typed}")
    if found is None or len(typed) > MAX_CHARS or " " in typed:
        raise Invalid(
            "This is no address of a web page. Write it like https://hotel.example/en.", field="url"
        )
    return found
