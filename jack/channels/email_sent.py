"""The folder of sent mails: asked what became of a send, and given copies where nobody else does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from jack.channels.email_imap import Imap, Line
from jack.errors import Permanent, Transient

T = TypeVar("T")


@dataclass(slots=True)
class SentFolder:
    """`name` is empty where the server is to say which folder it is.

    The line is its own: the other one listens for mail that comes in.
    """

    line: Line
    name: str = ""
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def has(self, message_id: str) -> bool:
        """False also where there is no such folder. Raises Delivery."""

        def look(imap: Imap) -> bool:
            folder = self._folder(imap)
            return bool(folder) and imap.has(folder, message_id)

        return await self._ask(look)

    async def keep(self, message_id: str, mail: bytes) -> None:
        """Put a copy there unless one is there already. Raises Delivery."""

        def put(imap: Imap) -> None:
            folder = self._folder(imap)
            if not folder:
                raise Permanent("The mailbox has no folder of sent mails.", reason="no_sent_folder")
            if not imap.has(folder, message_id):
                imap.put(folder, mail)

        async with self._one_at_a_time:
            await self._ask(put)

    async def _ask(self, call: Callable[[Imap], T]) -> T:
        """The line is seldom used, so it may have been cut since; a fresh one is tried once."""
        try:
            return await self.line.ask(call)
        except Transient:
            return await self.line.ask(call)

    def _folder(self, imap: Imap) -> str:
        self.name = self.name or imap.sent_folder()
        return self.name
