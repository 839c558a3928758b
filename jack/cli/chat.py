"""`jack chat`: talk to Jack as a guest, through the same pipeline.

Beside a running server a line goes the way of a web chat message, and the server answers. Without
one this process is the server for as long as the talk lasts, but takes no other guest's turn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from jack.cli import output

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from jack.app import App
    from jack.cli.context import Context
    from jack.config import Loaded
    from jack.services.webchat import Line

PROMPT = "> "
POLL_S = 0.1
PATIENCE_S = 100.0
"""A little more than the longest turn: by then an answer or a call for staff is stored."""


def register(app: typer.Typer) -> None:
    app.command("chat")(chat)


def chat(
    context: typer.Context,
    guest: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="PHONE", help="Be the guest with this number.", show_default=False
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what is said as lines of JSON.")
    ] = False,
) -> None:
    """Talk to Jack. Reads lines from standard input; an empty line or Ctrl-D ends it."""
    import asyncio
    from contextlib import AsyncExitStack

    jack: Context = context.obj
    # A terminal sends whole thoughts: there is no burst to wait for.
    loaded = jack.load({"conversation.burst_window_s": 0.0})
    show = _print_json if as_json else _print
    # Not one `asyncio.run`: Ctrl-C at the prompt must reach the prompt, not a waiting loop.
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        try:
            talk = runner.run(_open(stack, loaded, guest))
            for text in _said(is_quiet=as_json):
                lines = runner.run(talk.say(text))
                for line in lines:
                    show(line)
                    if not as_json and runner.run(talk.is_explained(line.message.id)):
                        output.note(
                            typer.style(f"   why: jack explain {line.message.id}", dim=True)
                        )
                if not lines:
                    output.yellow("Jack is silent: this is with the staff now.")
        finally:
            runner.run(stack.aclose())


@dataclass(slots=True)
class Talk:
    """One conversation. `is_alone`: no server runs, so turns are taken here."""

    app: App
    address: str
    is_alone: bool
    shown: int = 0
    count: int = 0

    async def say(self, text: str) -> list[Line]:
        """What the hotel answers; nothing when Jack leaves it to staff.

        Raises NotReady when nobody took the message up.
        """
        import asyncio
        import time

        from jack.errors import NotReady

        self.count += 1
        accepted = await self.app.webchat.write(self.address, text, f"line-{self.count}")
        question = accepted.message_ids[0]
        if self.is_alone:
            await self._take_turn(question)
        give_up = time.monotonic() + PATIENCE_S
        while time.monotonic() < give_up:
            if answers := await self._new_lines():
                return answers
            if await self._is_over(question):
                return await self._new_lines()
            await asyncio.sleep(POLL_S)
        raise NotReady(
            f"The message is stored, but nothing answered it within {PATIENCE_S:g} s. "
            "Look why: jack doctor"
        )

    async def _take_turn(self, question: int) -> None:
        from jack.workers.inbox import LEASE

        item = await self.app.queues.claim_turn(question, lease=LEASE)
        if item is not None:
            await self.app.pipeline.run(item)
        await self.app.queues.show_chat(self.address)

    async def _new_lines(self) -> list[Line]:
        lines = await self.app.webchat.lines(self.address, after=self.shown)
        if not lines:
            return []
        self.shown = max(line.message.seq or 0 for line in lines)
        return [line for line in lines if line.message.sender != "guest"]

    async def is_explained(self, message_id: int) -> bool:
        """Whether a turn of Jack's stands behind a message; fixed texts and staff have none."""
        return await self._trace(message_id) is not None

    async def _is_over(self, question: int) -> bool:
        """Whether the turn has ended without words on their way to the guest."""
        trace = await self._trace(question)
        return trace is not None and trace.get("delivery") not in ("queued", "sending")

    async def _trace(self, message_id: int) -> Mapping[str, object] | None:
        from jack.errors import NotFound

        try:
            return await self.app.conversations.explain(message_id)
        except NotFound:
            return None


async def _open(stack: AsyncExitStack, loaded: Loaded, guest: str | None) -> Talk:
    import asyncio

    from jack.app import copy_index, open_app
    from jack.datadir import Lock, is_served
    from jack.errors import Conflict, NotReady
    from jack.services import languages

    app = await stack.enter_async_context(open_app(loaded))
    if "webchat" not in app.channels:
        raise Conflict("Web chat is switched off. Set channels.webchat.enabled to true.")
    is_alone = not is_served(app.directory)
    if is_alone:
        lock = Lock(app.directory)
        lock.take()
        stack.callback(lock.release)
        await asyncio.to_thread(languages.warm)
        try:
            await copy_index(app)
        except NotReady as error:
            output.yellow(f"{error} Words alone are searched.")
    address = await app.webchat.create_as(guest) if guest else app.webchat.create().address
    return Talk(app, address, is_alone)


def _said(*, is_quiet: bool) -> Iterator[str]:
    """The guest's lines, until an empty one on a terminal, or the end of the input."""
    if sys.stdin.isatty():
        while (text := _ask()).strip():
            yield text
        return
    for line in sys.stdin:
        if text := line.strip():
            if not is_quiet:
                typer.echo(f"{PROMPT}{text}")
            yield text


def _ask() -> str:
    try:
        return input(PROMPT)
    except (EOFError, KeyboardInterrupt):
        output.note("")
        return ""


def _print(line: Line) -> None:
    files = [f"[{file.name}]" for file in line.message.files]
    said = " ".join(filter(None, (line.message.text, *files)))
    typer.echo(f"{typer.style(f'{_name(line)}:', bold=True)} {said}")


def _print_json(line: Line) -> None:
    import json

    said: Mapping[str, object] = {
        "messageId": str(line.message.id),
        "conversationId": str(line.message.conversation_id),
        "sender": line.message.sender,
        "name": _name(line),
        "text": line.message.text,
    }
    typer.echo(json.dumps(said, ensure_ascii=False))


def _name(line: Line) -> str:
    return line.name or {"ai": "Jack", "staff": "Staff"}.get(line.message.sender, "Hotel")
