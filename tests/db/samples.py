"""Rows that most database tests need. Every function runs on a database thread."""

from __future__ import annotations

import itertools
from datetime import date

from jack.db import conversations, guests, inbox, messages, outbox, reservations, staff
from jack.model.clock import HOUR, SECOND, Micros
from jack.model.conversations import Conversation
from jack.model.messages import Delivery, Inbound, Kind, OutboxKind, Sender
from jack.model.reservations import ReservationStatus
from jack.model.staff import Role

NOW: Micros = 1_800_000_000 * SECOND
ANA = "351912345678"
BEN = "4915112345678"

_numbers = itertools.count(1)


def inbound(
    text: str = "Hello",
    *,
    address: str = ANA,
    account: str = "hotel",
    vendor_id: str = "",
    name: str = "Ana Silva",
) -> Inbound:
    return Inbound(
        channel="whatsapp",
        account=account,
        vendor_id=vendor_id or f"wamid.{next(_numbers)}",
        address=address,
        kind=Kind.TEXT,
        text=text,
        name=name,
        phone=f"+{address}",
    )


def conversation(
    address: str = ANA, *, at: Micros = NOW, reopen_after: Micros = 0, channel: str = "whatsapp"
) -> Conversation:
    """The open conversation with the guest at this address."""
    guest_id = guests.identify(inbound(address=address), at, is_proven=True)
    return conversations.open_for(
        guest_id,
        channel=channel,
        account="hotel",
        address=address,
        reservation_id=None,
        at=at,
        reopen_after=reopen_after,
    )


def said(
    text: str = "Hello",
    *,
    address: str = ANA,
    at: Micros = NOW,
    sender: Sender = Sender.GUEST,
    delivery: Delivery | None = None,
) -> int:
    """A message in the conversation with the guest at this address; its id."""
    return messages.add(
        conversation_id=conversation(address, at=at).id,
        sender=sender,
        channel="whatsapp",
        address=address,
        text=text,
        delivery=delivery,
        at=at,
    )


def received(
    text: str = "Hello",
    *,
    address: str = ANA,
    at: Micros = NOW,
    due_at: Micros | None = None,
    vendor_id: str = "",
) -> int:
    """A guest's message waiting in the inbox; the message's id."""
    message_id = said(text, address=address, at=at)
    inbox.put(
        inbound(text, address=address, vendor_id=vendor_id),
        message_id=message_id,
        conversation_id=conversation(address, at=at).id,
        payload_id=None,
        due_at=at if due_at is None else due_at,
        at=at,
    )
    return message_id


def queued(
    text: str = "Breakfast is at seven.",
    *,
    address: str = ANA,
    at: Micros = NOW,
    kind: OutboxKind = OutboxKind.ANSWER,
    channel: str = "whatsapp",
    expires_at: Micros | None = None,
) -> int:
    """A message waiting in the outbox; the outbox row's id."""
    sender = Sender.STAFF if kind is OutboxKind.STAFF else Sender.AI
    message_id = said(text, address=address, at=at, sender=sender, delivery=Delivery.QUEUED)
    return outbox.put(
        message_id=message_id,
        conversation_id=conversation(address, at=at).id,
        kind=kind,
        channel=channel,
        account="hotel",
        address=address,
        text=text,
        expires_at=at + HOUR if expires_at is None else expires_at,
        at=at,
    )


def colleague(email: str = "maria@hotel.example", *, role: Role = Role.FRONT_DESK) -> int:
    return staff.add(email, "Maria Costa", role, ["front_desk"], NOW)


def stay(
    guest_id: int,
    arrival: date,
    departure: date,
    *,
    status: ReservationStatus = ReservationStatus.CONFIRMED,
    room: str | None = None,
) -> int:
    number = next(_numbers)
    return reservations.add(
        guest_id=guest_id,
        provider="mock",
        external_id=f"R{number}",
        confirmation=f"C{number}",
        status=status,
        arrival=arrival,
        departure=departure,
        room=room,
        room_type=None,
        adults=2,
        children=0,
        at=NOW,
    )
