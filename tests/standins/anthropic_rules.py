"""What the Messages API accepts as a request, and the errors it answers with."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tests.standins.base import JsonObject

NEWEST_API_VERSION = "2026-10-21"
API_VERSIONS = frozenset({"2023-01-01", "2023-06-01", NEWEST_API_VERSION})
# platform.claude.com/docs/en/models/sonnet-5-5/whats-new-sonnet-5-5 and .../opus-5-5/...: these
# always think first and refuse a forced tool.
THINKING_MODELS = ("claude-fable-5-1", "claude-opus-5-5", "claude-sonnet-5-5")
SAMPLING = ("temperature", "top_p", "top_k")
MAX_BREAKPOINTS = 4

ERROR_TYPES: dict[int, str] = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


class MessagesError(Exception):
    """A refusal with its HTTP status; the type follows from the status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class CacheControl(_Strict):
    type: Literal["ephemeral"]
    ttl: Literal["5m", "1h"] | None = None


class TextBlock(_Strict):
    type: Literal["text"]
    text: Annotated[str, Field(min_length=1)]
    cache_control: CacheControl | None = None
    citations: Any = None


class ToolUseBlock(_Strict):
    type: Literal["tool_use"]
    id: str
    name: str
    input: JsonObject
    cache_control: CacheControl | None = None


class ToolResultBlock(_Strict):
    type: Literal["tool_result"]
    tool_use_id: str
    content: str | list[JsonObject] = ""
    is_error: bool = False
    cache_control: CacheControl | None = None


class SourceBlock(BaseModel):
    """An image or a document; what lies in it is not looked at."""

    type: Literal["image", "document"]
    source: JsonObject
    cache_control: CacheControl | None = None


Block = Annotated[
    TextBlock | ToolUseBlock | ToolResultBlock | SourceBlock, Field(discriminator="type")
]


class Turn(_Strict):
    role: Literal["user", "assistant"]
    content: Annotated[str, Field(min_length=1)] | Annotated[list[Block], Field(min_length=1)]


class InputSchema(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    type: Literal["object"]
    properties: dict[str, JsonObject | bool] = {}
    required: list[str] = []


class Tool(_Strict):
    name: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    input_schema: InputSchema
    description: str = ""
    type: Literal["custom"] | None = None
    cache_control: CacheControl | None = None
    strict: bool = False


Part = Tool | TextBlock | ToolUseBlock | ToolResultBlock | SourceBlock | str


class ToolChoice(_Strict):
    type: Literal["auto", "any", "tool", "none"]
    name: str | None = None
    disable_parallel_tool_use: bool = False

    @model_validator(mode="after")
    def _name_goes_with_tool(self) -> Self:
        if (self.type == "tool") != (self.name is not None):
            raise ValueError("name is required for type tool and not permitted for others")
        return self


class Request(_Strict):
    model: Annotated[str, Field(min_length=1)]
    max_tokens: Annotated[int, Field(gt=0)]
    messages: Annotated[list[Turn], Field(min_length=1)]
    system: str | list[TextBlock] = ""
    tools: list[Tool] = []
    tool_choice: ToolChoice | None = None
    temperature: Annotated[float, Field(ge=0, le=1)] = 1.0
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    top_k: Annotated[int, Field(ge=0)] | None = None
    stop_sequences: list[str] = []
    metadata: JsonObject = {}
    stream: bool = False
    service_tier: Literal["auto", "standard_only"] = "auto"
    thinking: JsonObject | None = None
    output_config: JsonObject | None = None

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if self.stream:
            raise ValueError("this stand-in does not stream")
        expected = ("user", "assistant")
        for i, turn in enumerate(self.messages):
            if turn.role != expected[i % 2]:
                raise ValueError("messages: roles must alternate, beginning with user")
        names = [tool.name for tool in self.tools]
        if len(set(names)) < len(names):
            raise ValueError("tools: names must be unique")
        choice = self.tool_choice
        if choice is not None and choice.type != "none" and not names:
            raise ValueError("tool_choice may only be given with tools")
        if choice is not None and choice.name is not None and choice.name not in names:
            raise ValueError(f"tool_choice: no tool is named {choice.name!r}")
        if self.forces_a_tool and (self.thinking or {}).get("type") == "enabled":
            raise ValueError("thinking may not be enabled when tool_choice forces tool use")
        if self.breakpoints > MAX_BREAKPOINTS:
            raise ValueError(f"at most {MAX_BREAKPOINTS} blocks may have cache_control")
        return self

    @property
    def breakpoints(self) -> int:
        """How many parts carry `cache_control`."""
        return sum(cache_control_of(part) is not None for part in self.parts())

    def parts(self) -> list[Part]:
        """Everything the model reads, in the order of caching: tools, system, messages."""
        result: list[Part] = list(self.tools)
        result += [self.system] if isinstance(self.system, str) else self.system
        for turn in self.messages:
            result += [turn.content] if isinstance(turn.content, str) else turn.content
        return result

    @property
    def forces_a_tool(self) -> bool:
        return self.tool_choice is not None and self.tool_choice.type in ("any", "tool")

    @property
    def wanted_tool(self) -> Tool | None:
        """The tool that is forced, else the first one that may be used, if any."""
        if not self.tools or (self.tool_choice is not None and self.tool_choice.type == "none"):
            return None
        name = self.tool_choice.name if self.tool_choice is not None else None
        return next(tool for tool in self.tools if name in (None, tool.name))


def cache_control_of(part: Part) -> CacheControl | None:
    return None if isinstance(part, str) else part.cache_control


def parse_request(body: bytes, version: str) -> Request:
    """Raises MessagesError 400 with the path of the first thing that is wrong."""
    try:
        request = Request.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise MessagesError(400, f"{where or 'body'}: {first['msg']}") from error
    if request.forces_a_tool and request.model.startswith(THINKING_MODELS):
        raise MessagesError(400, "tool_choice: this model supports auto and none only")
    if version == NEWEST_API_VERSION:
        _check_newest(request)
    return request


def _check_newest(request: Request) -> None:
    """What was allowed before; platform.claude.com/docs/en/api/migration-2026-10-21."""
    for name in SAMPLING:
        if name in request.model_fields_set:
            raise MessagesError(400, f"{name}: Extra inputs are not permitted")
    for turn in request.messages:
        for block in () if isinstance(turn.content, str) else turn.content:
            if turn.role == "assistant" and block.type == "document":
                raise MessagesError(400, "messages: documents belong into user turns")
            if turn.role == "user" and isinstance(block, TextBlock) and block.citations:
                raise MessagesError(400, "messages: texts of the user cite nothing")
