"""What the pages of docs/ say of settings, commands, roles, metrics, routes and files is true."""

import re
import tomllib
from pathlib import Path

import pytest

from jack.config_schema import keys
from jack.services import doctor
from jack.web.routes import OPENAPI_PATH
from tests.docs.reference import DOCS, PARTS, renewed

TOP = DOCS.parent
PAGES = sorted([*DOCS.rglob("*.md"), TOP / "README.md"])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)(#[^)\s]+)?\)")
VARIABLE = re.compile(r"\bJACK_[A-Z]+__[A-Z_]+\b")


def page_name(path: Path) -> str:
    return str(path.relative_to(TOP))


@pytest.mark.parametrize("page", PARTS)
def test_what_is_made_from_the_code_is_up_to_date(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")

    assert text == renewed(page, text), "run: python -m tests.docs"


def test_every_setting_is_described() -> None:
    text = (DOCS / "configuration.md").read_text(encoding="utf-8")

    sections = dict(re.findall(r"^### \[([a-z_.]+)\]\n(.*?)(?=^### |\Z)", text, re.M | re.S))
    missing = [
        key.name
        for key in keys().values()
        if f"| `{key.name.rpartition('.')[2]}` |" not in sections.get(key.section, "")
    ]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [found[1] for found in LINK.finditer(page.read_text(encoding="utf-8"))]

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_variables_name_settings(page: Path) -> None:
    known = {name for key in keys().values() for name in key.env_names}

    named = set(VARIABLE.findall(page.read_text(encoding="utf-8")))

    assert named - known == set()


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_configuration_in_examples_has_only_keys_that_exist(page: Path) -> None:
    examples = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)

    named = {name for example in examples for name in dotted(tomllib.loads(example))}

    assert named - keys().keys() == set()


def dotted(table: dict[str, object], prefix: str = "") -> set[str]:
    """The names of the settings in a table, like server.port; tables that are settings stay whole."""
    names: set[str] = set()
    for name, value in table.items():
        path = f"{prefix}{name}"
        if isinstance(value, dict) and path not in keys():
            names |= dotted(value, f"{path}.")
        else:
            names.add(path)
    return names


def test_every_check_of_the_doctor_is_described() -> None:
    text = (DOCS / "operations.md").read_text(encoding="utf-8")

    assert [code for code, _ in doctor.CHECKS if f"`{code}`" not in text] == []


def test_the_api_page_points_at_its_description() -> None:
    assert OPENAPI_PATH in (DOCS / "api.md").read_text(encoding="utf-8")
