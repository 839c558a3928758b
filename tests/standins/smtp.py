"""A hotel's mail server: SMTP by aiosmtpd with a login, encrypted or not, by password or XOAUTH2, and
as much IMAP as a check needs."""

from __future__ import annotations

import asyncio
import base64
import ssl
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.standins.base import Fault

PASSWORD = "mail-password"


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that was accepted."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        part = self.mail.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n").strip()


@dataclass(slots=True)
class MailServer:
    """Use as `async with`. `unknown` recipients are refused, as are mails without a login.

    A fault of kind `status` refuses with 451, `accept_then_reset` takes the mail and hangs up.
    With `tls` the connection is encrypted, from the first byte or after STARTTLS as `security` says;
    `takes_token` makes XOAUTH2 the only login.
    """

    accepted: list[Taken] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    password: str = PASSWORD
    logins: int = 0
    searches: int = 0
    port: int = 0
    imap_port: int = 0
    has_smtputf8: bool = True
    files_sent: bool = True
    """What it takes stands in its Sent folder at once, as with most providers."""
    tls: ssl.SSLContext | None = None
    security: str = "tls"
    takes_token: Callable[[str], bool] | None = None
    _planned: list[Fault] = field(default_factory=list)
    _servers: list[asyncio.Server] = field(default_factory=list)
    _open: set[asyncio.Task[Any]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return "http://127.0.0.1"

    def fail_next(self, n: int, fault: Fault) -> None:
        self._planned.extend([fault] * n)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Also again after `close`, at the same ports."""
        loop = asyncio.get_running_loop()
        at_once = self.tls if self.security == "tls" else None
        smtp = await loop.create_server(self._protocol, "127.0.0.1", self.port, ssl=at_once)
        imap = await asyncio.start_server(self._imap, "127.0.0.1", self.imap_port)
        self._servers = [smtp, imap]
        self.port = smtp.sockets[0].getsockname()[1]
        self.imap_port = imap.sockets[0].getsockname()[1]

    async def close(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await asyncio.sleep(0)

    def _protocol(self) -> SMTP:
        with warnings.catch_warnings():
            # A login without TLS: it is loopback.
            warnings.simplefilter("ignore")
            return SMTP(
                self,
                hostname="mx.hotel.example",
                auth_required=True,
                auth_require_tls=False,
                require_starttls=self.tls is not None and self.security == "starttls",
                tls_context=self.tls if self.security == "starttls" else None,
                authenticator=self._authenticate,
                auth_exclude_mechanism=["LOGIN", "PLAIN"] if self.takes_token else ["XOAUTH2"],
                enable_SMTPUTF8=self.has_smtputf8,
                loop=asyncio.get_running_loop(),
            )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data.password == self.password.encode()
        self.logins += is_right
        return AuthResult(success=is_right, handled=False)

    # -- what aiosmtpd calls ----------------------------------------------------------------

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """As Google describes it: a refusal is a challenge first, to be answered with nothing."""
        assert self.takes_token is not None
        user, _, bearer = base64.b64decode(args[1]).decode().partition("\1auth=Bearer ")
        if user.startswith("user=") and self.takes_token(bearer.removesuffix("\1\1")):
            self.logins += 1
            return AuthResult(success=True, auth_data=user)
        await server.push("334 " + base64.b64encode(b'{"status":"400"}').decode())
        assert await server._reader.readline() == b"\r\n", "the challenge is answered with nothing"
        return AuthResult(success=False, handled=False)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        fault = self._planned.pop(0) if self._planned else None
        if fault is not None and fault.kind == "status":
            return "451 4.7.1 try again later"
        assert isinstance(envelope.content, bytes)
        taken = Taken(str(envelope.mail_from), tuple(envelope.rcpt_tos), envelope.content)
        self.accepted.append(taken)
        if fault is not None and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 OK"

    async def _imap(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        writer.write(b"* OK [CAPABILITY IMAP4rev1 IDLE] ready\r\n")
        while line := await reader.readline():
            tag, verb, *rest = line.decode().split()
            if verb.upper() == "UID":
                verb, *rest = rest
            match verb.upper():
                case "LOGIN" if rest[-1].strip('"') != self.password:
                    writer.write(f"{tag} NO [AUTHENTICATIONFAILED] no\r\n".encode())
                    continue
                case "CAPABILITY":
                    writer.write(b"* CAPABILITY IMAP4rev1 IDLE\r\n")
                case "LIST":
                    writer.write(b'* LIST (\\HasNoChildren \\Sent) "/" "Sent"\r\n')
                case "SEARCH":
                    self.searches += 1
                    found = [
                        str(n) for n, each in enumerate(self.accepted, 1) if self._is(each, rest)
                    ]
                    writer.write(f"* SEARCH {' '.join(found)}\r\n".encode())
                case "EXAMINE":
                    writer.write(b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 1] x\r\n")
            writer.write(f"{tag} OK done\r\n".encode())
        writer.close()

    def _is(self, taken: Taken, query: list[str]) -> bool:
        message_id = query[-1].strip('"')
        return self.files_sent and taken.mail["Message-ID"] == message_id
