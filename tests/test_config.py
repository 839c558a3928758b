"""The configuration: where values come from, which one wins, and what is refused."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs import user_data_dir
from pydantic import ValidationError

from jack.config import Loaded, Source, describe, example, load
from jack.config_schema import Config, Data, keys, sections
from jack.errors import ConfigError

REPOSITORY = Path(__file__).parent.parent
TOKEN = "channels.whatsapp.verify_token"
TWILIO = {
    "TWILIO_ACCOUNT_SID": "AC" + "a1" * 16,
    "TWILIO_AUTH_TOKEN": "token-of-the-account",
    "TWILIO_PHONE_NUMBER": "+15005550006",
}
WHATSAPP = {
    "WHATSAPP_ACCESS_TOKEN": "token-of-the-system-user",
    "WHATSAPP_APP_SECRET": "secret-of-the-app",
    "WHATSAPP_VERIFY_TOKEN": "text-of-our-choice",
    "WHATSAPP_PHONE_NUMBER_ID": "1055",
}


def read(
    tmp_path: Path, toml: str | None = None, environ: Mapping[str, str] | None = None, **more: Any
) -> Loaded:
    """Load from `toml` and `environ` alone, with a data directory that holds nothing."""
    if toml is not None:
        more["config_path"] = tmp_path / "jack.toml"
        more["config_path"].write_text(toml, encoding="utf-8")
        more["config_path"].chmod(0o600)
    arguments: dict[str, Any] = {"data_dir": tmp_path / "data", "system_file": tmp_path / "none"}
    return load(environ=environ or {}, **{**arguments, **more})


def refusal(
    tmp_path: Path, toml: str | None = None, environ: Mapping[str, str] | None = None, **more: Any
) -> str:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, toml, environ, **more)
    return str(caught.value)


def value_of(config: Config, key: str) -> Any:
    value: Any = config
    for name in key.split("."):
        value = getattr(value, name)
    return value


# Which source wins


def test_with_no_source_every_key_has_its_default(tmp_path: Path) -> None:
    loaded = read(tmp_path)

    assert loaded.config == Config(data=Data(dir=tmp_path / "data"))
    assert loaded.file is None
    assert loaded.warnings == ()
    assert set(loaded.sources) == set(keys())
    assert {str(loaded.sources[key]) for key in keys() if key != "data.dir"} == {"default"}


STRONGEST_FIRST = ["flag", "own name", "familiar name", "credential", "file", "settings"]


@pytest.mark.parametrize(
    "present",
    [subset for size in range(1, 7) for subset in itertools.combinations(STRONGEST_FIRST, size)],
    ids=", ".join,
)
@pytest.mark.parametrize("through_file", [False, True], ids=["variable", "variable with _FILE"])
def test_the_strongest_source_that_has_a_key_wins(
    present: tuple[str, ...], through_file: bool, tmp_path: Path
) -> None:
    own, familiar = keys()[TOKEN].env_names
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")}
    (tmp_path / "credentials").mkdir()
    for source, name in (("own name", own), ("familiar name", familiar)):
        if source in present and through_file:
            (tmp_path / name).write_text(f"{source}\n")
            environ[f"{name}_FILE"] = str(tmp_path / name)
        elif source in present:
            environ[name] = source
    if "credential" in present:
        (tmp_path / "credentials" / familiar).write_text("credential\n")
    suffix = "_FILE" if through_file else ""
    expected = {
        "flag": Source("flag", TOKEN),
        "own name": Source("environment", own + suffix),
        "familiar name": Source("environment", familiar + suffix),
        "credential": Source("credential", str(tmp_path / "credentials" / familiar)),
        "file": Source("file", f"{tmp_path / 'jack.toml'}:2"),
        "settings": Source("ui"),
    }

    loaded = read(
        tmp_path,
        '[channels.whatsapp]\nverify_token = "file"' if "file" in present else None,
        environ,
        flags={TOKEN: "flag" if "flag" in present else None},
        stored={TOKEN: "settings"} if "settings" in present else {},
    )

    assert value_of(loaded.config, TOKEN).get_secret_value() == present[0]
    assert loaded.sources[TOKEN] == expected[present[0]]
    assert loaded.sources[TOKEN].is_above_settings == (present[0] != "settings")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("ANTHROPIC_API_KEY", "llm.anthropic.api_key"),
        ("ANTHROPIC_BASE_URL", "llm.anthropic.base_url"),
        ("JWT_SECRET", "auth.jwt_secret"),
        ("ENCRYPTION_KEY", "data.encryption_key"),
        ("WHATSAPP_ACCESS_TOKEN", "channels.whatsapp.access_token"),
        ("WHATSAPP_APP_SECRET", "channels.whatsapp.app_secret"),
        ("WHATSAPP_VERIFY_TOKEN", "channels.whatsapp.verify_token"),
        ("WHATSAPP_PHONE_NUMBER_ID", "channels.whatsapp.phone_number_id"),
        ("TWILIO_ACCOUNT_SID", "channels.sms.account_sid"),
        ("TWILIO_AUTH_TOKEN", "channels.sms.auth_token"),
        ("TWILIO_PHONE_NUMBER", "channels.sms.from_number"),
        ("PORT", "server.port"),
        ("LOG_LEVEL", "log.level"),
    ],
)
def test_familiar_names_are_read(name: str, key: str, tmp_path: Path) -> None:
    text = {"server.port": "8080", "log.level": "DEBUG", "llm.anthropic.base_url": "https://a.b"}
    text |= {"channels.whatsapp.phone_number_id": "1055"}
    text |= {"channels.sms.account_sid": TWILIO["TWILIO_ACCOUNT_SID"]}
    text |= {"channels.sms.from_number": TWILIO["TWILIO_PHONE_NUMBER"]}

    loaded = read(tmp_path, environ={name: text.get(key, "x" * 32)})

    assert loaded.sources[key] == Source("environment", name)
    assert value_of(loaded.config, key) != keys()[key].default


def test_every_key_has_a_variable_of_its_own(tmp_path: Path) -> None:
    names = [key.env_names[0] for key in keys().values()]

    assert len(set(names)) == len(names)
    assert "JACK_CHANNELS__WHATSAPP__APP_SECRET" in names
    assert all(re.fullmatch("JACK(_[A-Z0-9]+)+(__[A-Z0-9]+(_[A-Z0-9]+)*)+", name) for name in names)


@pytest.mark.parametrize(
    ("name", "text", "key", "value"),
    [
        ("JACK_SERVER__PORT", "8080", "server.port", 8080),
        ("JACK_LLM__TIMEOUT_S", "2.5", "llm.timeout_s", 2.5),
        ("JACK_LLM__TIMEOUT_S", "3", "llm.timeout_s", 3.0),
        ("JACK_CHANNELS__WEBCHAT__ENABLED", "No", "channels.webchat.enabled", False),
        ("JACK_CHANNELS__WEBCHAT__ENABLED", "1", "channels.webchat.enabled", True),
        ("JACK_LLM__ORDER", "local, anthropic", "llm.order", ("local", "anthropic")),
        ("JACK_SERVER__TRUSTED_PROXIES", "::1,10.0.0.0/8,", "server.trusted_proxies", None),
        ("JACK_HOTEL__LINKS", '{"menu": "https://a.b/m?x=1"}', "hotel.links", None),
        ("JACK_HOTEL__NAME", "17", "hotel.name", "17"),
    ],
)
def test_a_variable_is_read_as_the_type_of_its_key(
    name: str, text: str, key: str, value: object, tmp_path: Path
) -> None:
    special = {
        "server.trusted_proxies": ("::1/128", "10.0.0.0/8"),
        "hotel.links": {"menu": "https://a.b/m?x=1"},
    }

    loaded = read(tmp_path, environ={name: text})

    assert value_of(loaded.config, key) == special.get(key, value)


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    environ = {"PORT": "", "JACK_HOTEL__NAME": "", "JWT_SECRET": "", "JWT_SECRET_FILE": ""}

    loaded = read(tmp_path, '[hotel]\nname = "Aurelane"', environ)

    assert loaded.config.hotel.name == "Aurelane"
    assert loaded.sources["server.port"] == Source("default")


def test_a_name_and_its_file_variant_together_are_refused(tmp_path: Path) -> None:
    environ = {"JWT_SECRET": "x" * 32, "JWT_SECRET_FILE": "/run/secrets/jwt"}

    assert refusal(tmp_path, environ=environ) == (
        "JWT_SECRET and JWT_SECRET_FILE are both set: remove one of them"
    )


@pytest.mark.parametrize("content", ["s3cret", "s3cret\n", "s3cret\r\n"])
def test_a_secret_file_loses_its_line_end_only(content: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b" " + content.encode())

    loaded = read(tmp_path, environ={"ANTHROPIC_API_KEY_FILE": str(tmp_path / "key")})

    assert loaded.config.llm.anthropic.api_key.get_secret_value() == " s3cret"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"\n", "is empty"),
        (b"\xff\xfe", "is not UTF-8 text"),
    ],
)
def test_a_secret_file_that_holds_no_secret_is_refused(
    content: bytes | None, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)

    message = refusal(tmp_path, environ={"JWT_SECRET_FILE": str(path)})

    assert message == f"JWT_SECRET_FILE: {path} {complaint}"


@pytest.mark.parametrize(
    "name",
    [
        "WHATSAPP_APP_SECRET",
        "whatsapp_app_secret",
        "JACK_CHANNELS__WHATSAPP__APP_SECRET",
        "jack_channels__whatsapp__app_secret",
    ],
)
def test_a_systemd_credential_is_found_by_any_of_its_names(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("of-systemd\n")

    loaded = read(tmp_path, environ={"CREDENTIALS_DIRECTORY": str(tmp_path)})

    assert loaded.config.channels.whatsapp.app_secret.get_secret_value() == "of-systemd"
    assert loaded.sources["channels.whatsapp.app_secret"].kind == "credential"


def test_only_secrets_are_read_from_credentials_and_files(tmp_path: Path) -> None:
    (tmp_path / "PORT").write_text("8080")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path), "PORT_FILE": str(tmp_path / "PORT")}

    loaded = read(tmp_path, environ=environ)

    assert loaded.config.server.port == 3000


def test_a_stored_setting_of_another_version_is_passed_over_with_a_warning(tmp_path: Path) -> None:
    stored = {"hotel.name": "Aurelane", "hotel.stars": 4, "data.dir": "/x", "hotel.phone": None}

    loaded = read(tmp_path, stored=stored)

    assert loaded.config.hotel.name == "Aurelane"
    assert loaded.data_dir == tmp_path / "data"
    assert loaded.warnings == (
        "the stored setting hotel.stars is not used by this version",
        "the stored setting data.dir is not used by this version",
    )


# Files and the data directory


def test_the_first_file_in_the_order_is_taken(tmp_path: Path) -> None:
    names = ["named", "variable", "home", "system"]
    paths = {name: tmp_path / name / "config.toml" for name in names}
    for name, path in paths.items():
        path.parent.mkdir()
        path.write_text(f'[hotel]\nname = "{name}"')

    taken = []
    for name in names:
        loaded = load(
            environ={"JACK_CONFIG": str(paths["variable"])} if names.index(name) < 2 else {},
            config_path=paths["named"] if name == "named" else None,
            data_dir=paths["home"].parent,
            system_file=paths["system"],
        )
        taken.append((loaded.config.hotel.name, loaded.file))
        paths[name].unlink()

    assert taken == list(paths.items())


def test_a_named_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "missing.toml"

    complaint = f"{path}: there is no such configuration file"

    assert refusal(tmp_path, config_path=path) == complaint
    assert refusal(tmp_path, environ={"JACK_CONFIG": str(path)}) == complaint


def test_a_file_that_cannot_be_read_is_not_skipped(tmp_path: Path) -> None:
    (tmp_path / "data" / "config.toml").mkdir(parents=True)

    assert refusal(tmp_path).endswith("config.toml cannot be read: Is a directory")


def test_the_data_directory_comes_from_option_variable_file_and_platform(tmp_path: Path) -> None:
    file = tmp_path / "etc" / "config.toml"
    file.parent.mkdir()
    file.write_text('[data]\ndir = "../srv"')
    environ = {"JACK_DATA_DIR": str(tmp_path / "variable"), "STATE_DIRECTORY": "/var/lib/jack:/b"}
    unset = {"STATE_DIRECTORY": "/var/lib/jack:/b"}

    by_option = load(environ=environ, data_dir=tmp_path / "option", system_file=file)
    by_variable = load(environ=environ, system_file=file)
    by_file = load(environ={}, config_path=file)
    by_systemd = load(environ=unset, system_file=tmp_path / "none")
    by_platform = load(environ={}, system_file=tmp_path / "none")

    assert by_option.data_dir == tmp_path / "option"
    assert by_option.sources["data.dir"] == Source("flag", "--data-dir")
    assert by_variable.data_dir == tmp_path / "variable"
    assert by_variable.sources["data.dir"] == Source("environment", "JACK_DATA_DIR")
    assert os.path.normpath(by_file.data_dir) == str(tmp_path / "srv")
    assert by_file.sources["data.dir"] == Source("file", f"{file}:2")
    assert by_systemd.data_dir == Path("/var/lib/jack")
    assert by_systemd.sources["data.dir"] == Source("default", "$STATE_DIRECTORY")
    assert by_platform.data_dir == Path(user_data_dir("jack", appauthor=False))
    assert by_platform.config.data.dir == by_platform.data_dir


def test_the_data_directory_is_absolute_and_knows_the_home_directory() -> None:
    relative = load(environ={}, data_dir=Path("here"), system_file=Path("/none"))
    at_home = load(environ={"JACK_DATA_DIR": "~/jack"}, system_file=Path("/none"))

    assert relative.data_dir == Path.cwd() / "here"
    assert at_home.data_dir == Path.home() / "jack"


def test_the_file_in_the_data_directory_cannot_point_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[data]\ndir = "/srv/elsewhere"')

    with pytest.raises(ConfigError, match=r"data\.dir cannot be set in the data directory's own"):
        load(environ={"STATE_DIRECTORY": str(tmp_path)}, system_file=tmp_path / "none")


def test_an_empty_data_directory_in_the_file_counts_as_not_set(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text('[data]\ndir = ""')

    loaded = load(environ={"STATE_DIRECTORY": "/var/lib/jack"}, config_path=tmp_path / "c.toml")

    assert loaded.data_dir == Path("/var/lib/jack")


def test_sources_in_a_file_name_the_line(tmp_path: Path) -> None:
    toml = (
        'log.level = "debug"\n\n[server]\n# port\n  port = 80\n'
        '["hotel"]\nname = "x"\n[ llm . anthropic ]\n"retries" = 1\nmax_tokens=5\n'
        "[channels]\nwebchat = { session_days = 1 }\n"
    )

    sources = read(tmp_path, toml).sources

    path = str(tmp_path / "jack.toml")
    assert sources["log.level"].name == f"{path}:1"
    assert sources["server.port"].name == f"{path}:5"
    assert sources["llm.anthropic.retries"].name == f"{path}:8"
    assert sources["llm.anthropic.max_tokens"].name == f"{path}:10"
    assert sources["channels.webchat.session_days"].name == f"{path}:12"
    assert sources["hotel.name"].name == path


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"[server]\nport = \n", 2),
        (b"[server]\nport = 1\nport = 2\n", 3),
        (b"[server", 1),
        (b'[hotel]\nname = "x"\naddress = """\nstreet\n', 4),
        (b"[hotel]\nname = '\xff'\n", 2),
    ],
)
def test_a_broken_file_is_refused_with_its_line(raw: bytes, line: int, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(raw)

    message = refusal(tmp_path, config_path=path)

    assert message.startswith(f"{path}:{line}: not ")
    assert "\n" not in message


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeff[hotel]\nname = "Añil"').config.hotel.name == "Añil"


@pytest.mark.parametrize(
    ("mode", "toml", "warned"),
    [
        (0o644, '[llm.anthropic]\napi_key = "k"', True),
        (0o640, '[llm.anthropic]\napi_key = "k"', False),
        (0o644, '[llm.anthropic]\napi_key = ""', False),
        (0o644, "[server]\nport = 1", False),
    ],
)
def test_r15_secrets_in_a_file_that_everybody_can_read_give_a_warning(
    mode: int, toml: str, warned: bool, tmp_path: Path
) -> None:
    path = tmp_path / "open.toml"
    path.write_text(toml)
    path.chmod(mode)

    warnings = read(tmp_path, config_path=path).warnings

    assert any(f"chmod 640 {path}" in warning for warning in warnings) == warned


# What is refused


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        (
            "[server]\nprot = 1",
            "jack.toml:2: server.prot is no setting; the nearest is server.port",
        ),
        ("port = 1", "jack.toml:1: port is no setting; the nearest is server.port"),
        ("[sever]\nport = 1", "jack.toml:1: sever is no setting; the nearest is server"),
        (
            "[channels.watsapp]\nenabled = true",
            "jack.toml:1: channels.watsapp is no setting; the nearest is channels.whatsapp",
        ),
        (
            '[channels.whatsapp]\nappsecret = "hunter2"',
            "jack.toml:2: channels.whatsapp.appsecret is no setting; "
            "the nearest is channels.whatsapp.app_secret",
        ),
        ("server = 5", "jack.toml:1: server is a section, write it as [server]"),
        ("[[server]]\nport = 1", "jack.toml: server is a section, write it as [server]"),
    ],
)
def test_an_unknown_key_is_refused_with_file_and_nearest_key(
    toml: str, complaint: str, tmp_path: Path
) -> None:
    assert refusal(tmp_path, toml) == f"{tmp_path}/{complaint}"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("JACK_SERVER__PROT", "JACK_SERVER__PORT"),
        ("JACK_CHANNELS__WHATSAPP__SECRET", "JACK_CHANNELS__WHATSAPP__APP_SECRET"),
        ("JACK_SERVER__PORT_FILE", "JACK_SERVER__PORT"),
        ("JACK__PORT", "JACK_SERVER__PORT"),
    ],
)
def test_an_unknown_variable_is_refused_with_the_nearest_one(
    name: str, nearest: str, tmp_path: Path
) -> None:
    message = refusal(tmp_path, environ={name: "hunter2"})

    assert message == f"{name} is no setting; the nearest is {nearest}"


