"""How fast the inbox is, with many conversations and a long one: `python -m tests.browser.measure`."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from jack.db import guests, messages, sql
from jack.model.clock import SECOND, Micros
from jack.model.messages import Sender
from tests.browser.desk import sign_in
from tests.browser.hotel import Hotel, hotel_in

CONVERSATIONS = 10_000
MESSAGES = 1_000
PHONE = "351912000001"
FRAMES = """(steps) => new Promise((done) => {
  const list = document.querySelector(".virtual"), gaps = [];
  let before = performance.now();
  const step = (now) => {
    gaps.push(now - before);
    before = now;
    list.scrollTop += 400;
    if (gaps.length < steps) requestAnimationFrame(step);
    else done(gaps.slice(1).sort((one, other) => one - other));
  };
  requestAnimationFrame(step);
})"""


def fill(at: Micros, count: int) -> None:
    """Conversations with a message each, a second between them."""
    for number in range(count):
        since = at - number * SECOND
        phone = f"49151{number:08d}"
        conversation_id = sql.insert(
            "conversation",
            guest_id=guests.add(f"Guest{number}", "Silva", since, phone=f"+{phone}"),
            channel="whatsapp",
            account="",
            address=phone,
            state="active",
            last_message_at=since,
            created_at=since,
            updated_at=since,
        )
        messages.add(
            conversation_id=conversation_id,
            sender=Sender.GUEST,
            channel="whatsapp",
            address=phone,
            text=f"Is there a table for {number % 9 + 1} tonight?",
            at=since,
        )


def measure(page: Page, hotel: Hotel) -> None:
    started = time.perf_counter()
    page.goto(f"{hotel.desk.url}/inbox")
    page.locator(".line").first.wait_for()
    print(f"inbox interactive: {(time.perf_counter() - started) * 1000:.0f} ms")

    page.get_by_role("searchbox").fill("Longtalk")
    line = page.locator(".line").filter(has_text="Longtalk")
    line.wait_for()
    took = page.evaluate(
        """() => new Promise((done) => {
          const from = performance.now();
          document.querySelector(".line").click();
          const look = () => document.querySelector(".thread .message")
            ? done(performance.now() - from) : requestAnimationFrame(look);
          look();
        })"""
    )
    print(f"conversation with {MESSAGES} messages opened: {took:.0f} ms")

    page.get_by_role("searchbox").fill("")
    page.locator(".line").nth(5).wait_for()
    gaps: list[float] = page.evaluate(FRAMES, 600)
    shown = page.locator(".virtual li").first.get_attribute("aria-setsize")
    print(
        f"scrolled 600 frames through {shown} loaded of {CONVERSATIONS}: median"
        f" {gaps[len(gaps) // 2]:.1f} ms, 95th {gaps[int(len(gaps) * 0.95)]:.1f} ms,"
        f" longest {gaps[-1]:.1f} ms a frame"
    )


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        hotel_in(Path(folder) / "data") as hotel,
        sync_playwright() as playwright,
    ):
        app = hotel.server.app
        hotel.run(app.db.write(fill, app.clock(), CONVERSATIONS))
        hotel.hears_by_whatsapp(PHONE, "Good evening", name="Longtalk Silva")
        hotel.fill_thread(PHONE, MESSAGES)
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        sign_in(page, hotel.desk)
        page.locator(".line").first.wait_for()
        for _ in range(3):
            measure(page, hotel)
        print("load average", *(f"{load:.1f}" for load in os.getloadavg()))
        browser.close()


if __name__ == "__main__":
    main()
