"""Mail out by SMTP: a few connections that are kept, and no more mails in a minute than allowed."""

from __future__ import annotations

import asyncio
import math
import ssl
import time
from contextlib import suppress

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from jack.channels.email_login import Logins, no_tls, unproven
from jack.config_schema import Email as Settings
from jack.errors import Ambiguous, Delivery, LockedOut, Permanent, Transient

CONNECTIONS = 2
IDLE_S = 30.0
"""A connection that did nothing for so long is not trusted to be there still."""
MAX_WAIT_S = 30.0
"""How long a mail waits for its turn before it goes back to the outbox."""
SLOW_BYTES_S = 500_000
"""The time a large mail is given grows as if the line took so many bytes a second."""


class Smtp:
    def __init__(self, settings: Settings, logins: Logins) -> None:
        self._settings = settings
        self._logins = logins
        self._tls: ssl.SSLContext | None = None
        self._is_open = False
        self._free: list[tuple[aiosmtplib.SMTP, float]] = []
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._next_at = -math.inf

    def start(self, tls: ssl.SSLContext) -> None:
        self._tls, self._is_open = tls, True

    def close(self) -> None:
        self._is_open = False
        free, self._free = self._free, []
        for smtp, _ in free:
            smtp.close()

    async def send(self, to: str, mail: bytes) -> None:
        """Raises Transient, Ambiguous or Permanent."""
        await self._my_turn()
        async with self._slots:
            await self._deliver(to, mail)

    async def check(self) -> None:
        """Connect and log in anew. Raises Permanent for what a person has to mend."""
        try:
            await self._put_back(await self._connect())
        except LockedOut as error:
            raise Permanent(str(error), reason=error.reason, fix=error.fix) from error

    async def _my_turn(self) -> None:
        """Servers block who sends too much in a minute."""
        at = time.monotonic()
        wait = max(self._next_at - at, 0.0)
        if wait > MAX_WAIT_S:
            raise Transient("Too many mails at once.", reason="paced", retry_after_s=wait)
        burst = 60.0 / self._settings.mails_per_minute
        self._next_at = max(self._next_at, at - 10 * burst) + burst
        await asyncio.sleep(wait)

    async def _deliver(self, to: str, mail: bytes) -> None:
        smtp = await self._connection()
        try:
            await self._hand_over(smtp, to, mail)
        except Delivery as error:
            if isinstance(error, Ambiguous) or error.reason == "unreachable":
                smtp.close()
            else:
                await self._put_back(smtp)
            raise
        except BaseException:
            smtp.close()
            raise
        await self._put_back(smtp)

    async def _hand_over(self, smtp: aiosmtplib.SMTP, to: str, mail: bytes) -> None:
        """Until the text is sent nothing is accepted; after it, silence means nobody knows."""
        options = [] if to.isascii() else ["SMTPUTF8"]
        if options and not smtp.supports_extension("smtputf8"):
            raise Permanent("The mail server takes no such address.", reason="bad_address")
        try:
            await smtp.mail(self._settings.address, options=options, encoding="utf-8")
            await smtp.rcpt(to, encoding="utf-8")
        except SMTPResponseException as error:
            raise _refused(error) from error
        except (SMTPException, OSError) as error:
            raise Transient("The mail server broke off.", reason="unreachable") from error
        try:
            await smtp.data(mail, timeout=self._settings.timeout_s + len(mail) / SLOW_BYTES_S)
        except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
            raise Ambiguous("The mail server gave no answer.", reason="reset") from error
        except SMTPResponseException as error:
            raise _refused(error) from error
        except SMTPException as error:
            raise Ambiguous("The mail server's answer is of no use.", reason="garbage") from error

    async def _put_back(self, smtp: aiosmtplib.SMTP) -> None:
        with suppress(SMTPException, OSError):
            await smtp.rset()
        if smtp.is_connected and self._is_open:
            self._free.append((smtp, time.monotonic()))
        else:
            smtp.close()

    async def _connection(self) -> aiosmtplib.SMTP:
        while self._free:
            smtp, used_at = self._free.pop()
            if smtp.is_connected and time.monotonic() - used_at < IDLE_S:
                with suppress(SMTPException, OSError):
                    await smtp.noop()
                    return smtp
            smtp.close()
        return await self._connect()

    async def _connect(self) -> aiosmtplib.SMTP:
        if not self._is_open:
            raise Transient("E-mail is not started.", reason="not_started")
        settings = self._settings
        smtp = aiosmtplib.SMTP(
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            tls_context=self._tls if settings.smtp_security != "none" else None,
            timeout=settings.timeout_s,
        )
        try:
            await smtp.connect()
            if settings.smtp_login:
                await self._log_in(smtp)
        except Permanent as error:  # of whoever gives out tokens
            smtp.close()
            raise LockedOut(str(error), reason=error.reason, fix=error.fix) from error
        except Delivery:
            smtp.close()
            raise
        except SMTPAuthenticationError as error:
            smtp.close()
            self._logins.refused()
            text = f"{settings.smtp_host} refuses the login of {self._logins.username}."
            raise LockedOut(text, reason="login", fix=self._logins.fix) from error
        except (SMTPException, OSError) as error:
            smtp.close()
            raise _unreached(settings.smtp_host, error) from error
        return smtp

    async def _log_in(self, smtp: aiosmtplib.SMTP) -> None:
        secret = await self._logins.secret()
        if secret.is_token:
            await smtp.auth_xoauth2(self._logins.username, secret.text)
        else:
            await smtp.login(self._logins.username, secret.text)


def _unreached(host: str, error: Exception) -> Transient:
    is_clear = type(error) is SMTPException and "STARTTLS" in str(error)
    why = no_tls(host, "smtp_host") if is_clear else unproven(host, "smtp_host", error)
    if why is None:
        return Transient(f"{host} cannot be reached.", reason="unreachable")
    return LockedOut(str(why), reason=why.reason, fix=why.fix)


def _refused(error: SMTPResponseException) -> Delivery:
    """What a server's refusal means: 4xx for now, 5xx for good (RFC 5321)."""
    code, words = error.code, " ".join(str(error.message).split())[:300]
    text = f"The mail server refused it: {code} {words}"
    if 500 <= code < 600:
        return Permanent(text, reason=str(code))
    return Transient(text, reason=str(code))
