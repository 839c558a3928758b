"""Guests: who they are, and everything of one."""

from __future__ import annotations

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.guests import (
    GuestChanges,
    Identity,
)
from jack.model.tasks import TaskEvent
from jack.model.verification import Proven
from jack.services.guests import Everything
from jack.web.api.conversations import ConversationShape, MessageShape
from jack.web.api.guest_records import ConsentShape, GuestNoteShape, PreferenceShape
from jack.web.api.guest_shapes import (
    ACTING,
    FINDING,
    READ,
    WRITE,
    Email,
    GuestShape,
    Language,
    Name,
    Phone,
    StayShape,
    by_whom,
)
from jack.web.api.merges import MergeShape
from jack.web.api.ratings import RatingShape
from jack.web.api.shapes import Page, as_id, decode, encode
from jack.web.api.tasks import TaskEventShape, TaskShape
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("guests")


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
            reservation_id=as_id(stay),
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
    ratings: list[RatingShape]

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
            ratings=[RatingShape.of(each) for each in found.ratings],
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
        actor=by_whom(call),
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
    return GuestShape.of(await call.desk.guests.get(call.id(), actor=by_whom(call)))


@routes.add(
    "PATCH", "/api/v1/guests/{id}", body=GuestEdit, answer=GuestShape, needs=WRITE, errors=ACTING
)
async def edit_guest(call: Call[Nothing, GuestEdit]) -> GuestShape:
    """Change what is known of a guest."""
    return GuestShape.of(await call.desk.guests.edit(call.id(), call.who, **_changes(call.body)))


@routes.add("GET", "/api/v1/guests/{id}/reservations", answer=Stays, needs=READ, errors=FINDING)
async def list_guest_reservations(call: Call[Nothing, Nothing]) -> Stays:
    """The guest's stays, also as a companion; the latest first."""
    found = await call.desk.guests.stays(call.id(), actor=by_whom(call))
    return Stays(reservations=[StayShape.of(stay) for stay in found])


@routes.add("GET", "/api/v1/guests/{id}/identities", answer=Identities, needs=READ, errors=FINDING)
async def list_identities(call: Call[Nothing, Nothing]) -> Identities:
    """Where a guest writes from."""
    found = await call.desk.guests.identities(call.id(), actor=by_whom(call))
    return Identities(identities=[IdentityShape.of(each) for each in found])


@routes.add("GET", "/api/v1/guests/{id}/verifications", answer=Proofs, needs=READ, errors=FINDING)
async def list_guest_verifications(call: Call[Nothing, Nothing]) -> Proofs:
    """How a guest proved a booking on a channel that proves nobody, and what came of it."""
    found = await call.desk.guests.verifications(call.id(), actor=by_whom(call))
    return Proofs(verifications=[ProofShape.of(each) for each in found])


@routes.add("GET", "/api/v1/guests/{id}/export", answer=Export, needs=READ, errors=FINDING)
async def export_guest(call: Call[Nothing, Nothing]) -> Export:
    """Everything that is kept of one guest, for the guest (GDPR, article 15)."""
    return Export.of(await call.desk.guests.export(call.id(), actor=by_whom(call)))


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
