"""Claude, by Anthropic's Messages API: one call per answer, through one tool."""

from __future__ import annotations

import asyncio
import base64
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from jack.errors import Delivery, Permanent, Transient
from jack.llm import errands, prompt, reply
from jack.llm.base import Translated, Unusable
from jack.llm.calls import FIRST_RETRY_S, Retrying, refusal
from jack.llm.errands import Errand, Tool
from jack.llm.prices import Price
from jack.model.answers import Draft, Picture, Question, Usage

if TYPE_CHECKING:
    from anthropic import APIStatusError, AsyncAnthropic

UNFORCED = ("claude-fable-5-", "claude-mythos-5-", "claude-opus-5-5", "claude-sonnet-5-5")
"""How the names of models begin that refuse a forced tool; they are only told to use it.

platform.claude.com/docs/en/models/sonnet-5-5/whats-new-sonnet-5-5, "Forced tool use".
"""

_CACHED = {"cache_control": {"type": "ephemeral"}}
_PING: Mapping[str, Any] = {"max_tokens": 1, "messages": [{"role": "user", "content": "Hello"}]}


class _Block(BaseModel):
    """A part of an answer; other blocks than calls of our tool (text, thinking) say nothing."""

    type: str
    name: str = ""
    input: dict[str, Any] | None = None


class _Usage(BaseModel):
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None


class _Answer(BaseModel):
    """What Jack reads of the vendor's answer; everything else in it may change."""

    model: str
    content: list[_Block]
    stop_reason: str | None = None
    usage: _Usage = _Usage()


class Anthropic:
    """A `Provider`. `timeout_s` is for the whole answer: the wait for a slot, calls and pauses.

    The vendor's library takes seconds to import; that happens in a thread, in `warm` or with the
    first call. No error and no log line holds what a guest wrote, nor a vendor's text that may
    quote it.
    """

    name = "anthropic"

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
        self._api_key = api_key
        self._base_url = base_url
        self._model = model
        self._price = price
        self._max_tokens = max_tokens
        self._timeout_s = timeout_s
        self._retrying = Retrying(retries, first_retry_s)
        self._slots = asyncio.Semaphore(concurrency)
        self._connecting = asyncio.Lock()
        self._client: AsyncAnthropic | None = None

    async def answer(self, question: Question) -> Draft:
        """Raises Unusable for a reply that does not fit the tool; it is not asked again here."""
        data, answer, usage = await self._do(errands.answering(question))
        return reply.read(data, question, provider=self.name, usage=usage, model=answer.model)

    async def translate(self, text: str, language: str, *, complaint: str = "") -> Translated:
        errand = errands.translating(text, language, complaint=complaint)
        data, answer, usage = await self._do(errand)
        return Translated(errands.translated(data, usage), answer.model, usage)

    async def warm(self) -> None:
        await self._connected()

    async def check(self) -> str:
        """A minimal real call. Its errors quote the vendor: nothing of a guest's was sent."""
        answer = await self._call(_PING, quote_vendor=True)
        return f"{answer.model} answers"

    async def close(self) -> None:
        async with self._connecting:
            if self._client is not None:
                await self._client.close()
                self._client = None

    async def _do(self, errand: Errand) -> tuple[Mapping[str, Any], _Answer, Usage]:
        answer = await self._call(self._request(errand))
        usage = _usage(answer, self._price)
        return _tool_input(answer, errand.tool.name, usage), answer, usage

    def _request(self, errand: Errand) -> Mapping[str, Any]:
        """Stable parts first (tool, rules, hotel) and cached; then what belongs to this turn."""
        *before, last = [_text(part) for part in errand.system]
        return {
            "max_tokens": self._max_tokens,
            "tools": [_tool(errand.tool)],
            "tool_choice": _tool_choice(self._model, errand.tool.name),
            "system": [*before, {**last, **_CACHED}],
            "messages": [
                {
                    "role": turn.role,
                    "content": [
                        *(map(_picture, errand.pictures) if turn is errand.turns[-1] else ()),
                        *(_text(text) for text in turn.texts),
                    ],
                }
                for turn in errand.turns
            ],
        }

    async def _call(self, request: Mapping[str, Any], *, quote_vendor: bool = False) -> _Answer:
        try:
            async with asyncio.timeout(self._timeout_s) as deadline, self._slots:
                client = await self._connected()
                body = {"model": self._model, **request}
                raw = await self._retrying.call(
                    lambda: _post_once(client, body, quote_vendor=quote_vendor), deadline.when()
                )
        except TimeoutError:
            raise Transient(
                f"Anthropic did not answer within {self._timeout_s:g} s", reason="timeout"
            ) from None
        try:
            return _Answer.model_validate_json(raw)
        except ValidationError:
            raise Transient("Anthropic's answer is not a message", reason="bad_output") from None

    async def _connected(self) -> AsyncAnthropic:
        async with self._connecting:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
            return self._client

    def _connect(self) -> AsyncAnthropic:
        import anthropic

        # At the level DEBUG, which ANTHROPIC_LOG can set too, it logs whole requests.
        logging.getLogger("anthropic").setLevel(logging.WARNING)
        prompt.house_rules()
        reply.input_schema()
        return anthropic.AsyncAnthropic(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=self._timeout_s,
            max_retries=0,
            open_telemetry=False,
        )


