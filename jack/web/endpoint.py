"""One declaration per route: it validates, it documents, it serves.

`Routes` collects functions `async (call) -> model`; from the same models the request is checked,
the answer is written and the OpenAPI document is made.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from jack.errors import Forbidden, Invalid, JackError, TooLarge, Unauthorized
from jack.model.staff import Permission, Staff
from jack.services.auth import Principal
from jack.services.repeatable import Answer
from jack.web.keys import DESK, Desk
from jack.web.principal import principal

Q = TypeVar("Q")
B = TypeVar("B")

MAX_JSON_BYTES = 256 * 1024
IDEMPOTENCY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
MAX_PROBLEMS = 20
MAX_FIELD_CHARS = 60


class Model(BaseModel):
    """camelCase outside, snake_case inside; unknown fields are an error."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        defer_build=True,  # by the first request that needs it: every start would wait for all
    )


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie that an answer sets; without a value it is deleted."""

    name: str
    value: str = field(repr=False)
    max_age_s: int = 0
    is_secure: bool = False


class Nothing(Model):
    """No query, no body, or an answer without content."""


class Upload(Model):
    """A body that is a file: its bytes as they are, up to `server.max_upload_bytes`."""

    data: bytes = Field(repr=False)


class Streamed(Model):
    """A body that is a file too large to hold: the handler takes it piece by piece, of `web.files`."""


class Csv(Model):
    """An answer that is a table for a spreadsheet."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that is JSON already, of a list that is asked for all the time."""

    body: bytes

    @classmethod
    def of(cls, answer: Mapping[str, object]) -> Written:
        import orjson  # comes with Chroma; ten times as fast as the standard library's

        return cls(orjson.dumps(answer))


@dataclass(frozen=True, slots=True)
class Call(Generic[Q, B]):
    """One request of a documented route. `principal` is set unless the route is public."""

    request: web.Request
    desk: Desk
    query: Q
    body: B
    principal: Principal | None
    cookies: list[Cookie] = field(default_factory=list)

    @property
    def who(self) -> Staff:
        return self.caller.staff

    @property
    def caller(self) -> Principal:
        if self.principal is None:
            raise Unauthorized("Sign in first.")
        return self.principal

    def id(self, name: str = "id") -> int:
        """A number from the path. Raises Invalid."""
        text = self.request.match_info[name]
        if not text.isdecimal() or len(text) > 18:
            raise Invalid(f"{name} must be a decimal number.", field=name)
        return int(text)


Handler = Callable[[Any], Awaitable[BaseModel | Written | None]]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    handler: Handler
    tag: str
    summary: str
    description: str
    query: type[BaseModel]
    body: type[BaseModel]
    answer: type[BaseModel]
    status: int
    needs: Permission | None
    is_public: bool
    is_personal: bool
    is_sending: bool
    errors: tuple[str, ...]

    @property
    def operation_id(self) -> str:
        return to_camel(self.handler.__name__)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        call = Call(
            request=request,
            desk=request.app[DESK],
            principal=await self._principal(request),
            query=validate(self.query, dict(request.query), "query"),
            body=await self._read_body(request),
        )
        key = request.headers.get(IDEMPOTENCY_HEADER)
        if self.is_sending and key is not None:
            return await self._once(call, key)
        return await self._run(call)

    async def _run(self, call: Call[Any, Any]) -> web.Response:
        result = await self.handler(call)
        response = web.Response(status=self.status)
        if isinstance(result, Csv):
            response.body = result.text.encode("utf-8-sig")
            response.content_type, response.charset = "text/csv", "utf-8"
            response.headers["Content-Disposition"] = f'attachment; filename="{result.name}"'
        elif result is not None:
            response.body = _body(result)
            response.content_type = "application/json"
        for cookie in call.cookies:
            response.set_cookie(
                cookie.name,
                cookie.value,
                max_age=cookie.max_age_s,
                path="/",
                secure=cookie.is_secure,
                httponly=True,
                samesite="Strict",
            )
        return response

    async def _once(self, call: Call[Any, Any], key: str) -> web.Response:
        """The same request under the same key is done once and answered alike."""
        once, me = call.desk.repeatable, call.who.id
        body = call.body.model_dump_json(by_alias=True)
        known = await once.begin(me, key, f"{self.method} {call.request.path_qs}\n{body}")
        if known is not None:
            response = web.Response(status=known.status, headers={REPLAYED_HEADER: "true"})
            if known.body:
                response.body, response.content_type = known.body, "application/json"
            return response
        try:
            response = await self._run(call)
        except JackError:
            await once.undo(me, key)
            raise
        sent = response.body if isinstance(response.body, bytes) else b""
        await once.finish(me, key, Answer(response.status, sent))
        return response

    async def _principal(self, request: web.Request) -> Principal | None:
        if self.is_public:
            return None
        caller = await principal(request)
        if self.is_personal and not caller.is_person:
            raise Forbidden("This is for people who signed in, not for tokens of scripts.")
        if self.needs is not None and not caller.staff.may(self.needs):
            who = f"Your role, {caller.staff.role}," if caller.is_person else "This token"
            raise Forbidden(f"{who} may not do this ({self.needs}).")
        return caller

    async def _read_body(self, request: web.Request) -> BaseModel:
        if self.body in (Nothing, Streamed):
            return self.body()
        if self.body is Upload:
            limit = request.app[DESK].config.server.max_upload_bytes
            return Upload(data=await read_body(request, limit=limit))
        data = await read_body(request, limit=MAX_JSON_BYTES)
        return validate(self.body, parse_json(data), "body")


