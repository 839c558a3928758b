"""The OpenAPI 3.1 document, made from the same declarations that validate and serve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from jack.web.endpoint import IDEMPOTENCY_HEADER, Csv, Nothing, Route, Streamed, Upload
from jack.web.examples import example
from jack.web.principal import COOKIE, CSRF_HEADER, SECURE_COOKIE

_IDS, _NAMES = "^[0-9]{1,18}$", "^[a-z0-9_]{1,40}$"
REF = "#/components/schemas/{model}"
FILE = "application/octet-stream"
FORM = "multipart/form-data"
UNMODELLED = (Nothing, Upload, Streamed, Csv)
"""Bodies and answers that are no JSON."""
ERROR_STATUS = {
    "VALIDATION_ERROR": 400,
    "UNAUTHORIZED": 401,
    "FORBIDDEN": 403,
    "NOT_FOUND": 404,
    "METHOD_NOT_ALLOWED": 405,
    "CONFLICT": 409,
    "PAYLOAD_TOO_LARGE": 413,
    "RATE_LIMITED": 429,
    "NOT_READY": 503,
}
MEANINGS = {
    "VALIDATION_ERROR": "The request is not what it should be; details name each wrong field.",
    "UNAUTHORIZED": "Sign in first.",
    "FORBIDDEN": "Your role may not do this.",
    "NOT_FOUND": "There is no such thing.",
    "CONFLICT": "The thing is not in a state in which this can be done.",
    "PAYLOAD_TOO_LARGE": "The body is larger than Jack accepts.",
    "RATE_LIMITED": "Too often. Wait a moment.",
    "NOT_READY": "A part of Jack is starting or down. Try again.",
}
SECURITY_SCHEMES = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Access token of POST /api/v1/auth/login.",
    },
    "apiToken": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "jack_…",
        "description": "Token of a script, of POST /api/v1/tokens, within its scopes.",
    },
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": f"Session of the web page; behind TLS its name is {SECURE_COOKIE}.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": CSRF_HEADER,
        "description": "Proof that the hotel's own page asks, of GET /api/v1/auth/session.",
    },
}
ERROR_SCHEMA = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "details", "requestId"],
            "properties": {
                "code": {"type": "string", "enum": [*ERROR_STATUS, "INTERNAL_ERROR"]},
                "message": {"type": "string"},
                "details": {"type": "object"},
                "requestId": {"type": ["string", "null"]},
            },
        }
    },
}


def document(routes: Sequence[Route], *, version: str) -> dict[str, Any]:
    """The whole document as JSON-able data."""
    names, schemas = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        operation = _operation(route, names)
        _exemplify(operation, schemas)
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Jack The Butler",
            "version": version,
            "description": "The REST API of a hotel's front desk for messages.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": ERROR_SCHEMA},
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _schemas(routes: Iterable[Route]) -> tuple[dict[type[BaseModel], str], dict[str, Any]]:
    """The name of each model's schema, and all schemas by name."""
    models = dict.fromkeys(
        model
        for route in routes
        for model in (route.body, route.answer, route.query)
        if model not in UNMODELLED
    )
    refs, schema = models_json_schema(
        [(model, "validation") for model in models], ref_template=REF, by_alias=True
    )
    names = {model: refs[(model, "validation")]["$ref"].rpartition("/")[2] for model in models}
    return names, schema.get("$defs", {})


def _operation(route: Route, names: dict[type[BaseModel], str]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "tags": [route.tag],
        "responses": _responses(route, names),
        "security": _security(route),
    }
    if route.description:
        operation["description"] = route.description
    if route.needs is not None:
        operation["x-permission"] = str(route.needs)
    parameters = [*_path_parameters(route), *_query_parameters(route), *_headers(route)]
    if parameters:
        operation["parameters"] = parameters
    if route.body is Upload:
        operation["requestBody"] = {"required": True, "content": {FILE: {"schema": {}}}}
    elif route.body is Streamed:
        part = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
        content = {FILE: {"schema": {}}, FORM: {"schema": part | {"required": ["file"]}}}
        operation["requestBody"] = {"required": True, "content": content}
    elif route.body is not Nothing:
        operation["requestBody"] = {"required": True, "content": _json(names[route.body])}
    return operation


def _exemplify(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Show what bodies and answers look like."""
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    for body in bodies:
        media = body.get("content", {}).get("application/json")
        if media is not None and "example" not in media:
            media["example"] = example(media["schema"], schemas)


def _security(route: Route) -> list[dict[str, list[str]]]:
    """Each of the list is a way in; within one, all are needed."""
    if route.is_public:
        return []
    page: dict[str, list[str]] = {"cookie": []}
    if route.method != "GET":
        page["csrf"] = []
    ways: list[dict[str, list[str]]] = [{"bearer": []}, page]
    return ways if route.is_personal else [*ways, {"apiToken": []}]


def _responses(route: Route, names: dict[type[BaseModel], str]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if route.answer is Csv:
        good["content"] = {"text/csv": {"schema": {"type": "string"}}}
    elif route.answer is not Nothing:
        good["content"] = _json(names[route.answer])
    responses = {str(route.status): good}
    codes = ["VALIDATION_ERROR", *route.errors]
    if route.is_sending:
        codes.append("CONFLICT")
    if route.body is not Nothing:
        codes.append("PAYLOAD_TOO_LARGE")
    if not route.is_public:
        codes += ["UNAUTHORIZED", "FORBIDDEN"]
    for code in (*codes, "NOT_READY"):
        responses[str(ERROR_STATUS[code])] = _error(code)
    return responses


def _error(code: str) -> dict[str, Any]:
    """What an error looks like."""
    body = {
        "error": {
            "code": code,
            "message": MEANINGS[code],
            "details": {},
            "requestId": "4f0c00000001",
        }
    }
    media = _json("Error")
    media["application/json"]["example"] = body
    answer: dict[str, Any] = {"description": f"{code}: {MEANINGS[code]}", "content": media}
    if code == "RATE_LIMITED":
        seconds = {"type": "integer", "minimum": 1}
        answer["headers"] = {"Retry-After": {"description": "Seconds.", "schema": seconds}}
    return answer


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(model=name)}}}


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    parts = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
    return [
        {
            "name": part,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": _NAMES if part == "name" else _IDS},
        }
        for part in parts
    ]


def _headers(route: Route) -> list[dict[str, Any]]:
    if not route.is_sending:
        return []
    return [
        {
            "name": IDEMPOTENCY_HEADER,
            "in": "header",
            "required": False,
            "description": "The same request under the same key, within 24 hours, is done once.",
            "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
        }
    ]


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    if route.query is Nothing:
        return []
    schema = route.query.model_json_schema(by_alias=True, ref_template=REF)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": part}
        for name, part in schema["properties"].items()
    ]
