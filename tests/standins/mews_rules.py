"""What the Connector API takes as the body of each operation the stand-in knows.

Limits are those of docs.mews.com/connector-api/operations: at most 1000 items and ids, time
intervals of at most three months, both ends included.
"""

from __future__ import annotations

import calendar
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from tests.standins.base import JsonObject

Ids = Annotated[list[UUID], Field(max_length=1000)]
State = Literal[
    "Inquired", "Confirmed", "Started", "Processed", "Canceled", "Optional", "Requested"
]
Activity = list[Literal["Active", "Deleted"]]


class MewsError(Exception):
    """A refusal with its HTTP status."""

    def __init__(self, status: int, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after_s = retry_after_s


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Interval(_Strict):
    StartUtc: AwareDatetime
    EndUtc: AwareDatetime

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.EndUtc < self.StartUtc:
            raise ValueError("the interval ends before it begins")
        if self.EndUtc > _three_months_after(self.StartUtc):
            raise ValueError("the interval is longer than 3 months")
        return self


class Limitation(_Strict):
    Count: Annotated[int, Field(strict=True, ge=1, le=1000)]
    Cursor: UUID | None = None


class Body(_Strict):
    """What every call carries."""

    ClientToken: Annotated[str, Field(min_length=1)]
    AccessToken: Annotated[str, Field(min_length=1)]
    Client: Annotated[str, Field(pattern=r"^.+ \S*\d\S*$")]
    """Name and version."""


class Paged(Body):
    Limitation: Limitation


class Reservations(Paged):
    ReservationIds: Ids | None = None
    ServiceIds: Ids | None = None
    UpdatedUtc: Interval | None = None
    CollidingUtc: Interval | None = None
    ScheduledStartUtc: Interval | None = None
    States: list[State] | None = None


class CustomerExtent(_Strict):
    Customers: bool = False
    Addresses: bool = False


class Customers(Paged):
    CustomerIds: Annotated[Ids, Field(min_length=1)]
    Extent: CustomerExtent
    ActivityStates: Activity | None = None


class CompanionshipExtent(_Strict):
    Reservations: bool = False
    ReservationGroups: bool = False
    Customers: bool = False


class Companionships(Paged):
    ReservationIds: Annotated[Ids, Field(min_length=1)]
    Extent: CompanionshipExtent


class ResourceExtent(_Strict):
    Resources: bool = False
    Inactive: bool = False


class Resources(Paged):
    Extent: ResourceExtent


class OfServices(Paged):
    """Resource categories and age categories."""

    ServiceIds: Ids
    ActivityStates: Activity | None = None


def parse(model: type[Body], body: object) -> Body:
    """The body as `model`. Raises MewsError(400) for what Mews would not take."""
    if not isinstance(body, dict):
        raise MewsError(400, "Invalid JSON.")
    try:
        return model.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise MewsError(400, f"Invalid {where or 'request'}: {first['msg']}") from error


def check_tokens(body: Body, *, client_token: str, access_token: str) -> None:
    if (body.ClientToken, body.AccessToken) != (client_token, access_token):
        raise MewsError(401, "Cannot perform operation or session has expired.")


def error_body(message: str) -> JsonObject:
    return {"Message": message, "Details": None}


def _three_months_after(at: datetime) -> datetime:
    months = at.month - 1 + 3
    year, month = at.year + months // 12, months % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, calendar.monthrange(year, month)[1]))
