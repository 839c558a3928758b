"""Examples for the OpenAPI document, made from the schemas themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

REF = "#/components/schemas/"
BY_NAME = {
    "id": "7",
    "email": "ana@hotel.example",
    "name": "Ana Silva",
    "language": "en",
    "room": "305",
    "text": "From seven to ten.",
    "phone": "+351912345678",
    "cursor": None,
}
"""What fields of these names hold, where their schema takes it."""

MOMENT, DAY, CLOCK = "2027-01-15T09:30:00.000000Z", "2027-01-15", "07:30"
PLAIN = ("7", "text", CLOCK, DAY, "en")
"""Tried in this order where a schema has a pattern."""

MAX_DEPTH = 6


def example(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str = "") -> Any:
    """A value that fits a schema; `name` is the field it is for."""
    return _example(schema, schemas, name, 0)


def _example(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str, depth: int) -> Any:
    if "$ref" in schema:
        return _example(schemas[schema["$ref"].removeprefix(REF)], schemas, name, depth)
    for given in ("examples", "enum"):
        if given in schema:
            return schema[given][0]
    if "const" in schema:
        return schema["const"]
    if choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        wanted = [each for each in choices if each.get("type") != "null"]
        return _example(wanted[0] if wanted else choices[0], schemas, name, depth)
    return _of_type(schema, schemas, name, depth)


def _of_type(schema: Mapping[str, Any], schemas: Mapping[str, Any], name: str, depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, schemas, depth)
    if kind == "array":
        inner = schema.get("items", {})
        is_deep = depth >= MAX_DEPTH and not schema.get("minItems")
        return [] if is_deep else [_example(inner, schemas, name, depth + 1)]
    if kind in ("integer", "number"):
        return schema.get("default", schema.get("minimum", 1))
    if kind == "boolean":
        return schema.get("default", False)
    return _text(schema, name)


def _object(schema: Mapping[str, Any], schemas: Mapping[str, Any], depth: int) -> dict[str, Any]:
    if "properties" in schema:
        return {
            field: _example(inner, schemas, field, depth + 1)
            for field, inner in schema["properties"].items()
        }
    inner = schema.get("additionalProperties")
    return {"name": _example(inner, schemas, "", depth + 1)} if isinstance(inner, dict) else {}


def _text(schema: Mapping[str, Any], name: str) -> str:
    if schema.get("format") == "date":
        return DAY
    if schema.get("format") == "date-time" or name.endswith("At"):
        return MOMENT
    if name == "id" or name.endswith("Id"):
        return "7"
    found = str(BY_NAME.get(name) or schema.get("default") or "text")
    pattern = schema.get("pattern", "")
    return next((each for each in (found, *PLAIN) if re.search(pattern, each)), found)
