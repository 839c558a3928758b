"""Who of the guests are one person."""

from __future__ import annotations

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.guests import (
    Merge,
    Preview,
    Suggestion,
)
from jack.web.api.guest_shapes import ACTING, FINDING, READ, WRITE, Id
from jack.web.api.shapes import as_id, as_iso
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("guests")


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
            staff_id=as_id(merge.staff_id),
            created_at=to_iso(merge.created_at),
            undone_at=as_iso(merge.undone_at),
        )


class MergesShape(Model):
    merges: list[MergeShape]


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
