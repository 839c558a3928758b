"""E-mail: out by SMTP, in by IMAP."""

from __future__ import annotations

import asyncio
import logging
import secrets
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext
from email.message import EmailMessage
from functools import partial

from jack.channels.base import Capability, Downloaded, Find, Keep, StaffMail, Traits
from jack.channels.email_imap import PAGE, Imap, Line
from jack.channels.email_login import Logins
from jack.channels.email_parse import authorities, parse
from jack.channels.email_sent import SentFolder
from jack.channels.email_smtp import Smtp
from jack.channels.email_write import attach, compose, compose_for_staff
from jack.config_schema import Email as Settings
from jack.errors import ConfigError, Delivery, Permanent, Transient
from jack.model.clock import Micros, now
from jack.model.lengths import MAX_CHARS
from jack.model.mails import Batch, Cursor, Fetched, Letter, Thread, bare
from jack.model.media import ENDINGS, OutgoingFile, Reason
from jack.model.messages import Delivery as State
from jack.model.messages import OutboxItem, OutboxKind, StatusReport

log = logging.getLogger(__name__)

MEBIBYTE = 1024 * 1024
MAX_FILES = 10
"""Of one mail that staff send."""
FILING = 50
"""Copies that may wait for the Sent folder; further ones are not kept."""


