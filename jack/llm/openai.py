"""Any server that speaks OpenAI's chat completions: OpenAI itself, Ollama, vLLM, llama.cpp.

Servers differ in what they can: a forced tool, an answer held to a JSON schema, or plain text. The
best that a server takes is used, and what it refuses is not asked of it again.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, Literal

import aiohttp
from pydantic import BaseModel, ValidationError

from jack.errors import Delivery, Permanent, Transient
from jack.llm import errands, prompt, reply
from jack.llm.base import Translated, Unusable
from jack.llm.calls import FIRST_RETRY_S, Retrying, refusal
from jack.llm.errands import Errand, Tool
from jack.llm.prices import Price
from jack.model.answers import Draft, Picture, Question, Usage

NAME = "openai"
MAX_ANSWER_BYTES = 4 * 1024 * 1024
FORM = re.compile(r"tool|function|response_format|schema|grammar|strict", re.IGNORECASE)
"""What a server's refusal speaks of when it cannot do what a shape asks for."""
SILENT_REFUSALS = (400, 422, 501)
"""Refusals of the request itself, when they come without a word."""


class Shape(StrEnum):
    """How a reply is asked for, the surest first."""

    TOOL = "tool"
    SCHEMA = "schema"
    TEXT = "text"


class _Function(BaseModel):
    name: str = ""
    arguments: str = ""


class _ToolCall(BaseModel):
    function: _Function = _Function()


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_ToolCall] | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _PromptDetails(BaseModel):
    cached_tokens: int | None = None


class _Usage(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: _PromptDetails | None = None


class _Answer(BaseModel):
    """What Jack reads of an answer; everything else in it may differ from server to server."""

    model: str = ""
    choices: list[_Choice]
    usage: _Usage | None = None


class OpenAI:
    """A `Provider`. `base_url` ends where `/chat/completions` begins; a local server needs no key.

    `timeout_s` is for the whole answer: the wait for a slot, calls and pauses. No error and no log
    line holds what a guest wrote, nor a server's text that may quote it.
    """

    name = NAME

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str,
        model: str,
        price: Price,
        max_tokens: int,
        timeout_s: float,
        retries: int,
        concurrency: int,
        first_retry_s: float = FIRST_RETRY_S,
    ) -> None:
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._url = f"{base_url}/chat/completions"
        self._model = model
        self._price = price
        self._max_tokens = max_tokens
        self._tokens_key: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
        self._timeout_s = timeout_s
        self._retrying = Retrying(retries, first_retry_s)
        self._slots = asyncio.Semaphore(concurrency)
        self._shape = Shape.TOOL
        self._session: aiohttp.ClientSession | None = None

    @property
    def shape(self) -> Shape:
        """How replies are asked for, as far as the server is known."""
        return self._shape

    async def answer(self, question: Question) -> Draft:
        """Raises Unusable for a reply that does not fit the schema; it is not asked again here."""
        data, answer, usage = await self._do(errands.answering(question))
        model = answer.model or self._model
        return reply.read(data, question, provider=self.name, usage=usage, model=model)

    async def translate(self, text: str, language: str, *, complaint: str = "") -> Translated:
        errand = errands.translating(text, language, complaint=complaint)
        data, answer, usage = await self._do(errand)
        return Translated(errands.translated(data, usage), answer.model or self._model, usage)

    async def warm(self) -> None:
        """Read the prompt and the schema from their files."""
        await asyncio.to_thread(prompt.house_rules)
        await asyncio.to_thread(reply.input_schema)

    async def check(self) -> str:
        """A minimal real call. Its errors quote the server: nothing of a guest's was sent."""
        hello = [{"role": "user", "content": "Hello"}]
        body = {"model": self._model, "messages": hello, self._tokens_key: 16}
        answer = await self._within(lambda: self._call(body, quote_vendor=True))
        return f"{answer.model or self._model} answers"

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    # -- asking ------------------------------------------------------------------------------

    async def _do(self, errand: Errand) -> tuple[object, _Answer, Usage]:
        answer = await self._within(lambda: self._ask(errand))
        usage = self._usage(answer)
        return self._said(answer, errand.tool.name, usage), answer, usage

    async def _within(self, ask: Callable[[], Awaitable[_Answer]]) -> _Answer:
        try:
            async with asyncio.timeout(self._timeout_s), self._slots:
                return await ask()
        except TimeoutError:
            raise Transient(
                f"The model server did not answer within {self._timeout_s:g} s", reason="timeout"
            ) from None
        except _Refused as refused:
            raise refused.error from None

    async def _ask(self, errand: Errand) -> _Answer:
        """The answer in the best shape that the server takes."""
        while True:
            shape = self._shape
            try:
                return await self._call(self._request(errand, shape))
            except _Refused as refused:
                if shape is Shape.TEXT or not refused.is_of_the_form:
                    raise
                if self._shape is shape:
                    self._shape = Shape.SCHEMA if shape is Shape.TOOL else Shape.TEXT

    def _request(self, errand: Errand, shape: Shape) -> dict[str, Any]:
        rules, *rest = errand.system
        if shape is not Shape.TOOL:
            rules = _in_json(rules, errand.tool)
        turns: list[dict[str, Any]] = [
            {"role": turn.role, "content": "\n\n".join(turn.texts)} for turn in errand.turns
        ]
        if errand.pictures:
            words = {"type": "text", "text": turns[-1]["content"]}
            turns[-1]["content"] = [*map(_picture, errand.pictures), words]
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": "system", "content": "\n\n".join([rules, *rest])}, *turns],
            self._tokens_key: self._max_tokens,
        }
        if shape is Shape.TOOL:
            body["tools"] = [{"type": "function", "function": _tool(errand.tool)}]
            body["tool_choice"] = {"type": "function", "function": {"name": errand.tool.name}}
        elif shape is Shape.SCHEMA:
            named = {"name": errand.tool.name, "strict": True, "schema": errand.tool.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        return body

    async def _call(self, body: Mapping[str, Any], *, quote_vendor: bool = False) -> _Answer:
        """Servers older than OpenAI's newest models know the limit by its old name."""
        try:
            raw = await self._post(body, quote_vendor=quote_vendor)
        except _Refused as refused:
            if "max_completion_tokens" in body and "max_completion_tokens" in refused.text:
                self._tokens_key = "max_tokens"
                renamed = {**body, "max_tokens": body["max_completion_tokens"]}
                del renamed["max_completion_tokens"]
                return await self._call(renamed, quote_vendor=quote_vendor)
            raise
        try:
            return _Answer.model_validate_json(raw)
        except ValidationError:
            raise Transient("The answer is no chat completion", reason="bad_output") from None

    async def _post(self, body: Mapping[str, Any], *, quote_vendor: bool) -> bytes:
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        return await self._retrying.call(
            lambda: self._post_once(body, quote_vendor=quote_vendor), deadline
        )

    async def _post_once(self, body: Mapping[str, Any], *, quote_vendor: bool) -> bytes:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers)
        try:
            # A key must not follow a redirect to somebody else.
            async with self._session.post(self._url, json=body, allow_redirects=False) as answer:
                raw = await _read(answer)
                if answer.status == 200:
                    return raw
                quoted = _error_text(raw)
                error = refusal(
                    "The model server",
                    answer.status,
                    retry_after=answer.headers.get("Retry-After"),
                    quoted=quoted if quote_vendor else "",
                )
                refused = _Refused(error, answer.status, quoted)
                raise refused if refused.is_of_the_request else error
        except (aiohttp.ClientError, OSError):
            raise Transient("The model server cannot be reached", reason="unreachable") from None

    # -- reading -----------------------------------------------------------------------------

    def _said(self, answer: _Answer, name: str, usage: Usage) -> object:
        """The input of the one tool call, else the JSON object of the text."""
        choice = answer.choices[0] if answer.choices else None
        if choice is None or choice.finish_reason == "length":
            raise Unusable("The model stopped before its reply was whole", usage)
        if choice.message.refusal or choice.finish_reason == "content_filter":
            raise Permanent("The model refused to answer", reason="refused")
        match choice.message.tool_calls or []:
            case [only] if only.function.name == name:
                said = _json_object(only.function.arguments)
            case []:
                said = _json_object(choice.message.content or "")
                if said is None and self._shape is Shape.TOOL:
                    self._shape = Shape.SCHEMA  # It took the tool and did not use it.
            case _:
                said = None
        if said is None:
            raise Unusable("The model's reply holds no object", usage)
        return said

    def _usage(self, answer: _Answer) -> Usage:
        used = answer.usage or _Usage()
        details = used.prompt_tokens_details
        cached = (details.cached_tokens or 0) if details else 0
        fresh = max(used.prompt_tokens - cached, 0)
        return Usage(
            input_tokens=fresh,
            output_tokens=used.completion_tokens,
            cache_read_tokens=cached,
            cost_micro_usd=self._price.cost(
                input_tokens=fresh, output_tokens=used.completion_tokens, cache_read=cached
            ),
        )


