"""Two guests who are one person: suggested, previewed, merged, and undone."""

from __future__ import annotations

from dataclasses import dataclass

from jack.db import audit, conversations, guests, merges, suggestions
from jack.db.database import Database
from jack.errors import Conflict, Invalid, NotFound
from jack.events import ConversationChanged, Event, EventBus
from jack.model import names
from jack.model.clock import Clock
from jack.model.conversations import State
from jack.model.guests import Guest, GuestId, Merge, Preview, Suggestion
from jack.model.staff import Staff
from jack.services.announce import announce
from jack.services.guests import must


@dataclass(frozen=True, slots=True)
class Merges:
    db: Database
    bus: EventBus
    clock: Clock

    async def suggested(self, guest_id: GuestId, by: Staff) -> list[Suggestion]:
        """Who may be the same person, the best founded first. Raises NotFound."""

        def read() -> tuple[Guest, list[Suggestion]]:
            guest = must(guest_id)
            return guest, suggestions.of(guest.id)

        guest, found = await self.db.read(read)
        others = [each.guest.id for each in found]
        await self._looked(by, "guest.suggestions", guest, others=others)
        return found

    async def preview(self, kept_id: GuestId, merged_id: GuestId, by: Staff) -> Preview:
        """What a merge would do. Raises NotFound, Invalid for a guest and themselves."""
        found = await self.db.read(lambda: _preview(*_pair(kept_id, merged_id)))
        await self._looked(by, "guest.merge_preview", found.kept, merged=found.merged.id)
        return found

    async def _looked(self, by: Staff, action: str, guest: Guest, **data: object) -> None:
        subject = f"guest:{guest.id}"
        await self.db.write(audit.add, f"staff:{by.id}", action, subject, self.clock(), **data)

    async def merge(self, kept_id: GuestId, merged_id: GuestId, by: Staff) -> Merge:
        """Make the second a part of the first. Raises NotFound, and Invalid for a guest and
        themselves."""

        def work() -> tuple[Merge, list[Event]]:
            at = self.clock()
            kept, merged = _pair(kept_id, merged_id)
            about = _conversations(merged.id)
            made = merges.merge(
                kept,
                merged,
                at,
                evidence=suggestions.between(kept.id, merged.id),
                staff_id=by.id,
            )
            audit.add(
                f"staff:{by.id}",
                "guest.merge",
                f"guest:{kept.id}",
                at,
                merged=merged.id,
                merge=made,
            )
            return _must(made), about

        done, events = await self.db.write(work)
        announce(self.bus, events)
        return done

    async def undo(self, merge_id: int, by: Staff) -> Merge:
        """Make them two again. Raises NotFound, and Conflict when that was done already or a later
        merge has to be undone first."""

        def work() -> tuple[Merge, list[Event]]:
            at = self.clock()
            known = _must(merge_id)
            if known.undone_at is not None:
                raise Conflict(f"Merge {merge_id} was undone already.")
            if (last := merges.later(known)) is not None:
                raise Conflict(f"Undo merge {last} first: it came later.", mergeId=str(last))
            merges.undo(known, at)
            about = _conversations(known.kept_id) + _conversations(known.merged_id)
            audit.add(
                f"staff:{by.id}",
                "guest.unmerge",
                f"guest:{known.kept_id}",
                at,
                merged=known.merged_id,
                merge=merge_id,
            )
            return _must(merge_id), about

        done, events = await self.db.write(work)
        announce(self.bus, events)
        return done

    async def of(self, guest_id: GuestId) -> list[Merge]:
        """Merges this guest took part in, newest first. Raises NotFound."""

        def read() -> list[Merge]:
            return merges.of(must(guest_id).id)

        return await self.db.read(read)

    async def set_distinct(self, guest_id: GuestId, other: GuestId, by: Staff) -> None:
        """They are two people: not suggested again. Raises NotFound, Invalid."""

        def work() -> None:
            at = self.clock()
            one, two = _pair(guest_id, other)
            suggestions.set_distinct(one.id, two.id, at, staff_id=by.id)
            audit.add(f"staff:{by.id}", "guest.distinct", f"guest:{one.id}", at, other=two.id)

        await self.db.write(work)

    async def unset_distinct(self, guest_id: GuestId, other: GuestId, by: Staff) -> None:
        """They may be one after all. Raises NotFound when nobody had said that they are two."""

        def work() -> None:
            one, two = _pair(guest_id, other)
            if not suggestions.unset_distinct(one.id, two.id):
                raise NotFound(f"Nobody said that guests {one.id} and {two.id} are two people.")
            subject = f"guest:{one.id}"
            audit.add(f"staff:{by.id}", "guest.not_distinct", subject, self.clock(), other=two.id)

        await self.db.write(work)


def _pair(kept_id: GuestId, merged_id: GuestId) -> tuple[Guest, Guest]:
    kept, merged = must(kept_id), must(merged_id)
    if kept.id == merged.id:
        raise Invalid(f"Guests {kept_id} and {merged_id} are one already.", field="guestId")
    return kept, merged


def _must(merge_id: int) -> Merge:
    found = merges.get(merge_id)
    if found is None:
        raise NotFound(f"There is no merge {merge_id}.")
    return found


def _preview(kept: Guest, merged: Guest) -> Preview:
    rows = merges.moving(kept.id, merged.id)
    called = {table: name for name, table in merges.OWNED.items()}
    return Preview(
        kept=kept,
        merged=merged,
        evidence=suggestions.between(kept.id, merged.id),
        moves={called[table]: len(ids) for table, ids in rows.items()},
        fills=tuple(merges.fills(kept, merged)),
        warnings=tuple(_warnings(kept, merged)),
    )


def _warnings(kept: Guest, merged: Guest) -> list[str]:
    warnings = []
    if not names.may_be_same(kept.name, merged.name):
        warnings.append("different_names")
    if suggestions.are_together(kept.id, merged.id):
        warnings.append("same_booking")
    elif suggestions.is_distinct(kept.id, merged.id):
        warnings.append("said_to_be_two")
    for field in ("phone", "email"):
        mine, theirs = getattr(kept, field), getattr(merged, field)
        if mine and theirs and mine != theirs:
            warnings.append(f"different_{field}s")
    providers = [link.provider for link in guests.pms_links(kept.id)]
    if any(link.provider in providers for link in guests.pms_links(merged.id)):
        warnings.append("two_of_the_pms")
    return warnings


def _conversations(guest_id: GuestId) -> list[Event]:
    """Live listeners look again at what changed hands."""
    return [
        ConversationChanged(each.id, each.state)
        for each in conversations.of(guest_id)
        if each.state is not State.CLOSED
    ]
