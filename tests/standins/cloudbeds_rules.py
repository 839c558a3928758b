"""What the Cloudbeds API v1.3 takes as the query of each method the stand-in knows.

Parameters and limits are those of the vendor's OpenAPI description; dates are `YYYY-MM-DD`, times
`YYYY-MM-DD HH:MM:SS` of the property's own clocks, without an offset.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from tests.standins.base import JsonObject

LOCAL = "%Y-%m-%d %H:%M:%S"


class CloudbedsError(Exception):
    """A refusal with its HTTP status; 200 is one too, with `success: false`."""

    def __init__(self, message: str, *, status: int = 200, retry_after_s: float | None = None):
        super().__init__(message)
        self.status = status
        self.retry_after_s = retry_after_s


def _spelled(name: str) -> str:
    """`check_in_from` is `checkInFrom`, `property_ids` is `propertyIDs`."""
    return to_camel(name).replace("Id", "ID")


def _is_time(value: str) -> str:
    datetime.fromisoformat(value)
    return value


def _is_day(value: str) -> str:
    date.fromisoformat(value)
    return value


LocalTime = Annotated[
    str, Field(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"), AfterValidator(_is_time)
]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_is_day)]
Flag = Literal["true", "false"]
Status = Literal["not_confirmed", "confirmed", "canceled", "checked_in", "checked_out", "no_show"]


class Query(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=_spelled)

    property_id: str | None = None


class Hotels(Query):
    property_ids: str | None = None
    page_number: Annotated[int, Field(ge=1)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 20


class Paged(Query):
    page_number: Annotated[int, Field(ge=1)] = 1
    page_size: Annotated[int, Field(ge=1, le=100)] = 100


class Reservations(Paged):
    status: Status | None = None
    results_from: LocalTime | None = None
    results_to: LocalTime | None = None
    modified_from: LocalTime | None = None
    modified_to: LocalTime | None = None
    check_in_from: Day | None = None
    check_in_to: Day | None = None
    check_out_from: Day | None = None
    check_out_to: Day | None = None
    include_guests_details: Flag = "false"
    include_all_rooms: Flag = "false"


class RateDetails(Paged):
    reservation_id: str | None = None
    results_from: LocalTime | None = None
    results_to: LocalTime | None = None
    include_deleted: Flag = "false"


class OneReservation(Query):
    reservation_id: Annotated[str, Field(min_length=1)]


class OneGuest(Query):
    guest_id: Annotated[str, Field(min_length=1)]


class Housekeeping(Query):
    page_number: Annotated[int, Field(ge=1)] = 1
    page_size: Annotated[int, Field(ge=1, le=5000)] = 100


Asked = TypeVar("Asked", bound=Query)


def parse(model: type[Asked], query: dict[str, str]) -> Asked:
    """The query as `model`. Raises CloudbedsError for what Cloudbeds would not take."""
    try:
        return model.model_validate(query)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise CloudbedsError(f"Invalid parameter {where}: {first['msg']}") from error


def error_body(message: str, status: int) -> JsonObject:
    """Who is not let in at all is told so in other words."""
    if status == 401:
        return {"error": "access_denied", "message": message}
    return {"success": False, "message": message}