class Routes:
    """The routes of one resource."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.all: list[Route] = []

    def add(
        self,
        method: str,
        path: str,
        *,
        answer: type[BaseModel] = Nothing,
        query: type[BaseModel] = Nothing,
        body: type[BaseModel] = Nothing,
        status: int = 200,
        needs: Permission | None = None,
        is_public: bool = False,
        is_personal: bool = False,
        is_sending: bool = False,
        errors: Sequence[str] = (),
    ) -> Callable[[Handler], Handler]:
        """Declare a route. The function's docstring is its summary and description.

        `is_personal`: it is about the caller's own account, so a script's token may not use it.
        `is_sending`: something leaves the hotel, so the caller may give an Idempotency-Key.
        """

        def declare(handler: Handler) -> Handler:
            summary, _, rest = (handler.__doc__ or "").strip().partition("\n")
            self.all.append(
                Route(
                    method=method,
                    path=path,
                    handler=handler,
                    tag=self.tag,
                    summary=summary.rstrip("."),
                    description=" ".join(rest.split()),
                    query=query,
                    body=body,
                    answer=answer,
                    status=status,
                    needs=needs,
                    is_public=is_public,
                    is_personal=is_personal,
                    is_sending=is_sending,
                    errors=tuple(errors),
                )
            )
            return handler

        return declare


def _body(result: BaseModel | Written) -> bytes:
    if isinstance(result, Written):
        return result.body
    return result.model_dump_json(by_alias=True).encode()


async def read_body(request: web.Request, *, limit: int) -> bytes:
    """The raw body, counted while it streams in. Raises TooLarge, Invalid when it is too slow."""
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Invalid("Compressed bodies are not accepted.")
    if (request.content_length or 0) > limit:
        raise TooLarge(f"The body is larger than {limit} bytes.")
    timeout_s = request.app[DESK].config.server.body_timeout_s
    body = bytearray()
    try:
        async with asyncio.timeout(timeout_s):
            async for part in request.content.iter_any():
                body += part
                if len(body) > limit:
                    raise TooLarge(f"The body is larger than {limit} bytes.")
    except TimeoutError as error:
        raise Invalid(f"The body did not arrive within {timeout_s:g} seconds.") from error
    except web.RequestPayloadError as error:
        raise Invalid("The body is not what its headers say.") from error
    return bytes(body)


def parse_json(data: bytes) -> object:
    """Raises Invalid for anything that is not JSON, also for what is nested too deep."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Invalid("The body is not JSON.") from error


def validate(model: type[BaseModel], data: object, where: str) -> BaseModel:
    """Raises Invalid that names the wrong fields, the first few, and never shows a value."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = [
            {"field": _field(item["loc"]) or where, "problem": item["msg"]}
            for item in error.errors(include_input=False, include_url=False, include_context=False)
        ][:MAX_PROBLEMS]
        first = problems[0]
        raise Invalid(f"{first['field']}: {first['problem']}", problems=problems) from error


def _field(path: Sequence[str | int]) -> str:
    """Where something is wrong. The name of an unknown field comes from the caller: cut it."""
    return ".".join(str(part)[:MAX_FIELD_CHARS] for part in path)
