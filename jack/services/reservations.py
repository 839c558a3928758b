"""Stays as staff look at them, with how fresh they are (R4). Every look is on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from jack.config import Config
from jack.db import audit, guests, reservations
from jack.db.database import Database
from jack.errors import NotFound
from jack.model import names
from jack.model.clock import Clock
from jack.model.reservations import Booking, Days, Reservation
from jack.model.staff import Staff
from jack.model.verification import key
from jack.services.pms_sync import as_of, is_fresh

ANY_DAY = Days()


@dataclass(frozen=True, slots=True)
class Reservations:
    db: Database
    config: Config
    clock: Clock

    async def listed(
        self,
        by: Staff,
        *,
        statuses: Sequence[str] = (),
        arrival: Days = ANY_DAY,
        departure: Days = ANY_DAY,
        room: str | None = None,
        guest_id: int | None = None,
        query: str = "",
        before: tuple[date, int] | None = None,
        limit: int = 50,
    ) -> list[Booking]:
        """The latest arrival first. `query` is a booking's number or the beginning of a name."""
        has_number = any(c.isdecimal() for c in query)
        words = () if has_number else names.words(query)
        if query.strip() and not has_number and not words:
            return []

        def read() -> list[Booking]:
            found = reservations.listed(
                statuses=statuses,
                arrival=arrival,
                departure=departure,
                room=room,
                guest_id=guests.survivor(guest_id) if guest_id is not None else None,
                words=words,
                code=key(query) if has_number else None,
                before=before,
                limit=limit,
            )
            return [self._booking(each) for each in found]

        bookings = await self.db.read(read)
        ids = [str(each.reservation.id) for each in bookings]
        await self.db.write(
            audit.add,
            f"staff:{by.id}",
            "reservation.search",
            "reservations",
            self.clock(),
            reservations=ids,
        )
        return bookings

    async def get(self, reservation_id: int, by: Staff) -> Booking:
        """Raises NotFound."""

        def read() -> Booking:
            return self._booking(_must(reservation_id))

        booking = await self.db.read(read)
        subject = f"reservation:{reservation_id}"
        await self.db.write(audit.add, f"staff:{by.id}", "reservation.read", subject, self.clock())
        return booking

    async def set_recovery(self, reservation_id: int, by: Staff, *, is_on: bool) -> Booking:
        """Whether something went badly wrong with this stay. Raises NotFound."""

        def work() -> Booking:
            at = self.clock()
            if _must(reservation_id).in_recovery != is_on:
                reservations.set_recovery(reservation_id, at, is_on=is_on)
                subject = f"reservation:{reservation_id}"
                audit.add(f"staff:{by.id}", "reservation.recovery", subject, at, isOn=is_on)
            return self._booking(_must(reservation_id))

        return await self.db.write(work)

    def _booking(self, stay: Reservation) -> Booking:
        guest = guests.get(stay.guest_id)
        assert guest is not None, "a reservation holds its guest"
        return Booking(
            reservation=stay,
            guest_name=guest.name,
            companions=reservations.companions(stay.id),
            as_of=as_of(stay.provider, stay.synced_at),
            is_fresh=is_fresh(stay.provider, stay.synced_at, self.clock(), self.config),
        )


def _must(reservation_id: int) -> Reservation:
    stay = reservations.get(reservation_id)
    if stay is None:
        raise NotFound(f"There is no reservation {reservation_id}.")
    return stay
