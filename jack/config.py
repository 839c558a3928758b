"""Puts the configuration together and remembers where each value came from."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic_core import ErrorDetails

from jack.config_schema import Config, Key, keys, sections
from jack.config_sources import (
    Given,
    Layer,
    Source,
    default_data_dir,
    find_file,
    from_credentials,
    from_environment,
    from_file,
    from_flags,
    from_settings,
)
from jack.config_types import is_loopback
from jack.errors import ConfigError

__all__ = [
    "Config",
    "Loaded",
    "Row",
    "Source",
    "describe",
    "example",
    "is_loopback",
    "load",
    "presentable",
    "value_of",
]

MASK = "••••"
SYSTEM_FILE = Path("/etc/jack/config.toml")
NOTHING: Mapping[str, object] = MappingProxyType({})

_EXAMPLE_HEAD = """\
# Jack's configuration. Each key stands here with its default: remove the # in front of it to
# change it. In the environment a key is called JACK_<SECTION>__<KEY>, as in
# JACK_CHANNELS__WHATSAPP__ENABLED=true, and is stronger than this file; lists are written there
# with commas, tables as JSON. A secret is also read from the file that <NAME>_FILE names and
# from systemd's credentials. [live]: a change in the settings pages counts at once; everything
# else needs a restart."""


@dataclass(frozen=True, slots=True)
class Layers:
    """What was found before the database could be opened, the strongest first.

    `stored` are settings that the caller gave as if they had been made in the UI.
    """

    above: Layer
    in_file: Layer
    stored: Mapping[str, object]
    home: Given
    file: Path | None
    home_file: Path
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration with its origins; `sources` has every key, `data_dir` is absolute."""

    config: Config
    sources: Mapping[str, Source]
    file: Path | None
    data_dir: Path
    warnings: tuple[str, ...]
    layers: Layers = field(repr=False, compare=False)

    def with_settings(self, stored: Mapping[str, object]) -> Loaded:
        """The same with settings made in the UI, by dotted name. Nothing is read again.

        Raises ConfigError as `load` does.
        """
        layers = replace(self.layers, stored={**self.layers.stored, **stored})
        return replace(_together(layers, problems=[], warnings=[]), layers=self.layers)


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as people see it. `value` is plain JSON, a secret is masked."""

    key: str
    value: object
    source: Source
    live: bool
    secret: bool
    unit: str
    doc: str


def load(
    *,
    environ: Mapping[str, str],
    config_path: Path | None = None,
    data_dir: Path | None = None,
    flags: Mapping[str, object] = NOTHING,
    stored: Mapping[str, object] = NOTHING,
    demo: bool = False,
    system_file: Path = SYSTEM_FILE,
) -> Loaded:
    """Put the configuration together; the first source that has a key wins.

    The order is flag, environment, systemd credential, file, `stored`, default. `flags` and
    `stored` have dotted names; None is "not given". `stored` are the settings made in the UI:
    they lie in the database, so a program loads twice, first without them.

    The demo takes its `data_dir` from the caller, reads no file outside it but `config_path`,
    listens on loopback only and has web chat as its only channel.

    Raises ConfigError that says everything that is wrong, one key a line.
    """
    if demo and data_dir is None:
        raise ValueError("the demo needs a data directory of its own")
    problems: list[str] = []
    warnings: list[str] = []
    above = _strongest(
        from_flags({**flags, "data.dir": data_dir}, demo=demo),
        from_environment(environ, problems=problems, warnings=warnings),
        from_credentials(environ),
    )
    home = above.get("data.dir") or default_data_dir(environ)
    home_file = _absolute(home.value) / "config.toml"
    named = config_path or (None if demo else environ.get("JACK_CONFIG"))
    found = find_file(
        _absolute(named) if named else None, [home_file] if demo else [home_file, system_file]
    )
    in_file = from_file(*found, problems=problems) if found else {}
    layers = Layers(
        above, in_file, stored, home, found[0] if found else None, home_file, is_demo=demo
    )
    return _together(layers, problems=problems, warnings=warnings)


def _together(layers: Layers, *, problems: list[str], warnings: list[str]) -> Loaded:
    """The layers as one checked configuration. `problems` are those found so far."""
    settings = from_settings(layers.stored, warnings=warnings)
    chosen = _strongest(layers.above, layers.in_file, settings, {"data.dir": layers.home})
    config = _validate(chosen, problems=problems)
    if config is None or problems:
        raise ConfigError("\n".join(dict.fromkeys(problems)))
    file = layers.file
    if file == layers.home_file and config.data.dir != file.parent:
        raise ConfigError(f"{file}: data.dir cannot be set in the data directory's own file")
    if layers.is_demo and not is_loopback(config.server.host):
        source = chosen["server.host"].source
        raise ConfigError(
            f'server.host = "{config.server.host}" ({source}) is wrong: '
            "the demo listens on loopback only, use 127.0.0.1"
        )
    if file and _is_exposed(file, layers.in_file):
        warnings.append(
            f"everybody on this machine can read the secrets in {file}: chmod 640 {file}"
        )
    sources = {key: chosen[key].source if key in chosen else Source("default") for key in keys()}
    return Loaded(config, MappingProxyType(sources), file, config.data.dir, tuple(warnings), layers)


