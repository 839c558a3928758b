"""Guests: who they are, what is known of them, and who of them are one person."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.guests import (
    Consent,
    GuestChanges,
    Identity,
    Merge,
    Note,
    Preview,
    Suggestion,
)
from jack.model.preferences import MAX_VALUE_CHARS, Preference, PreferenceName
from jack.model.reservations import Reservation
from jack.model.staff import Permission
from jack.model.tasks import TaskEvent
from jack.model.verification import Proven
from jack.services.guests import MAX_TAGS, Everything, GuestCard
from jack.web.api.conversations import ConversationShape, MessageShape
from jack.web.api.reservations import MoneyShape
from jack.web.api.shapes import Page, decode, encode
from jack.web.api.tasks import TaskEventShape, TaskShape
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("guests")

READ = Permission.READ_GUESTS
WRITE = Permission.WRITE_GUESTS
FINDING = ("NOT_FOUND",)
ACTING = ("NOT_FOUND", "CONFLICT")

Id = Annotated[str, Field(pattern=r"^\d{1,18}$")]
Name = Annotated[str, Field(max_length=100)]
Phone = Annotated[str, Field(max_length=40, examples=["+351912345678"])]
Email = Annotated[str, Field(max_length=254, examples=["ana@example.com"])]
Language = Annotated[str, Field(max_length=35, description="ISO 639-1, like `pt`.")]
Tag = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\S(.*\S)?$")]
Value = Annotated[
    str, Field(min_length=1, max_length=MAX_VALUE_CHARS, pattern=r"\S", examples=["vegetarian"])
]


class GuestQuery(Page):
    q: str = Field(
        default="",
        max_length=200,
        description="Beginnings of words of a name, of a phone number or an e-mail address, or a"
        " booking's number.",
    )
    email: str = Field(default="", max_length=254)
    phone: str = Field(default="", max_length=40)
    room_number: str = Field(default="", max_length=20, description="Who stays there today.")


class StayShape(Model):
    """A stay beside its guest; all of it is at `/reservations/{id}`."""

    id: str
    guest_id: str
    provider: str
    confirmation: str
    status: str
    arrival: str
    departure: str
    room: str | None
    room_type: str | None
    balance: MoneyShape | None
    in_recovery: bool

    @classmethod
    def of(cls, stay: Reservation) -> StayShape:
        return cls(
            id=str(stay.id),
            guest_id=str(stay.guest_id),
            provider=stay.provider,
            confirmation=stay.confirmation,
            status=stay.status,
            arrival=stay.arrival.isoformat(),
            departure=stay.departure.isoformat(),
            room=stay.room,
            room_type=stay.room_type,
            balance=MoneyShape.of(stay.balance),
            in_recovery=stay.in_recovery,
        )


class PmsLinkShape(Model):
    provider: str
    external_id: str


class GuestShape(Model):
    """`stay` is the one under way, else the next. `inRecovery`: something went badly wrong."""

    id: str
    first_name: str
    last_name: str
    phone: str | None
    email: str | None
    language: str | None
    loyalty: str | None
    is_vip: bool
    in_recovery: bool
    tags: list[str]
    pms: list[PmsLinkShape]
    stay: StayShape | None
    created_at: str
    updated_at: str

    @classmethod
    def of(cls, card: GuestCard) -> GuestShape:
        guest = card.guest
        return cls(
            id=str(guest.id),
            first_name=guest.first_name,
            last_name=guest.last_name,
            phone=guest.phone,
            email=guest.email,
            language=guest.language,
            loyalty=guest.loyalty,
            is_vip=guest.is_vip,
            in_recovery=guest.in_recovery,
            tags=list(card.tags),
            pms=[PmsLinkShape(provider=p.provider, external_id=p.external_id) for p in card.pms],
            stay=StayShape.of(card.stay) if card.stay else None,
            created_at=to_iso(guest.created_at),
            updated_at=to_iso(guest.updated_at),
        )


class GuestsShape(Model):
    guests: list[GuestShape]
    cursor: str | None


class NewGuest(Model):
    first_name: Name = ""
    last_name: Name = ""
    phone: Phone | None = None
    email: Email | None = None
    language: Language | None = None
    is_vip: bool = False


class GuestEdit(Model):
    """What is absent stays; `null` empties. What the PMS has the say of is changed there."""

    first_name: Name = ""
    last_name: Name = ""
    phone: Phone | None = None
    email: Email | None = None
    language: Language | None = None
    is_vip: bool = False
    in_recovery: bool = False


class Stays(Model):
    reservations: list[StayShape]


class IdentityShape(Model):
    """Somebody on a channel; `isProven`: the channel proves who writes."""

    id: str
    channel: str
    user_id: str
    address: str
    phone: str | None
    name: str
    is_proven: bool
    created_at: str

    @classmethod
    def of(cls, identity: Identity) -> IdentityShape:
        return cls(
            id=str(identity.id),
            channel=identity.channel,
            user_id=identity.user_id,
            address=identity.address,
            phone=identity.phone,
            name=identity.name,
            is_proven=identity.is_proven,
            created_at=to_iso(identity.created_at),
        )


class Identities(Model):
    identities: list[IdentityShape]


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
            message_id=str(liked.message_id) if liked.message_id is not None else None,
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
            staff_id=str(note.staff_id) if note.staff_id is not None else None,
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


class OtherGuest(Model):
    guest_id: Id


class OtherAsk(Model):
    guest_id: Id = Field(description="Who would become a part of this guest.")


class PersonShape(Model):
    id: str
    first_name: str
    last_name: str
    phone: str | None
    email: str | None


class MergeSuggestion(Model):
    guest: PersonShape
    evidence: list[str]

    @classmethod
    def of(cls, suggestion: Suggestion) -> MergeSuggestion:
        guest = suggestion.guest
        return cls(
            guest=PersonShape(
                id=str(guest.id),
                first_name=guest.first_name,
                last_name=guest.last_name,
                phone=guest.phone,
                email=guest.email,
            ),
            evidence=[*suggestion.evidence],
        )


class Suggestions(Model):
    suggestions: list[MergeSuggestion]


class MergePreviewShape(Model):
    """`moves` counts what would change hands, `fills` names what this guest would get.

    `warnings`: different_names, different_phones, different_emails, same_booking, said_to_be_two,
    two_of_the_pms.
    """

    kept_id: str
    merged_id: str
    evidence: list[str]
    moves: dict[str, int]
    fills: list[str]
    warnings: list[str]

    @classmethod
    def of(cls, preview: Preview) -> MergePreviewShape:
        return cls(
            kept_id=str(preview.kept.id),
            merged_id=str(preview.merged.id),
            evidence=[*preview.evidence],
            moves=dict(preview.moves),
            fills=[FIELDS.get(name, name) for name in preview.fills],
            warnings=list(preview.warnings),
        )


FIELDS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "is_vip": "isVip",
    "in_recovery": "inRecovery",
}


class MergeShape(Model):
    id: str
    kept_id: str
    merged_id: str
    evidence: list[str]
    staff_id: str | None
    created_at: str
    undone_at: str | None

    @classmethod
    def of(cls, merge: Merge) -> MergeShape:
        return cls(
            id=str(merge.id),
            kept_id=str(merge.kept_id),
            merged_id=str(merge.merged_id),
            evidence=list(merge.evidence),
            staff_id=str(merge.staff_id) if merge.staff_id is not None else None,
            created_at=to_iso(merge.created_at),
            undone_at=to_iso(merge.undone_at) if merge.undone_at is not None else None,
        )


class MergesShape(Model):
    merges: list[MergeShape]


class ThreadShape(Model):
    conversation: ConversationShape
    messages: list[MessageShape]


class ErrandShape(Model):
    task: TaskShape
    history: list[TaskEventShape]

    @classmethod
    def of(cls, task: TaskShape, events: tuple[TaskEvent, ...]) -> ErrandShape:
        return cls(task=task, history=[TaskEventShape.of(event) for event in events])


class ProofShape(Model):
    """An attempt to prove a booking."""

    channel: str
    address: str
    reservation_id: str | None
    method: str
    outcome: str
    created_at: str

    @classmethod
    def of(cls, proven: Proven) -> ProofShape:
        stay = proven.reservation_id
        return cls(
            channel=proven.channel,
            address=proven.address,
            reservation_id=str(stay) if stay is not None else None,
            method=proven.method,
            outcome=proven.outcome,
            created_at=to_iso(proven.created_at),
        )


class Proofs(Model):
    """Newest first."""

    verifications: list[ProofShape]


class Export(Model):
    """Everything that is kept of one guest."""

    exported_at: str
    guest: GuestShape
    identities: list[IdentityShape]
    preferences: list[PreferenceShape]
    notes: list[GuestNoteShape]
    consents: list[ConsentShape]
    reservations: list[StayShape]
    conversations: list[ThreadShape]
    tasks: list[ErrandShape]
    verifications: list[ProofShape]
    merges: list[MergeShape]

    @classmethod
    def of(cls, found: Everything) -> Export:
        at = found.exported_at
        return cls(
            exported_at=to_iso(at),
            guest=GuestShape.of(found.card),
            identities=[IdentityShape.of(each) for each in found.identities],
            preferences=[PreferenceShape.of(each, at) for each in found.preferences],
            notes=[GuestNoteShape.of(each) for each in found.notes],
            consents=[ConsentShape.of(each) for each in found.consents],
            reservations=[StayShape.of(each) for each in found.stays],
            conversations=[
                ThreadShape(
                    conversation=ConversationShape.of(each.conversation),
                    messages=[MessageShape.of(message) for message in each.messages],
                )
                for each in found.threads
            ],
            tasks=[
                ErrandShape.of(TaskShape.of(each.task, at), each.events) for each in found.errands
            ],
            verifications=[ProofShape.of(each) for each in found.verifications],
            merges=[MergeShape.of(each) for each in found.merges],
        )


# -- guests ----------------------------------------------------------------------------------------


@routes.add("GET", "/api/v1/guests", query=GuestQuery, answer=GuestsShape, needs=READ)
async def list_guests(call: Call[GuestQuery, Nothing]) -> GuestsShape:
    """Guests, newest first."""
    ask = call.query
    before = decode(ask.cursor, 1)
    cards = await call.desk.guests.find(
        ask.q,
        email=ask.email,
        phone=ask.phone,
        room=ask.room_number,
        before=before[0] if before else None,
        limit=ask.limit,
        actor=_who(call),
    )
    is_full = len(cards) == ask.limit
    return GuestsShape(
        guests=[GuestShape.of(card) for card in cards],
        cursor=encode(cards[-1].guest.id) if is_full else None,
    )


@routes.add("POST", "/api/v1/guests", body=NewGuest, answer=GuestShape, status=201, needs=WRITE)
async def create_guest(call: Call[Nothing, NewGuest]) -> GuestShape:
    """Write down a guest whom the PMS does not know."""
    return GuestShape.of(await call.desk.guests.create(call.who, **_changes(call.body)))


@routes.add("GET", "/api/v1/guests/{id}", answer=GuestShape, needs=READ, errors=FINDING)
async def get_guest(call: Call[Nothing, Nothing]) -> GuestShape:
    """One guest.

    Whoever was merged is answered with the guest they are a part of now.
    """
    return GuestShape.of(await call.desk.guests.get(call.id(), actor=_who(call)))


@routes.add(
    "PATCH", "/api/v1/guests/{id}", body=GuestEdit, answer=GuestShape, needs=WRITE, errors=ACTING
)
async def edit_guest(call: Call[Nothing, GuestEdit]) -> GuestShape:
    """Change what is known of a guest."""
    return GuestShape.of(await call.desk.guests.edit(call.id(), call.who, **_changes(call.body)))


@routes.add("GET", "/api/v1/guests/{id}/reservations", answer=Stays, needs=READ, errors=FINDING)
async def list_guest_reservations(call: Call[Nothing, Nothing]) -> Stays:
    """The guest's stays, also as a companion; the latest first."""
    found = await call.desk.guests.stays(call.id(), actor=_who(call))
    return Stays(reservations=[StayShape.of(stay) for stay in found])


