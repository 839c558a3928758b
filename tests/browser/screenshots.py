"""Every page in light, dark, on a phone and from right to left: `python -m tests.browser.screenshots DIR`.

One picture a page, the four of it side by side, from a demo hotel with something going on. For
people who look at them, and for `docs/images`, which holds the result.
"""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, demo_hotel, serve, wait_until_ready
from tests.browser.desk import IRENE, PHONE, Demo, Guest, sign_in

DESKTOP = {"width": 1280, "height": 800}
HEIGHT = 640
GAP = 12
PAGES = {
    "inbox": "/inbox",
    "tasks": "/tasks",
    "guests": "/guests",
    "arrivals": "/arrivals",
    "knowledge": "/knowledge",
    "analytics": "/analytics",
    "settings": "/settings",
    "autonomy": "/settings/autonomy",
    "channels": "/settings/channels",
    "handover": "/handover",
    "replies": "/replies",
    "templates": "/templates",
    "proposals": "/knowledge/proposals",
    "models": "/settings/models",
    "automations": "/automations",
    "account": "/me",
    "chat": "/chat",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody sees the pages."""

    name: str
    theme: str
    language: str = "en"
    is_phone: bool = False

    @property
    def options(self) -> dict[str, Any]:
        viewport = PHONE if self.is_phone else DESKTOP
        return {
            "viewport": viewport,
            "color_scheme": self.theme,
            "locale": "ar" if self.language == "ar" else "en-GB",
            "reduced_motion": "reduce",
        }


LOOKS = (
    Look("light", "light"),
    Look("dark", "dark"),
    Look("right to left", "light", language="ar"),
    Look("phone", "light", is_phone=True),
)


def bring_to_life(browser: Browser, demo: Demo) -> None:
    """Guests who ask, want something, complain, and need a person."""
    for said in (
        "What time is breakfast, and is there a pool?",
        "Could I have two more towels in room 204, please?",
        "The air conditioning in my room does not work and it is very hot.",
        "I would like to speak to a person, please.",
    ):
        context = browser.new_context(viewport=PHONE)
        guest = Guest(context.new_page(), demo)
        guest.word = ""
        guest.says(said)
        guest.is_answered()
        context.close()


def look_at(page: Page, demo: Demo, name: str, path: str) -> bytes:
    page.goto(f"{demo.url}{path}")
    page.wait_for_load_state("networkidle")
    opens = {"inbox": ".line", "guests": "main li a, main tr a", "knowledge": "main li a"}
    wanted = page.locator(opens.get(name, "#nothing")).first
    if wanted.is_visible():
        wanted.click()
        page.wait_for_load_state("networkidle")
    if name == "chat":
        page.get_by_role("textbox").fill("Is there parking?")
        page.get_by_role("textbox").press("Enter")
        expect(page.locator(".message[data-sender=ai]").last).to_be_visible(timeout=20_000)
    page.wait_for_timeout(400)
    return page.screenshot()


def side_by_side(shots: list[bytes]) -> Image.Image:
    """All at one height, on grey."""
    pictures = []
    for shot in shots:
        picture = Image.open(io.BytesIO(shot)).convert("RGB")
        width = round(picture.width * HEIGHT / picture.height)
        pictures.append(picture.resize((width, HEIGHT), Image.Resampling.LANCZOS))
    width = sum(each.width + GAP for each in pictures) + GAP
    sheet = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#888888")
    at = GAP
    for picture in pictures:
        sheet.paste(picture, (at, GAP))
        at += picture.width + GAP
    return sheet


def main() -> None:
    folder = Path(sys.argv[1])
    only = set(sys.argv[2:]) or set(PAGES)
    folder.mkdir(parents=True, exist_ok=True)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with serve("--demo") as (server, url), sync_playwright() as playwright:
        wait_until_ready(url)
        demo = demo_hotel(server, url)
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        bring_to_life(browser, demo)
        shots: dict[str, list[bytes]] = {name: [] for name in PAGES if name in only}
        for look in LOOKS:
            page = browser.new_context(**look.options).new_page()
            page.set_default_timeout(15_000)
            sign_in(page, demo, IRENE)
            for name, taken in shots.items():
                taken.append(look_at(page, demo, name, PAGES[name]))
            page.context.close()
        browser.close()
    for name, taken in shots.items():
        side_by_side(taken).save(folder / f"{name}.webp", quality=82, method=6)
        print(folder / f"{name}.webp")


if __name__ == "__main__":
    main()
