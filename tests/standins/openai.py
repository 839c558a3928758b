"""A stand-in for OpenAI's chat completions, as OpenAI, Ollama, vLLM and llama.cpp speak them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection
from typing import Annotated, Any, Literal, TypeAlias

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tests.standins.anthropic import first_passage
from tests.standins.base import Clock, JsonObject, Standin, shown_fault, utc_now
from tests.standins.prompt_cache import tokens_in
from tests.standins.schema_examples import broken_object, cut_object, example_object

Reply: TypeAlias = Callable[[JsonObject], JsonObject]

ALL = frozenset({"tools", "json_schema", "max_completion_tokens"})
"""What a server may be able to do: call a tool, keep to a schema, know the limit's new name."""


class Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Turn(_Strict):
    role: Literal["system", "user", "assistant"]
    content: Annotated[str, Field(min_length=1)] | list[JsonObject]


class Function(_Strict):
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    description: str = ""
    parameters: JsonObject
    strict: bool = False


class Tool(_Strict):
    type: Literal["function"]
    function: Function


class Named(_Strict):
    name: str


class ToolChoice(_Strict):
    type: Literal["function"]
    function: Named


class Schema(_Strict):
    name: str
    strict: bool = False
    json_schema: JsonObject = Field(alias="schema")


class Format(_Strict):
    type: Literal["json_schema"]
    json_schema: Schema


class Request(_Strict):
    model: Annotated[str, Field(min_length=1)]
    messages: Annotated[list[Turn], Field(min_length=1)]
    max_tokens: Annotated[int, Field(gt=0)] | None = None
    max_completion_tokens: Annotated[int, Field(gt=0)] | None = None
    tools: list[Tool] = []
    tool_choice: ToolChoice | None = None
    response_format: Format | None = None


class OpenAIStandin(Standin):
    """Enforces key and body; `requests` holds the bodies it accepted, in order.

    `can` is what the server is able to do: what it cannot is refused as such servers do. With
    `ignores_tools` it takes a tool and answers in text all the same. `api_key` empty: none is
    asked for. `cached` tokens of each prompt count as read from a cache.
    """

    def __init__(
        self,
        *,
        api_key: str = "openai-key",
        model: str = "small",
        can: Collection[str] = ALL,
        ignores_tools: bool = False,
        reply: Reply | None = None,
        cached: int = 0,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = utc_now,
    ) -> None:
        super().__init__(host=host, port=port, clock=clock)
        self.requests: list[JsonObject] = []
        self.reply = reply
        self._api_key = api_key
        self._model = model
        self._can = frozenset(can)
        self._ignores_tools = ignores_tools
        self._cached = cached

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v1/chat/completions", self._answer)
        router.add_route("*", "/{path:.*}", self._unknown_path)

    def status_answer(self, status: int) -> web.Response:
        return _refuse(Refused(status, "planned by the test"))

    def accepted_as_json(self) -> list[JsonObject]:
        return self.requests

    async def _unknown_path(self, request: web.Request) -> web.Response:
        return _refuse(Refused(404, f"no {request.method} on {request.path}"))

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            if self._api_key and request.headers.get("Authorization") != f"Bearer {self._api_key}":
                raise Refused(401, "Incorrect API key provided")
            body = json.loads(await request.read())
            wanted = self._checked(body)
        except Refused as error:
            return _refuse(error)
        self.requests.append(body)
        fault = shown_fault()
        message, finish = self._message(wanted, body)
        if fault is not None:
            message, finish = _spoil(fault.kind, message, finish)
        said = json.dumps(message)
        return web.json_response(
            {
                "id": f"chatcmpl-{secrets.token_hex(8)}",
                "object": "chat.completion",
                "model": f"{wanted.model}-1",
                "choices": [{"index": 0, "message": message, "finish_reason": finish}],
                "usage": {
                    "prompt_tokens": tokens_in(json.dumps(body)),
                    "completion_tokens": tokens_in(said),
                    "prompt_tokens_details": {"cached_tokens": self._cached},
                },
            }
        )

    def _checked(self, body: Any) -> Request:
        try:
            wanted = Request.model_validate(body)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise Refused(400, f"{where}: {first['msg']}") from None
        if wanted.model != self._model:
            raise Refused(404, f"model '{wanted.model}' not found")
        if wanted.tools and "tools" not in self._can:
            raise Refused(400, f"{wanted.model} does not support tools")
        if wanted.response_format and "json_schema" not in self._can:
            raise Refused(400, "response_format of type json_schema is not supported")
        if wanted.max_completion_tokens and "max_completion_tokens" not in self._can:
            raise Refused(400, "Unrecognized request argument supplied: max_completion_tokens")
        if wanted.tool_choice and wanted.tool_choice.function.name not in {
            tool.function.name for tool in wanted.tools
        }:
            raise Refused(400, "tool_choice names no tool")
        return wanted

    def _message(self, wanted: Request, body: JsonObject) -> tuple[JsonObject, str]:
        if wanted.tools and not self._ignores_tools:
            function = wanted.tools[0].function
            said = self._said(body, function.parameters)
            call = {"name": function.name, "arguments": json.dumps(said)}
            called = {"id": "call_1", "type": "function", "function": call}
            return {"role": "assistant", "content": None, "tool_calls": [called]}, "tool_calls"
        if self.reply is None and wanted.response_format is None:
            return {"role": "assistant", "content": "Certainly."}, "stop"
        schema = wanted.response_format.json_schema.json_schema if wanted.response_format else {}
        text = json.dumps(self._said(body, schema))
        if wanted.response_format is None:
            text = f"<think>What {{do}} they want?</think>\nHere you are:\n```json\n{text}\n```"
        return {"role": "assistant", "content": text}, "stop"

    def _said(self, body: JsonObject, schema: JsonObject) -> JsonObject:
        if self.reply is not None:
            return self.reply(body)
        return example_object(schema, text=first_passage(body))


def _spoil(kind: str, message: JsonObject, finish: str) -> tuple[JsonObject, str]:
    if kind == "refusal":
        return {"role": "assistant", "content": None, "refusal": "I cannot help with that."}, "stop"
    if kind == "plain_text":
        return {"role": "assistant", "content": "Let me think about that."}, "stop"
    calls = message.get("tool_calls")
    if kind in ("max_tokens", "invalid_tool_input") and calls:
        said = json.loads(calls[0]["function"]["arguments"])
        spoilt = json.dumps(cut_object(said) if kind == "max_tokens" else broken_object(said))
        calls[0]["function"]["arguments"] = spoilt
    return message, "length" if kind == "max_tokens" else finish


def _refuse(error: Refused) -> web.Response:
    told = {"message": error.message, "type": "invalid_request_error", "param": None, "code": None}
    return web.json_response({"error": told}, status=error.status)
