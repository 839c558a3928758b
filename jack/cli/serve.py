"""`jack serve`: run everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jack.cli import output

if TYPE_CHECKING:
    import socket

    from jack.app import App
    from jack.cli.context import Context
    from jack.config import Loaded
    from jack.services.demo import Login


def register(app: typer.Typer) -> None:
    app.command("serve")(serve)


def serve(
    context: typer.Context,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on [127.0.0.1].", show_default=False)
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port [3000].", show_default=False)] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="A temporary demo hotel; needs no key and no network.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask no model over the network.")
    ] = False,
    log_level: Annotated[str | None, typer.Option(help="debug, info, warning, error.")] = None,
    log_format: Annotated[str | None, typer.Option(help="json or text.")] = None,
) -> None:
    """Run Jack: web chat, webhooks, API, workers."""
    flags: dict[str, object] = {
        "server.host": host,
        "server.port": port,
        "log.level": log_level,
        "log.format": log_format,
    }
    if demo:
        _serve_demo(context.obj, flags)
        return
    _run(context.obj.load(flags), offline=offline)


def _serve_demo(context: Context, flags: dict[str, object]) -> None:
    """In a directory of its own, deleted at exit unless `--data-dir` names one."""
    import shutil
    import tempfile

    from jack.datadir import DataDir
    from jack.errors import Conflict
    from jack.services.demo import profile

    kept = context.data_dir
    if kept is not None and not DataDir(kept).is_demo and kept.exists() and any(kept.iterdir()):
        raise Conflict(f"{kept} is not a demo. --demo needs an empty directory, or one of its own.")
    path = kept or Path(tempfile.mkdtemp(prefix="jack-demo-"))
    try:
        loaded = context.load(flags, stored=profile(), demo=True, data_dir=path)
        _run(loaded, offline=True, is_demo=True)
    finally:
        if kept is None:
            shutil.rmtree(path, ignore_errors=True)


def _run(loaded: Loaded, *, offline: bool, is_demo: bool = False) -> None:
    import asyncio
    import sys

    from jack import logs
    from jack.listening import listen

    _share_memory()
    for warning in loaded.warnings:
        output.note(warning)
    default = "text" if sys.stdout.isatty() else loaded.config.log.format
    is_chosen = loaded.sources["log.format"].kind != "default"
    logs.configure(
        level=loaded.config.log.level, fmt=loaded.config.log.format if is_chosen else default
    )
    with listen(loaded.config.server.host, loaded.config.server.port) as listener:
        asyncio.run(_serve(loaded, listener, offline=offline, is_demo=is_demo))


def _share_memory() -> None:
    """Two pools of memory instead of one per thread, each of which keeps what was freed in it: a
    tenth of all there is. glibc only, and before the first thread starts (mallopt(3))."""
    import ctypes
    from contextlib import suppress

    m_arena_max = -8
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(m_arena_max, 2)


async def _serve(loaded: Loaded, listener: socket.socket, *, offline: bool, is_demo: bool) -> None:
    """The port first: what is behind it takes most of a second to import."""
    import asyncio
    from importlib import import_module

    from jack.web.http import opened

    stop = asyncio.Event()
    async with opened(loaded.config, listener) as front:
        await asyncio.to_thread(import_module, "jack.serving")
        from jack.app import open_app
        from jack.serving import serve as serve_app
        from jack.serving import stop_on_signals

        async with open_app(loaded, as_server=True, offline=offline) as app:
            with stop_on_signals(stop):
                logins = await app.fill_demo() if is_demo and await _is_empty(app) else []
                setup = None if is_demo else await app.staffing.setup_link()
                await serve_app(
                    app,
                    stop=stop,
                    front=front,
                    on_open=lambda url: _welcome(app, url, logins=logins, setup=setup),
                )


async def _is_empty(app: App) -> bool:
    return not await app.staffing.list()


def _welcome(app: App, url: str, *, logins: list[Login], setup: str | None) -> None:
    from jack import __version__

    output.note(f"Jack {__version__} listens on {url}  (data: {app.directory.path})")
    if app.directory.is_demo:
        output.note(f"Demo hotel {app.config.hotel.name}: chat at {url}/chat")
    for login in logins:
        output.note(f"  {login.role:<13} {login.email:<34} {login.password}")
    if setup:
        output.note(
            f"No account yet. Make the first one here (once, within 24 hours):\n  {url}/setup#{setup}"
        )