@routes.add("GET", "/api/v1/guests/{id}/identities", answer=Identities, needs=READ, errors=FINDING)
async def list_identities(call: Call[Nothing, Nothing]) -> Identities:
    """Where a guest writes from."""
    found = await call.desk.guests.identities(call.id(), actor=_who(call))
    return Identities(identities=[IdentityShape.of(each) for each in found])


@routes.add("GET", "/api/v1/guests/{id}/verifications", answer=Proofs, needs=READ, errors=FINDING)
async def list_guest_verifications(call: Call[Nothing, Nothing]) -> Proofs:
    """How a guest proved a booking on a channel that proves nobody, and what came of it."""
    found = await call.desk.guests.verifications(call.id(), actor=_who(call))
    return Proofs(verifications=[ProofShape.of(each) for each in found])


@routes.add("GET", "/api/v1/guests/{id}/export", answer=Export, needs=READ, errors=FINDING)
async def export_guest(call: Call[Nothing, Nothing]) -> Export:
    """Everything that is kept of one guest, for the guest (GDPR, article 15)."""
    return Export.of(await call.desk.guests.export(call.id(), actor=_who(call)))


# -- preferences, notes, tags, consent -------------------------------------------------------------


@routes.add(
    "GET", "/api/v1/guests/{id}/preferences", answer=Preferences, needs=READ, errors=FINDING
)
async def list_preferences(call: Call[Nothing, Nothing]) -> Preferences:
    """What a guest likes, said or learned."""
    found = await call.desk.guests.preferences(call.id(), actor=_who(call))
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
    found = await call.desk.guests.notes(call.id(), actor=_who(call))
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
    found = await call.desk.guests.consents(call.id(), actor=_who(call))
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


