"""Where pictures are made anew: in a process of its own, one at a time.

What strangers send meets decoders there that have no key, no file and no network connection of Jack's
open, and a bounded part of the memory; one that crashes or hangs costs one picture. What a picture takes
in memory, a hundred times its file, goes back to the machine when the process ends, which it does
when there is nothing to do.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress

from jack.media.pictures import LENGTH_BYTES, Picture, Unreadable

log = logging.getLogger(__name__)

TIMEOUT_S = 30.0
IDLE_S = 15.0
MOST_PICTURES = 200
"""Then a new process begins: memory that decoders lose is lost for so long only."""
LARGEST_ANSWER = 64 * 1024 * 1024


class Studio:
    def __init__(self, *, idle_s: float = IDLE_S, timeout_s: float = TIMEOUT_S) -> None:
        self._idle_s = idle_s
        self._timeout_s = timeout_s
        self._lock = asyncio.Lock()
        self._process: Process | None = None
        self._leaving: Process | None = None
        self._made = 0
        self._idle: asyncio.TimerHandle | None = None

    async def remake(self, data: bytes) -> Picture:
        """Raises Unreadable, also for a picture that the process did not survive."""
        async with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            process = await self._started()
            try:
                async with asyncio.timeout(self._timeout_s):
                    picture = await _made(process, data)
            except Unreadable:
                self._rest()
                raise
            except BaseException as error:
                await self._end(process)
                if not isinstance(error, Exception):
                    raise
                log.warning("picture not survived", extra={"reason": type(error).__name__})
                raise Unreadable("its decoder failed") from error
            self._made += 1
            if self._made >= MOST_PICTURES:
                await self._end(process)
            else:
                self._rest()
            return picture

    async def close(self) -> None:
        async with self._lock:
            if self._idle is not None:
                self._idle.cancel()
            if self._process is not None:
                await self._end(self._process)
            if self._leaving is not None:
                await self._end(self._leaving)

    async def _started(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            # Nothing of ours goes along: no environment, no open file, no terminal.
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-m", "jack.media.pictures"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                env={},
                start_new_session=True,
                limit=LARGEST_ANSWER,
            )
            self._made = 0
        return self._process

    def _rest(self) -> None:
        """End the process when nothing comes for a while."""
        loop = asyncio.get_running_loop()
        self._idle = loop.call_later(self._idle_s, self._end_soon)

    def _end_soon(self) -> None:
        self._leaving, self._process = self._process, None
        if self._leaving is not None and self._leaving.stdin is not None:
            self._leaving.stdin.close()

    async def _end(self, process: Process) -> None:
        self._process = None
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _made(process: Process, data: bytes) -> Picture:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(len(data).to_bytes(LENGTH_BYTES, "big"))
    process.stdin.write(data)
    await process.stdin.drain()
    told = json.loads(await process.stdout.readuntil(b"\n"))
    if "error" in told:
        raise Unreadable(told["error"])
    if told["bytes"] + told["thumbnailBytes"] > LARGEST_ANSWER:
        raise Unreadable("too large")
    picture = await process.stdout.readexactly(told["bytes"])
    thumbnail = await process.stdout.readexactly(told["thumbnailBytes"])
    return Picture(picture, told["contentType"], told["width"], told["height"], thumbnail)
