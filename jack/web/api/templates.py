"""Canned replies, and the frames of messages that Jack sends by himself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jack.errors import Delivery, NotReady
from jack.model.clock import to_iso
from jack.model.languages import Language
from jack.model.staff import Permission
from jack.model.templates import (
    MAX_SUBJECT,
    MAX_TEXT,
    VARIABLES,
    CannedReply,
    MessageTemplate,
    TemplateStatus,
)
from jack.model.vendor_templates import TemplateCategory, VendorStatus, VendorTemplate
from jack.services.templates import Preview, Written
from jack.services.wording import Length, Text
from jack.web.api.shapes import Page, as_id, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("templates")

READ, MANAGE = Permission.READ_CONVERSATIONS, Permission.MANAGE_TEMPLATES
VENDORS = "/api/v1/vendor-templates"
REPLIES, TEMPLATES = "/api/v1/canned-replies", "/api/v1/templates"

ChannelName = Literal["whatsapp", "sms", "email", "webchat"]
TemplateChannel = Literal["any", "whatsapp", "sms", "email", "webchat"]
Shortcut = Annotated[str, Field(pattern="^[a-z0-9_-]{1,40}$", examples=["wifi"])]
Body = Annotated[
    str,
    Field(
        max_length=MAX_TEXT,
        examples=["Dear {{guest.first_name|guest}}, our Wi-Fi is {{hotel.wifi_network}}."],
    ),
]


Subject = Annotated[
    str,
    Field(
        max_length=MAX_SUBJECT,
        description="Of a mail; in one line, with gaps. Empty takes the hotel's name.",
        examples=["Before you arrive at {{hotel.name}}"],
    ),
]
AsksRating = Annotated[
    bool, Field(description="It asks for 1 to 5, and the answer is kept as a rating.")
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
    """`channel` is `any` for a text that is written once for all of them."""

    id: str
    name: str
    channel: str
    language: Language
    subject: str
    body: str
    asks_rating: bool
    status: TemplateStatus
    updated_at: str
    vendor_template_id: str | None = Field(
        description="The approved template that goes out where WhatsApp takes no free text."
    )
    fills: list[str] = Field(description="What fills its gaps, in their order.")

    @classmethod
    def of(cls, template: MessageTemplate) -> TemplateShape:
        return cls(
            id=str(template.id),
            name=template.name,
            channel=template.channel,
            language=template.language,
            subject=template.subject,
            body=template.body,
            asks_rating=template.asks_rating,
            status=template.status,
            updated_at=to_iso(template.updated_at),
            vendor_template_id=as_id(template.vendor_id),
            fills=list(template.fills),
        )


class VendorTemplateShape(Model):
    """A template as Meta has it. `lacks` says why Jack cannot send it, `reason` why Meta does not
    take it; both are empty where all is well."""

    id: str
    channel: str
    name: str
    language: str
    category: TemplateCategory
    status: VendorStatus
    header: str
    body: str
    footer: str
    buttons: list[str]
    gaps: list[str]
    reason: str
    lacks: str
    seen_at: str

    @classmethod
    def of(cls, template: VendorTemplate) -> VendorTemplateShape:
        return cls(
            id=str(template.id),
            channel=template.channel,
            name=template.name,
            language=template.language,
            category=template.category,
            status=template.status,
            header=template.header,
            body=template.body,
            footer=template.footer,
            buttons=list(template.buttons),
            gaps=list(template.gaps),
            reason=template.reason,
            lacks=template.lacks,
            seen_at=to_iso(template.seen_at),
        )


class VendorTemplateList(Model):
    """`canRead`: the settings say where they can be read."""

    templates: list[VendorTemplateShape]
    can_read: bool


class TemplateList(Model):
    templates: list[TemplateShape]
    variables: list[str]
    cursor: str | None


class TemplateQuery(Page):
    channel: TemplateChannel | None = None
    language: Language | None = None
    status: TemplateStatus | None = None


class NewTemplate(Model):
    name: Shortcut
    channel: TemplateChannel
    language: Language = Language.EN
    subject: Subject = ""
    body: Body
    asks_rating: AsksRating = False


class TemplateChanges(Model):
    """What is left out stays as it is; another subject or body is a draft again."""

    name: Shortcut | None = None
    subject: Subject | None = None
    body: Body | None = None
    asks_rating: AsksRating | None = None
    status: TemplateStatus | None = None
    vendor_template_id: str | None = Field(
        default=None, pattern="^[0-9]{0,18}$", description="Empty takes it away."
    )
    fills: list[Annotated[str, Field(max_length=500)]] | None = Field(default=None, max_length=50)


class ShippedShape(Model):
    """A text that comes with Jack. It is sent until the hotel approves one of the same name."""

    name: str
    language: Language
    subject: str
    body: str
    asks_rating: bool

    @classmethod
    def of(cls, text: Text) -> ShippedShape:
        return cls(
            name=text.name,
            language=text.language,
            subject=text.subject,
            body=text.body,
            asks_rating=text.asks_rating,
        )


class ShippedList(Model):
    """`names` are those under which there is something to send, the hotel's own too."""

    templates: list[ShippedShape]
    names: list[str]