def test_variables_that_are_no_settings_are_left_alone(tmp_path: Path) -> None:
    environ = {"JACK_PORT_3000_TCP": "tcp://10.0.0.1:3000", "JACK_SERVICE_HOST": "10.0.0.1"}
    environ |= {"OTHER__THING": "1", "TWILIO_AUTH_TOKEN": "x", "JACK_SERVER_PORT": "80"}

    loaded = read(tmp_path, environ=environ)

    assert loaded.config.server.port == 3000
    assert loaded.warnings == (
        "JACK_SERVER_PORT is not read; the setting is called JACK_SERVER__PORT",
    )


@pytest.mark.parametrize(
    ("key", "toml", "expected"),
    [
        ("server.port", "70000", "less than or equal to 65535"),
        ("server.port", '"3000"', "a valid integer"),
        ("server.port", "true", "a valid integer"),
        ("server.port", "3000.5", "a valid integer"),
        ("server.host", '""', "at least 1 character"),
        ("server.public_url", '"https://jack.example/x"', "without path"),
        ("server.public_url", '"ftp://jack.example"', "an address like https://"),
        ("server.public_url", '"jack.example"', "an address like https://"),
        ("server.public_url", '"https://"', "an address like https://"),
        ("server.public_url", '"https://a.b:99999"', "an address like https://"),
        ("server.public_url", '"https://a.b\\n"', "an address like https://"),
        ("server.trusted_proxies", '["10.0.0.1/8"]', "an IP address or a network"),
        ("server.trusted_proxies", '"10.0.0.1"', "a valid array"),
        ("server.allowed_hosts", '["jack.example:80"]', "a host name or an IP address"),
        ("server.allowed_hosts", '["-a.example"]', "a host name or an IP address"),
        ("server.header_timeout_s", "0", "greater than 0"),
        ("server.header_timeout_s", "nan", "a finite number"),
        ("server.header_timeout_s", "inf", "a finite number"),
        ("hotel.name", "5", "a valid string"),
        ("hotel.timezone", '"Europe/Atlantis"', "a time zone of the IANA list"),
        ("hotel.timezone", '"../etc/passwd"', "a time zone of the IANA list"),
        ("hotel.timezone", '"Europe"', "a time zone of the IANA list"),
        ("hotel.language", '"tlh"', "'en', 'es'"),
        ("hotel.country", '"FRA"', "a country of ISO 3166-1"),
        ("hotel.checkin_time", '"3pm"', "a time of day as HH:MM"),
        ("hotel.checkin_time", '"24:00"', "a time of day as HH:MM"),
        ("hotel.checkin_time", "15:00:00", "a time of day as HH:MM"),
        ("hotel.links", '{ menu = "javascript:alert(1)" }', "an http:// or https:// address"),
        ("hotel.links", '{ "the menu" = "https://a.b" }', "names of small letters"),
        ("llm.order", '["anthropic", "oracle"]', "'anthropic', 'openai' or 'local'"),
        ("llm.order", '["local", "local"]', "names each once"),
        ("llm.order", "[]", "at least 1 item"),
        ("llm.anthropic.base_url", '"http://proxy.example"', "http:// only to this machine"),
        ("llm.anthropic.base_url", '"https://a.b/?x=1"', "without query"),
        ("channels.whatsapp.enabled", "1", "a valid boolean"),
        ("channels.whatsapp.api_url", '"http://127.0.0.1.evil.example"', "only to this machine"),
        ("channels.whatsapp.api_version", '"26"', "a version like v26.0"),
        ("channels.whatsapp.phone_number_id", '"10/55"', "digits in quotes"),
        ("channels.sms.account_sid", '"SK0123"', "an account SID"),
        ("channels.sms.from_number", '"0151 123"', "in international form"),
        ("channels.sms.messaging_service_sid", '"AC1"', "a service SID"),
        ("outbox.fallback", '["sms", "sms"]', "names each once"),
        ("outbox.fallback", '["webchat"]', "'whatsapp', 'sms' or 'email'"),
        ("channels.webchat.allowed_origins", '["*"]', "an address like https://"),
        ("knowledge.answer_threshold", "1.5", "less than or equal to 1"),
        ("log.level", '"loud"', "'debug', 'info', 'warning' or 'error'"),
        ("retention.trace_days", "0", "greater than or equal to 1"),
    ],
)
def test_a_wrong_value_is_refused_with_key_value_source_and_what_it_should_be(
    key: str, toml: str, expected: str, tmp_path: Path
) -> None:
    section, _, last = key.rpartition(".")

    message = refusal(tmp_path, f"[{section}]\n{last} = {toml}")

    assert message.startswith(f"{key} = ")
    assert f" (file {tmp_path / 'jack.toml'}:2) is wrong: " in message
    assert expected in message
    assert "\n" not in message


