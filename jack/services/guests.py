"""Guests as staff know them: finding, writing down, exporting. Every look is on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, Unpack
from zoneinfo import ZoneInfo

from jack.config import Config
from jack.db import (
    audit,
    conversations,
    guest_records,
    guest_search,
    guests,
    merges,
    messages,
    preferences,
    ratings,
    reservations,
    task_events,
    tasks,
    verifications,
)
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.model import names
from jack.model.clock import Clock, Micros, to_datetime
from jack.model.conversations import Conversation
from jack.model.guests import (
    Consent,
    Guest,
    GuestChanges,
    GuestId,
    Identity,
    Merge,
    Note,
    PmsLink,
    Wanted,
)
from jack.model.messages import Message
from jack.model.preferences import Preference, PreferenceName, PreferenceSource, tidy
from jack.model.ratings import Rating
from jack.model.reservations import Reservation
from jack.model.staff import Staff
from jack.model.tasks import Task, TaskEvent
from jack.model.verification import Proven, key
from jack.pms import contact

OWNED_BY_PMS = ("first_name", "last_name", "phone", "email", "loyalty")
"""What the PMS has the say of, once it knows the guest."""
MAX_TAGS = 30
MIN_PHONE_DIGITS = 4
CLI = "cli"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GuestCard:
    """A guest with what stands beside the name everywhere. `stay` is under way or the next."""

    guest: Guest
    tags: tuple[str, ...]
    stay: Reservation | None
    pms: tuple[PmsLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    conversation: Conversation
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Errand:
    task: Task
    events: tuple[TaskEvent, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """All that is kept of one guest. Of companions and colleagues no more than their ids."""

    card: GuestCard
    identities: tuple[Identity, ...]
    preferences: tuple[Preference, ...]
    notes: tuple[Note, ...]
    consents: tuple[Consent, ...]
    stays: tuple[Reservation, ...]
    threads: tuple[Thread, ...]
    errands: tuple[Errand, ...]
    verifications: tuple[Proven, ...]
    merges: tuple[Merge, ...]
    ratings: tuple[Rating, ...]
    exported_at: Micros


@dataclass(frozen=True, slots=True)
class Guests:
    db: Database
    config: Config
    clock: Clock

    # -- looking ---------------------------------------------------------------------------

    async def find(
        self,
        query: str = "",
        *,
        email: str = "",
        phone: str = "",
        room: str = "",
        before: GuestId | None = None,
        limit: int = 50,
        actor: str,
    ) -> list[GuestCard]:
        """Guests, newest first. Raises Invalid for a phone number or address that is none."""
        wanted = self._wanted(query, email=email, phone=phone, room=room)

        def read() -> list[GuestCard]:
            if wanted is None:
                return []
            today = to_datetime(self.clock()).astimezone(self._zone).date()
            found = guest_search.find(wanted, today, before=before, limit=limit)
            return [self._card(guest) for guest in found]

        cards = await self.db.read(read)
        ids = [str(card.guest.id) for card in cards]
        await self._looked(actor, "guest.search", "guests", guests=ids)
        return cards

    async def get(self, guest_id: GuestId, *, actor: str) -> GuestCard:
        """The guest, or whoever they were merged into. Raises NotFound."""
        return await self._look(guest_id, "guest.read", actor, lambda guest: self._card(guest))

    async def stays(self, guest_id: GuestId, *, actor: str) -> list[Reservation]:
        """All of them, the latest first."""
        return await self._look(
            guest_id, "guest.stays", actor, lambda guest: reservations.of(guest.id)
        )

    async def preferences(self, guest_id: GuestId, *, actor: str) -> list[Preference]:
        return await self._look(
            guest_id, "guest.preferences", actor, lambda guest: preferences.of(guest.id)
        )

    async def notes(self, guest_id: GuestId, *, actor: str) -> list[Note]:
        return await self._look(
            guest_id, "guest.notes", actor, lambda guest: guest_records.notes(guest.id)
        )

    async def identities(self, guest_id: GuestId, *, actor: str) -> list[Identity]:
        return await self._look(
            guest_id, "guest.identities", actor, lambda guest: guests.identities(guest.id)
        )

    async def verifications(self, guest_id: GuestId, *, actor: str) -> list[Proven]:
        """Every attempt to prove a booking, newest first."""
        return await self._look(
            guest_id, "guest.verifications", actor, lambda guest: verifications.of(guest.id)[::-1]
        )

    async def consents(self, guest_id: GuestId, *, actor: str) -> list[Consent]:
        """Every yes and no, newest first."""
        return await self._look(
            guest_id, "guest.consents", actor, lambda guest: guests.consents(guest.id)
        )

    async def export(self, guest_id: GuestId, *, actor: str) -> Everything:
        """All that is kept of a guest. Raises NotFound."""
        at = self.clock()
        return await self._look(
            guest_id, "guest.export", actor, lambda guest: self._everything(guest, at)
        )

    async def _look(
        self, guest_id: GuestId, action: str, actor: str, fn: Callable[[Guest], T]
    ) -> T:
        """Read, and write down who looked, before anybody is told what was found."""

        def read() -> tuple[GuestId, T]:
            guest = must(guest_id)
            return guest.id, fn(guest)

        found_id, found = await self.db.read(read)
        await self._looked(actor, action, f"guest:{found_id}")
        return found

    async def _looked(self, actor: str, action: str, subject: str, **data: object) -> None:
        await self.db.write(audit.add, actor, action, subject, self.clock(), **data)

    # -- writing ---------------------------------------------------------------------------

    async def create(self, by: Staff, **fields: Unpack[GuestChanges]) -> GuestCard:
        """A guest whom nobody's PMS has told of. Raises Invalid."""
        wanted = self._tidied(fields)
        if not (wanted.get("first_name") or wanted.get("last_name")):
            raise Invalid("A guest needs a name.", field="lastName")

        def work() -> GuestCard:
            at = self.clock()
            guest_id = guests.add("", "", at)
            guests.update(guest_id, wanted, at)
            audit.add(_who(by), "guest.create", f"guest:{guest_id}", at)
            return self._card(must(guest_id))

        return await self.db.write(work)

    async def edit(self, guest_id: GuestId, by: Staff, **fields: Unpack[GuestChanges]) -> GuestCard:
        """Change these fields. Raises NotFound, Invalid, and Conflict for what the PMS has the say
        of."""
        wanted = self._tidied(fields)

        def work() -> GuestCard:
            at = self.clock()
            guest = must(guest_id)
            changes = {n: v for n, v in wanted.items() if getattr(guest, n) != v}
            if not {"first_name", "last_name"} & set(changes) or _name(guest, changes):
                _must_be_ours(guest, changes)
            else:
                raise Invalid("A guest needs a name.", field="lastName")
            if changes:
                guests.update(guest.id, changes, at)
                audit.add(_who(by), "guest.edit", f"guest:{guest.id}", at, fields=sorted(changes))
            return self._card(must(guest.id))

        return await self.db.write(work)

    async def set_tags(self, guest_id: GuestId, by: Staff, tags: Sequence[str]) -> GuestCard:
        """These tags and no others."""

        def work() -> GuestCard:
            guest = must(guest_id)
            guest_records.set_tags(guest.id, tags)
            audit.add(_who(by), "guest.tags", f"guest:{guest.id}", self.clock(), tags=list(tags))
            return self._card(guest)

        return await self.db.write(work)

    async def add_note(self, guest_id: GuestId, by: Staff, text: str) -> Note:
        def work() -> Note:
            at = self.clock()
            guest = must(guest_id)
            note_id = guest_records.add_note(guest.id, text, at, staff_id=by.id)
            audit.add(_who(by), "guest.note", f"guest:{guest.id}", at, note=note_id)
            return Note(note_id, text, by.id, by.name, at)

        return await self.db.write(work)

    async def remove_note(self, guest_id: GuestId, by: Staff, note_id: int) -> None:
        """Raises NotFound."""

        def work() -> None:
            guest = must(guest_id)
            if not guest_records.remove_note(guest.id, note_id):
                raise NotFound(f"Guest {guest.id} has no note {note_id}.")
            subject = f"guest:{guest.id}"
            audit.add(_who(by), "guest.note_removed", subject, self.clock(), note=note_id)

        await self.db.write(work)

    async def prefer(
        self, guest_id: GuestId, by: Staff, name: PreferenceName, value: str
    ) -> Preference:
        """Write down a preference; one of the same words is replaced by it."""

        def work() -> Preference:
            at = self.clock()
            guest = must(guest_id)
            made = preferences.put(guest.id, name, value, PreferenceSource.STAFF, at)
            audit.add(_who(by), "guest.preference", f"guest:{guest.id}", at, preference=made)
            found = preferences.get(guest.id, made)
            assert found is not None, "it was just written"
            return found

        return await self.db.write(work)

    async def change_preference(
        self, guest_id: GuestId, by: Staff, preference_id: int, name: PreferenceName, value: str
    ) -> Preference:
        """What staff make of a preference is theirs from then on. Raises NotFound."""

        def work() -> Preference:
            at = self.clock()
            guest = must(guest_id)
            known = preferences.get(guest.id, preference_id)
            if known is None:
                raise NotFound(f"Guest {guest.id} has no preference {preference_id}.")
            if (known.name, known.value) != (name, tidy(value)):
                preferences.remove(guest.id, preference_id)
            made = preferences.put(guest.id, name, value, PreferenceSource.STAFF, at)
            audit.add(_who(by), "guest.preference", f"guest:{guest.id}", at, preference=made)
            found = preferences.get(guest.id, made)
            assert found is not None, "it was just written"
            return found

        return await self.db.write(work)

    async def remove_preference(self, guest_id: GuestId, by: Staff, preference_id: int) -> None:
        """Raises NotFound."""

        def work() -> None:
            guest = must(guest_id)
            if not preferences.remove(guest.id, preference_id):
                raise NotFound(f"Guest {guest.id} has no preference {preference_id}.")
            audit.add(
                _who(by),
                "guest.preference_removed",
                f"guest:{guest.id}",
                self.clock(),
                preference=preference_id,
            )

        await self.db.write(work)

    async def consent(
        self, guest_id: GuestId, by: Staff, channel: str, purpose: str, *, is_given: bool
    ) -> list[Consent]:
        """Write down what a guest told staff (R8)."""

        def work() -> list[Consent]:
            at = self.clock()
            guest = must(guest_id)
            guests.record_consent(
                guest.id, channel, purpose, is_given=is_given, source=_who(by), at=at
            )
            audit.add(
                _who(by),
                "guest.consent",
                f"guest:{guest.id}",
                at,
                channel=channel,
                purpose=purpose,
                isGiven=is_given,
            )
            return guests.consents(guest.id)

        return await self.db.write(work)

    # -- parts -----------------------------------------------------------------------------

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.config.hotel.timezone)

    def _card(self, guest: Guest) -> GuestCard:
        today = to_datetime(self.clock()).astimezone(self._zone).date()
        return GuestCard(
            guest,
            guest_records.tags(guest.id),
            reservations.current(guest.id, today),
            tuple(guests.pms_links(guest.id)),
        )

    def _everything(self, guest: Guest, at: Micros) -> Everything:
        threads = tuple(
            Thread(each, tuple(messages.all_of(each.id))) for each in conversations.of(guest.id)
        )
        return Everything(
            card=self._card(guest),
            identities=tuple(guests.identities(guest.id)),
            preferences=tuple(preferences.of(guest.id)),
            notes=tuple(guest_records.notes(guest.id)),
            consents=tuple(guests.consents(guest.id)),
            stays=tuple(reservations.of(guest.id)),
            threads=threads,
            errands=tuple(
                Errand(task, tuple(task_events.of(task.id)))
                for task in tasks.listed(guest_id=guest.id, limit=2**31)
            ),
            verifications=tuple(verifications.of(guest.id)),
            merges=tuple(merges.of(guest.id)),
            ratings=tuple(ratings.listed(guest_id=guest.id, most=None, before=None, limit=2**31)),
            exported_at=at,
        )

    def _wanted(self, query: str, *, email: str, phone: str, room: str) -> Wanted | None:
        """None when nobody can fit."""
        number = self._phone(phone) if phone else None
        address = _email(email) if email else None
        query = query.strip()
        given = Wanted(phone=number, email=address, room=room.strip() or None)
        if not query:
            return given
        digits = "".join(c for c in query if c.isdecimal())
        if "@" in query:
            return replace(given, email_start=query.casefold())
        if len(digits) >= MIN_PHONE_DIGITS and not any(c.isalpha() for c in query):
            begins = contact.phone(query, self.config.hotel.country)
            if begins is None and query.startswith(("+", "00")):
                begins = "+" + digits.removeprefix("00")
            if begins is not None:
                return replace(given, phone_start=begins)
        if any(c.isdecimal() for c in query):
            return replace(given, code=key(query))
        words = names.words(query)
        return replace(given, words=words) if words else None

    def _phone(self, text: str) -> str:
        """Raises Invalid."""
        found = contact.phone(text, self.config.hotel.country)
        if found is None:
            raise Invalid("That is no phone number. Write it like +351912345678.", field="phone")
        return found

    def _tidied(self, fields: GuestChanges) -> Mapping[str, object]:
        """Raises Invalid for a phone number, address or language that is none."""
        tidied: dict[str, object] = dict(fields)
        for name in ("first_name", "last_name"):
            if name in fields:
                tidied[name] = " ".join(str(tidied[name]).split())
        if phone := fields.get("phone"):
            tidied["phone"] = self._phone(phone)
        if email := fields.get("email"):
            tidied["email"] = _email(email)
        if language := fields.get("language"):
            tidied["language"] = contact.language(language)
            if tidied["language"] is None:
                raise Invalid("That is no language code, like pt or en.", field="language")
        return {n: None if v == "" and n not in _NAMES else v for n, v in tidied.items()}


_NAMES = ("first_name", "last_name")


def must(guest_id: GuestId) -> Guest:
    """The guest, or whoever they were merged into. Raises NotFound. Runs on a database thread."""
    guest = guests.get(guest_id)
    if guest is None:
        raise NotFound(f"There is no guest {guest_id}.")
    return guest


def _must_be_ours(guest: Guest, changes: Mapping[str, object]) -> None:
    links = guests.pms_links(guest.id)
    theirs = sorted(set(changes) & set(OWNED_BY_PMS))
    if links and theirs:
        raise Conflict(
            f"The PMS ({links[0].provider}) has the say of {', '.join(theirs)}. Change it there.",
            fields=theirs,
        )


def _name(guest: Guest, changes: Mapping[str, object]) -> bool:
    return any(changes.get(name, getattr(guest, name)) for name in _NAMES)


def _email(text: str) -> str:
    """Raises Invalid."""
    found = contact.email(text)
    if found is None:
        raise Invalid("That is no e-mail address.", field="email")
    return found


def _who(by: Staff) -> str:
    return f"staff:{by.id}"