def describe(loaded: Loaded) -> list[Row]:
    """Every setting in the order of the file, secrets masked."""
    return [
        Row(
            key=key.name,
            value=presentable(value_of(loaded.config, key.name)),
            source=loaded.sources[key.name],
            live=key.notes.live,
            secret=key.notes.secret,
            unit=key.notes.unit,
            doc=key.notes.doc,
        )
        for key in keys().values()
    ]


def value_of(config: Config, name: str) -> object:
    """A setting by its dotted name."""
    value: object = reduce(getattr, name.split("."), config)
    return value


def example() -> str:
    """The text of config.example.toml: every key, commented out, with default, unit and doc."""
    return "\n".join([_EXAMPLE_HEAD, *_example_lines()]) + "\n"


def _strongest(*layers: Layer) -> Layer:
    """The layers as one; the first that has a key wins."""
    return reduce(lambda weaker, stronger: weaker | stronger, reversed(layers))


def _validate(chosen: Layer, *, problems: list[str]) -> Config | None:
    """The configuration, or None after adding to `problems`.

    Strict about types, by way of JSON: a port written as text or a switch as 1 is wrong.
    """
    tree: dict[str, Any] = {}
    for section in sections():
        _table(tree, section)
    for name, given in chosen.items():
        value = _absolute(given.value) if name == "data.dir" else given.value
        if not _is_text(value):
            problems.append(f"{name} ({given.source}) is wrong: it should be UTF-8 text")
            continue
        _table(tree, keys()[name].section)[name.rpartition(".")[2]] = value
    if problems and "dir" not in tree["data"]:
        return None
    try:
        return Config.model_validate_json(json.dumps(tree, default=_plain), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    problems.extend(_sentence(detail, chosen) for detail in details)
    return None


def _table(tree: dict[str, Any], section: str) -> dict[str, Any]:
    for name in section.split("."):
        tree = tree.setdefault(name, {})
    return tree


def _sentence(detail: ErrorDetails, chosen: Layer) -> str:
    """What is wrong with which key, its value and source, and what it should be."""
    path = [str(part) for part in detail["loc"]]
    while (name := ".".join(path)) and name not in keys() and name not in sections():
        path.pop()
    if name in keys():
        given = chosen[name]
        expected = detail["msg"].replace("Input should be", "it should be")
        return f"{name} = {_shown(given.value, keys()[name])} ({given.source}) is wrong: {expected}"
    if detail["type"] == "incomplete":
        missing = [keys()[f"{name}.{last}".lstrip(".")] for last in detail["ctx"]["missing"]]
        wanted = ", ".join(" or ".join((key.name, *key.notes.env)) for key in missing)
        return f"{name} {detail['ctx']['state']} without {wanted}".lstrip()
    return f"{name}: {detail['msg']}"


def _is_exposed(file: Path, in_file: Layer) -> bool:
    """Whether a file with secrets in it can be read by everybody."""
    has_secrets = any(keys()[name].notes.secret and given.value for name, given in in_file.items())
    return has_secrets and bool(file.stat().st_mode & stat.S_IROTH)


def _absolute(path: object) -> Path:
    return Path(os.path.expanduser(str(path))).absolute()


def _is_text(value: object) -> bool:
    """Whether a value can be written as UTF-8; a variable or option may hold any bytes."""
    try:
        json.dumps(value, default=_plain, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(value: object) -> str:
    """What JSON has no type for: paths, TOML's dates and times, secrets."""
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


def _mask(secret: str) -> str:
    if not secret:
        return ""
    return MASK + (secret[-2:] if len(secret) > 12 else "")


def _shown(value: object, key: Key) -> str:
    """A value for an error: short, on one line, nothing secret."""
    if key.notes.secret:
        return _mask(str(value))
    text = json.dumps(value, default=_plain, ensure_ascii=False)
    text = re.sub(r"//[^/]*@", "//••••@", text)
    return text if len(text) <= 80 else f"{text[:79]}…"


def presentable(value: object) -> object:
    """A value as people see it: plain JSON, a secret masked."""
    if isinstance(value, SecretStr):
        return _mask(value.get_secret_value())
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value


def _example_lines() -> Iterator[str]:
    section = ""
    for key in keys().values():
        if key.section != section:
            section = key.section
            yield from ("", "", f"# {sections()[section].__doc__}", f"[{section}]")
        also = f" Also {', '.join(key.notes.env)}." if key.notes.env else ""
        live = " [live]" if key.notes.live else ""
        unit = f"  # {key.notes.unit}" if key.notes.unit else ""
        yield from ("", f"# {key.notes.doc}{also}{live}")
        yield f"#{key.name.rpartition('.')[2]} = {_toml(key.default)}{unit}"


def _toml(value: object) -> str:
    """A default as TOML; None, where the loader finds the value, as an empty text."""
    if value is None:
        return '""'
    if isinstance(value, dict) and value:
        return f"{{ {', '.join(f'{json.dumps(name)} = {_toml(v)}' for name, v in value.items())} }}"
    return json.dumps(presentable(value), ensure_ascii=False)
