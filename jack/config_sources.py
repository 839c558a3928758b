"""The places settings come from: options, variables, credentials, a file, the settings pages."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_origin

from jack.config_schema import keys, sections
from jack.errors import ConfigError

_TRUTH = dict.fromkeys(("true", "yes", "on", "1"), True) | dict.fromkeys(
    ("false", "no", "off", "0"), False
)
_TABLE_LINE = re.compile(r"\s*\[\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*]")
_KEY_LINE = re.compile(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*)\s*=")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from. `name` is an option, a variable, a path or PATH:LINE, or empty."""

    kind: Literal["flag", "environment", "credential", "file", "ui", "default"]
    name: str = ""

    @property
    def is_above_settings(self) -> bool:
        """Whether the settings pages cannot change the value."""
        return self.kind not in ("ui", "default")

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".rstrip()


@dataclass(frozen=True, slots=True)
class Given:
    """A value as one source has it, not yet checked."""

    value: object
    source: Source


Layer = dict[str, Given]
"""What one source has, by dotted name."""


def from_flags(flags: Mapping[str, object], *, demo: bool) -> Layer:
    """Options of the command line by dotted name; None is "not given"."""
    layer = {
        name: Given(value, Source("flag", keys()[name].notes.flag or name))
        for name, value in flags.items()
        if value is not None
    }
    if demo:
        source = Source("flag", "--demo")
        layer["channels.whatsapp.enabled"] = Given(False, source)
        layer["channels.sms.enabled"] = Given(False, source)
        layer["channels.webchat.enabled"] = Given(True, source)
    return layer


def from_environment(
    environ: Mapping[str, str], *, problems: list[str], warnings: list[str]
) -> Layer:
    """Variables that are set and not empty, and files named by `…_FILE` variables."""
    layer: Layer = {}
    for key in keys().values():
        for name in key.env_names:
            text = environ.get(name)
            path = environ.get(f"{name}_FILE") if key.notes.secret else None
            if text and path:
                problems.append(f"{name} and {name}_FILE are both set: remove one of them")
            elif text:
                value = _parse(text, key.annotation)
                layer.setdefault(key.name, Given(value, Source("environment", name)))
            elif path and key.name not in layer:
                value = _read_secret(Path(path), named_by=f"{name}_FILE")
                layer[key.name] = Given(value, Source("environment", f"{name}_FILE"))
    _check_names(environ, problems=problems, warnings=warnings)
    return layer


def from_credentials(environ: Mapping[str, str]) -> Layer:
    """Secrets that systemd passes as files, named as the variables or in small letters.

    Source: systemd.exec(5), LoadCredential=.
    """
    layer: Layer = {}
    folder = environ.get("CREDENTIALS_DIRECTORY")
    for key in keys().values():
        if not folder or not key.notes.secret:
            continue
        names = [spelling for name in key.env_names for spelling in (name, name.lower())]
        path = next((path for path in map(Path(folder).joinpath, names) if _is_file(path)), None)
        if path:
            value = _read_secret(path, named_by="credential")
            layer[key.name] = Given(value, Source("credential", str(path)))
    return layer