def _picture(picture: Picture) -> Mapping[str, Any]:
    data = base64.b64encode(picture.data).decode()
    url = f"data:{picture.content_type};base64,{data}"
    return {"type": "image_url", "image_url": {"url": url}}


class _Refused(Exception):
    """The request itself was refused, not the moment. `text` is the server's, and never logged."""

    def __init__(self, error: Delivery, status: int, text: str) -> None:
        super().__init__(str(error))
        self.error = error
        self.status = status
        self.text = text

    @property
    def is_of_the_form(self) -> bool:
        return bool(FORM.search(self.text)) if self.text else self.status in SILENT_REFUSALS

    @property
    def is_of_the_request(self) -> bool:
        """Some servers say 500 to what they do not know."""
        return isinstance(self.error, Permanent) or bool(FORM.search(self.text))


def _tool(tool: Tool) -> Mapping[str, Any]:
    return {
        "name": tool.name,
        "description": tool.description,
        "strict": True,
        "parameters": tool.schema,
    }


def _in_json(rules: str, tool: Tool) -> str:
    """The rules for a model that writes the tool's input as text."""
    return (
        f"{rules}\n\n# How you answer here\n\nThere is no tool to call. Write its input instead: one"
        " JSON object that fits this schema, and nothing before or after it.\n\n"
        f"{json.dumps(tool.schema)}"
    )


_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)


def _json_object(text: str) -> object | None:
    """The first JSON object in a text; thoughts before it and fences around it are left out."""
    text = _THOUGHT.sub("", text)
    start = text.find("{")
    if start < 0:
        return None
    try:
        found, _ = json.JSONDecoder().raw_decode(text, start)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    raw = await answer.content.read(MAX_ANSWER_BYTES + 1)
    while len(raw) <= MAX_ANSWER_BYTES and (more := await answer.content.read(MAX_ANSWER_BYTES)):
        raw += more
    if len(raw) > MAX_ANSWER_BYTES:
        raise Transient("The answer of the model server is too long", reason="bad_output")
    return raw


def _error_text(raw: bytes) -> str:
    try:
        found = json.loads(raw)
    except ValueError:
        return ""
    match found:
        case {"error": {"message": str(text)}} | {"message": str(text)} | {"error": str(text)}:
            return text[:300]
        case {"detail": detail}:
            return json.dumps(detail)[:300]
    return ""
