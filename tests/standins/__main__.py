"""Run the stand-ins by hand: `python -m tests.standins`."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from datetime import timedelta
from typing import TypeAlias

from tests.standins.anthropic import AnthropicStandin
from tests.standins.cloudbeds import CloudbedsStandin
from tests.standins.graph import GraphStandin
from tests.standins.graph_templates import template
from tests.standins.mews import ACCESS_TOKEN as MEWS_ACCESS_TOKEN
from tests.standins.mews import CLIENT_TOKEN as MEWS_CLIENT_TOKEN
from tests.standins.mews import MewsStandin
from tests.standins.twilio import ACCOUNT_SID, NUMBER, TwilioStandin
from tests.standins.whatsapp_webhooks import BUSINESS_ACCOUNT_ID, PHONE_NUMBER_ID

ACCESS_TOKEN = "standin-access-token"
APP_SECRET = "standin-app-secret"
VERIFY_TOKEN = "standin-verify-token"
API_KEY = "standin-api-key"
WEBHOOK_SECRET = "standin-webhook-secret"
AUTH_TOKEN = "standin-auth-token"

Pms: TypeAlias = MewsStandin | CloudbedsStandin


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.standins", description=__doc__)
    parser.add_argument("--graph-port", type=int, default=4010)
    parser.add_argument("--anthropic-port", type=int, default=4011)
    parser.add_argument("--twilio-port", type=int, default=4013)
    parser.add_argument(
        "--jack-url",
        default="http://127.0.0.1:3000",
        help="where Jack takes Twilio's webhooks (%(default)s)",
    )
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
    parser.add_argument("--pms", choices=("mews", "cloudbeds"), help="also a PMS (none)")
    parser.add_argument("--pms-port", type=int, default=4012)
    parser.add_argument(
        "--pms-zone", default="Europe/Lisbon", help="time zone of its hotel (%(default)s)"
    )
    parser.add_argument(
        "--pms-stays", type=int, default=500, help="how many it has around today (%(default)s)"
    )
    parser.add_argument(
        "--pms-webhook-url",
        default="http://127.0.0.1:3000/webhooks/pms",
        help="where Jack takes a PMS's webhooks (%(default)s)",
    )
    return parser.parse_args()


TEMPLATES = (
    template("room_ready", "Dear {{1}}, your room {{2}} is ready.", footer="Harbour Inn"),
    template("thank_you", "Dear {{1}}, thank you for your stay with us."),
    template("zimmer_bereit", "Guten Tag {{1}}, Ihr Zimmer {{2}} ist bereit.", language="de"),
    template("spa_offer", "This week the spa is half price.", category="MARKETING"),
    template("newsletter", "Dear guest.", category="MARKETING", status="REJECTED"),
    template("voucher", "Dear guest.", header_format="IMAGE"),
)


def settings(
    graph: GraphStandin, anthropic: AnthropicStandin, twilio: TwilioStandin
) -> dict[str, str]:
    """Environment variables that make Jack talk to these."""
    return {
        "JACK_CHANNELS__WHATSAPP__ENABLED": "true",
        "JACK_CHANNELS__WHATSAPP__API_URL": graph.url,
        "WHATSAPP_ACCESS_TOKEN": ACCESS_TOKEN,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_PHONE_NUMBER_ID": PHONE_NUMBER_ID,
        "WHATSAPP_BUSINESS_ACCOUNT_ID": BUSINESS_ACCOUNT_ID,
        "JACK_SERVER__PUBLIC_URL": twilio.public_url,
        "JACK_CHANNELS__SMS__ENABLED": "true",
        "JACK_CHANNELS__SMS__API_URL": twilio.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_PHONE_NUMBER": NUMBER,
        "ANTHROPIC_BASE_URL": anthropic.url,
        "ANTHROPIC_API_KEY": API_KEY,
    }


def pms_standin(arguments: argparse.Namespace) -> tuple[Pms, dict[str, str]]:
    """A hotel with stays, and the environment variables that make Jack read it."""
    name, zone, port = arguments.pms, arguments.pms_zone, arguments.pms_port
    webhook_url = f"{arguments.pms_webhook_url}/{name}/{WEBHOOK_SECRET}"
    standin: Pms
    if name == "mews":
        standin = MewsStandin(zone=zone, port=port, webhook_url=webhook_url)
        secrets = {
            "JACK_PMS__MEWS__API_URL": f"http://127.0.0.1:{port}",
            "JACK_PMS__MEWS__CLIENT_TOKEN": MEWS_CLIENT_TOKEN,
            "JACK_PMS__MEWS__ACCESS_TOKEN": MEWS_ACCESS_TOKEN,
        }
    else:
        standin = CloudbedsStandin(
            api_key=API_KEY, zone=zone, port=port, limit=10, webhook_url=webhook_url
        )
        secrets = {
            "JACK_PMS__CLOUDBEDS__API_URL": f"http://127.0.0.1:{port}",
            "JACK_PMS__CLOUDBEDS__API_KEY": API_KEY,
            "JACK_PMS__CLOUDBEDS__PROPERTY_ID": standin.hotel.property_id,
        }
    standin.fill(arguments.pms_stays)
    standin.changes.clear()
    return standin, {
        "JACK_PMS__PROVIDER": name,
        "JACK_PMS__WEBHOOK_SECRET": WEBHOOK_SECRET,
        "JACK_HOTEL__TIMEZONE": zone,
        **secrets,
    }


async def run(arguments: argparse.Namespace) -> None:
    graph = GraphStandin(
        access_token=ACCESS_TOKEN,
        app_secret=APP_SECRET,
        webhook_url=arguments.webhook_url,
        statuses=arguments.statuses,
        pair_interval=timedelta(seconds=6),
        templates=TEMPLATES,
        port=arguments.graph_port,
    )
    anthropic = AnthropicStandin(api_key=API_KEY, port=arguments.anthropic_port)
    twilio = TwilioStandin(
        auth_token=AUTH_TOKEN,
        public_url=arguments.jack_url,
        connect_to=arguments.jack_url,
        statuses="sent,delivered",
        port=arguments.twilio_port,
    )
    stop = asyncio.Event()
    for ending in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(ending, stop.set)
    async with contextlib.AsyncExitStack() as running:
        await running.enter_async_context(graph)
        await running.enter_async_context(anthropic)
        await running.enter_async_context(twilio)
        printed = settings(graph, anthropic, twilio)
        if arguments.pms:
            pms, more = pms_standin(arguments)
            await running.enter_async_context(pms)
            printed |= more
        for name, value in printed.items():
            print(f"export {name}={value}", flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(run(parse_arguments()))