def test_a_wrong_value_names_the_source_that_won(tmp_path: Path) -> None:
    by_variable = refusal(tmp_path, "[server]\nport = 1", {"PORT": "eighty"})
    by_option = refusal(tmp_path, flags={"server.port": -1})
    by_settings = refusal(tmp_path, stored={"server.port": "x"})

    assert by_variable == (
        'server.port = "eighty" (environment PORT) is wrong: it should be a valid integer'
    )
    assert by_option.startswith("server.port = -1 (flag --port) is wrong: ")
    assert by_settings.startswith('server.port = "x" (ui) is wrong: ')


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    message = refusal(tmp_path, "[server]\nport = 0.5\nhots = 1", {"JACK_A__B": "1"})

    starts = [line.split(" ")[0] for line in message.splitlines()]
    assert starts == ["JACK_A__B", f"{tmp_path / 'jack.toml'}:3:", "server.port"]


@pytest.mark.parametrize("variable", ["JACK_HOTEL__NAME", "JACK_DATA_DIR"])
def test_a_variable_that_is_not_utf8_is_refused(variable: str, tmp_path: Path) -> None:
    key = {"JACK_HOTEL__NAME": "hotel.name", "JACK_DATA_DIR": "data.dir"}[variable]

    message = refusal(tmp_path, environ={variable: "caf\udce9"}, data_dir=None)

    assert message == f"{key} (environment {variable}) is wrong: it should be UTF-8 text"


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        (
            "[conversation]\nburst_window_s = 9",
            "conversation: burst_max_s is less than burst_window_s",
        ),
        ("[outbox]\nmax_retry_s = 1", "outbox: max_retry_s is less than first_retry_s"),
    ],
)
def test_keys_that_contradict_each_other_are_refused(
    toml: str, complaint: str, tmp_path: Path
) -> None:
    assert refusal(tmp_path, toml) == complaint


