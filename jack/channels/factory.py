"""Which channels there are. A new one is a module and a row here."""

from __future__ import annotations

from collections.abc import Callable

from jack.channels.base import Channel
from jack.config import Config


def _whatsapp(config: Config) -> Channel | None:
    settings = config.channels.whatsapp
    if not settings.enabled:
        return None
    from jack.channels.whatsapp import WhatsApp

    return WhatsApp(
        access_token=settings.access_token.get_secret_value(),
        app_secret=settings.app_secret.get_secret_value(),
        verify_token=settings.verify_token.get_secret_value(),
        phone_number_id=settings.phone_number_id,
        business_account_id=settings.business_account_id,
        api_url=settings.api_url,
        api_version=settings.api_version,
        timeout_s=settings.timeout_s,
        max_age_hours=settings.max_age_hours,
        pair_interval_s=settings.pair_interval_s,
        mark_read=settings.mark_read,
        public_url=config.server.public_url,
    )


def _sms(config: Config) -> Channel | None:
    settings = config.channels.sms
    if not settings.enabled:
        return None
    from jack.channels.sms import Sms

    return Sms(
        account_sid=settings.account_sid,
        auth_token=settings.auth_token.get_secret_value(),
        from_number=settings.from_number,
        messaging_service_sid=settings.messaging_service_sid,
        api_url=settings.api_url,
        public_url=config.server.public_url,
        timeout_s=settings.timeout_s,
        has_mms=settings.mms,
    )


def _webchat(config: Config) -> Channel | None:
    if not config.channels.webchat.enabled:
        return None
    from jack.channels.webchat import WebChat

    return WebChat(max_file_mb=config.media.max_file_mb)


def _email(config: Config) -> Channel | None:
    settings = config.channels.email
    if not settings.enabled:
        return None
    from jack.channels.email import Email

    return Email(settings, hotel=settings.sender_name or config.hotel.name)


CHANNELS: dict[str, Callable[[Config], Channel | None]] = {
    "whatsapp": _whatsapp,
    "sms": _sms,
    "email": _email,
    "webchat": _webchat,
}


def build(config: Config) -> dict[str, Channel]:
    """The channels that are switched on, by name."""
    built = {name: make(config) for name, make in CHANNELS.items()}
    return {name: channel for name, channel in built.items() if channel is not None}
