"""A mailbox by IMAP, read in one thread of its own and never changed: staff use it too."""

from __future__ import annotations

import asyncio
import re
import selectors
import socket
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError
from imapclient.imapclient import SENT

from jack.channels.email_login import Logins, Secret, no_tls, unproven
from jack.errors import Permanent, Transient
from jack.model.clock import DAY, SECOND, Micros, from_datetime, to_datetime
from jack.model.mails import Cursor, Fetched

T = TypeVar("T")

PAGE = 20
PAGE_BYTES = 20 * 1024 * 1024
"""What is fetched in one go: memory is bounded, and the cursor moves often."""
HEADER_PAGE = 500

_ID = "BODY[HEADER.FIELDS (MESSAGE-ID)]"
_RESULTS = "BODY[HEADER.FIELDS (AUTHENTICATION-RESULTS)]"
_MESSAGE_ID = re.compile(rb"<[^<>\s]{1,250}>")


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it is now. `next_uid`: what the next mail will be numbered, at least."""

    uid_validity: int
    next_uid: int


@dataclass(frozen=True, slots=True)
class Listed:
    uid: int
    message_id: str
    arrived_at: Micros | None


@dataclass(slots=True)
class Imap:
    """Blocking. Only `wake` may be called from another thread."""

    host: str
    port: int
    security: str
    folder: str
    username: str
    timeout_s: float
    max_bytes: int
    tls: ssl.SSLContext | None = None
    _client: IMAPClient | None = None
    _bell: tuple[socket.socket, socket.socket] = field(default_factory=socket.socketpair)

    @property
    def is_open(self) -> bool:
        return self._client is not None

    def open(self, secret: Secret) -> None:
        """Connect and log in. Raises Permanent when the login is refused, else Transient."""
        try:
            client = IMAPClient(
                self.host,
                self.port,
                ssl=self.security == "tls",
                ssl_context=self.tls,
                timeout=self.timeout_s,
            )
        except (OSError, IMAPClientError) as error:
            raise self._unreached(error) from error
        try:
            if self.security == "starttls":
                client.starttls(self.tls)
            self._log_in(client, secret)
        except LoginError as error:
            _hang_up(client)
            raise Permanent(
                f"{self.host} refuses the login of {self.username}.", reason="login"
            ) from error
        except CapabilityError as error:
            _hang_up(client)
            raise no_tls(self.host, "imap_host") from error
        except ssl.SSLError as error:
            _hang_up(client)
            raise self._unreached(error) from error
        except (OSError, IMAPClientError) as error:
            _hang_up(client)
            raise Transient(f"{self.host} broke off the login.", reason="unreachable") from error
        self._client = client

    def _unreached(self, error: Exception) -> Permanent | Transient:
        return unproven(self.host, "imap_host", error) or Transient(
            f"{self.host} cannot be reached.", reason="unreachable"
        )

    def _log_in(self, client: IMAPClient, secret: Secret) -> None:
        client.normalise_times = False
        if secret.is_token:
            words = f"user={self.username}\1auth=Bearer {secret.text}\1\1".encode()
            # A challenge after that is why the token is refused; the answer to it is empty.
            client.sasl_login("XOAUTH2", lambda challenge: b"" if challenge else words)
        else:
            client.login(self.username, secret.text)

    def select(self) -> Opened:
        """Look at the folder afresh, without marking anything in it."""
        told = self._ask("select_folder", self.folder, readonly=True)
        validity, next_uid = told.get(b"UIDVALIDITY"), told.get(b"UIDNEXT")
        if validity is None:
            raise Permanent(f"{self.host} does not number its mails.", reason="no_uids")
        if next_uid is None:
            next_uid = max(self._ask("search", "ALL"), default=0) + 1
        return Opened(int(validity), int(next_uid))

    def after(self, cursor: Cursor) -> tuple[list[Fetched], bool]:
        """Mails with a greater UID, oldest first; whether there are more.

        By number and not by UNSEEN: staff who read a mail elsewhere would hide it.
        """
        # `n:*` names the last mail also where its number is less than n.
        found = self._ask("search", ["UID", f"{cursor.last_uid + 1}:*"])
        return self._fetch(sorted(uid for uid in found if uid > cursor.last_uid))

    def since(self, at: Micros) -> list[Listed]:
        """Every mail that the server says came since then, without its content."""
        day = to_datetime(at - DAY).date()
        uids = sorted(self._ask("search", ["SINCE", day]))
        listed = []
        for start in range(0, len(uids), HEADER_PAGE):
            part = uids[start : start + HEADER_PAGE]
            told = self._ask("fetch", part, ["INTERNALDATE", _ID.replace("[", ".PEEK[", 1)])
            for uid in part:
                if uid in told and (arrived := _arrived(told[uid])) is not None:
                    head = _MESSAGE_ID.search(told[uid].get(_ID.encode()) or b"")
                    message_id = head[0].decode("utf-8", "replace") if head else ""
                    if arrived >= at - at % SECOND:  # the server counts whole seconds
                        listed.append(Listed(uid, message_id, arrived))
        return listed

    def these(self, uids: Sequence[int]) -> tuple[list[Fetched], bool]:
        return self._fetch(sorted(uids))

    def _fetch(self, uids: list[int]) -> tuple[list[Fetched], bool]:
        page = uids[:PAGE]
        if not page:
            return [], False
        told = self._ask("fetch", page, ["RFC822.SIZE", "INTERNALDATE"])
        mails: list[Fetched] = []
        total, taken = 0, 0
        for uid in page:
            size = min(int(told.get(uid, {}).get(b"RFC822.SIZE", 0)), self.max_bytes)
            if mails and total + size > PAGE_BYTES:
                break
            taken += 1
            total += size
            if uid in told and (mail := self._fetch_one(uid, told[uid])) is not None:
                mails.append(mail)
        return mails, len(uids) > taken

    def _fetch_one(self, uid: int, facts: dict[bytes, Any]) -> Fetched | None:
        """None for a mail that somebody has deleted meanwhile."""
        told = self._ask("fetch", [uid], [f"BODY.PEEK[]<0.{self.max_bytes}>"]).get(uid, {})
        body = told.get(b"BODY[]<0>", told.get(b"BODY[]"))
        if not isinstance(body, bytes):
            return None
        is_cut = int(facts.get(b"RFC822.SIZE", 0)) > self.max_bytes
        return Fetched(uid, body, _arrived(facts), is_cut=is_cut)

    # -- what was sent ---------------------------------------------------------------------

    def sent_folder(self) -> str:
        """Where the server or custom says that sent mails are kept; empty where nowhere."""
        return str(self._ask("find_special_folder", SENT) or "")

    def has(self, folder: str, message_id: str) -> bool:
        self._ask("select_folder", folder, readonly=True)
        return bool(self._ask("search", ["HEADER", "Message-ID", message_id]))

    def put(self, folder: str, mail: bytes) -> None:
        """Read already: nobody has to look at it."""
        self._ask("append", folder, mail, (b"\\Seen",))

    # -- what is known of it ------------------------------------------------------------------

    def folders(self) -> list[str]:
        return [str(name) for _, _, name in self._ask("list_folders")]

    def newest_results(self) -> bytes | None:
        """The Authentication-Results of the newest mail, the topmost first; None without a mail."""
        if not self._ask("select_folder", self.folder, readonly=True).get(b"EXISTS"):
            return None
        told = self._ask("fetch", "*", [_RESULTS.replace("[", ".PEEK[", 1)])
        return next((each.get(_RESULTS.encode()) or b"" for each in told.values()), None)

    # -- waiting ---------------------------------------------------------------------------

    @property
    def can_idle(self) -> bool:
        return b"IDLE" in self._ask("capabilities")

    def idle(self, seconds: float) -> None:
        """Return when the server tells of something, when woken, or after `seconds`."""
        self._ask("idle")
        assert self._client is not None
        if not self._ask("idle_check", timeout=0):
            self._listen(seconds, self._client.socket())
        self._ask("idle_done")

    def rest(self, seconds: float) -> None:
        self._listen(seconds)

    def wake(self) -> None:
        with suppress(OSError):
            self._bell[1].send(b"!")

    def _listen(self, seconds: float, *sockets: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            for each in (*sockets, self._bell[0]):
                selector.register(each, selectors.EVENT_READ)
            selector.select(seconds)
        self._bell[0].setblocking(False)
        with suppress(OSError):
            while self._bell[0].recv(64):
                pass

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _hang_up(client)

    def end(self) -> None:
        """For good."""
        self.close()
        for each in self._bell:
            each.close()

    def _ask(self, method: str, *args: object, **named: object) -> Any:
        """Any failure ends the connection: what it would say next may be the answer to this."""
        if self._client is None:
            raise Transient(f"{self.host} is not connected.", reason="unreachable")
        try:
            return getattr(self._client, method)(*args, **named)
        except (OSError, IMAPClientError, ValueError) as error:
            self.close()
            raise Transient(f"{self.host} broke off: {type(error).__name__}.") from error


class Line:
    """A mailbox's connection with the one thread that uses it; opened when something is asked."""

    def __init__(self, imap: Imap, logins: Logins) -> None:
        self._imap = imap
        self._logins = logins
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="imap")

    async def ask(self, call: Callable[[Imap], T]) -> T:
        """What `call` says, after those that were asked before. Raises Delivery."""
        if not self._imap.is_open:
            await self._open()
        try:
            return await self._run(partial(call, self._imap))
        except asyncio.CancelledError:
            self._imap.wake()
            raise

    async def _open(self) -> None:
        secret = await self._logins.secret()
        try:
            await self._run(partial(self._imap.open, secret))
        except Permanent as error:
            self._logins.refused()
            if error.reason == "login":
                error.fix = self._logins.fix
            raise

    async def close(self) -> None:
        self._imap.wake()
        await self._run(self._imap.end)
        self._thread.shutdown(wait=False)

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


def _hang_up(client: IMAPClient) -> None:
    with suppress(OSError, IMAPClientError, AttributeError):
        client.shutdown()


def _arrived(facts: dict[bytes, Any]) -> Micros | None:
    at = facts.get(b"INTERNALDATE")
    if not isinstance(at, datetime):
        return None
    return from_datetime(at if at.tzinfo else at.replace(tzinfo=UTC))