def test_a_burst_window_of_nothing_is_allowed(tmp_path: Path) -> None:
    toml = "[conversation]\nburst_window_s = 0\nburst_max_s = 0"

    assert read(tmp_path, toml).config.conversation.burst_window_s == 0


@pytest.mark.parametrize("missing", WHATSAPP)
def test_r15_a_channel_without_one_of_its_secrets_does_not_start(
    missing: str, tmp_path: Path
) -> None:
    environ = {name: text for name, text in WHATSAPP.items() if name != missing}
    key = missing.lower().replace("whatsapp_", "channels.whatsapp.")

    message = refusal(tmp_path, "[channels.whatsapp]\nenabled = true", environ)

    assert message == f"channels.whatsapp is enabled without {key} or {missing}"


def test_r15_all_missing_secrets_of_a_channel_are_named(tmp_path: Path) -> None:
    message = refusal(tmp_path, environ={"JACK_CHANNELS__WHATSAPP__ENABLED": "true"})

    assert all(name in message for name in WHATSAPP)


def test_a_channel_with_its_secrets_starts(tmp_path: Path) -> None:
    loaded = read(tmp_path, "[channels.whatsapp]\nenabled = true", WHATSAPP)

    assert loaded.config.channels.whatsapp.enabled


SMS_ON = '[server]\npublic_url = "https://jack.example"\n[channels.sms]\nenabled = true'


