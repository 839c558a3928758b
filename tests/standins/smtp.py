"""A hotel's mail server: SMTP by aiosmtpd with a login, and as much IMAP as a check needs."""

from __future__ import annotations

import asyncio
import warnings
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
    """

    accepted: list[Taken] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    logins: int = 0
    port: int = 0
    imap_port: int = 0
    has_smtputf8: bool = True
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
        smtp = await loop.create_server(self._protocol, "127.0.0.1", self.port)
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
                authenticator=self._authenticate,
                enable_SMTPUTF8=self.has_smtputf8,
                loop=asyncio.get_running_loop(),
            )

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        self.logins += is_right
        return AuthResult(success=is_right, handled=False)

    # -- what aiosmtpd calls ----------------------------------------------------------------

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
            match verb.upper():
                case "LOGIN" if rest[-1].strip('"') != PASSWORD:
                    writer.write(f"{tag} NO [AUTHENTICATIONFAILED] no\r\n".encode())
                    continue
                case "CAPABILITY":
                    writer.write(b"* CAPABILITY IMAP4rev1 IDLE\r\n")
                case "EXAMINE":
                    writer.write(b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 1] x\r\n")
            writer.write(f"{tag} OK done\r\n".encode())
        writer.close()