def from_file(path: Path, raw: bytes, *, problems: list[str]) -> Layer:
    """The settings of a TOML file; unknown keys are added to `problems`.

    A relative `data.dir` starts at the file's folder, an empty one counts as not set.
    """
    text, table = _parse_toml(path, raw)
    lines = _line_numbers(text)

    def where(name: str) -> str:
        while name and name not in lines:
            name = name.rpartition(".")[0]
        return f"{path}:{lines[name]}" if name else str(path)

    def flatten(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
        for last, value in table.items():
            name = prefix + last
            if name in keys():
                yield name, value
            elif name in sections() and isinstance(value, dict):
                yield from flatten(value, f"{name}.")
            elif name in sections():
                problems.append(f"{where(name)}: {name} is a section, write it as [{name}]")
            else:
                nearest = _nearest(name, sections() if isinstance(value, dict) else keys())
                problems.append(f"{where(name)}: {name} is no setting; the nearest is {nearest}")

    layer = {name: Given(value, Source("file", where(name))) for name, value in flatten(table, "")}
    home = layer.get("data.dir")
    if home and isinstance(home.value, str):
        del layer["data.dir"]
        if home.value:
            layer["data.dir"] = Given(path.parent / os.path.expanduser(home.value), home.source)
    return layer


def from_settings(stored: Mapping[str, object], *, warnings: list[str]) -> Layer:
    """Settings made in the UI by dotted name; None is "not set".

    A name that this version does not know is passed over with a warning: after a change of
    version nobody could remove it before the server runs.
    """
    layer: Layer = {}
    for name, value in stored.items():
        if name not in keys() or name == "data.dir":
            warnings.append(f"the stored setting {name} is not used by this version")
        elif value is not None:
            layer[name] = Given(value, Source("ui"))
    return layer


def default_data_dir(environ: Mapping[str, str]) -> Given:
    """Systemd's state directory (the first, if there are several), else the user's own place."""
    state = environ.get("STATE_DIRECTORY", "").split(":")[0]
    if state:
        return Given(state, Source("default", "$STATE_DIRECTORY"))
    from platformdirs import user_data_dir

    return Given(user_data_dir("jack", appauthor=False), Source("default"))


def find_file(named: Path | None, usual: Iterable[Path]) -> tuple[Path, bytes] | None:
    """The file `named`, else the first of `usual` that exists, with its content.

    Raises ConfigError if `named` does not exist or the file cannot be read.
    """
    for path in [named] if named else usual:
        try:
            return path, path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            if named:
                raise ConfigError(f"{path}: there is no such configuration file") from None
        except OSError as error:
            raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    return None


def _check_names(environ: Mapping[str, str], *, problems: list[str], warnings: list[str]) -> None:
    """Report variables that look like settings but are none.

    One without a double underscore is only warned of: container platforms set `JACK_PORT_…`
    by themselves beside a service called jack.
    """
    own = {key.env_names[0]: key for key in keys().values()}
    known = {name for key in own.values() for name in key.env_names}
    known |= {f"{name}_FILE" for name, key in own.items() if key.notes.secret}
    slips = {name.replace("__", "_"): name for name in own}
    for name in environ:
        if not name.startswith("JACK_") or name in known:
            continue
        if "__" in name:
            problems.append(f"{name} is no setting; the nearest is {_nearest(name, own)}")
        elif name in slips:
            warnings.append(f"{name} is not read; the setting is called {slips[name]}")


def _parse(text: str, annotation: Any) -> object:
    """A variable's text as the type of its key; the text itself where it does not fit."""
    kind = get_origin(annotation) or annotation
    if kind is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    if kind is bool:
        return _TRUTH.get(text.strip().lower(), text)
    if kind in (int, float, dict):
        try:
            return json.loads(text) if kind is dict else kind(text)
        except ValueError:
            return text
    return text


def _read_secret(path: Path, *, named_by: str) -> str:
    try:
        text = path.read_bytes().decode().rstrip("\r\n")
    except OSError as error:
        raise ConfigError(f"{named_by}: {path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{named_by}: {path} is not UTF-8 text") from None
    if not text:
        raise ConfigError(f"{named_by}: {path} is empty")
    return text


def _is_file(path: Path) -> bool:
    """Unlike `Path.is_file` this does not raise in a folder that may not be searched."""
    return os.path.isfile(path)


def _parse_toml(path: Path, raw: bytes) -> tuple[str, dict[str, Any]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{path}:{line}: not UTF-8 text") from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        number = re.search(r"line (\d+)", place)
        line = int(number[1]) if number else len(text.splitlines())
        raise ConfigError(f"{path}:{line}: not valid TOML: {reason}") from None


def _line_numbers(text: str) -> dict[str, int]:
    """Lines of bare keys and tables by dotted name; a quoted key has none."""
    lines: dict[str, int] = {}
    prefix = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if table := _TABLE_LINE.match(line):
            name = re.sub(r"\s", "", table[1])
            prefix = f"{name}."
            lines.setdefault(name, number)
        elif key := _KEY_LINE.match(line):
            lines.setdefault(prefix + re.sub(r"\s", "", key[1]), number)
    return lines


def _nearest(name: str, candidates: Iterable[str]) -> str:
    """The candidate most like `name`, as a whole and in its last part."""
    from difflib import SequenceMatcher

    def last(name: str) -> str:
        return re.split(r"\.|__", name)[-1]

    def likeness(candidate: str) -> float:
        whole = SequenceMatcher(None, name, candidate).ratio()
        return whole + SequenceMatcher(None, last(name), last(candidate)).ratio()

    return max(candidates, key=likeness)
