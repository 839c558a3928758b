"""Canned replies, and the frames of messages that Jack sends by himself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.languages import Language
from jack.model.staff import Permission
from jack.model.templates import (
    MAX_TEXT,
    VARIABLES,
    CannedReply,
    MessageTemplate,
    TemplateStatus,
)
from jack.web.api.shapes import Page, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("templates")

READ, MANAGE = Permission.READ_CONVERSATIONS, Permission.MANAGE_TEMPLATES
REPLIES, TEMPLATES = "/api/v1/canned-replies", "/api/v1/templates"

ChannelName = Literal["whatsapp", "sms", "email", "webchat"]
Shortcut = Annotated[str, Field(pattern="^[a-z0-9_-]{1,40}$", examples=["wifi"])]
Body = Annotated[
    str,
    Field(
        max_length=MAX_TEXT,
        examples=["Dear {{guest.first_name|guest}}, our Wi-Fi is {{hotel.wifi_network}}."],
    ),
]


class ReplyShape(Model):
    id: str
    shortcut: str
    language: Language
    text: str
    updated_at: str

    @classmethod
    def of(cls, reply: CannedReply) -> ReplyShape:
        return cls(
            id=str(reply.id),
            shortcut=reply.shortcut,
            language=reply.language,
            text=reply.text,
            updated_at=to_iso(reply.updated_at),
        )


class Replies(Model):
    canned_replies: list[ReplyShape]
    variables: list[str]
    cursor: str | None


class ReplyQuery(Page):
    language: Language | None = None
    q: str = Field(default="", max_length=100, description="Part of shortcut or text.")


class NewReply(Model):
    shortcut: Shortcut
    language: Language = Language.EN
    text: Body


class ReplyChanges(Model):
    """What is left out stays as it is."""

    shortcut: Shortcut | None = None
    language: Language | None = None
    text: Body | None = None


class RenderFor(Model):
    conversation_id: str = Field(pattern="^[0-9]{1,18}$")


class RenderedShape(Model):
    """`missing` names gaps that nothing filled; `withheld` what an unproven guest is not told."""

    text: str
    missing: list[str]
    withheld: list[str]


class TemplateShape(Model):
    id: str
    name: str
    channel: str
    language: Language
    body: str
    status: TemplateStatus
    updated_at: str

    @classmethod
    def of(cls, template: MessageTemplate) -> TemplateShape:
        return cls(
            id=str(template.id),
            name=template.name,
            channel=template.channel,
            language=template.language,
            body=template.body,
            status=template.status,
            updated_at=to_iso(template.updated_at),
        )


class TemplateList(Model):
    templates: list[TemplateShape]
    variables: list[str]
    cursor: str | None


class TemplateQuery(Page):
    channel: ChannelName | None = None
    language: Language | None = None
    status: TemplateStatus | None = None


class NewTemplate(Model):
    name: Shortcut
    channel: ChannelName
    language: Language = Language.EN
    body: Body


class TemplateChanges(Model):
    """What is left out stays as it is; another body is a draft again."""

    name: Shortcut | None = None
    body: Body | None = None
    status: TemplateStatus | None = None


VARIABLE_LIST = [*VARIABLES, "link.<name>"]


@routes.add("GET", REPLIES, query=ReplyQuery, answer=Replies, needs=READ)
async def list_canned_replies(call: Call[ReplyQuery, Nothing]) -> Replies:
    """Canned replies, and the variables they may have."""
    after = decode(call.query.cursor, 1)
    found = await call.desk.templates.replies(
        language=call.query.language,
        query=call.query.q,
        after=after[0] if after else 0,
        limit=call.query.limit,
    )
    is_full = len(found) == call.query.limit
    return Replies(
        canned_replies=[ReplyShape.of(reply) for reply in found],
        variables=VARIABLE_LIST,
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "POST",
    REPLIES,
    body=NewReply,
    answer=ReplyShape,
    status=201,
    needs=MANAGE,
    errors=("CONFLICT",),
)
async def create_canned_reply(call: Call[Nothing, NewReply]) -> ReplyShape:
    """Write one. Gaps are `{{name|fallback}}`."""
    body = call.body
    return ReplyShape.of(
        await call.desk.templates.add_reply(call.who, body.shortcut, body.language, body.text)
    )


@routes.add("GET", f"{REPLIES}/{{id}}", answer=ReplyShape, needs=READ, errors=("NOT_FOUND",))
async def get_canned_reply(call: Call[Nothing, Nothing]) -> ReplyShape:
    """One canned reply."""
    return ReplyShape.of(await call.desk.templates.reply(call.id()))


@routes.add(
    "PATCH",
    f"{REPLIES}/{{id}}",
    body=ReplyChanges,
    answer=ReplyShape,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def edit_canned_reply(call: Call[Nothing, ReplyChanges]) -> ReplyShape:
    """Change one."""
    body = call.body
    return ReplyShape.of(
        await call.desk.templates.edit_reply(
            call.who, call.id(), shortcut=body.shortcut, language=body.language, text=body.text
        )
    )


@routes.add("DELETE", f"{REPLIES}/{{id}}", status=204, needs=MANAGE, errors=("NOT_FOUND",))
async def remove_canned_reply(call: Call[Nothing, Nothing]) -> None:
    """Take one away."""
    await call.desk.templates.remove_reply(call.who, call.id())


@routes.add(
    "POST",
    f"{REPLIES}/{{id}}/render",
    body=RenderFor,
    answer=RenderedShape,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def render_canned_reply(call: Call[Nothing, RenderFor]) -> RenderedShape:
    """Fill the gaps for the guest of a conversation.

    What is private is filled only when the guest has proven who they are.
    """
    rendered = await call.desk.templates.render_reply(call.id(), int(call.body.conversation_id))
    return RenderedShape(
        text=rendered.text, missing=list(rendered.missing), withheld=list(rendered.withheld)
    )


@routes.add("GET", TEMPLATES, query=TemplateQuery, answer=TemplateList, needs=READ)
async def list_templates(call: Call[TemplateQuery, Nothing]) -> TemplateList:
    """Message templates, in the order they were made."""
    query, after = call.query, decode(call.query.cursor, 1)
    found = await call.desk.templates.templates(
        channel=query.channel,
        language=query.language,
        status=query.status,
        after=after[0] if after else 0,
        limit=query.limit,
    )
    is_full = len(found) == query.limit
    return TemplateList(
        templates=[TemplateShape.of(template) for template in found],
        variables=VARIABLE_LIST,
        cursor=encode(found[-1].id) if is_full else None,
    )


@routes.add(
    "POST",
    TEMPLATES,
    body=NewTemplate,
    answer=TemplateShape,
    status=201,
    needs=MANAGE,
    errors=("CONFLICT",),
)
async def create_template(call: Call[Nothing, NewTemplate]) -> TemplateShape:
    """Write one; it begins as a draft."""
    body = call.body
    return TemplateShape.of(
        await call.desk.templates.add_template(
            call.who, body.name, body.channel, body.language, body.body
        )
    )


@routes.add("GET", f"{TEMPLATES}/{{id}}", answer=TemplateShape, needs=READ, errors=("NOT_FOUND",))
async def get_template(call: Call[Nothing, Nothing]) -> TemplateShape:
    """One template."""
    return TemplateShape.of(await call.desk.templates.template(call.id()))


@routes.add(
    "PATCH",
    f"{TEMPLATES}/{{id}}",
    body=TemplateChanges,
    answer=TemplateShape,
    needs=MANAGE,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def edit_template(call: Call[Nothing, TemplateChanges]) -> TemplateShape:
    """Change one."""
    body = call.body
    return TemplateShape.of(
        await call.desk.templates.edit_template(
            call.who, call.id(), name=body.name, body=body.body, status=body.status
        )
    )


@routes.add("DELETE", f"{TEMPLATES}/{{id}}", status=204, needs=MANAGE, errors=("NOT_FOUND",))
async def remove_template(call: Call[Nothing, Nothing]) -> None:
    """Take one away."""
    await call.desk.templates.remove_template(call.who, call.id())
