"""The chat on the hotel's own website: one script tag, on a page of another site."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, Route, expect

from tests.browser.conftest import demo_hotel, serve, wait_until_ready
from tests.browser.desk import ANA, AXE, PHONE, Demo, is_drawn, send_button, sign_in
from tests.media import samples

ANSWER_MS = 20_000
CHECKOUT = "What time is checkout?"
CHECKOUT_TIME = re.compile(r"\b(11|12)[:.]?\d*")
BLOCKED_STORAGE = """
    for (const name of ["localStorage", "sessionStorage"])
        Object.defineProperty(window, name, { get() { throw new Error("denied") } })
"""
HOTELS_STYLE = """
    * { color: red; font: italic 40px cursive; box-sizing: content-box }
    button, dialog, iframe, span, div, jack-chat { display: block; width: 7px; opacity: 0.1 }
    main { height: 3000px; background: white }
    main, main * { opacity: 1; width: auto }
"""


@dataclass
class Site:
    """The hotel's website, whose policy allows nothing but Jack's script and frame."""

    url: str
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def page(self, head: str, jack_url: str, *, lang: str = "en") -> str:
        path = f"/page-{next(self.numbers)}"
        self.pages[path] = (
            f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>Hotel</title>"
            "<meta name=viewport content='width=device-width, initial-scale=1'>"
            f"<link rel=icon href='data:,'><link rel=stylesheet href=/style.css>{head}</head>"
            "<body><main><h1>Our hotel</h1><a href='#rooms'>Rooms</a></main></body></html>",
            f"default-src 'none'; style-src 'self'; script-src {jack_url}; frame-src {jack_url};"
            " img-src data:; require-trusted-types-for 'script'",
        )
        return self.url + path


def _server(site: Site) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            is_style = path == "/style.css"
            text, policy = (HOTELS_STYLE, "") if is_style else site.pages.get(path, ("", ""))
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "text/css" if is_style else "text/html")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    return ThreadingHTTPServer(("127.0.0.1", 0), Handler)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """On `localhost`, which to browsers is another site than Jack's 127.0.0.1."""
    found = Site("")
    server = _server(found)
    found.url = f"http://localhost:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def hotel(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo hotel that allows the website."""
    config = tmp_path_factory.mktemp("hotel") / "config.toml"
    config.write_text(f'[channels.webchat]\nallowed_origins = ["{site.url}"]\n')
    with serve("--demo", options=("--config", str(config))) as (server, url):
        wait_until_ready(url)
        yield demo_hotel(server, url)


Visit = Callable[..., "Guest"]


class Guest:
    """Somebody on the hotel's website."""

    def __init__(self, page: Page, jack: str, site: Site) -> None:
        self.page = page
        self.jack = jack
        self.site = site
        self.word = f"widget{next(site.numbers)}word"

    def goes(self, attributes: str = "", *, head: str = "", lang: str = "en") -> Guest:
        tag = head or f"<script src={self.jack}/widget.js async {attributes}></script>"
        self.page.goto(self.site.page(tag, self.jack, lang=lang))
        expect(self.button).to_be_visible()
        return self

    @property
    def button(self) -> Locator:
        return self.page.locator("jack-chat .button")

    @property
    def panel(self) -> Locator:
        return self.page.locator("jack-chat dialog")

    @property
    def badge(self) -> Locator:
        return self.page.locator("jack-chat .badge")

    @property
    def chat(self) -> FrameLocator:
        return self.page.frame_locator("jack-chat iframe")

    @property
    def field(self) -> Locator:
        return self.chat.get_by_role("textbox")

    def opens(self) -> Guest:
        self.button.click()
        expect(self.field).to_be_visible()
        return self

    def says(self, text: str) -> str:
        said = f"{text} {self.word}"
        self.field.fill(said)
        self.field.press("Enter")
        return said

    def picks(self, photo: Path) -> None:
        """Once the chat's script is there: nothing asks for a picture before."""
        expect(self.field).to_have_attribute("placeholder", re.compile("."))
        self.chat.locator("#choose").set_input_files([photo])

    def own(self, text: str = "") -> Locator:
        return self.chat.locator(".message[data-sender=guest]").filter(has_text=text)

    def hears(self, sender: str, text: str | re.Pattern[str] = "") -> Locator:
        return self.chat.locator(f".message[data-sender={sender}]").filter(has_text=text)

    def is_stored(self, text: str) -> None:
        expect(self.own(text)).to_have_count(1)
        expect(self.own(text)).to_have_attribute("data-state", "sent", timeout=ANSWER_MS)


