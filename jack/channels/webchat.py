"""Web chat: Jack is the vendor. A message is sent once it is visible to the visitor's session."""

from __future__ import annotations

from jack.channels.base import Traits
from jack.model.media import ENDINGS
from jack.model.messages import OutboxItem

MAX_FILES = 10


class WebChat:
    """Files are shown by links of Jack's own: whatever he keeps, as large as he keeps it."""

    name = "webchat"

    def __init__(self, *, max_file_mb: int = 25) -> None:
        most = max_file_mb * 1024 * 1024
        self.traits = Traits(
            proves_identity=False,
            is_repeatable=True,
            max_chars=4000,
            files=dict.fromkeys(ENDINGS, most),
            max_files=MAX_FILES,
        )

    async def start(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, item: OutboxItem) -> str:
        """Sockets push what is committed as sent; one that is away catches up by number."""
        return str(item.message_id)

    async def check(self) -> str:
        return "web chat is served by Jack itself"