# -- who are one person ----------------------------------------------------------------------------


@routes.add(
    "GET",
    "/api/v1/guests/{id}/merge-suggestions",
    answer=Suggestions,
    needs=READ,
    errors=FINDING,
)
async def suggest_merges(call: Call[Nothing, Nothing]) -> Suggestions:
    """Who may be the same person, and what speaks for it."""
    found = await call.desk.merges.suggested(call.id(), call.who)
    return Suggestions(suggestions=[MergeSuggestion.of(each) for each in found])


@routes.add(
    "GET",
    "/api/v1/guests/{id}/merge",
    query=OtherAsk,
    answer=MergePreviewShape,
    needs=READ,
    errors=FINDING,
)
async def preview_merge(call: Call[OtherAsk, Nothing]) -> MergePreviewShape:
    """What a merge would move, before it is done."""
    other = int(call.query.guest_id)
    return MergePreviewShape.of(await call.desk.merges.preview(call.id(), other, call.who))


@routes.add(
    "POST",
    "/api/v1/guests/{id}/merge",
    body=OtherGuest,
    answer=MergeShape,
    status=201,
    needs=WRITE,
    errors=FINDING,
)
async def merge_guests(call: Call[Nothing, OtherGuest]) -> MergeShape:
    """Make another guest a part of this one; it can be undone."""
    other = int(call.body.guest_id)
    return MergeShape.of(await call.desk.merges.merge(call.id(), other, call.who))


