"""A stand-in for the Anthropic Messages API: checks requests as the vendor does."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import asdict
from typing import TypeAlias

from aiohttp import web

from tests.standins.anthropic_rules import (
    API_VERSIONS,
    ERROR_TYPES,
    THINKING_MODELS,
    MessagesError,
    Request,
    parse_request,
)
from tests.standins.base import Clock, JsonObject, Standin, shown_fault, utc_now
from tests.standins.prompt_cache import PromptCache, tokens_in
from tests.standins.schema_examples import broken_object, cut_object, example_object

Reply: TypeAlias = Callable[[JsonObject], JsonObject]

_PASSAGE = re.compile(r"<(passage|source|document|entry)\b[^>]*>(.*?)</\1>", re.DOTALL)


class AnthropicStandin(Standin):
    """Enforces key, version header and body; `requests` holds the bodies it accepted, in order.

    `reply(request)` gives the input for the tool that the request forces or offers; without it a
    minimal input is made from the tool's schema. `models` limits the model names that exist.
    `min_cache_tokens` is the length below which a prefix is not cached (the vendor's is 1024 or
    more). Streaming is refused.
    """

    def __init__(
        self,
        *,
        api_key: str = "anthropic-key",
        reply: Reply | None = None,
        models: Collection[str] | None = None,
        min_cache_tokens: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock)
        self.requests: list[JsonObject] = []
        self.reply: Reply = reply or minimal_reply
        self._api_key = api_key
        self._models = models
        self._cache = PromptCache(min_tokens=min_cache_tokens)

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/messages", self._answer)
        router.add_route("*", "/{path:.*}", self._unknown_path)

    def status_answer(self, status: int) -> web.Response:
        return _refuse(MessagesError(status, "planned by the test"))

    def accepted_as_json(self) -> list[JsonObject]:
        return self.requests

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            self._check_caller(request)
            version = request.headers.get("anthropic-version", "")
            wanted = parse_request(await request.read(), version)
            if self._models is not None and wanted.model not in self._models:
                raise MessagesError(404, f"model: {wanted.model}")
        except MessagesError as error:
            return _refuse(error)
        body: JsonObject = await request.json()
        self.requests.append(body)
        content, stop_reason = self._content(wanted, body)
        fault = shown_fault()
        if fault is not None:
            content, stop_reason = _spoil(fault.kind, content, stop_reason)
        if wanted.model.startswith(THINKING_MODELS):
            content.insert(0, {"type": "thinking", "thinking": "", "signature": "c2lnbmVk"})
        usage = asdict(self._cache.use(wanted)) | {"output_tokens": tokens_in(str(content))}
        return _answer_json(
            {
                "id": f"msg_{secrets.token_hex(12)}",
                "type": "message",
                "role": "assistant",
                "model": wanted.model,
                "content": content,
                "stop_reason": stop_reason,
                "stop_sequence": None,
                "usage": usage,
            }
        )

    async def _unknown_path(self, request: web.Request) -> web.Response:
        return _refuse(MessagesError(404, f"no {request.method} on {request.path}"))

    def _check_caller(self, request: web.Request) -> None:
        if not self._has_key(request):
            raise MessagesError(401, "invalid x-api-key")
        if request.headers.get("anthropic-version") not in API_VERSIONS:
            raise MessagesError(400, "anthropic-version: header is required and must be known")
        if request.content_type != "application/json":
            raise MessagesError(400, "content-type must be application/json")

    def _has_key(self, request: web.Request) -> bool:
        """In `x-api-key`, else as a bearer token, as the vendor's clients send it since 2026-10."""
        documented = request.headers.get("x-api-key")
        if documented is not None:
            return documented == self._api_key
        return request.headers.get("Authorization") == f"Bearer {self._api_key}"

    def _content(self, wanted: Request, body: JsonObject) -> tuple[list[JsonObject], str]:
        tool = wanted.wanted_tool
        if tool is None:
            return [{"type": "text", "text": first_passage(body) or "Certainly."}], "end_turn"
        block = {
            "type": "tool_use",
            "id": f"toolu_{secrets.token_hex(12)}",
            "name": tool.name,
            "input": self.reply(body),
        }
        return [block], "tool_use"


def minimal_reply(request: JsonObject) -> JsonObject:
    """What the wanted tool's schema requires; its first free string says the first passage."""
    choice, tools = request.get("tool_choice", {}), request["tools"]
    tool = next((t for t in tools if t["name"] == choice.get("name")), tools[0])
    return example_object(tool["input_schema"], text=first_passage(request))


def first_passage(request: JsonObject) -> str:
    """The text within the first `<passage …>`, `<source>`, `<document>` or `<entry>` element."""
    for text in _texts(request["messages"]) + _texts(request.get("system", "")):
        if found := _PASSAGE.search(text):
            return found[2].strip()
    return ""


def _texts(value: object) -> list[str]:
    """All texts in a system prompt or in messages, in order."""
    match value:
        case str():
            return [value]
        case list():
            return [text for item in value for text in _texts(item)]
        case {"content": content} | {"text": content}:
            return _texts(content)
        case _:
            return []


def _spoil(kind: str, content: list[JsonObject], stop_reason: str) -> tuple[list[JsonObject], str]:
    """The answer as a planned model fault wants it; unchanged for other faults."""
    if kind == "refusal":
        return [], "refusal"
    if kind == "plain_text":
        return [{"type": "text", "text": "Let me think about that."}], "end_turn"
    block = content[0]
    if kind == "max_tokens":
        cut: JsonObject = (
            {"input": cut_object(block["input"])}
            if block["type"] == "tool_use"
            else {"text": block["text"][: len(block["text"]) // 2]}
        )
        return [block | cut], "max_tokens"
    if kind == "invalid_tool_input" and block["type"] == "tool_use":
        return [block | {"input": broken_object(block["input"])}], stop_reason
    return content, stop_reason


def _refuse(error: MessagesError) -> web.Response:
    kind = ERROR_TYPES.get(error.status, "api_error")
    envelope: JsonObject = {"type": "error", "error": {"type": kind, "message": error.message}}
    request_id = _new_request_id()
    answer = web.json_response(envelope | {"request_id": request_id}, status=error.status)
    answer.headers["request-id"] = request_id
    return answer


def _answer_json(body: JsonObject) -> web.Response:
    return web.json_response(body, headers={"request-id": _new_request_id()})


def _new_request_id() -> str:
    return f"req_{secrets.token_hex(12)}"
