"""The templates of a business account, and what the Cloud API refuses of a send by one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tests.standins.base import JsonObject
from tests.standins.graph_rules import GraphError, Send

_GAP = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_SPACES = re.compile(r"[\n\t]| {5,}")
_LIMITS = {"HEADER": 60, "BODY": 1024}


def template(
    name: str,
    body: str,
    *,
    language: str = "en_US",
    category: str = "UTILITY",
    status: str = "APPROVED",
    header: str = "",
    header_format: str = "TEXT",
    footer: str = "",
    buttons: Sequence[JsonObject] = (),
    rejected_reason: str = "NONE",
) -> JsonObject:
    """One of `GET /{business-account}/message_templates`."""
    components: list[JsonObject] = []
    if header or header_format != "TEXT":
        text = {"text": header} if header else {}
        components.append({"type": "HEADER", "format": header_format, **text})
    components.append({"type": "BODY", "text": body})
    if footer:
        components.append({"type": "FOOTER", "text": footer})
    if buttons:
        components.append({"type": "BUTTONS", "buttons": list(buttons)})
    return {
        "id": str(abs(hash((name, language))) % 10**16),
        "name": name,
        "language": language,
        "category": category,
        "status": status,
        "components": components,
        "rejected_reason": rejected_reason,
    }


def check(wanted: Send, known: Iterable[JsonObject], stopped: Iterable[str]) -> str:
    """What the guest will read. Raises GraphError."""
    assert wanted.template is not None
    name, language = wanted.template.name, wanted.template.language.code
    found = [each for each in known if (each["name"], each["language"]) == (name, language)]
    if not found:
        raise GraphError(132001, f"template name ({name}) does not exist in {language}")
    (asked,) = found
    if (code := {"PAUSED": 132015, "DISABLED": 132016}.get(asked["status"])) is not None:
        raise GraphError(code, f"the template is {asked['status'].lower()}")
    if asked["status"] != "APPROVED":
        raise GraphError(132001, f"the template is {asked['status'].lower()}")
    if asked["category"] == "MARKETING" and wanted.address in set(stopped):
        raise GraphError(131050, "the guest has stopped marketing messages")
    given = {str(part["type"]).upper(): part for part in wanted.template.components}
    texts = [_filled(part, given.pop(part["type"], {})) for part in asked["components"]]
    if given:
        raise GraphError(132012, f"there is no {', '.join(given)} to fill")
    return "\n\n".join(text for text in texts if text)


def _filled(part: JsonObject, given: JsonObject) -> str:
    """The text of one part with its parameters."""
    if part["type"] == "BUTTONS":
        if any("{{" in button.get("url", "") for button in part["buttons"]):
            raise GraphError(131008, "a button needs its parameter")
        return ""
    if part.get("format", "TEXT") != "TEXT":
        raise GraphError(132012, "the header needs its file")
    text = part["text"]
    gaps = list(dict.fromkeys(_GAP.findall(text)))
    values = _values(given.get("parameters", ()), gaps)
    filled = _GAP.sub(lambda match: values[match[1]], text)
    if len(filled) > _LIMITS.get(part["type"], 60):
        raise GraphError(132005, f"the {part['type'].lower()} is too long")
    return filled


def _values(parameters: Sequence[Any], gaps: Sequence[str]) -> dict[str, str]:
    if len(parameters) != len(gaps):
        raise GraphError(132000, f"{len(gaps)} parameters are expected, {len(parameters)} given")
    values = {}
    for number, parameter in enumerate(parameters, 1):
        text = parameter.get("text")
        if parameter.get("type") != "text" or not isinstance(text, str):
            raise GraphError(132012, "the parameter must be a text")
        if not text.strip() or _SPACES.search(text):
            raise GraphError(
                100, "a parameter is empty or has line breaks, tabs or more than 4 spaces in a row"
            )
        values[parameter.get("parameter_name", str(number))] = text
    if set(values) != set(gaps):
        raise GraphError(132012, "the parameters' names are not those of the template")
    return values