@pytest.mark.parametrize(
    ("missing", "key"),
    [
        ("TWILIO_ACCOUNT_SID", "channels.sms.account_sid"),
        ("TWILIO_AUTH_TOKEN", "channels.sms.auth_token"),
        ("TWILIO_PHONE_NUMBER", "channels.sms.from_number"),
    ],
)
def test_r15_sms_without_its_account_does_not_start(missing: str, key: str, tmp_path: Path) -> None:
    environ = {name: text for name, text in TWILIO.items() if name != missing}

    message = refusal(tmp_path, SMS_ON, environ)

    assert message == f"channels.sms is enabled without {key} or {missing}"


def test_r15_sms_without_the_address_that_twilio_signs_does_not_start(tmp_path: Path) -> None:
    message = refusal(tmp_path, "[channels.sms]\nenabled = true", TWILIO)

    assert message == "channels.sms is enabled without server.public_url"


def test_a_messaging_service_takes_the_place_of_a_number(tmp_path: Path) -> None:
    environ = {name: text for name, text in TWILIO.items() if name != "TWILIO_PHONE_NUMBER"}
    service = "MG" + "b2" * 16

    loaded = read(tmp_path, f'{SMS_ON}\nmessaging_service_sid = "{service}"', environ)

    assert loaded.config.channels.sms.messaging_service_sid == service