async def _post_once(
    client: AsyncAnthropic, body: Mapping[str, Any], *, quote_vendor: bool
) -> bytes:
    import anthropic

    try:
        # Not `messages.create`: it builds the vendor's models of the answer, unchecked, and warns
        # of model names that the hotel has chosen.
        return await client.post("/v1/messages", body=dict(body), cast_to=bytes)
    except anthropic.APIStatusError as error:
        raise _refusal(error, quote_vendor=quote_vendor) from None
    except anthropic.APITimeoutError:
        raise Transient("Anthropic did not answer in time", reason="timeout") from None
    except anthropic.AnthropicError:
        raise Transient("Anthropic cannot be reached", reason="unreachable") from None


def _refusal(error: APIStatusError, *, quote_vendor: bool) -> Delivery:
    return refusal(
        "Anthropic",
        error.status_code,
        retry_after=error.response.headers.get("retry-after"),
        quoted=error.api_message or "" if quote_vendor else "",
    )


def _tool(tool: Tool) -> Mapping[str, Any]:
    return {
        "name": tool.name,
        "description": tool.description,
        "strict": True,
        "input_schema": tool.schema,
        **_CACHED,
    }


def _tool_choice(model: str, name: str) -> Mapping[str, Any]:
    if model.startswith(UNFORCED):
        return {"type": "auto", "disable_parallel_tool_use": True}
    return {"type": "tool", "name": name, "disable_parallel_tool_use": True}


def _picture(picture: Picture) -> Mapping[str, Any]:
    data = base64.b64encode(picture.data).decode()
    source = {"type": "base64", "media_type": picture.content_type, "data": data}
    return {"type": "image", "source": source}


def _text(text: str) -> Mapping[str, Any]:
    return {"type": "text", "text": text}


def _tool_input(answer: _Answer, name: str, usage: Usage) -> Mapping[str, Any]:
    if answer.stop_reason == "refusal":
        raise Permanent("The model refused to answer", reason="refused")
    calls = [block for block in answer.content if block.type == "tool_use"]
    match calls:
        case [_Block(name=called, input=dict(data))] if answer.stop_reason == "tool_use":
            if called == name:
                return data
    raise Unusable(f"The model stopped with {len(calls)} tool calls", usage)


def _usage(answer: _Answer, price: Price) -> Usage:
    used = answer.usage
    cache_read = used.cache_read_input_tokens or 0
    cache_write = used.cache_creation_input_tokens or 0
    return Usage(
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        cache_read_tokens=cache_read,
        cache_write_tokens=cache_write,
        cost_micro_usd=price.cost(
            input_tokens=used.input_tokens,
            output_tokens=used.output_tokens,
            cache_read=cache_read,
            cache_write=cache_write,
        ),
    )
