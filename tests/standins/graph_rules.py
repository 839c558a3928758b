"""What the Cloud API accepts as a message, and the errors it answers with.

Limits are those of Meta's messages reference; over-long option texts are refused, not cut.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tests.standins.base import JsonObject

# code -> (HTTP status, title)
ERRORS: dict[int, tuple[int, str]] = {
    2: (503, "Service temporarily unavailable"),
    100: (400, "Invalid parameter"),
    190: (401, "Invalid OAuth access token - Cannot parse access token"),
    2500: (400, "Unknown path components"),
    130429: (429, "Rate limit hit"),
    131000: (500, "Something went wrong"),
    131008: (400, "Required parameter is missing"),
    131026: (400, "Message undeliverable"),
    131047: (400, "Re-engagement message"),
    131051: (400, "Unsupported message type"),
    131049: (400, "This message was not delivered to maintain healthy ecosystem engagement."),
    131050: (400, "User has stopped marketing messages from this business"),
    132000: (400, "Number of parameters does not match the expected number of params"),
    132001: (404, "Template name does not exist in the translation"),
    132005: (400, "Translated text too long"),
    132012: (400, "Parameter format does not match format in the created template"),
    132015: (400, "Template is paused"),
    132016: (400, "Template is disabled"),
    131053: (400, "Media upload error"),
    131056: (400, "(Business Account, Consumer Account) pair rate limit hit"),
}


class GraphError(Exception):
    """A refusal. `code` is what a client branches on; `details` says what was wrong."""

    def __init__(self, code: int, details: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(f"(#{code}) {ERRORS[code][1]}: {details}")
        self.code = code
        self.details = details
        self.retry_after_s = retry_after_s


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


def _text(limit: int, *, least: int = 1) -> Any:
    return Field(min_length=least, max_length=limit)


class Text(_Strict):
    body: Annotated[str, _text(4096)]
    preview_url: bool = False


class Reply(_Strict):
    id: Annotated[str, _text(256)]
    title: Annotated[str, _text(20)]


class Button(_Strict):
    type: Literal["reply"]
    reply: Reply


class Buttons(_Strict):
    buttons: Annotated[list[Button], Field(min_length=1, max_length=3)]

    @model_validator(mode="after")
    def _no_twins(self) -> Self:
        for values in ([b.reply.id for b in self.buttons], [b.reply.title for b in self.buttons]):
            if len(set(values)) < len(values):
                raise ValueError("button ids and titles must be unique")
        return self


class Row(_Strict):
    id: Annotated[str, _text(200)]
    title: Annotated[str, _text(24)]
    description: Annotated[str, _text(72, least=0)] = ""


class Section(_Strict):
    title: Annotated[str, _text(24, least=0)] = ""
    rows: Annotated[list[Row], Field(min_length=1)]


class Options(_Strict):
    button: Annotated[str, _text(20)]
    sections: Annotated[list[Section], Field(min_length=1, max_length=10)]

    @model_validator(mode="after")
    def _rows_add_up(self) -> Self:
        ids = [row.id for section in self.sections for row in section.rows]
        if len(ids) > 10:
            raise ValueError("a list has at most 10 rows in all sections together")
        if len(set(ids)) < len(ids):
            raise ValueError("row ids must be unique")
        if len(self.sections) > 1 and not all(section.title for section in self.sections):
            raise ValueError("several sections need titles")
        return self


class Header(_Strict):
    type: Literal["text"]
    text: Annotated[str, _text(60)]


class Footer(_Strict):
    text: Annotated[str, _text(60)]


class ButtonBody(_Strict):
    text: Annotated[str, _text(1024)]


class ListBody(_Strict):
    text: Annotated[str, _text(4096)]


class ButtonsInteractive(_Strict):
    type: Literal["button"]
    body: ButtonBody
    action: Buttons
    header: Header | None = None
    footer: Footer | None = None


class ListInteractive(_Strict):
    type: Literal["list"]
    body: ListBody
    action: Options
    header: Header | None = None
    footer: Footer | None = None


class Language(_Strict):
    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")]
    policy: Literal["deterministic"] = "deterministic"


class Template(_Strict):
    name: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,512}$")]
    language: Language
    components: list[JsonObject] = []


class Media(_Strict):
    id: str | None = None
    link: str | None = None
    caption: Annotated[str, _text(1024, least=0)] = ""
    filename: str = ""

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.id is None) == (self.link is None):
            raise ValueError("exactly one of id and link is needed")
        return self


class Location(_Strict):
    latitude: float
    longitude: float
    name: str = ""
    address: str = ""


class Reaction(_Strict):
    message_id: Annotated[str, _text(512)]
    emoji: str


class Context(_Strict):
    message_id: Annotated[str, _text(512)]


Kind = Literal[
    "text",
    "interactive",
    "template",
    "image",
    "audio",
    "video",
    "document",
    "sticker",
    "location",
    "reaction",
]
KINDS: frozenset[str] = frozenset(get_args(Kind))


class Send(_Strict):
    """A message to a phone number (`to`) or to a business-scoped user id (`recipient`)."""

    messaging_product: Literal["whatsapp"]
    recipient_type: Literal["individual"] = "individual"
    to: Annotated[str, Field(pattern=r"^[1-9][0-9]{6,14}$")] | None = None
    recipient: Annotated[str, Field(pattern=r"^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$")] | None = (
        None
    )
    type: Kind = "text"
    context: Context | None = None
    biz_opaque_callback_data: Annotated[str, _text(512)] | None = None

    text: Text | None = None
    interactive: (
        Annotated[ButtonsInteractive | ListInteractive, Field(discriminator="type")] | None
    ) = None
    template: Template | None = None
    image: Media | None = None
    audio: Media | None = None
    video: Media | None = None
    document: Media | None = None
    sticker: Media | None = None
    location: Location | None = None
    reaction: Reaction | None = None

    @model_validator(mode="after")
    def _content_fits_type(self) -> Self:
        if [kind for kind in sorted(KINDS) if getattr(self, kind) is not None] != [self.type]:
            raise ValueError(f"a message of type {self.type} carries {self.type} and nothing else")
        if self.to is None and self.recipient is None:
            raise ValueError("the parameter to (or recipient, for a user id) is required")
        return self

    @property
    def address(self) -> str:
        """The recipient; Meta prefers the phone number where both are given."""
        return self.to or self.recipient or ""

    @property
    def shown_text(self) -> str:
        """What a guest reads, as far as this message says it itself."""
        if self.text is not None:
            return self.text.body
        if self.interactive is not None:
            return self.interactive.body.text
        return ""


class Typing(_Strict):
    type: Literal["text"]


class MarkRead(_Strict):
    messaging_product: Literal["whatsapp"]
    status: Literal["read"]
    message_id: Annotated[str, _text(512)]
    typing_indicator: Typing | None = None


def parse_body(body: JsonObject) -> Send | MarkRead:
    """Raises GraphError 131008 (missing), 131051 (type) or 100 (anything else that is wrong)."""
    is_read_mark = "status" in body
    if not is_read_mark and body.get("type", "text") not in KINDS:
        raise GraphError(131051, f"type must be one of {', '.join(sorted(KINDS))}")
    try:
        return (MarkRead if is_read_mark else Send).model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        code = 131008 if first["type"] == "missing" else 100
        raise GraphError(code, f"{where}: {first['msg']}") from error
