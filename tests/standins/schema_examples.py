"""A small valid value for a JSON schema, so that a stand-in model can fill in any tool."""

from __future__ import annotations

from typing import Any

from tests.standins.base import JsonObject

_PLACEHOLDER = "text"


def example_object(schema: JsonObject, *, text: str = "") -> JsonObject:
    """Only what `schema` requires. Its first free string says `text`, if there is one."""
    result: JsonObject = {}
    unused = text
    for name in schema.get("required", ()):
        part = _resolve(schema.get("properties", {}).get(name, {}), schema)
        if unused and _is_free_string(part):
            result[name] = unused[: part.get("maxLength", len(unused))]
            unused = ""
        else:
            result[name] = example(part, root=schema)
    return result


def example(schema: JsonObject, *, root: JsonObject) -> Any:
    """The first of the allowed values, the least length, and numbers at the top of their range.

    The top, so that a confidence passes every threshold. `root` holds the `$defs`.
    """
    schema = _resolve(schema, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return example(schema[union][0], root=root)
    kind = schema.get("type", "null")
    match kind[0] if isinstance(kind, list) else kind:
        case "object":
            properties = schema.get("properties", {})
            return {
                name: example(properties.get(name, {}), root=root)
                for name in schema.get("required", ())
            }
        case "array":
            item = schema.get("items", {})
            return [example(item, root=root) for _ in range(schema.get("minItems", 0))]
        case "string":
            padded = _PLACEHOLDER.ljust(schema.get("minLength", 0), ".")
            return padded[: schema.get("maxLength", len(padded))]
        case "integer" | "number":
            return schema.get("maximum", schema.get("minimum", 1))
        case "boolean":
            return False
        case _:
            return None


def broken_object(valid: JsonObject) -> JsonObject:
    """The same keys with values of the wrong type: each wrapped in a list."""
    return {name: [value] for name, value in valid.items()}


def cut_object(valid: JsonObject) -> JsonObject:
    """What is left of a tool input when the tokens ran out: the first half of its keys."""
    return dict(list(valid.items())[: len(valid) // 2])


def _resolve(schema: JsonObject, root: JsonObject) -> JsonObject:
    while "$ref" in schema:
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        schema = target
    return schema


def _is_free_string(schema: JsonObject) -> bool:
    return schema.get("type") == "string" and not schema.keys() & {
        "enum",
        "const",
        "format",
        "pattern",
    }