@pytest.mark.parametrize("key", ["channels.whatsapp.api_url", "llm.anthropic.base_url"])
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9001", "http://[::1]:9001", "http://localhost", "https://a.b/v1"]
)
def test_a_vendor_may_be_reached_in_plain_text_on_this_machine_only(
    url: str, key: str, tmp_path: Path
) -> None:
    loaded = read(tmp_path, flags={key: f"{url}/"})

    assert value_of(loaded.config, key) == url


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://Hotel.Example/", "https://hotel.example"),
        ("https://hotel.example:443", "https://hotel.example"),
        ("http://hotel.example:8080", "http://hotel.example:8080"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_origins_are_written_as_browsers_send_them(
    written: str, meant: str, tmp_path: Path
) -> None:
    environ = {
        "JACK_CHANNELS__WEBCHAT__ALLOWED_ORIGINS": written,
        "JACK_SERVER__PUBLIC_URL": written,
    }

    config = read(tmp_path, environ=environ).config

    assert config.channels.webchat.allowed_origins == (meant,)
    assert config.server.public_url == meant


# Secrets


SECRETS = [key.name for key in keys().values() if key.notes.secret]


@pytest.mark.parametrize("key", SECRETS)
def test_r15_no_secret_is_seen_in_what_people_and_logs_get(key: str, tmp_path: Path) -> None:
    secret = "Zq8-" * 10 + "vX"

    loaded = read(tmp_path, flags={key: secret})

    rows = {row.key: row for row in describe(loaded)}
    assert rows[key].value == "••••vX"
    assert rows[key].secret
    assert secret not in f"{loaded!r}{loaded}{loaded.config.model_dump()}{rows}"
    assert secret not in loaded.config.model_dump_json()


@pytest.mark.parametrize(
    ("toml", "environ"),
    [
        ('[auth]\njwt_secret = "hunter2-hunter2"', {}),
        ("[llm.anthropic]\napi_key = 77123771237712377", {}),
        ('[llm.anthropic]\nbase_url = "https://me:hunter2-hunter2@a.b"', {}),
        ('[channels.whatsapp]\nsecret = "hunter2-hunter2"', {}),
        ('[auth]\njwt_secret = "hunter2-hunter2', {}),
        (None, {"JWT_SECRET": "hunter2-hunter2"}),
        (None, {"JACK_AUTH__SECRET": "hunter2-hunter2"}),
        (None, {"JWT_SECRET": "hunter2-hunter2-\udce9" + "x" * 32}),
    ],
)
def test_r15_no_secret_is_seen_in_an_error(
    toml: str | None, environ: Mapping[str, str], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, toml, environ)

    chain = (caught.value, caught.value.__cause__, caught.value.__context__)
    assert not re.search("hunter2|7712377", "".join(map(repr, chain)))


@pytest.mark.parametrize(
    ("secret", "shown"),
    [("", ""), ("short", "••••"), ("x" * 10 + "ab", "••••"), ("x" * 11 + "ab", "••••ab")],
)
def test_the_end_of_a_secret_is_shown_only_if_it_is_long(
    secret: str, shown: str, tmp_path: Path
) -> None:
    loaded = read(tmp_path, flags={"llm.anthropic.api_key": secret})

    assert {row.key: row.value for row in describe(loaded)}["llm.anthropic.api_key"] == shown


@given(st.text(max_size=7))
def test_r15_any_wrong_secret_is_masked(secret: str) -> None:
    flags = {"auth.jwt_secret": f"~{secret}~"}

    with pytest.raises(ConfigError) as caught:
        load(environ={}, data_dir=Path("/none"), flags=flags, system_file=Path("/none"))

    assert str(caught.value) == (
        "auth.jwt_secret = •••• (flag auth.jwt_secret) is wrong: "
        "it should be at least 32 bytes long"
    )


# The demo


def test_the_demo_has_web_chat_alone_whatever_else_is_set(tmp_path: Path) -> None:
    environ = {**WHATSAPP, "JACK_CHANNELS__WHATSAPP__ENABLED": "true"}

    loaded = read(tmp_path, "[channels.webchat]\nenabled = false", environ, demo=True)

    assert not loaded.config.channels.whatsapp.enabled
    assert loaded.config.channels.webchat.enabled
    assert loaded.sources["channels.whatsapp.enabled"] == Source("flag", "--demo")


def test_the_demo_does_not_read_the_configuration_of_the_machine(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text('[hotel]\nname = "The real hotel"')
    environ = {"JACK_CONFIG": str(real), "JACK_DATA_DIR": str(tmp_path / "real")}

    loaded = load(environ=environ, data_dir=tmp_path / "demo", system_file=real, demo=True)

    assert loaded.config.hotel.name == ""
    assert loaded.data_dir == tmp_path / "demo"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "jack.example"])
