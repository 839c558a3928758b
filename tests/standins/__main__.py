"""Run both stand-ins by hand: `python -m tests.standins`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal

from tests.standins.anthropic import AnthropicStandin
from tests.standins.graph import GraphStandin
from tests.standins.whatsapp_webhooks import PHONE_NUMBER_ID

ACCESS_TOKEN = "standin-access-token"
APP_SECRET = "standin-app-secret"
VERIFY_TOKEN = "standin-verify-token"
API_KEY = "standin-api-key"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.standins", description=__doc__)
    parser.add_argument("--graph-port", type=int, default=4010)
    parser.add_argument("--anthropic-port", type=int, default=4011)
    parser.add_argument(
        "--webhook-url",
        default="http://127.0.0.1:3000/webhooks/whatsapp",
        help="where Jack takes WhatsApp's webhooks (%(default)s)",
    )
    parser.add_argument(
        "--statuses",
        default="sent,delivered,read",
        help="delivery statuses reported for each message, in order; empty for none (%(default)s)",
    )
    return parser.parse_args()


def settings(graph: GraphStandin, anthropic: AnthropicStandin) -> dict[str, str]:
    """Environment variables that make Jack talk to these two."""
    return {
        "JACK_CHANNELS__WHATSAPP__ENABLED": "true",
        "JACK_CHANNELS__WHATSAPP__API_URL": graph.url,
        "WHATSAPP_ACCESS_TOKEN": ACCESS_TOKEN,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "ANTHROPIC_BASE_URL": anthropic.url,
        "ANTHROPIC_API_KEY": API_KEY,
    }


async def run(arguments: argparse.Namespace) -> None:
    graph = GraphStandin(
        access_token=ACCESS_TOKEN,
        app_secret=APP_SECRET,
        webhook_url=arguments.webhook_url,
        statuses=arguments.statuses,
        port=arguments.graph_port,
    )
    anthropic = AnthropicStandin(api_key=API_KEY, port=arguments.anthropic_port)
    stop = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, stop.set)
    async with contextlib.AsyncExitStack() as running:
        await running.enter_async_context(graph)
        await running.enter_async_context(anthropic)
        for name, value in settings(graph, anthropic).items():
            print(f"export {name}={value}", flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(run(parse_arguments()))
