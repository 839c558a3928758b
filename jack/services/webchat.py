"""Web chat sessions: a signed token per visitor, and what the visitor can see."""

from __future__ import annotations

import re
import secrets
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeGuard
from urllib.parse import urlsplit

from jack.config import Config
from jack.db import guests, inbox, media, messages
from jack.db import staff as people
from jack.db.database import Database
from jack.errors import Invalid, NotFound, RateLimited, TooLarge, Unauthorized
from jack.events import EventBus, MessageStatus
from jack.model.clock import DAY, HOUR, Clock, Micros
from jack.model.languages import Language
from jack.model.media import File, FileId, IncomingFile
from jack.model.messages import Inbound, Kind, Message, Parsed
from jack.model.phones import dialable
from jack.services.intake import Accepted, Intake

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

CHANNEL = "webchat"
MAX_CLIENT_ID = 64
MAX_PAGE = 500
_LANGUAGES = frozenset(Language)
MOST_REMEMBERED = 10_000
"""Visitors of whom it is known when they left."""
MOST_UNSENT = 5
"""Pictures of one message; as many may wait to be sent."""
HOURLY_BYTES = 60 * 1024 * 1024
"""After so much, a visitor has to wait."""
_ID = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Visit:
    """A new session. `address` is random and names the visitor inside Jack."""

    address: str
    token: str
    expires_at: Micros


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the visitor sees it; `name` of the staff member who wrote it."""

    message: Message
    name: str | None


class Presence:
    """Which visitors have the page open, and when others were last seen. It is not stored: after a
    start everybody was seen last when it began."""

    def __init__(self, started_at: Micros = 0) -> None:
        self._started_at = started_at
        self._open: Counter[str] = Counter()
        self._seen_at: OrderedDict[str, Micros] = OrderedDict()

    def arrive(self, address: str) -> None:
        self._open[address] += 1

    def leave(self, address: str, at: Micros) -> None:
        self._open[address] -= 1
        if self._open[address] <= 0:
            del self._open[address]
        self.seen(address, at)

    def seen(self, address: str, at: Micros) -> None:
        """A page without a socket asked for what is new."""
        self._seen_at[address] = at
        self._seen_at.move_to_end(address)
        if len(self._seen_at) > MOST_REMEMBERED:
            self._seen_at.popitem(last=False)

    def is_gone(self, address: str, before: Micros) -> bool:
        return address not in self._open and (
            self._seen_at.get(address, self._started_at) <= before
        )


@dataclass(frozen=True)
class WebChatSessions:
    db: Database
    intake: Intake
    bus: EventBus
    config: Config
    clock: Clock
    key: bytes

    @cached_property
    def _signer(self) -> URLSafeTimedSerializer:
        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer(self.key, salt="jack.webchat")

    def create(self, language: str | None = None) -> Visit:
        """Nothing is stored until the visitor writes. `language` is that of the page, as browsers
        name it; it goes with the token."""
        address = secrets.token_urlsafe(16)
        spoken = _language(language)
        token = self._signer.dumps([address, spoken] if spoken else address)
        days = self.config.channels.webchat.session_days
        return Visit(address, str(token), self.clock() + days * DAY)

    async def create_as(self, phone: str) -> str:
        """The address of a visitor who counts as the guest with this number, proven.

        For the command line only: whoever may run it can read every stay anyway. Raises Invalid
        for what is no number, NotFound when not just one guest has it.
        """
        number = parse_phone(phone, self.config.hotel.country)
        address = secrets.token_urlsafe(16)

        def work(at: Micros) -> None:
            if guests.by_phone(number) is None:
                raise NotFound(f"Not just one guest has the number {number}.")
            inbound = Inbound(CHANNEL, "", "", address, Kind.TEXT, "", phone=number)
            guests.identify(inbound, at, is_proven=True)

        await self.db.write(work, self.clock())
        return address

    def open(self, token: str) -> str:
        """The visitor's address. Raises Unauthorized for a forged or old token."""
        return self._opened(token)[0]

    def locale(self, token: str) -> str | None:
        """The language of the visitor's page, if Jack speaks it. Raises Unauthorized."""
        return self._opened(token)[1]

    def _opened(self, token: str) -> tuple[str, str | None]:
        from itsdangerous import BadSignature

        max_age = self.config.channels.webchat.session_days * DAY // 1_000_000
        try:
            told = self._signer.loads(token, max_age=max_age)
            return (str(told[0]), str(told[1])) if isinstance(told, list) else (str(told), None)
        except (BadSignature, ValueError) as error:
            raise Unauthorized("This chat session is over. Start a new one.") from error

    async def write(
        self,
        address: str,
        content: object,
        client_id: object,
        page: object = None,
        files: object = None,
        locale: str | None = None,
    ) -> Accepted:
        """Store a visitor's message; the same `client_id` again is stored once.

        `page` is where on the hotel's website it was written, for staff to see; what is no such
        address is left out. `files` are ids of what the visitor uploaded. `locale` is the language
        of the page: a new guest is answered in it while the words do not tell another.
        """
        text = _clean(content).strip() if isinstance(content, str) else ""
        file_ids = _file_ids(files)
        if not text and not file_ids:
            raise Invalid("The message is empty.")
        limit = self.config.channels.webchat.max_message_chars
        if len(text) > limit:
            raise TooLarge(f"The message is longer than {limit} characters.")
        if not is_client_id(client_id):
            raise Invalid(f"clientId must be a string of 1 to {MAX_CLIENT_ID} characters.")
        inbound = Inbound(
            channel=CHANNEL,
            account="",
            vendor_id=f"{address}:{client_id}",
            address=address,
            kind=Kind.TEXT if text else Kind.IMAGE,
            text=text,
            sent_at=self.clock(),
            data={"clientId": client_id} | self._place(page),
            files=tuple(IncomingFile(file_id=file_id) for file_id in file_ids),
            locale=locale,
        )
        await self.db.read(_must_be_theirs, inbound)
        return await self.intake.accept(CHANNEL, Parsed([inbound]), payload=None)

    # -- pictures --------------------------------------------------------------------------

    async def upload(
        self, address: str, blocks: AsyncIterator[bytes], name: str, content_length: int | None
    ) -> File:
        """Take a picture that the visitor will send.

        Raises RateLimited where too many wait to be sent or too much came in an hour, TooLarge, and
        Invalid for what is no picture.
        """

        def read(at: Micros) -> tuple[int, int]:
            return media.unsent_from(address), media.uploaded_from(address, since=at - HOUR)

        unsent, size = await self.db.read(read, self.clock())
        if unsent >= MOST_UNSENT or size >= HOURLY_BYTES:
            raise RateLimited("Too many pictures. Send those you have, or wait.", retry_after_s=60)
        limit = self.config.media.chat_file_mb * 1024 * 1024
        return await self.intake.media.upload_from(
            address, blocks, name, limit=limit, content_length=content_length
        )

    async def file(self, address: str, file_id: FileId) -> File:
        """A file that the visitor sent or was sent. Raises NotFound."""

        def read() -> File | None:
            file = media.get(file_id)
            if file is None or file.uploaded_from == address:
                return file
            message = messages.get(file.message_id) if file.message_id is not None else None
            is_shown = message is not None and message.seq is not None
            place = (message.channel, message.address) if message is not None else None
            return file if is_shown and place == (CHANNEL, address) else None

        file = await self.db.read(read)
        if file is None:
            raise NotFound(f"There is no file {file_id}.")
        return file

    def _place(self, page: object) -> dict[str, str]:
        """Without query and fragment, which may tell more of a guest than the guest knows."""
        if not isinstance(page, str) or len(page) > MAX_PAGE or not page.isprintable():
            return {}
        try:
            url = urlsplit(page)
        except ValueError:
            return {}
        origin = f"{url.scheme}://{url.netloc}"
        is_ours = origin in self.config.channels.webchat.allowed_origins
        return {"page": origin + url.path} if is_ours else {}

    async def lines(self, address: str, *, after: int) -> list[Line]:
        """What became visible after number `after`, in order."""

        def read() -> list[Line]:
            found = messages.visible(CHANNEL, address, after=after)
            names = _names(found)
            return [Line(m, names.get(m.staff_id) if m.staff_id else None) for m in found]

        return await self.db.read(read)

    async def seen(self, address: str, *, up_to: int) -> None:
        """The visitor's page showed everything up to number `up_to`."""
        changed = await self.db.write(messages.mark_read, CHANNEL, address, up_to_seq=up_to)
        for conversation_id, message_id in changed:
            self.bus.publish(MessageStatus(conversation_id, message_id, "read", CHANNEL, address))


