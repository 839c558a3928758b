"""Kinds of values that settings can have, with the checks behind them."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticCustomError

MIN_JWT_SECRET_BYTES = 32
"""RFC 7518, section 3.2: a key of HS256 is at least as long as its hash."""

_HOST_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_loopback(host: str) -> bool:
    """Whether `host`, a name or an address, can only be this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


# Checks of single values. Each message completes "Input should be …" and never holds the value.


def _wrong(expected: str) -> PydanticCustomError:
    return PydanticCustomError("setting", "Input should be {expected}", {"expected": expected})


def incomplete(state: str, missing: list[str]) -> PydanticCustomError:
    """A section in a state that needs keys which are empty; `missing` are their names within it."""
    return PydanticCustomError(
        "incomplete", "{state} without {missing}", {"state": state, "missing": missing}
    )


def _host_name(text: str) -> str:
    host = text.lower().rstrip(".")
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        pass
    if len(host) > 253 or not all(_HOST_LABEL.fullmatch(label) for label in host.split(".")):
        raise _wrong("a host name or an IP address, without port")
    return host


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        raise _wrong("an IP address or a network like 10.0.0.0/8, without host bits") from None


def _split_url(text: str, expected: str) -> SplitResult:
    """An http(s) URL in its parts; raises if it has none, or a name and password in it."""
    try:
        url = urlsplit(text)
        host = _host_name(url.hostname or "")
        port_is_fine = url.port is None or url.port > 0
    except ValueError:
        raise _wrong(expected) from None
    printable = text.isprintable() and " " not in text
    if not (host and port_is_fine and printable) or "@" in url.netloc:
        raise _wrong(expected)
    if url.scheme not in _DEFAULT_PORTS:
        raise _wrong(expected)
    return url


def _origin(text: str) -> str:
    """`text` as a browser writes an Origin header: lower case, no default port, no slash."""
    expected = "an address like https://hotel.example, without path"
    url = _split_url(text, expected)
    if url.path not in ("", "/") or url.query or url.fragment:
        raise _wrong(expected)
    host = _host_name(url.hostname or "")
    host = f"[{host}]" if ":" in host else host
    port = "" if url.port in (None, _DEFAULT_PORTS[url.scheme]) else f":{url.port}"
    return f"{url.scheme}://{host}{port}"


def _public_url(text: str) -> str:
    return _origin(text) if text else ""


def _vendor_url(text: str) -> str:
    """A vendor's base URL without a slash at its end; plain http only to this machine (R15)."""
    url = _split_url(text, "an https:// address without query")
    if url.query or url.fragment:
        raise _wrong("an https:// address without query")
    if url.scheme == "http" and not is_loopback(url.hostname or ""):
        raise _wrong("an https:// address (http:// only to this machine)")
    return text.rstrip("/")


def _vendor_url_or_none(text: str) -> str:
    return _vendor_url(text) if text else ""


def _link(text: str) -> str:
    _split_url(text, "a name with an http:// or https:// address")
    return text


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise _wrong("a time zone of the IANA list, like Europe/Paris") from None
    return text


def _matching(pattern: str, expected: str) -> AfterValidator:
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise _wrong(expected)
        return text

    return AfterValidator(check)


def _country(text: str) -> str:
    country = text.upper()
    if country and not re.fullmatch("[A-Z]{2}", country):
        raise _wrong("a country of ISO 3166-1 in two letters, like FR")
    return country


def _jwt_secret(secret: SecretStr) -> SecretStr:
    length = len(secret.get_secret_value().encode())
    if 0 < length < MIN_JWT_SECRET_BYTES:
        raise _wrong(f"at least {MIN_JWT_SECRET_BYTES} bytes long")
    return secret


def _without_repeats(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) != len(names):
        raise _wrong("a list that names each once")
    return names


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


Seconds = Annotated[float, Field(gt=0, le=31_536_000)]
SecondsOrNone = Annotated[float, Field(ge=0, le=31_536_000)]
Days = Annotated[int, Field(ge=1, le=36_500)]
Count = Annotated[int, Field(ge=1, le=2**31 - 1)]
Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1)]
Port = Annotated[int, Field(ge=0, le=65535)]
PublicUrl = Annotated[str, AfterValidator(_public_url)]
Network = Annotated[str, AfterValidator(_network)]
Timezone = Annotated[str, AfterValidator(_timezone)]
Country = Annotated[str, AfterValidator(_country)]
Link = Annotated[str, AfterValidator(_link)]
JwtSecret = Annotated[SecretStr, AfterValidator(_jwt_secret)]
Digits = Annotated[str, _matching("[0-9]*", "digits in quotes")]
AccountSid = Annotated[
    str, _matching("(AC[0-9a-fA-F]{32})?", "an account SID: AC and 32 hexadecimal digits")
]
ServiceSid = Annotated[
    str, _matching("(MG[0-9a-fA-F]{32})?", "a service SID: MG and 32 hexadecimal digits")
]
PhoneNumber = Annotated[
    str, _matching(r"(\+[1-9][0-9]{6,14})?", "a number in international form, like +15005550006")
]
GraphVersion = Annotated[str, _matching(r"v[0-9]+\.[0-9]+", "a version like v26.0")]
LogLevel = Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)]
Contact = Annotated[
    str,
    _matching(
        r"(mailto:[^@\s]+@[^@\s]+\.[^@\s]+|https://[^\s/:]+)?",
        "an address like mailto:it@hotel.example or https://hotel.example",
    ),
]
Origin = Annotated[str, AfterValidator(_origin)]
HostName = Annotated[str, AfterValidator(_host_name)]
VendorUrl = Annotated[str, AfterValidator(_vendor_url)]
VendorUrlOrNone = Annotated[str, AfterValidator(_vendor_url_or_none)]
MailAddress = Annotated[
    str,
    _matching(r"([a-z0-9._-]+@[a-z0-9.-]+\.[a-z0-9-]+)?", "an e-mail address in small letters"),
]
MailSecurity = Literal["tls", "starttls", "none"]
TimeOfDay = Annotated[
    str, _matching("([01][0-9]|2[0-3]):[0-5][0-9]", 'a time of day as HH:MM, like "15:00"')
]
LinkName = Annotated[
    str, _matching("[a-z][a-z0-9_]*", "names of small letters, digits and _, each with a URL")
]
Language = Literal["en", "es", "fr", "de", "it", "pt", "ar", "zh", "ja", "hi", "ru"]
ChannelOrder = Annotated[
    tuple[Literal["whatsapp", "sms", "email"], ...], AfterValidator(_without_repeats)
]
ProviderOrder = Annotated[
    tuple[Literal["anthropic", "openai", "local"], ...],
    Field(min_length=1),
    AfterValidator(_without_repeats),
]
TopicName = Annotated[
    str, _matching(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*", "names of topics, like request.dining")
]
Autonomy = Literal["auto", "draft", "off"]