@pytest.fixture
def visit(browser: Browser, hotel: Demo, site: Site) -> Iterator[Visit]:
    """Guests with browsers of their own. Errors, warnings and broken policies fail the test."""
    wrong: list[str] = []
    contexts = []

    def hear(kind: str, text: str) -> None:
        # What a test cuts or refuses, the browser reports by itself.
        is_ours = not text.startswith(("Failed to load resource", "WebSocket connection to"))
        if kind in ("error", "warning") and is_ours:
            wrong.append(text)

    def make(script: str = "", **options: Any) -> Guest:
        context = browser.new_context(
            **{"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options}
        )
        contexts.append(context)
        context.on("console", lambda line: hear(line.type, line.text))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " ({ violatedDirective }) => console.error('policy', violatedDirective));" + script
        )
        return Guest(context.new_page(), hotel.url, site)

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def desk(visit: Visit, hotel: Demo) -> Page:
    """The inbox, with Ana signed in."""
    page = visit().page
    page.goto(f"{hotel.url}/login")
    sign_in(page, hotel, ANA)
    return page


def takes_over(desk: Page, guest: Guest) -> None:
    found = desk.request.get(f"{guest.jack}/api/v1/inbox?q={guest.word}").json()
    [conversation] = found["conversations"]
    desk.goto(f"{guest.jack}/inbox/{conversation['id']}")
    desk.get_by_role("button", name="Take over").click()
    expect(desk.get_by_role("button", name="Hand back to Jack")).to_be_visible()


def replies(desk: Page, text: str) -> None:
    desk.get_by_role("textbox", name=re.compile("^Reply to")).fill(text)
    send_button(desk).click()


# -- a conversation ----------------------------------------------------------------------------


def test_a_picture_chosen_before_the_line_is_there_waits_for_it(
    visit: Visit, tmp_path: Path
) -> None:
    photo = tmp_path / "tap.jpg"
    photo.write_bytes(samples.photo(640, 480))
    guest = visit()
    asked: list[Route] = []
    guest.page.route("**/api/v1/webchat/sessions", lambda route: asked.append(route))
    guest.goes().opens()

    guest.picks(photo)
    expect(guest.chat.locator("#pictures progress")).to_be_visible()
    asked.pop().continue_()

    is_drawn(guest.chat.locator("#pictures img"))


def test_what_was_typed_before_the_script_was_there_is_sent(visit: Visit) -> None:
    guest = visit()
    asked: list[Route] = []
    guest.page.route("**/assets/chat-*.js", lambda route: asked.append(route))
    guest.goes().opens()

    said = guest.says("Good evening")
    assert asked
    asked.pop().continue_()

    guest.is_stored(said)
    expect(guest.field).to_have_value("")


def test_a_picture_is_sent_from_the_hotels_website(visit: Visit, tmp_path: Path) -> None:
    photo = tmp_path / "tap.jpg"
    photo.write_bytes(samples.photo(640, 480))
    guest = visit().goes().opens()

    guest.picks(photo)
    is_drawn(guest.chat.locator("#pictures img"))
    said = guest.says("Look at this")

    guest.is_stored(said)
    is_drawn(guest.own(said).locator(".files img"))
    expect(guest.hears("ai", re.compile("photos or files"))).to_be_visible(timeout=ANSWER_MS)