def _language(told: str | None) -> str | None:
    """`pt-BR` as `pt`; None for what Jack does not speak."""
    code = (told or "").replace("_", "-").partition("-")[0].strip().lower()
    return code if code in _LANGUAGES else None


def parse_phone(text: str, country: str) -> str:
    """A number as E.164; one without prefix is read as of `country`. Raises Invalid."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException as error:
        raise Invalid(f"{text} is no phone number. Write it like +33612345678.") from error
    return dialable(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _file_ids(files: object) -> tuple[FileId, ...]:
    """Raises Invalid for anything but a few ids."""
    if files is None:
        return ()
    if not isinstance(files, list) or len(files) > MOST_UNSENT:
        raise Invalid(f"files must be up to {MOST_UNSENT} ids of files.")
    if not all(isinstance(each, str) and _ID.fullmatch(each) for each in files):
        raise Invalid("files must be ids of files.")
    return tuple(dict.fromkeys(int(each) for each in files))


def _must_be_theirs(inbound: Inbound) -> None:
    """Raises Invalid for a file that the visitor did not upload, or sent before in another message."""
    if inbox.is_known(inbound):
        return
    for each in inbound.files:
        file = media.get(each.file_id) if each.file_id is not None else None
        if file is None or file.uploaded_from != inbound.address or file.message_id is not None:
            raise Invalid(f"File {each.file_id} is none that you uploaded and not sent.")


def _names(found: list[Message]) -> Mapping[int, str]:
    ids = {m.staff_id for m in found if m.staff_id is not None}
    known = [(staff_id, people.get(staff_id)) for staff_id in ids]
    return {staff_id: staff.name for staff_id, staff in known if staff is not None}


def is_client_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and 1 <= len(value) <= MAX_CLIENT_ID and value.isprintable()


def _clean(text: str) -> str:
    """Without what the database or a display cannot hold."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
