"""What becomes of a send that failed: another try, the guest's next channel, or red for staff (R11).

All of it runs inside the write that learns of the failure, so a message has one state and one way
out at any time; what a vendor says later of an earlier way is still understood.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jack.channels.base import Channel
from jack.config import Config
from jack.db import attempts, audit, conversations, guests, media, outbox
from jack.db.outbox import Moved
from jack.events import Event, OutboxFilled
from jack.model.clock import MINUTE, Micros
from jack.model.consent import ConsentSource, Purpose
from jack.model.guests import Identity
from jack.model.messages import Delivery, OutboxItem, OutboxKind, StatusReport
from jack.model.windows import is_open
from jack.services import consent
from jack.services.announce import status_event
from jack.services.media import refusal_of

TRY_AGAIN_AFTER = 5 * MINUTE
"""A phone that is off is not on again in seconds; doubles with each try."""
MAX_TRIES = 4


@dataclass(frozen=True, slots=True)
class Onward:
    channels: Mapping[str, Channel]
    config: Config

    def apply_status(self, report: StatusReport, at: Micros) -> list[Event]:
        """A vendor's word about something we sent, or about an earlier way of sending it."""
        former = attempts.find(report.channel, report.vendor_id)
        if former is not None:
            if report.status not in (Delivery.DELIVERED, Delivery.READ):
                return []
            arrived = outbox.arrived_after_all(former, report.status, at)
            return [status_event(arrived)] if arrived else []
        moved = outbox.apply_status(report, at)
        if moved is None:
            return []
        if moved.state is not Delivery.FAILED:
            return [status_event(moved)]
        if report.is_opt_out:
            self.refused(moved.conversation_id, report.channel, at)
        if report.stops_offers:
            self.refused(moved.conversation_id, report.channel, at, Purpose.MARKETING)
        if report.closes_window:
            guests.silent(report.channel, moved.address)
        if report.is_temporary and (again := self._try_again(moved, at)) is not None:
            return [status_event(again), OutboxFilled()]
        return self._go_on(moved, at)

    def give_up(self, outbox_id: int, *, code: str, text: str, at: Micros) -> list[Event]:
        """This channel will not take it: on to the next where it is important, else red."""
        moved = outbox.failed(outbox_id, code=code, text=text, at=at)
        return self._go_on(moved, at) if moved else []

    def hold_back(self, at: Micros) -> list[Event]:
        """What guests have refused is not sent here (R8), nor what the vendor would refuse because
        its window has closed; call in the write that takes sends."""
        silenced = [n for n, channel in self.channels.items() if channel.traits.stop_is_total]
        events: list[Event] = []
        for moved in outbox.refuse(at, silenced=silenced):
            events += self._go_on(moved, at)
        for moved in outbox.shut(at):
            in_doubt = moved.state is Delivery.UNCERTAIN
            events += [status_event(moved)] if in_doubt else self._go_on(moved, at)
        return events

    def hurry(self, item: OutboxItem, *, code: str, text: str, at: Micros) -> list[Event]:
        """A safety text does not wait for a channel in trouble if the guest has another (R10)."""
        if item.kind is not OutboxKind.SAFETY or self._next(item, at) is None:
            return []
        return self.give_up(item.id, code=code, text=text, at=at)

    def refused(
        self,
        conversation_id: int,
        channel: str,
        at: Micros,
        purpose: Purpose = Purpose.MESSAGES,
    ) -> None:
        """The vendor says that the guest has stopped messages, or offers."""
        conversation = conversations.get(conversation_id)
        assert conversation is not None, "an outbox row holds its conversation"
        consent.record(
            conversation.guest_id,
            channel,
            purpose,
            is_given=False,
            source=ConsentSource.VENDOR,
            at=at,
        )

    # -- parts -----------------------------------------------------------------------------

    def _try_again(self, moved: Moved, at: Micros) -> Moved | None:
        item = outbox.get(moved.outbox_id)
        assert item is not None
        tries = sum(attempt.channel == item.channel for attempt in attempts.of(item.id))
        next_at = at + TRY_AGAIN_AFTER * 2**tries
        if tries + 1 >= MAX_TRIES or next_at >= item.expires_at:
            return None
        return outbox.try_again(item.id, next_at, at)

    def _go_on(self, moved: Moved, at: Micros) -> list[Event]:
        item = outbox.get(moved.outbox_id)
        assert item is not None
        way = self._next(item, at)
        if way is None:
            return [status_event(moved)]
        channel, address = way
        rerouted = outbox.reroute(item.id, channel, address, at)
        assert rerouted is not None
        audit.add(
            "system",
            "outbox.rerouted",
            f"outbox:{item.id}",
            at,
            source=item.channel,
            target=channel,
            reason=item.error_code,
        )
        return [status_event(rerouted), OutboxFilled()]

    def _next(self, item: OutboxItem, at: Micros) -> tuple[str, str] | None:
        """(channel, address) to go on by: proven to be the same guest's, allowed, not tried yet."""
        if not item.is_important or at >= item.expires_at or item.state is Delivery.DISCARDED:
            return None
        conversation = conversations.get(item.conversation_id)
        assert conversation is not None, "an outbox row holds its conversation"
        known = [i for i in guests.identities(conversation.guest_id) if i.is_proven]
        files = media.of_messages([item.message_id]).get(item.message_id, ())
        tried = {item.channel, *(attempt.channel for attempt in attempts.of(item.id))}
        for name in self.config.outbox.fallback:
            channel = self.channels.get(name)
            if channel is None or name in tried or len(item.text) > channel.traits.max_chars:
                continue
            if refusal_of(name, self.channels, item.text, files) is not None:
                continue
            is_safety = item.kind is OutboxKind.SAFETY
            if not is_safety and not consent.may_start(conversation.guest_id, name):
                continue
            address = _address(name, known)
            if address and is_open(name, guests.wrote_at(name, address), at):
                return name, address
        return None


def _address(channel: str, known: Sequence[Identity]) -> str | None:
    """Where a guest can be written to: the last address of theirs that this channel proved, or
    by SMS the number that another one did."""
    mine = [identity.address for identity in known if identity.channel == channel]
    if channel == "sms":
        mine = mine or [identity.phone for identity in known if identity.phone]
    return mine[-1] if mine else None