@routes.add("GET", "/api/v1/guests/{id}/merges", answer=MergesShape, needs=READ, errors=FINDING)
async def list_merges(call: Call[Nothing, Nothing]) -> MergesShape:
    """Merges that this guest took part in, newest first."""
    found = await call.desk.merges.of(call.id())
    return MergesShape(merges=[MergeShape.of(each) for each in found])


@routes.add("POST", "/api/v1/merges/{id}/undo", answer=MergeShape, needs=WRITE, errors=ACTING)
async def undo_merge(call: Call[Nothing, Nothing]) -> MergeShape:
    """Make them two again, each with what is theirs. Later merges are undone first."""
    return MergeShape.of(await call.desk.merges.undo(call.id(), call.who))


@routes.add(
    "POST",
    "/api/v1/guests/{id}/distinct",
    body=OtherGuest,
    status=204,
    needs=WRITE,
    errors=FINDING,
)
async def set_guests_distinct(call: Call[Nothing, OtherGuest]) -> None:
    """They are two people: never suggest again that they are one."""
    await call.desk.merges.set_distinct(call.id(), int(call.body.guest_id), call.who)


@routes.add(
    "DELETE",
    "/api/v1/guests/{id}/distinct/{otherId}",
    status=204,
    needs=WRITE,
    errors=FINDING,
)
async def unset_guests_distinct(call: Call[Nothing, Nothing]) -> None:
    """They may be one after all."""
    await call.desk.merges.unset_distinct(call.id(), call.id("otherId"), call.who)


def _changes(body: NewGuest | GuestEdit) -> GuestChanges:
    """The fields that were given."""
    changes: GuestChanges = {}
    given = body.model_fields_set
    if "first_name" in given:
        changes["first_name"] = body.first_name
    if "last_name" in given:
        changes["last_name"] = body.last_name
    if "phone" in given:
        changes["phone"] = body.phone
    if "email" in given:
        changes["email"] = body.email
    if "language" in given:
        changes["language"] = body.language
    if "is_vip" in given:
        changes["is_vip"] = body.is_vip
    if isinstance(body, GuestEdit) and "in_recovery" in given:
        changes["in_recovery"] = body.in_recovery
    return changes


def _who(call: Call[GuestQuery, Nothing] | Call[Nothing, Nothing]) -> str:
    return f"staff:{call.who.id}"
