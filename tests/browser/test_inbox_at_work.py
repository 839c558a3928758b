"""What goes wrong in a shift, in a real browser: sends that fail, a dead network, Jack's drafts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.desk import ANSWER_MS, ARRIVED, NewPage, news, overflow, send_button, sign_in
from tests.browser.hotel import Hotel, hotel_in
from tests.standins.base import Fault

_phones = itertools.count(351_912_000_001)
SLOW_FRAMES = "() => { window.requestAnimationFrame = (draw) => setTimeout(draw, 500) }"


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotel]:
    with hotel_in(tmp_path_factory.mktemp("hotel") / "data") as hotel:
        yield hotel


class Writer:
    """A guest with a phone and a name nobody else has."""

    def __init__(self, hotel: Hotel) -> None:
        self.hotel = hotel
        self.phone = str(next(_phones))
        self.name = f"Guest{self.phone[-3:]} Silva"

    def writes(self, text: str) -> None:
        self.hotel.hears_by_whatsapp(self.phone, text, name=self.name)

    def hears(self, text: str) -> int:
        return len(self.hotel.at_whatsapp(self.phone, text))


@pytest.fixture(autouse=True)
def whole_line(hotel: Hotel) -> Iterator[None]:
    """A test that fails with the line cut takes no other one along."""
    yield
    if hotel.cable.is_cut:
        hotel.run(hotel.cable.mend())


@pytest.fixture
def guest(hotel: Hotel) -> Writer:
    return Writer(hotel)


def open_thread(page: Page, guest: Writer) -> Locator:
    name = guest.name.split()[0]
    page.get_by_role("searchbox").fill(name)
    line = (
        page.get_by_role("region", name="Conversations").get_by_role("link").filter(has_text=name)
    )
    expect(line).to_have_count(1, timeout=ANSWER_MS)
    line.click()
    thread = page.get_by_role("log")
    expect(thread.locator("article").first).to_be_visible()
    return thread


def field(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^Reply to"))


def send(page: Page, text: str) -> Locator:
    field(page).fill(text)
    send_button(page).click()
    sent = page.get_by_role("log").locator("article").filter(has_text=text)
    expect(sent).to_be_visible()
    return sent


# -- writing -----------------------------------------------------------------------------------


def test_letters_after_the_key_that_opens_the_reply_all_arrive(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    guest.writes("Good evening")
    page = new_page()
    sign_in(page, hotel.desk)
    open_thread(page, guest)
    page.evaluate(SLOW_FRAMES)

    page.keyboard.press("r")
    page.keyboard.type("Good morning")

    expect(field(page)).to_have_value("Good morning")


def test_what_is_written_while_a_reply_is_on_its_way_stays(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    guest.writes("Good evening")
    page = new_page()
    sign_in(page, hotel.desk)
    thread = open_thread(page, guest)

    def type_on(route: Route) -> None:
        page.keyboard.type(" And welcome")
        route.continue_()

    page.route("**/messages", type_on)

    page.keyboard.press("r")
    page.keyboard.type("Good morning.")
    page.keyboard.press("Control+Enter")

    expect(thread.locator("article").filter(has_text="Good morning.")).to_be_visible()
    expect(field(page)).to_have_value("And welcome")


# -- sends that fail ---------------------------------------------------------------------------


def test_a_reply_that_the_vendor_refuses_turns_red_and_another_try_sends_it(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    guest.writes("Good evening")
    page = new_page()
    sign_in(page, hotel.desk)
    open_thread(page, guest)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("You are answering", exact=True)).to_be_visible()
    hotel.graph.fail_next(2, Fault("status", status=500))

    mine = send(page, "Your table is booked.")
    expect(mine).to_have_attribute("data-delivery", "failed", timeout=ANSWER_MS)
    expect(mine.get_by_text(re.compile("WhatsApp"))).to_be_visible()
    red = mine.locator(".failure").evaluate("(one) => getComputedStyle(one).color")
    mine.get_by_role("button", name="Send again").click()

    expect(mine).to_have_attribute("data-delivery", "sent", timeout=ANSWER_MS)
    expect(mine.get_by_role("button")).to_have_count(0)
    assert guest.hears("Your table is booked.") == 1
    assert is_red(red)


def test_a_reply_that_does_not_arrive_goes_another_way(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    guest.writes("Good morning")
    hotel.hears_by_sms(guest.phone, "Good evening")
    guest.writes("I am on WhatsApp now")
    page = new_page()
    sign_in(page, hotel.desk)
    thread = open_thread(page, guest)
    expect(thread.get_by_text("Good evening")).to_be_visible()
    page.get_by_role("button", name="Take over").click()
    mine = send(page, "Your taxi is here.")
    expect(mine).to_have_attribute("data-delivery", "sent", timeout=ANSWER_MS)
    (sent,) = hotel.at_whatsapp(guest.phone, "Your taxi is here.")

    hotel.run(hotel.graph.deliver_status(sent, "failed", code=131026))
    expect(mine).to_have_attribute("data-delivery", "failed", timeout=ANSWER_MS)
    expect(mine).to_contain_text("WhatsApp cannot deliver to this guest.")
    mine.get_by_role("button", name="Send by SMS").click()

    again = thread.locator("article").filter(has_text="Your taxi is here.").last
    expect(again).to_have_attribute("data-delivery", "delivered", timeout=ANSWER_MS)
    by_sms = [sent for sent in hotel.twilio.accepted if sent.to == f"+{guest.phone}"]
    assert [sent.text for sent in by_sms][-1] == "Your taxi is here."


def is_red(color: str) -> bool:
    red, green, blue = map(int, re.findall(r"\d+", color)[:3])
    return red > green + 60 and red > blue + 60


# -- the network -------------------------------------------------------------------------------


def test_a_cut_line_is_said_and_what_was_missed_comes_when_it_is_back(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    guest.writes("Good evening")
    page = new_page()
    sign_in(page, hotel.desk)
    thread = open_thread(page, guest)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("You are answering", exact=True)).to_be_visible()

    hotel.run(hotel.cable.cut())
    expect(page.get_by_text("No connection.")).to_be_visible(timeout=ANSWER_MS)
    field(page).fill("Are you there?")
    send_button(page).click()
    expect(news(page)).to_contain_text("The server cannot be reached")
    for number in range(3):
        guest.writes(f"Missed {number}")
    expect(thread.get_by_text("Missed")).to_have_count(0)
    hotel.run(hotel.cable.mend())

    for number in range(3):
        expect(thread.get_by_text(f"Missed {number}")).to_have_count(1, timeout=ANSWER_MS)
    expect(page.get_by_text("No connection.")).to_have_count(0)
    expect(field(page)).to_have_value("Are you there?")
    news(page).get_by_role("button", name="Try again").click()
    expect(thread.get_by_text("Are you there?")).to_have_count(1)
    mine = thread.locator("article").filter(has_text="Are you there?")
    expect(mine).to_have_attribute("data-delivery", ARRIVED, timeout=ANSWER_MS)
    guest.writes("And live again")
    expect(thread.get_by_text("And live again")).to_be_visible()
    assert guest.hears("Are you there?") == 1


# -- drafts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["approve", "edit", "discard"])
def test_on_a_topic_on_draft_nothing_goes_out_without_a_yes(
    new_page: NewPage, hotel: Hotel, guest: Writer, choice: str
) -> None:
    page = new_page()
    sign_in(page, hotel.desk)
    guest.writes("What time is breakfast?")
    thread = open_thread(page, guest)
    draft = thread.locator("article[data-delivery=draft]")
    expect(draft).to_be_visible(timeout=ANSWER_MS)
    words = draft.locator(".content").inner_text()
    assert guest.hears(words[:40]) == 0

    if choice == "edit":
        draft.get_by_role("button", name="Change").click()
        draft.get_by_role("textbox").fill("From seven, on the terrace.")
        words = "From seven, on the terrace."
    button = "Drop" if choice == "discard" else "Send"
    draft.get_by_role("button", name=button).click()

    expect(draft).to_have_count(0)
    if choice == "discard":
        expect(thread.locator("article[data-delivery=discarded]")).to_be_visible()
        assert guest.hears(words[:40]) == 0
        return
    approved = thread.locator("article").filter(has_text=words[:40])
    expect(approved).to_have_attribute("data-delivery", "sent", timeout=ANSWER_MS)
    assert guest.hears(words[:40]) == 1


# -- finding -----------------------------------------------------------------------------------


def test_search_from_any_page_opens_the_thread_at_the_message(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    word = f"unicycle{guest.phone[-3:]}"
    guest.writes(f"Where can I leave my {word}?")
    hotel.fill_thread(guest.phone, 260)
    page = new_page()
    sign_in(page, hotel.desk, path="/tasks")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    page.evaluate(SLOW_FRAMES)
    page.keyboard.press("Control+k")
    page.keyboard.type(word[:-2])
    panel = page.get_by_role("dialog", name="Search everything")
    expect(panel.get_by_role("searchbox")).to_have_value(word[:-2])
    result = panel.get_by_role("link", name=guest.name)
    expect(result).to_have_count(1)
    expect(result.locator("mark")).to_have_text(word[:-2])
    page.keyboard.press("Enter")

    expect(panel).to_have_count(0)
    found = page.get_by_role("log").locator("article").filter(has_text=word)
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport()
    expect(page).to_have_url(re.compile(r"/inbox/\d+$"))
    expect(page.get_by_role("heading", name=guest.name).first).to_be_visible()

    page.goto(f"{hotel.desk.url}/me")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type(guest.name)
    expect(panel.get_by_role("link").first).to_contain_text(guest.name)
    page.keyboard.press("ArrowDown")
    expect(panel.get_by_role("link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Control+a")
    page.keyboard.type("nothingofthissort")
    expect(panel.get_by_text("Nothing was found")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


# -- the list ----------------------------------------------------------------------------------


def test_a_conversation_that_is_not_on_the_list_shows_its_names(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    guest.writes("Good evening")
    page = new_page()
    sign_in(page, hotel.desk)
    open_thread(page, guest)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("You are answering", exact=True)).to_be_visible()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("log").get_by_text("You marked this as done")).to_be_visible()

    page.reload()

    expect(page.get_by_role("region", name=f"Conversation with {guest.name}")).to_be_visible()
    expect(page.get_by_text(f"Guest {page.url.rsplit('/', 1)[1]}", exact=True)).to_have_count(0)


@pytest.mark.parametrize("locale", ["en-GB", "es", "de", "fr", "ar"])
def test_the_views_stay_on_one_line(
    new_page: NewPage, hotel: Hotel, guest: Writer, locale: str
) -> None:
    guest.writes("I want to speak to a person, please")
    page = new_page(locale=locale)
    sign_in(page, hotel.desk)
    expect(page.locator(".list .tabs .count").first).to_be_visible()

    for width in (1280, 1024, 390):
        page.set_viewport_size({"width": width, "height": 760})
        expect(page.locator(".list .tabs [aria-checked=true]")).to_be_in_viewport(ratio=1)
        middles = page.locator(".list .tabs-frame button").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect())"
            ".map((box) => Math.round(box.top + box.height / 2))"
        )
        assert len(set(middles)) == 1, width
        assert overflow(page) == 0, width


def test_a_view_without_room_on_the_line_is_in_the_menu(
    new_page: NewPage, hotel: Hotel, guest: Writer
) -> None:
    guest.writes("I want to speak to a person, please")
    page = new_page(viewport={"width": 1024, "height": 760})
    sign_in(page, hotel.desk)
    expect(page.locator(".list .tabs .count").first).to_be_visible()

    page.get_by_role("button", name="More views").click()
    page.get_by_role("menuitem", name="Done").click()

    views = page.get_by_role("radiogroup", name="Which conversations")
    expect(views.get_by_role("radio", name="Done")).to_be_checked()
    views.get_by_role("radio", name="Done").press("ArrowLeft")
    expect(views.get_by_role("radio", name="Jack")).to_be_checked()
    expect(views.get_by_role("radio", name="Jack")).to_be_focused()
