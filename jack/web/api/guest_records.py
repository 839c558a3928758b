"""What is known of a guest: preferences, notes, tags and consent."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.guests import (
    Consent,
    Note,
)
from jack.model.preferences import Preference, PreferenceName
from jack.services.guests import MAX_TAGS
from jack.web.api.guest_shapes import FINDING, READ, WRITE, GuestShape, Tag, Value, by_whom
from jack.web.api.shapes import as_id
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("guests")


class PreferenceShape(Model):
    """`confidence` is that of now: what was only learned fades, what somebody said does not."""

    id: str
    name: str
    value: str
    source: str
    confidence: float
    message_id: str | None
    seen_at: str
    created_at: str

    @classmethod
    def of(cls, liked: Preference, at: int) -> PreferenceShape:
        return cls(
            id=str(liked.id),
            name=liked.name,
            value=liked.value,
            source=liked.source,
            confidence=round(liked.confidence_at(at), 3),
            message_id=as_id(liked.message_id),
            seen_at=to_iso(liked.seen_at),
            created_at=to_iso(liked.created_at),
        )


class Preferences(Model):
    preferences: list[PreferenceShape]


class Liking(Model):
    name: PreferenceName
    value: Value


class GuestNoteShape(Model):
    id: str
    text: str
    staff_id: str | None
    staff_name: str | None
    created_at: str

    @classmethod
    def of(cls, note: Note) -> GuestNoteShape:
        return cls(
            id=str(note.id),
            text=note.text,
            staff_id=as_id(note.staff_id),
            staff_name=note.staff_name,
            created_at=to_iso(note.created_at),
        )


class Notes(Model):
    notes: list[GuestNoteShape]


class NewGuestNote(Model):
    text: str = Field(min_length=1, max_length=2000, pattern=r"\S")


class Tags(Model):
    tags: list[Tag] = Field(max_length=MAX_TAGS)


class ConsentShape(Model):
    id: str
    channel: str
    purpose: str
    is_given: bool
    source: str
    created_at: str

    @classmethod
    def of(cls, consent: Consent) -> ConsentShape:
        return cls(
            id=str(consent.id),
            channel=consent.channel,
            purpose=consent.purpose,
            is_given=consent.is_given,
            source=consent.source,
            created_at=to_iso(consent.created_at),
        )


class Consents(Model):
    """Newest first; the first of a channel and purpose counts."""

    consents: list[ConsentShape]


class NewConsent(Model):
    channel: Literal["whatsapp", "sms", "email", "webchat"]
    purpose: Literal["messages", "marketing"] = "messages"
    is_given: bool


@routes.add(
    "GET", "/api/v1/guests/{id}/preferences", answer=Preferences, needs=READ, errors=FINDING
)
async def list_preferences(call: Call[Nothing, Nothing]) -> Preferences:
    """What a guest likes, said or learned."""
    found = await call.desk.guests.preferences(call.id(), actor=by_whom(call))
    at = call.desk.clock()
    return Preferences(preferences=[PreferenceShape.of(each, at) for each in found])


@routes.add(
    "POST",
    "/api/v1/guests/{id}/preferences",
    body=Liking,
    answer=PreferenceShape,
    status=201,
    needs=WRITE,
    errors=FINDING,
)
async def add_preference(call: Call[Nothing, Liking]) -> PreferenceShape:
    """Write down what a guest likes."""
    body = call.body
    made = await call.desk.guests.prefer(call.id(), call.who, body.name, body.value)
    return PreferenceShape.of(made, call.desk.clock())


@routes.add(
    "PUT",
    "/api/v1/guests/{id}/preferences/{preferenceId}",
    body=Liking,
    answer=PreferenceShape,
    needs=WRITE,
    errors=FINDING,
)
async def put_preference(call: Call[Nothing, Liking]) -> PreferenceShape:
    """Correct a preference, or say that it is right: from then on it does not fade."""
    body = call.body
    made = await call.desk.guests.change_preference(
        call.id(), call.who, call.id("preferenceId"), body.name, body.value
    )
    return PreferenceShape.of(made, call.desk.clock())


@routes.add(
    "DELETE",
    "/api/v1/guests/{id}/preferences/{preferenceId}",
    status=204,
    needs=WRITE,
    errors=FINDING,
)
async def delete_preference(call: Call[Nothing, Nothing]) -> None:
    """It is not so."""
    await call.desk.guests.remove_preference(call.id(), call.who, call.id("preferenceId"))


@routes.add("GET", "/api/v1/guests/{id}/notes", answer=Notes, needs=READ, errors=FINDING)
async def list_guest_notes(call: Call[Nothing, Nothing]) -> Notes:
    """What colleagues wrote down about a guest, newest first."""
    found = await call.desk.guests.notes(call.id(), actor=by_whom(call))
    return Notes(notes=[GuestNoteShape.of(each) for each in found])


@routes.add(
    "POST",
    "/api/v1/guests/{id}/notes",
    body=NewGuestNote,
    answer=GuestNoteShape,
    status=201,
    needs=WRITE,
    errors=FINDING,
)
async def add_guest_note(call: Call[Nothing, NewGuestNote]) -> GuestNoteShape:
    """Write something down for colleagues."""
    text = call.body.text.strip()
    return GuestNoteShape.of(await call.desk.guests.add_note(call.id(), call.who, text))


@routes.add("DELETE", "/api/v1/guests/{id}/notes/{noteId}", status=204, needs=WRITE, errors=FINDING)
async def delete_guest_note(call: Call[Nothing, Nothing]) -> None:
    """Take a note away."""
    await call.desk.guests.remove_note(call.id(), call.who, call.id("noteId"))


@routes.add(
    "PUT",
    "/api/v1/guests/{id}/tags",
    body=Tags,
    answer=GuestShape,
    needs=WRITE,
    errors=FINDING,
)
async def set_guest_tags(call: Call[Nothing, Tags]) -> GuestShape:
    """These tags and no others."""
    return GuestShape.of(await call.desk.guests.set_tags(call.id(), call.who, call.body.tags))


@routes.add("GET", "/api/v1/guests/{id}/consents", answer=Consents, needs=READ, errors=FINDING)
async def list_guest_consents(call: Call[Nothing, Nothing]) -> Consents:
    """What a guest agreed to and refused, and where that comes from."""
    found = await call.desk.guests.consents(call.id(), actor=by_whom(call))
    return Consents(consents=[ConsentShape.of(each) for each in found])


@routes.add(
    "POST",
    "/api/v1/guests/{id}/consents",
    body=NewConsent,
    answer=Consents,
    status=201,
    needs=WRITE,
    errors=FINDING,
)
async def record_guest_consent(call: Call[Nothing, NewConsent]) -> Consents:
    """Write down what a guest told you: yes or no to a purpose on a channel."""
    body = call.body
    found = await call.desk.guests.consent(
        call.id(), call.who, body.channel, body.purpose, is_given=body.is_given
    )
    return Consents(consents=[ConsentShape.of(each) for each in found])