def test_the_demo_listens_on_loopback_only(host: str, tmp_path: Path) -> None:
    message = refusal(tmp_path, flags={"server.host": host}, demo=True)

    assert message == (
        f'server.host = "{host}" (flag --host) is wrong: '
        "the demo listens on loopback only, use 127.0.0.1"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.1.2.3"])
def test_the_demo_listens_on_any_loopback_address(host: str, tmp_path: Path) -> None:
    assert read(tmp_path, flags={"server.host": host}, demo=True).config.server.host == host


def test_the_demo_needs_a_directory_of_its_own() -> None:
    with pytest.raises(ValueError, match="data directory of its own"):
        load(environ={}, demo=True)


# What is shown


def test_every_key_is_described_with_source_and_meaning(tmp_path: Path) -> None:
    environ = {"JACK_SERVER__TRUSTED_PROXIES": "10.0.0.0/8"}

    rows = {row.key: row for row in describe(read(tmp_path, environ=environ))}

    assert list(rows) == list(keys())
    assert all(row.doc.endswith(".") for row in rows.values())
    assert rows["server.trusted_proxies"].value == ["10.0.0.0/8"]
    assert str(rows["server.trusted_proxies"].source) == (
        "environment JACK_SERVER__TRUSTED_PROXIES"
    )
    assert rows["data.dir"].value == str(tmp_path / "data")
    assert rows["outbox.settle_s"].unit == "seconds"
    assert rows["hotel.name"].live
    assert not rows["server.port"].live


def test_every_key_that_measures_has_a_unit() -> None:
    endings = {"_s": "seconds", "_bytes": "bytes", "_days": "days", "_hours": "hours"}
    endings |= {"_minutes": "minutes", "_usd": "USD", "_chars": "characters"}

    for key in keys().values():
        for ending, unit in endings.items():
            if key.name.endswith(ending):
                assert key.notes.unit == unit, key.name


def test_secrets_and_only_secrets_are_kept_apart_by_type() -> None:
    for key in keys().values():
        assert key.notes.secret == (key.annotation.__name__ == "SecretStr"), key.name


def test_the_committed_example_is_up_to_date() -> None:
    committed = (REPOSITORY / "config.example.toml").read_text(encoding="utf-8")

    assert committed == example(), "write it again: see jack.config.example"


def test_the_example_holds_every_key_with_its_default(tmp_path: Path) -> None:
    switched_on = re.sub(r"^#(?=\w)", "", example(), flags=re.MULTILINE)

    loaded = read(tmp_path, switched_on, data_dir=None, environ={"STATE_DIRECTORY": "/state"})

    assert loaded.config == Config(data=Data(dir=Path("/state")))
    from_file = {key for key, source in loaded.sources.items() if source.kind == "file"}
    assert from_file == set(keys()) - {"data.dir"}


def test_the_example_changes_nothing_as_it_is() -> None:
    tables: list[Any] = [tomllib.loads(example())]

    while tables:
        table = tables.pop()
        assert isinstance(table, dict)
        tables.extend(table.values())


def test_every_section_is_explained() -> None:
    assert all(section.__doc__ for section in sections().values())


def test_a_configuration_cannot_be_changed_or_extended(tmp_path: Path) -> None:
    config = Config(data=Data(dir=tmp_path))

    with pytest.raises(ValidationError, match="frozen"):
        config.server.port = 1
    with pytest.raises(ValidationError, match="Extra inputs"):
        Config.model_validate({"data": {"dir": tmp_path}, "sever": {}})


def test_reading_the_configuration_imports_nothing_heavy() -> None:
    script = (
        "import sys, jack.config; "
        "heavy = {'aiohttp', 'chromadb', 'numpy', 'anthropic', 'peewee', 'platformdirs'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
