"""By which channel, to which address and in which words a rule's message can go now, or why not.

Runs inside a read or write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jack.channels.base import Channel
from jack.config import Config
from jack.db import contacts, guests
from jack.errors import Invalid
from jack.model.automations import Offer, RunReason, SendMessage
from jack.model.clock import Micros
from jack.model.consent import Purpose
from jack.model.conversations import Channel as Name
from jack.model.conversations import Conversation
from jack.model.guests import Guest, Identity
from jack.model.reservations import Reservation
from jack.model.templates import SECRET, Trust
from jack.model.vendor_templates import call
from jack.services import consent, windows, wording
from jack.services.sendable import sendable
from jack.services.wording import Text, Words


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is written to, where, and how sure it is that it is they (R6)."""

    guest: Guest
    stay: Reservation | None
    channel: str
    address: str
    language: str
    trust: Trust
    task_title: str


@dataclass(frozen=True, slots=True)
class Ways:
    channels: Mapping[str, Channel]
    config: Config

    def offers(
        self,
        action: SendMessage,
        guest: Guest,
        stay: Reservation | None,
        conversation: Conversation | None,
        at: Micros,
        *,
        task_title: str = "",
    ) -> tuple[Offer, ...]:
        """In the order to try, up to the first that is open."""
        found: list[Offer] = []
        identities = guests.identities(guest.id)
        spoken = conversation.language if conversation is not None else None
        language = spoken or guest.language or self.config.hotel.language
        for channel in self._order(action, conversation):
            address = _address(channel, guest, identities)
            if address is None:
                continue
            trust = wording.trust_of(guest, channel, address)
            reader = Reader(guest, stay, channel, address, language, trust, task_title)
            found.append(self._offer(action, reader, at))
            if found[-1].refusal is None:
                break
        return tuple(found)

    def _order(self, action: SendMessage, conversation: Conversation | None) -> Iterator[str]:
        """As the rule says, else where the guest writes first. Nobody can be written to in a web
        chat: its visitor may be gone."""
        preferred = [conversation.channel] if conversation is not None else []
        wanted = action.channels or (*preferred, *self.config.outbox.fallback)
        for name in dict.fromkeys(wanted):
            if name in self.channels and name != Name.WEBCHAT:
                yield name

    def _offer(self, action: SendMessage, to: Reader, at: Micros) -> Offer:
        if (reason := _consent(action, to)) is not None:
            return _refused(to, reason)
        text = wording.find(action.template, to.channel, (to.language, self.config.hotel.language))
        if text is None:
            return _refused(to, RunReason.NO_TEMPLATE, action.template)
        if not windows.takes_text(to.channel, to.address, at):
            return self._approved(action, text, to, at)
        words = wording.fill(
            self.config,
            text,
            guest=to.guest,
            stay=to.stay,
            trust=to.trust,
            task_title=to.task_title,
        )
        if not words.is_whole:
            return _refused(to, _why_missing(words, to.trust), ", ".join(words.missing))
        fits = wording.length_of(words.text, to.channel).fits
        if not fits or len(words.text) > self.channels[to.channel].traits.max_chars:
            return _refused(to, RunReason.TOO_LONG)
        return Offer(
            to.channel,
            contacts.account_of(to.channel, to.address),
            to.address,
            text=words.text,
            subject=words.subject,
            language=text.language,
            asks_rating=text.asks_rating,
        )

    def _approved(self, action: SendMessage, text: Text, to: Reader, at: Micros) -> Offer:
        """As the template that the vendor approved for this text, where one is bound to it."""
        found = sendable(
            self.channels,
            to.guest.id,
            to.channel,
            to.address,
            at,
            language=to.language,
            values=wording.values_of(
                self.config,
                to.language,
                guest=to.guest,
                stay=to.stay,
                task_title=to.task_title,
            ),
            trust=to.trust,
            purpose=action.purpose,
        )
        for offer in found.offers:
            if offer.own is None or offer.own.name != action.template or offer.missing:
                continue
            try:
                template = call(offer.template, offer.values)
            except Invalid:
                continue
            return Offer(
                to.channel,
                contacts.account_of(to.channel, to.address),
                to.address,
                text=offer.text,
                language=offer.template.language.partition("_")[0],
                template=template,
                asks_rating=text.asks_rating,
            )
        return _refused(to, RunReason.WINDOW)


def _refused(to: Reader, reason: RunReason, detail: str = "") -> Offer:
    return Offer(to.channel, "", to.address, refusal=reason, detail=detail)


def _why_missing(words: Words, trust: Trust) -> RunReason:
    is_private = any(name in words.withheld for name in words.missing)
    if is_private and (trust is Trust.NONE or any(name in SECRET for name in words.missing)):
        return RunReason.PRIVATE
    return RunReason.MISSING_VALUES


def _consent(action: SendMessage, to: Reader) -> RunReason | None:
    """R8: the guest's own word, and that of whoever writes from there: stop means stop."""
    holder = guests.at(to.channel, to.address)
    for guest_id in {to.guest.id, to.guest.id if holder is None else holder}:
        if consent.has_refused(guest_id, to.channel):
            return RunReason.OPTED_OUT
    if not consent.may_start(to.guest.id, to.channel, action.purpose):
        is_marketing = action.purpose is Purpose.MARKETING
        return RunReason.NO_CONSENT if is_marketing else RunReason.OPTED_OUT
    return None


def _address(channel: str, guest: Guest, known: Sequence[Identity]) -> str | None:
    """Where the guest has proven to be on this channel; else what the booking says; else where
    they were met."""
    mine = sorted(
        (each for each in known if each.channel == channel), key=lambda i: (i.is_proven, i.id)
    )
    if mine and mine[-1].is_proven:
        return mine[-1].address
    if channel == Name.SMS:
        proven = [each.phone for each in known if each.is_proven and each.phone]
        if proven:
            return proven[-1]
    told = guest.email if channel == Name.EMAIL else guest.phone
    if told:
        return told.removeprefix("+") if channel == Name.WHATSAPP else told
    return mine[-1].address if mine else None
