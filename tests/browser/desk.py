"""People at the desk and guests who chat, as browser tests play them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize, expect

IRENE = "irene.castaldi@example.com"
ANA = "ana.pacheco@example.com"
THEO = "theo.garrigue@example.com"
MILENA = "milena.kostova@example.com"
MATHIS = "mathis.duvernoy@example.com"
ANSWER_MS = 40_000
ARRIVED = re.compile("^(sent|delivered|read)$")
"""What the page knows of a message that its vendor has."""
AT_ONCE_MS = 1_000
AXE = Path("jack/web/ui/node_modules/axe-core/axe.min.js")
PHONE: ViewportSize = {"width": 390, "height": 844}
_numbers = itertools.count(1)
_cookies: dict[tuple[str, str], list[Any]] = {}

NewPage = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo hotel and the passwords of its staff by e-mail."""

    url: str
    passwords: dict[str, str]


def sign_in(page: Page, demo: Demo, email: str = ANA, path: str = "/") -> None:
    """By the form, or with the cookies of a sign-in before: too many in a row are refused."""
    page.context.add_cookies(_cookies.get((demo.url, email), []))
    page.goto(f"{demo.url}{path}")
    form, app = page.locator("input[type=email]"), page.get_by_role("banner")
    expect(form.or_(app)).to_be_visible()
    if app.is_visible():
        return
    page.locator("input[type=email]").fill(email)
    page.locator("input[type=password]").fill(demo.passwords[email])
    page.keyboard.press("Enter")
    expect(app).to_be_visible()
    _cookies[demo.url, email] = [
        {"name": one["name"], "value": one["value"], "url": demo.url}
        for one in page.context.cookies()
    ]


def forget(demo: Demo, email: str) -> None:
    """The next sign-in is one of its own."""
    _cookies.pop((demo.url, email), None)


class Guest:
    """A guest on the hotel's chat page. Every guest has words of their own to be found by."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self.page = page
        self.word = f"guestword{next(_numbers):04d}"
        page.goto(f"{demo.url}/chat")
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    def says(self, text: str) -> str:
        said = f"{text} {self.word}"
        self.page.get_by_role("textbox").fill(said)
        self.page.get_by_role("textbox").press("Enter")
        expect(self.page.locator(".message[data-sender=guest]").last).to_have_attribute(
            "data-state", "sent", timeout=ANSWER_MS
        )
        return said

    def hears(self, sender: str, text: str | re.Pattern[str] = "") -> Locator:
        return self.page.locator(f".message[data-sender={sender}]").filter(has_text=text)

    def is_answered(self) -> None:
        expect(self.hears("ai").last).to_be_visible(timeout=ANSWER_MS)


def is_drawn(image: Locator) -> None:
    """A picture came, not only its place."""
    expect(image).to_be_visible()
    image.evaluate("image => image.decode()")


def send_button(page: Page) -> Locator:
    """Of the composer: what Jack was about to say when somebody took over can be sent, too (R3)."""
    return page.locator(".composer-foot button[type=submit]")


def news(page: Page) -> Locator:
    """The short messages at the edge of the page, with their ways out."""
    return page.locator(".toasts")


def overflow(page: Page) -> int:
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wide))


def is_cut_off(area: Locator) -> bool:
    """Whether one has to scroll to see all of it."""
    return bool(area.evaluate("area => area.scrollHeight > area.clientHeight"))


def serious(page: Page) -> list[str]:
    """Serious and critical findings of axe; evaluated beside the page, whose policy stays."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
