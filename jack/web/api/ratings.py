"""How guests liked their stays."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jack.model.clock import to_iso
from jack.model.ratings import BEST, Rating
from jack.model.staff import Permission
from jack.web.api.shapes import Page, as_id, decode, encode
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("ratings")

Score = Annotated[int, Field(ge=1, le=BEST)]


class RatingQuery(Page):
    guest_id: str | None = Field(default=None, pattern="^[0-9]{1,18}$")
    most: Score | None = Field(default=None, description="So many points, or fewer.")


class RatingShape(Model):
    """`comment` is the message in which the guest said more; `taskId` what a low rating became."""

    id: str
    score: Score
    comment: str
    channel: str
    guest_id: str
    guest_name: str
    reservation_id: str | None
    conversation_id: str
    task_id: str | None
    rated_at: str

    @classmethod
    def of(cls, rating: Rating) -> RatingShape:
        assert rating.score is not None
        assert rating.rated_at is not None
        return cls(
            id=str(rating.id),
            score=rating.score,
            comment=rating.comment,
            channel=rating.channel,
            guest_id=str(rating.guest_id),
            guest_name=rating.guest_name,
            reservation_id=as_id(rating.reservation_id),
            conversation_id=str(rating.conversation_id),
            task_id=as_id(rating.task_id),
            rated_at=to_iso(rating.rated_at),
        )


class RatingList(Model):
    ratings: list[RatingShape]
    cursor: str | None


@routes.add(
    "GET",
    "/api/v1/ratings",
    query=RatingQuery,
    answer=RatingList,
    needs=Permission.READ_CONVERSATIONS,
)
async def list_ratings(call: Call[RatingQuery, Nothing]) -> RatingList:
    """What guests answered when they were asked after their stay, the newest first."""
    query, before = call.query, decode(call.query.cursor, 2)
    found = await call.desk.ratings.listed(
        call.who,
        guest_id=int(query.guest_id) if query.guest_id else None,
        most=query.most,
        before=(before[0], before[1]) if before else None,
        limit=query.limit,
    )
    last = found[-1] if len(found) == query.limit else None
    cursor = encode(last.rated_at or 0, last.id) if last is not None else None
    return RatingList(ratings=[RatingShape.of(rating) for rating in found], cursor=cursor)
