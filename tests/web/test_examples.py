"""Examples fit the schemas they are made from, and end."""

from __future__ import annotations

from typing import Any

import pytest

from jack.web.examples import example

SCHEMAS: dict[str, Any] = {
    "Leaf": {"type": "object", "properties": {"id": {"type": "string"}}},
    "Tree": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "branches": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        },
    },
}


@pytest.mark.parametrize(
    ("schema", "shown"),
    [
        ({"$ref": "#/components/schemas/Leaf"}, {"id": "7"}),
        ({"enum": ["on", "off"]}, "on"),
        ({"const": 3}, 3),
        ({"type": "string", "examples": ["wifi"]}, "wifi"),
        ({"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 2}]}, 2),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, {"name": False}),
        ({"type": "object"}, {}),
        ({"type": "string", "format": "date"}, "2027-01-15"),
        ({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}, "07:30"),
        ({"type": "string", "default": "en"}, "en"),
        ({"type": "number", "default": 0.5}, 0.5),
    ],
)
def test_an_example_fits_its_schema(schema: dict[str, Any], shown: object) -> None:
    assert example(schema, SCHEMAS) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("createdAt", "2027-01-15T09:30:00.000000Z"), ("guestId", "7"), ("room", "305")],
)
def test_a_field_is_shown_by_its_name(name: str, shown: str) -> None:
    assert example({"type": "string"}, SCHEMAS, name) == shown


def test_a_schema_that_holds_itself_comes_to_an_end() -> None:
    tree = example({"$ref": "#/components/schemas/Tree"}, SCHEMAS)

    depth = 0
    while tree["branches"]:
        tree, depth = tree["branches"][0], depth + 1
    assert 1 <= depth <= 6