def test_a_guest_on_the_hotels_website_is_answered(visit: Visit) -> None:
    guest = visit().goes().opens()

    said = guest.says(CHECKOUT)

    guest.is_stored(said)
    expect(guest.hears("ai", CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)


def test_nothing_of_jack_is_loaded_before_the_chat_is_opened(visit: Visit) -> None:
    guest = visit()
    asked: list[str] = []
    guest.page.on("request", lambda request: asked.append(request.url))

    guest.goes()
    guest.page.wait_for_load_state("networkidle")

    assert [url for url in asked if url.startswith(guest.jack)] == [f"{guest.jack}/widget.js"]


def test_the_conversation_goes_on_on_the_next_page(visit: Visit) -> None:
    guest = visit().goes().opens()
    said = guest.says(CHECKOUT)
    expect(guest.hears("ai", CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)

    guest.goes()
    guest.opens()

    guest.is_stored(said)
    expect(guest.hears("ai", CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)


def test_a_colleagues_reply_reaches_the_open_chat(visit: Visit, desk: Page) -> None:
    guest = visit().goes().opens()
    guest.is_stored(guest.says("Could somebody from the hotel help me with my suitcase?"))
    takes_over(desk, guest)

    replies(desk, "I will carry it up myself.")

    expect(guest.hears("staff", "I will carry it up myself.")).to_be_visible(timeout=ANSWER_MS)
    expect(guest.badge).to_be_hidden()


def test_staff_see_on_which_page_of_the_website_the_guest_wrote(visit: Visit, desk: Page) -> None:
    guest = visit().goes()
    guest.page.evaluate("history.replaceState(null, '', location.pathname + '?mail=ana#form')")
    guest.opens()
    guest.is_stored(guest.says("Could somebody from the hotel help me with my suitcase?"))

    takes_over(desk, guest)

    link = desk.get_by_role("log").get_by_role("link", name=re.compile("page-"))
    place = guest.page.url.partition("?")[0]
    expect(link).to_have_attribute("href", place)


def test_unread_replies_are_counted_on_the_button_also_on_the_next_page(
    visit: Visit, desk: Page
) -> None:
    guest = visit().goes().opens()
    guest.is_stored(guest.says("Could somebody from the hotel help me with my suitcase?"))
    takes_over(desk, guest)
    expect(guest.hears("system", "Ana Pacheco")).to_be_visible(timeout=ANSWER_MS)
    guest.field.press("Escape")
    expect(guest.panel).to_be_hidden()
    expect(guest.badge).to_be_hidden()

    replies(desk, "I will carry it up myself.")

    expect(guest.badge).to_have_text("1", timeout=ANSWER_MS)
    expect(guest.button).to_have_accessible_name(re.compile(r"^Chat with the hotel – New messages"))
    expect(guest.page.get_by_role("status")).to_contain_text("New messages")
    guest.goes()
    expect(guest.badge).to_be_visible(timeout=ANSWER_MS)
    guest.opens()
    expect(guest.badge).to_be_hidden(timeout=ANSWER_MS)
    guest.goes()
    expect(guest.chat.locator(".message[data-sender=staff]")).to_have_count(1, timeout=ANSWER_MS)
    expect(guest.badge).to_be_hidden()


def test_a_cut_network_loses_and_repeats_nothing(visit: Visit) -> None:
    guest = visit().goes().opens()
    first = guest.says("Is there a pool?")
    guest.is_stored(first)
    expect(guest.hears("ai").last).to_be_visible(timeout=ANSWER_MS)

    guest.page.context.set_offline(True)
    second = guest.says(CHECKOUT)
    expect(guest.own("Not sent yet")).to_have_count(1, timeout=ANSWER_MS)
    guest.page.context.set_offline(False)

    guest.is_stored(second)
    expect(guest.hears("ai", CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)
    guest.goes()
    guest.opens()
    guest.is_stored(first)
    guest.is_stored(second)


def test_it_works_where_the_browser_refuses_every_storage(visit: Visit) -> None:
    guest = visit(BLOCKED_STORAGE).goes().opens()

    said = guest.says(CHECKOUT)

    guest.is_stored(said)
    expect(guest.hears("ai", CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)
    guest.field.press("Escape")
    guest.opens()
    guest.is_stored(said)


# -- on somebody else's page ----------------------------------------------------------------------


def test_a_website_that_is_not_allowed_cannot_show_the_chat(
    browser: Browser, site: Site, hotel: Demo
) -> None:
    # The same website under a name that the hotel did not allow.
    other = Site(site.url.replace("localhost", "127.0.0.1"), site.pages, site.numbers)
    page = browser.new_page()
    guest = Guest(page, hotel.url, other).goes()
    page.clock.install()

    with page.expect_console_message(lambda line: "frame-ancestors" in line.text):
        guest.button.click()
    page.clock.fast_forward(11_000)

    way_out = page.get_by_role("link", name="Chat with the hotel")
    expect(way_out).to_have_attribute("href", f"{hotel.url}/chat?lang=en")
    expect(way_out).to_be_focused()
    page.get_by_role("button", name="Close").click()
    expect(guest.button).to_be_focused()
    page.close()


@pytest.mark.parametrize("how", ["async", "defer", "", "twice"])
def test_there_is_one_chat_however_the_script_is_loaded(visit: Visit, how: str) -> None:
    guest = visit()
    attributes = "" if how == "twice" else how
    tag = f"<script src={guest.jack}/widget.js {attributes}></script>"
    names = "() => Object.getOwnPropertyNames(window)"
    guest.page.goto(guest.site.page("", guest.jack))
    before = set(guest.page.evaluate(names))

    guest.goes(head=tag * 2 if how == "twice" else tag)

    expect(guest.page.locator("jack-chat")).to_have_count(1)
    assert set(guest.page.evaluate(names)) - before == set()


def test_neither_page_styles_the_other(visit: Visit) -> None:
    guest = visit().goes("data-accent=#7a1f3d")

    box = guest.button.bounding_box()
    style = "element => { const { backgroundColor, color, opacity } = getComputedStyle(element);"
    look = guest.button.evaluate(style + " return [backgroundColor, color, opacity] }")

    assert box is not None
    assert (box["width"], box["height"]) == (60, 60)
    assert look == ["rgb(122, 31, 61)", "rgb(255, 255, 255)", "1"]


def test_messages_of_other_windows_are_not_believed(visit: Visit) -> None:
    guest = visit().goes().opens()

    guest.page.evaluate("window.postMessage({ jack: 'unread', count: 7 }, '*')")
    guest.page.evaluate("window.postMessage({ jack: 'close' }, '*')")
    guest.says("Hello")

    expect(guest.own("Hello")).to_have_count(1)
    expect(guest.panel).to_be_visible()
    expect(guest.badge).to_be_hidden()


# -- keyboard, languages, small screens ------------------------------------------------------------


def test_everything_works_by_keyboard_and_focus_comes_back(visit: Visit) -> None:
    guest = visit().goes()
    for _ in range(5):
        guest.page.keyboard.press("Tab")
        if guest.page.evaluate("document.activeElement.localName") == "jack-chat":
            break
    expect(guest.button).to_be_focused()
    expect(guest.button).to_have_attribute("aria-expanded", "false")

    guest.page.keyboard.press("Enter")
    expect(guest.button).to_have_attribute("aria-expanded", "true")
    expect(guest.field).to_be_focused()
    guest.page.keyboard.type(f"Is there a pool? {guest.word}")
    guest.page.keyboard.press("Enter")
    guest.is_stored(guest.word)
    guest.chat.locator("summary").focus()
    guest.page.keyboard.press("Enter")
    guest.page.keyboard.press("Escape")
    expect(guest.panel).to_be_visible()
    guest.page.keyboard.press("Escape")

    expect(guest.panel).to_be_hidden()
    expect(guest.button).to_be_focused()
    expect(guest.button).to_have_attribute("aria-expanded", "false")


def test_arabic_runs_from_right_to_left(visit: Visit) -> None:
    guest = visit().goes("data-lang=ar data-side=left").opens()

    expect(guest.button).to_have_accessible_name("تحدّث مع الفندق")
    expect(guest.chat.locator("html")).to_have_attribute("dir", "rtl")
    expect(guest.field).to_have_attribute("placeholder", "اكتب رسالة")
    box = guest.panel.bounding_box()
    assert box is not None
    assert box["x"] == 20


def test_the_browsers_language_counts_where_the_hotel_names_none(visit: Visit) -> None:
    guest = visit(locale="pt-BR").goes(lang="en").opens()

    expect(guest.button).to_have_accessible_name("Conversar com o hotel")
    expect(guest.chat.locator("html")).to_have_attribute("lang", "pt")


def test_on_a_phone_the_chat_fills_the_screen_and_closes_again(visit: Visit) -> None:
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    guest = visit(**phone, reduced_motion="reduce").goes()

    guest.opens()

    assert guest.panel.bounding_box() == {"x": 0, "y": 0, **PHONE}
    expect(guest.button).to_be_hidden()
    expect(guest.field).to_be_in_viewport(ratio=1)
    sideways = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    frame = guest.page.frames[-1]
    assert frame.evaluate(sideways) == 0
    guest.chat.get_by_role("button", name="Close").click()
    expect(guest.panel).to_be_hidden()
    expect(guest.button).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["#1f5a52", "#ffe100", "#777"])
def test_axe_finds_nothing_whatever_the_hotels_colour(
    visit: Visit, scheme: str, accent: str
) -> None:
    guest = (
        visit(color_scheme=scheme, reduced_motion="reduce").goes(f"data-accent={accent}").opens()
    )
    guest.is_stored(guest.says(CHECKOUT))
    expect(guest.hears("ai").first).to_be_visible(timeout=ANSWER_MS)

    for frame in (guest.page.main_frame, guest.page.frames[-1]):
        frame.evaluate(AXE.read_text(encoding="utf-8"))
        found = frame.evaluate(
            "() => axe.run('jack-chat, .chat', { resultTypes: ['violations'], iframes: false })"
        )
        assert [
            f"{one['id']}: {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ] == []
