"""Mews' side in a process of its own: `python -m tests.load.pms_vendor PORT STAYS`."""

from __future__ import annotations

import asyncio
import sys

from tests.standins.mews import MewsStandin


async def serve(port: int, stays: int) -> None:
    async with MewsStandin(port=port) as standin:
        standin.fill(stays)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:3])))
