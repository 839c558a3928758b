"""The hotel as its staff's pages need it."""

from __future__ import annotations

from pydantic import Field

from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("hotel")


class HotelShape(Model):
    """`timezone` is that of every date and time shown to staff."""

    name: str
    timezone: str
    language: str
    country: str
    is_demo: bool
    translates: bool = Field(description="Whether there is a model that translates.")


@routes.add("GET", "/api/v1/hotel", answer=HotelShape)
async def get_hotel(call: Call[Nothing, Nothing]) -> HotelShape:
    """Name, time zone and language of the house."""
    hotel = call.desk.config.hotel
    return HotelShape(
        name=hotel.name,
        timezone=str(hotel.timezone),
        language=hotel.language,
        country=hotel.country,
        is_demo=call.desk.is_demo,
        translates=call.desk.translations.is_available,
    )