class Email:
    name = "email"

    def __init__(self, settings: Settings, *, hotel: str) -> None:
        self.traits = Traits(
            proves_identity=False,
            is_repeatable=False,
            max_chars=MAX_CHARS["email"],
            hourly_answers=settings.replies_per_hour,
            files=dict.fromkeys(ENDINGS, settings.max_files_mb * MEBIBYTE),
            max_files=MAX_FILES,
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
        self._smtp = Smtp(settings, self._logins)
        self._inbox: Line | None = None
        self._sent: SentFolder | None = None
        self._one_with_files = asyncio.Semaphore(1)
        self._filing: set[asyncio.Task[None]] = set()

    def use_login(self, find: Find, keep: Keep) -> None:
        self._logins.find, self._logins.keep = find, keep

    async def start(self) -> None:
        if self._inbox is None:
            tls = await asyncio.to_thread(self._tls_context)
            self._smtp.start(tls)
            self._inbox = Line(self._imap(tls), self._logins)
            self._sent = SentFolder(Line(self._imap(tls), self._logins), self._settings.sent_folder)

    def _tls_context(self) -> ssl.SSLContext:
        """Raises ConfigError for certificates that are none."""
        path = self._settings.ca_file
        try:
            return ssl.create_default_context(cafile=path or None)
        except OSError as error:  # ssl.SSLError is one
            reason = error.strerror or type(error).__name__
            raise ConfigError(
                f"channels.email.ca_file = {path} holds no certificates that can be read ({reason})."
            ) from error

    def _imap(self, tls: ssl.SSLContext) -> Imap:
        settings = self._settings
        return Imap(
            host=settings.imap_host,
            port=settings.imap_port,
            security=settings.imap_security,
            folder=settings.folder,
            username=self._logins.username,
            timeout_s=settings.timeout_s,
            max_bytes=settings.max_mail_bytes,
            tls=tls,
        )

    async def close(self) -> None:
        self._smtp.close()
        if self._filing:
            await asyncio.wait(self._filing, timeout=self._settings.timeout_s)
        inbox, sent = self._inbox, self._sent
        self._inbox = self._sent = None
        if inbox is not None and sent is not None:
            await inbox.close()
            await sent.line.close()

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
        async with self._one_with_files if item.files else nullcontext():
            raw = await self._written(mail, item.files)
            await self._smtp.send(to, raw)
        if self._settings.keep_sent and len(self._filing) < FILING:
            task = asyncio.create_task(self._keep(thread.message_id, raw))
            self._filing.add(task)
            task.add_done_callback(self._filing.discard)
        return thread.message_id

    async def _written(self, mail: EmailMessage, files: Sequence[OutgoingFile]) -> bytes:
        """The mail as it is sent. One with files is large several times over while it is made."""
        most = self._settings.max_files_mb * MEBIBYTE
        if sum(file.size for file in files) > most:
            raise Permanent(
                f"The files are larger together than {self._settings.max_files_mb} MB.",
                reason="too_large",
            )
        for file in files:
            attach(mail, file.name, file.content_type, await file.read())
        return await asyncio.to_thread(mail.as_bytes) if files else mail.as_bytes()

    async def download(self, ref: Mapping[str, str], *, limit_bytes: int) -> Downloaded:
        """Files come with their mail; one that did not was behind the end of a mail that was cut."""
        raise Permanent("The mail is larger than what is fetched.", reason=Reason.TOO_LARGE)

    async def write_to_staff(self, mail: StaffMail) -> None:
        """A mail to the hotel's own people; it waits its turn like those to guests."""
        made = compose_for_staff(mail, sender=self.account, hotel=self._hotel, at=now())
        await self._smtp.send(mail.to, made.as_bytes())

    async def _keep(self, message_id: str, raw: bytes) -> None:
        """A copy for staff who look with a mail program; without it the mail has gone all the same."""
        if self._sent is None:
            return
        try:
            await self._sent.keep(message_id, raw)
        except Delivery as error:
            log.warning("no copy in the sent folder", extra={"reason": error.reason})

    async def settle(self, item: OutboxItem) -> list[StatusReport] | None:
        """Whether the Sent folder has the mail. That it has not proves nothing."""
        if item.thread is None or self._sent is None:
            return None
        message_id = item.thread.message_id
        is_there = await self._sent.has(message_id)
        return [StatusReport(self.name, State.SENT, message_id, item.id)] if is_there else None

    def _new_id(self) -> str:
        return f"<{secrets.token_hex(16)}@{self.account.rpartition('@')[2]}>"

    def _reply_to(self, thread: Thread) -> str:
        if not self._settings.plus_addressing:
            return ""
        local, _, domain = self.account.partition("@")
        return f"{local}+{thread.message_id[1:].partition('@')[0]}@{domain}"

    # -- coming in -------------------------------------------------------------------------

    async def fetch(
        self,
        cursor: Cursor | None,
        *,
        at: Micros,
        known: Callable[[Sequence[str]], Awaitable[Sequence[str]]],
    ) -> Batch:
        folder = await self._mailbox.ask(Imap.select)
        end = Cursor(folder.uid_validity, folder.next_uid - 1, cursor.baseline_at if cursor else at)
        if cursor is None:
            return Batch(end)
        if cursor.uid_validity != folder.uid_validity:
            return await self._resynchronise(cursor, end, known)
        mails, has_more = await self._mailbox.ask(lambda imap: imap.after(cursor))
        last = max((mail.uid for mail in mails), default=cursor.last_uid)
        coming = Cursor(cursor.uid_validity, last, cursor.baseline_at)
        return Batch(coming, tuple(mails), has_more=has_more)

    async def _resynchronise(
        self,
        cursor: Cursor,
        end: Cursor,
        known: Callable[[Sequence[str]], Awaitable[Sequence[str]]],
    ) -> Batch:
        """The server numbered its mails anew: what is new is told by Message-ID."""
        listed = await self._mailbox.ask(lambda imap: imap.since(cursor.baseline_at))
        seen: set[str] = set()
        for start in range(0, len(listed), 200):
            ids = [each.message_id for each in listed[start : start + 200] if each.message_id]
            seen.update(await known(ids) if ids else ())
        missing = [each.uid for each in listed if each.message_id not in seen]
        mails: list[Fetched] = []
        while missing:
            part, _ = await self._mailbox.ask(partial(Imap.these, uids=missing))
            mails += part
            last = part[-1].uid if part else missing[:PAGE][-1]
            missing = [uid for uid in missing if uid > last]
        return Batch(end, tuple(mails), is_rebuilt=True)

    async def wait(self) -> None:
        settings = self._settings

        def listen(imap: Imap) -> None:
            if imap.can_idle:
                imap.idle(settings.idle_s)
            else:
                imap.rest(settings.poll_s)

        await self._mailbox.ask(listen)

    def read(self, mail: Fetched) -> Letter:
        return parse(mail.body, own=self._own, trusted=self._trusted, is_cut=mail.is_cut)

    @property
    def _mailbox(self) -> Line:
        if self._inbox is None:
            raise Transient("E-mail is not started.", reason="not_started")
        return self._inbox

    # -- is all well -----------------------------------------------------------------------

    async def check(self) -> str:
        """Log in at both servers and look into the folder."""
        await self._look()
        can_idle = await self._mailbox.ask(lambda imap: imap.can_idle)
        await self._smtp.check()
        how = "tells of new mail" if can_idle else "has to be asked for new mail"
        return f"{self._settings.imap_host} {how}, {self._settings.smtp_host} takes mail"

    async def _look(self) -> None:
        """Select the folder; one that is not there is named, with those that are."""
        try:
            await self._mailbox.ask(Imap.select)
        except Transient as error:
            folders = await self._mailbox.ask(Imap.folders)
            if self.folder in folders:
                raise
            names = ", ".join(folders[:10])
            raise Permanent(
                f"The mailbox has no folder {self.folder}.",
                reason="no_folder",
                fix=f"set channels.email.folder to one of: {names}",
            ) from error

    async def capabilities(self) -> list[Capability]:
        """What the provider does beside taking and giving mail."""
        sent = self._settings.sent_folder or await self._mailbox.ask(Imap.sent_folder)
        newest = await self._mailbox.ask(Imap.newest_results)
        return [self._keeps_sent(sent), self._knows_senders(newest)]

    def _keeps_sent(self, folder: str) -> Capability:
        if folder:
            return Capability(True, f"Sent mails are looked for in {folder}.")
        return Capability(
            False,
            "The mailbox has no folder of sent mails: what a crash interrupts stays uncertain.",
            "make a folder Sent, or set channels.email.sent_folder",
            is_hint=True,
        )

    def _knows_senders(self, newest: bytes | None) -> Capability:
        """R6: whose word on DMARC counts, by what stands in the newest mail."""
        names = authorities(newest or b"")
        if set(names[:1]) & set(self._trusted) or (self._trusted and not names):
            return Capability(True, f"Senders are known by the word of {', '.join(self._trusted)}.")
        what = "set channels.email.trusted_servers to the name of your own mail server"
        if names:
            what += f": the newest mail says {names[0]}, if that is its name"
        if self._trusted:
            text = f"The newest mail was checked by {names[0]}, which is not in trusted_servers."
        else:
            text = "No sender counts as known: nobody's word on DMARC is trusted."
        return Capability(False, text, what, is_hint=True)