class WrittenShape(Model):
    """A text as somebody writes it. Without a `body` it is the one kept under `name`, in `language`
    or else the guest's own."""

    channel: ChannelName
    name: Annotated[str, Field(pattern="^[a-z0-9_-]{0,40}$")] = ""
    language: Language | None = None
    subject: Subject = ""
    body: Body = ""

    def written(self) -> Written:
        return Written(
            channel=self.channel,
            name=self.name,
            language=self.language,
            subject=self.subject,
            body=self.body,
        )


class PreviewOf(WrittenShape):
    reservation_id: str = Field(pattern="^[0-9]{1,18}$")


class LengthShape(Model):
    """`segments` and `alphabet` by SMS only."""

    characters: int
    limit: int
    fits: bool
    segments: int | None
    alphabet: str | None

    @classmethod
    def of(cls, length: Length) -> LengthShape:
        return cls(
            characters=length.characters,
            limit=length.limit,
            fits=length.fits,
            segments=length.segments,
            alphabet=length.alphabet,
        )


class PreviewShape(Model):
    """`missing` names gaps that nothing fills: such a text is not sent. `withheld` is what this
    guest's address has not proven to be told. `page` is the HTML of a mail."""

    text: str
    subject: str
    language: Language
    is_shipped: bool
    missing: list[str]
    withheld: list[str]
    has_address: bool
    length: LengthShape
    page: str

    @classmethod
    def of(cls, found: Preview) -> PreviewShape:
        words = found.words
        return cls(
            text=words.text,
            subject=words.subject,
            language=words.source.language,
            is_shipped=words.source.is_shipped,
            missing=list(words.missing),
            withheld=list(words.withheld),
            has_address=found.has_address,
            length=LengthShape.of(found.length),
            page=found.page,
        )


class LackShape(Model):
    """A gap that stays empty for `count` of the `stays` that are coming or under way."""

    name: str
    count: int
    stays: int


class Lacking(Model):
    """`promises` are the words that commit the hotel to something: a rule sends such a text only where
    one of its steps does that."""

    missing: list[LackShape]
    promises: list[str]


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


@routes.add("GET", f"{TEMPLATES}/shipped", answer=ShippedList, needs=READ)
async def list_shipped_templates(call: Call[Nothing, Nothing]) -> ShippedList:
    """The texts that come with Jack, in every language they are written in."""
    found = await call.desk.templates.shipped()
    return ShippedList(templates=[ShippedShape.of(text) for text in found.texts], names=found.names)


@routes.add(
    "POST",
    f"{TEMPLATES}/preview",
    body=PreviewOf,
    answer=PreviewShape,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def preview_template(call: Call[Nothing, PreviewOf]) -> PreviewShape:
    """A text as the guest of a reservation would read it: its length, and what would be empty."""
    return PreviewShape.of(
        await call.desk.templates.preview(
            call.who, call.body.written(), int(call.body.reservation_id)
        )
    )


@routes.add(
    "POST",
    f"{TEMPLATES}/check",
    body=WrittenShape,
    answer=Lacking,
    needs=READ,
    errors=("NOT_FOUND",),
)
async def check_template(call: Call[Nothing, WrittenShape]) -> Lacking:
    """What would be empty in a text, tried on the stays that are coming or under way, and what it
    promises."""
    templates, written = call.desk.templates, call.body.written()
    found = await templates.lacks(call.who, written)
    return Lacking(
        missing=[LackShape(name=each.name, count=each.count, stays=each.stays) for each in found],
        promises=await templates.promises(call.who, written),
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
            call.who,
            body.name,
            body.channel,
            body.language,
            body.body,
            subject=body.subject,
            asks_rating=body.asks_rating,
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
            call.who,
            call.id(),
            name=body.name,
            subject=body.subject,
            body=body.body,
            asks_rating=body.asks_rating,
            status=body.status,
            vendor_id=None
            if body.vendor_template_id is None
            else int(body.vendor_template_id or 0),
            fills=body.fills,
        )
    )


@routes.add("DELETE", f"{TEMPLATES}/{{id}}", status=204, needs=MANAGE, errors=("NOT_FOUND",))
async def remove_template(call: Call[Nothing, Nothing]) -> None:
    """Take one away."""
    await call.desk.templates.remove_template(call.who, call.id())


@routes.add("GET", VENDORS, answer=VendorTemplateList, needs=READ)
async def list_vendor_templates(call: Call[Nothing, Nothing]) -> VendorTemplateList:
    """The templates that Meta has for the hotel, with what became of them there."""
    found = await call.desk.vendor_templates.listed()
    return _vendor_list(found, can_read=bool(call.desk.vendor_templates.sources))


@routes.add(
    "POST",
    f"{VENDORS}/read",
    answer=VendorTemplateList,
    needs=MANAGE,
    errors=("NOT_FOUND", "NOT_READY"),
)
async def read_vendor_templates(call: Call[Nothing, Nothing]) -> VendorTemplateList:
    """Read them anew from Meta; that happens every hour by itself."""
    try:
        found = await call.desk.vendor_templates.refresh(call.who)
    except Delivery as error:
        raise NotReady(str(error), reason=error.reason) from error
    return _vendor_list(found, can_read=True)


def _vendor_list(found: list[VendorTemplate], *, can_read: bool) -> VendorTemplateList:
    return VendorTemplateList(
        templates=[VendorTemplateShape.of(template) for template in found], can_read=can_read
    )
