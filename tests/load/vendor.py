"""WhatsApp's side in a process of its own: `python -m tests.load.vendor PORT`.

The client posts the webhooks itself, so the stand-in cannot know that the guests have written: its
24-hour window is off.
"""

from __future__ import annotations

import asyncio
import sys

from tests.standins.graph import GraphStandin


async def serve(port: int) -> None:
    async with GraphStandin(port=port, enforce_window=False):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
