"""E-mail: out by SMTP, in by IMAP."""

from __future__ import annotations

import asyncio
import math
import secrets
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from jack.channels.base import Traits
from jack.channels.email_imap import PAGE, Imap
from jack.channels.email_login import Logins, no_tls, unproven
from jack.channels.email_parse import parse
from jack.channels.email_write import compose
from jack.config_schema import Email as Settings
from jack.errors import Ambiguous, Delivery, Permanent, Transient
from jack.model.clock import Micros, now
from jack.model.lengths import MAX_CHARS
from jack.model.mails import Batch, Cursor, Fetched, Letter, Thread, bare
from jack.model.messages import OutboxItem, OutboxKind

T = TypeVar("T")

CONNECTIONS = 2
IDLE_S = 30.0
"""A connection that did nothing for so long is not trusted to be there still."""
MAX_WAIT_S = 30.0
"""How long a mail waits for its turn before it goes back to the outbox."""

WRONG_HERE = ("login", "certificate", "no_tls")
"""Troubles that a person has to mend; what waits to be sent waits for it all the same."""


class Email:
    name = "email"

    def __init__(self, settings: Settings, *, hotel: str) -> None:
        self.traits = Traits(
            proves_identity=False,
            is_repeatable=False,
            max_chars=MAX_CHARS["email"],
            hourly_answers=settings.replies_per_hour,
        )
        self.account = settings.address
        self.folder = settings.folder
        self._settings = settings
        self._hotel = hotel
        self._own = (settings.address, *settings.other_addresses)
        self._trusted = tuple(name.lower() for name in settings.trusted_servers)
        self._logins = Logins(
            username=settings.username or settings.address,
            password=settings.password.get_secret_value(),
            token_url=settings.oauth_token_url,
            client_id=settings.oauth_client_id,
            client_secret=settings.oauth_client_secret.get_secret_value(),
            refresh_token=settings.oauth_refresh_token.get_secret_value(),
            scope=settings.oauth_scope,
            timeout_s=settings.timeout_s,
        )
        self._tls: ssl.SSLContext | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._imap: Imap | None = None
        self._free: list[tuple[aiosmtplib.SMTP, float]] = []
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._next_at = -math.inf

    async def start(self) -> None:
        if self._thread is None:
            self._tls = await asyncio.to_thread(self._tls_context)
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="imap")
            self._imap = self._new_imap()

    def _tls_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._settings.ca_file or None)

    async def close(self) -> None:
        free, self._free = self._free, []
        for smtp, _ in free:
            smtp.close()
        thread, imap = self._thread, self._imap
        self._thread = self._imap = None
        if thread is not None and imap is not None:
            imap.wake()
            await asyncio.get_running_loop().run_in_executor(thread, imap.end)
            thread.shutdown(wait=False)

    # -- going out -------------------------------------------------------------------------

    async def send(self, item: OutboxItem) -> str:
        """Hand a mail to the hotel's server; its Message-ID. A bounce tells later of failures."""
        if len(item.text) > self.traits.max_chars:
            raise Permanent("The text is too long for a mail.", reason="too_long")
        thread = item.thread or Thread(self._new_id())
        if thread.bounced and item.kind is not OutboxKind.STAFF:
            raise Permanent(f"Mail to this guest came back: {thread.bounced}", reason="bounced")
        to = bare(item.address)
        mail = compose(
            sender=self.account,
            hotel=self._hotel,
            to=to,
            text=item.text,
            kind=item.kind,
            thread=thread,
            at=now(),
            reply_to=self._reply_to(thread),
        )
        await self._my_turn()
        async with self._slots:
            await self._deliver(to, mail.as_bytes())
        return thread.message_id

    def _new_id(self) -> str:
        return f"<{secrets.token_hex(16)}@{self.account.rpartition('@')[2]}>"

    def _reply_to(self, thread: Thread) -> str:
        if not self._settings.plus_addressing:
            return ""
        local, _, domain = self.account.partition("@")
        return f"{local}+{thread.message_id[1:].partition('@')[0]}@{domain}"

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
            await smtp.mail(self.account, options=options, encoding="utf-8")
            await smtp.rcpt(to, encoding="utf-8")
        except SMTPResponseException as error:
            raise _refused(error) from error
        except (SMTPException, OSError) as error:
            raise Transient("The mail server broke off.", reason="unreachable") from error
        try:
            await smtp.data(mail)
        except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
            raise Ambiguous("The mail server gave no answer.", reason="reset") from error
        except SMTPResponseException as error:
            raise _refused(error) from error
        except SMTPException as error:
            raise Ambiguous("The mail server's answer is of no use.", reason="garbage") from error

    async def _put_back(self, smtp: aiosmtplib.SMTP) -> None:
        with suppress(SMTPException, OSError):
            await smtp.rset()
        if smtp.is_connected and self._thread is not None:
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
        if self._thread is None:
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
        except Delivery:
            smtp.close()
            raise
        except SMTPAuthenticationError as error:
            smtp.close()
            self._logins.refused()
            text = f"{settings.smtp_host} refuses the login of {self._logins.username}."
            raise Transient(text, reason="login", fix=self._logins.fix) from error
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

    # -- coming in -------------------------------------------------------------------------

    async def fetch(
        self,
        cursor: Cursor | None,
        *,
        at: Micros,
        known: Callable[[Sequence[str]], Awaitable[Sequence[str]]],
    ) -> Batch:
        imap = await self._opened()
        folder = await self._in_thread(imap.select)
        end = Cursor(folder.uid_validity, folder.next_uid - 1, cursor.baseline_at if cursor else at)
        if cursor is None:
            return Batch(end)
        if cursor.uid_validity != folder.uid_validity:
            return await self._resynchronise(imap, cursor, end, known)
        mails, has_more = await self._in_thread(partial(imap.after, cursor))
        last = max((mail.uid for mail in mails), default=cursor.last_uid)
        coming = Cursor(cursor.uid_validity, last, cursor.baseline_at)
        return Batch(coming, tuple(mails), has_more=has_more)

    async def _resynchronise(
        self,
        imap: Imap,
        cursor: Cursor,
        end: Cursor,
        known: Callable[[Sequence[str]], Awaitable[Sequence[str]]],
    ) -> Batch:
        """The server numbered its mails anew: what is new is told by Message-ID."""
        listed = await self._in_thread(partial(imap.since, cursor.baseline_at))
        seen: set[str] = set()
        for start in range(0, len(listed), 200):
            ids = [each.message_id for each in listed[start : start + 200] if each.message_id]
            seen.update(await known(ids) if ids else ())
        missing = [each.uid for each in listed if each.message_id not in seen]
        mails: list[Fetched] = []
        while missing:
            part, _ = await self._in_thread(partial(imap.these, missing))
            mails += part
            last = part[-1].uid if part else missing[:PAGE][-1]
            missing = [uid for uid in missing if uid > last]
        return Batch(end, tuple(mails), is_rebuilt=True)

    async def wait(self) -> None:
        imap = await self._opened()
        can_idle = await self._in_thread(lambda: imap.can_idle)
        call = (
            partial(imap.idle, self._settings.idle_s)
            if can_idle
            else partial(imap.rest, self._settings.poll_s)
        )
        try:
            await self._in_thread(call)
        except asyncio.CancelledError:
            imap.wake()
            raise

    def read(self, mail: Fetched) -> Letter:
        return parse(mail.body, own=self._own, trusted=self._trusted, is_cut=mail.is_cut)

    async def _opened(self) -> Imap:
        imap = self._imap
        if imap is None:
            raise Transient("E-mail is not started.", reason="not_started")
        if not imap.is_open:
            await self._open(imap)
        return imap

    async def _open(self, imap: Imap) -> None:
        secret = await self._logins.secret()
        try:
            await self._in_thread(partial(imap.open, secret))
        except Permanent as error:
            self._logins.refused()
            if error.reason == "login":
                error.fix = self._logins.fix
            raise

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _new_imap(self) -> Imap:
        settings = self._settings
        return Imap(
            host=settings.imap_host,
            port=settings.imap_port,
            security=settings.imap_security,
            folder=settings.folder,
            username=self._logins.username,
            timeout_s=settings.timeout_s,
            max_bytes=settings.max_mail_bytes,
            tls=self._tls,
        )

    # -- is all well -----------------------------------------------------------------------

    async def check(self) -> str:
        """Log in at both servers and look into the folder."""
        imap = await self._opened()
        await self._in_thread(imap.select)
        can_idle = await self._in_thread(lambda: imap.can_idle)
        try:
            await self._put_back(await self._connect())
        except Transient as error:
            if error.reason in WRONG_HERE:
                raise Permanent(str(error), reason=error.reason, fix=error.fix) from error
            raise
        how = "tells of new mail" if can_idle else "has to be asked for new mail"
        return f"{self._settings.imap_host} {how}, {self._settings.smtp_host} takes mail"


def _unreached(host: str, error: Exception) -> Transient:
    is_clear = type(error) is SMTPException and "STARTTLS" in str(error)
    why = no_tls(host, "smtp_host") if is_clear else unproven(host, "smtp_host", error)
    if why is None:
        return Transient(f"{host} cannot be reached.", reason="unreachable")
    return Transient(str(why), reason=why.reason, fix=why.fix)


def _refused(error: SMTPResponseException) -> Delivery:
    """What a server's refusal means: 4xx for now, 5xx for good (RFC 5321)."""
    code, words = error.code, " ".join(str(error.message).split())[:300]
    text = f"The mail server refused it: {code} {words}"
    if 500 <= code < 600:
        return Permanent(text, reason=str(code))
    return Transient(text, reason=str(code))
