"""Reading and writing in one's own language."""

from __future__ import annotations

from pydantic import Field

from jack.model.staff import Permission
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("translations")

LANGUAGE = r"^[a-z]{2}$"


class ReadingLanguage(Model):
    language: str = Field(pattern=LANGUAGE, examples=["en"], description="ISO 639-1.")


class OwnWords(Model):
    content: str = Field(
        min_length=1, max_length=4000, examples=["The towels will be there at six."]
    )


class TranslationShape(Model):
    """`is_original`: a person wrote it, and the message is its translation."""

    content: str
    language: str
    is_original: bool


@routes.add(
    "POST",
    "/api/v1/messages/{id}/translation",
    body=ReadingLanguage,
    answer=TranslationShape,
    needs=Permission.USE_AI,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def translate_message(call: Call[Nothing, ReadingLanguage]) -> TranslationShape:
    """A message in another language: made once by a model, then kept.

    Where no model translates, or the month's budget is spent, this is CONFLICT.
    """
    found = await call.desk.translations.of_message(call.id(), call.who, call.body.language)
    return TranslationShape(
        content=found.text, language=found.language, is_original=found.is_original
    )


@routes.add(
    "POST",
    "/api/v1/conversations/{id}/translation",
    body=OwnWords,
    answer=TranslationShape,
    needs=Permission.USE_AI,
    errors=("NOT_FOUND", "CONFLICT"),
)
async def translate_reply(call: Call[Nothing, OwnWords]) -> TranslationShape:
    """What the guest would read of a reply, in the conversation's language. Nothing is sent.

    Send it as `content` with what was written as `original`.
    """
    found = await call.desk.translations.preview(call.id(), call.who, call.body.content)
    return TranslationShape(
        content=found.text, language=found.language, is_original=found.is_original
    )
