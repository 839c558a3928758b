"""The page staff work in, in a real browser, beside guests who chat."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import (
    ANA,
    ANSWER_MS,
    AT_ONCE_MS,
    MILENA,
    PHONE,
    THEO,
    Demo,
    Guest,
    NewPage,
    news,
    overflow,
    send_button,
    serious,
    sign_in,
)


def lines(page: Page) -> Locator:
    return page.get_by_role("region", name="Conversations").get_by_role("listitem")


def open_thread(page: Page, guest: Guest) -> Locator:
    """Find the guest's conversation by the words only they used."""
    page.get_by_role("searchbox").fill(guest.word)
    expect(lines(page)).to_have_count(1)
    lines(page).get_by_role("link").click()
    thread = page.get_by_role("log")
    expect(thread.get_by_text(guest.word).first).to_be_visible()
    return thread


def reply(page: Page, text: str) -> None:
    page.get_by_role("textbox", name=re.compile("^Reply to")).fill(text)
    send_button(page).click()


# -- signing in and out ------------------------------------------------------------------------


def test_a_wrong_password_is_said_in_words(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    page.goto(demo.url)

    page.get_by_label("E-mail").fill(ANA)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("not right")
    expect(page.get_by_label("E-mail")).to_have_value(ANA)
    expect(page.get_by_label("Password")).to_have_value("")


@pytest.mark.parametrize("path", ["/", "/login"])
def test_who_signs_in_lands_in_the_inbox_and_can_sign_out(
    new_page: NewPage, demo: Demo, path: str
) -> None:
    page = new_page()
    sign_in(page, demo, path=path)

    expect(page).to_have_url(f"{demo.url}/inbox")
    page.reload()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Ana Pacheco")).click()
    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    page.goto(f"{demo.url}/inbox")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_who_was_signed_out_comes_back_to_the_same_place(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Is there a gym?")
    page = new_page()
    sign_in(page, demo)
    open_thread(page, guest)
    place = page.url

    page.context.clear_cookies()
    guest.says("And a sauna?")

    expect(page.get_by_text("You were signed out")).to_be_visible()
    page.get_by_label("E-mail").fill(ANA)
    page.get_by_label("Password").fill(demo.passwords[ANA])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("log").get_by_text(guest.word).first).to_be_visible()
    assert page.url == place


def test_who_may_not_read_conversations_sees_no_inbox(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    sign_in(page, demo, MILENA)

    expect(page.get_by_role("link", name="Inbox")).to_have_count(0)
    page.goto(f"{demo.url}/inbox")
    expect(page.get_by_role("region", name="Conversations")).to_have_count(0)


# -- live --------------------------------------------------------------------------------------


def test_a_message_appears_in_the_open_inbox_within_a_second(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    page = new_page()
    sign_in(page, demo)
    expect(page.get_by_role("region", name="Conversations")).to_be_visible()

    said = guest.says("Where can I park?")

    expect(lines(page).filter(has_text=said)).to_be_visible(timeout=AT_ONCE_MS)


def test_a_message_appears_in_the_open_thread_within_a_second(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Where can I park?")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)

    said = guest.says("And is it under a roof?")

    expect(thread.get_by_text(said)).to_be_visible(timeout=AT_ONCE_MS)


def test_taking_over_silences_jack_and_handing_back_lets_him_speak(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("What time is breakfast?")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)
    answers = guest.hears("ai").count()

    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("You are answering", exact=True)).to_be_visible()
    said = guest.says("Is there a pool?")
    expect(thread.get_by_text(said)).to_be_visible()
    reply(page, "There is one on the roof, I will show you.")
    expect(guest.hears("staff", "on the roof")).to_be_visible(timeout=ANSWER_MS)
    assert guest.hears("ai").count() == answers

    page.get_by_role("button", name="Hand back to Jack").click()
    expect(page.get_by_role("button", name="Take over")).to_be_visible()
    guest.says("What time is check-out?")
    expect(guest.hears("ai", re.compile(r"1[12]"))).to_have_count(1, timeout=ANSWER_MS)


def test_a_reply_reaches_the_guests_open_page_and_takes_over(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Hello there")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)

    page.keyboard.press("r")
    page.keyboard.type("Good morning from the front desk")
    page.keyboard.press("Control+Enter")

    expect(guest.hears("staff", "Good morning from the front desk")).to_be_visible(
        timeout=ANSWER_MS
    )
    mine = thread.locator("article").filter(has_text="Good morning from the front desk")
    expect(mine).to_contain_text("You")
    expect(mine).to_contain_text(re.compile("Sent|Arrived|Read"))
    expect(page.get_by_text("You are answering", exact=True)).to_be_visible()


def test_a_colleague_sees_who_is_answering_and_cannot_write_over_them(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Hello there")
    guest.is_answered()
    ana, theo = new_page(), new_page()
    sign_in(ana, demo)
    sign_in(theo, demo, THEO)
    open_thread(ana, guest)
    open_thread(theo, guest)
    expect(theo.get_by_text("Ana Pacheco is looking too")).to_be_visible()

    ana.get_by_role("button", name="Take over").click()

    expect(theo.get_by_text("Ana Pacheco is answering").first).to_be_visible(timeout=AT_ONCE_MS)
    expect(theo.get_by_role("textbox", name=re.compile("^Reply to"))).to_have_count(0)
    expect(theo.get_by_role("button", name="Take over")).to_have_count(0)
    ana.get_by_role("textbox", name=re.compile("^Reply to")).press_sequentially("One mom")
    expect(theo.get_by_text("Ana Pacheco is writing…")).to_be_visible()
    expect(guest.page.get_by_text(re.compile("typing|writing"))).to_be_visible()


def test_a_note_is_for_colleagues_only(new_page: NewPage, demo: Demo, guest: Guest) -> None:
    guest.says("Hello there")
    guest.is_answered()
    ana, theo = new_page(), new_page()
    sign_in(ana, demo)
    sign_in(theo, demo, THEO)
    open_thread(ana, guest)
    open_thread(theo, guest)

    ana.get_by_role("radio", name="Note").click()
    ana.get_by_role("textbox", name="Note for colleagues").fill("Likes quiet rooms")
    ana.locator(".composer").get_by_role("button", name="Keep note").click()

    expect(ana.get_by_role("log").get_by_text("Likes quiet rooms")).to_be_visible()
    theo.reload()
    expect(theo.get_by_role("log").get_by_text("Likes quiet rooms")).to_be_visible()
    expect(guest.page.get_by_text("Likes quiet rooms")).to_have_count(0)


def test_jacks_suggestion_is_changed_and_sent(new_page: NewPage, demo: Demo, guest: Guest) -> None:
    guest.says("Hello there")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)
    page.get_by_role("button", name="Take over").click()
    said = guest.says("What time is breakfast?")
    expect(thread.get_by_text(said)).to_be_visible()

    page.get_by_role("button", name="Ask Jack for a reply").click()
    draft = thread.locator("article").filter(has_text="Jack suggests")
    draft.get_by_role("button", name="Change").click()
    draft.get_by_role("textbox").fill("From seven, and I keep a table for you.")
    draft.get_by_role("button", name="Send", exact=True).click()

    expect(guest.hears("staff", "I keep a table for you")).to_be_visible(timeout=ANSWER_MS)
    expect(draft).to_have_count(0)


def test_the_source_of_an_answer_is_shown_with_its_version(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    """R4: what an answer rests on can be looked up."""
    guest.says("What time is breakfast?")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)

    thread.get_by_role("button", name="Breakfast").first.click()

    dialog = page.get_by_role("dialog", name="Where Jack found it")
    expect(dialog).to_contain_text("Version 1")
    expect(dialog).to_contain_text(re.compile("07:00"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(thread.get_by_role("button", name="Breakfast").first).to_be_focused()


def more(page: Page) -> Locator:
    """What else can be done with a conversation."""
    return page.get_by_role("main").get_by_role("button", name="More", exact=True)


def test_a_conversation_is_given_to_a_colleague_finished_and_opened_again(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Hello there")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)

    more(page).click()
    page.get_by_role("menuitem", name="Give to others…").click()
    chosen = page.get_by_label("To", exact=True).locator("option", has_text="Théo Garrigue")
    page.get_by_label("To", exact=True).select_option(chosen.get_attribute("value"))
    page.get_by_role("button", name="Give", exact=True).click()

    expect(thread.get_by_text("You gave this to Théo Garrigue")).to_be_visible()
    expect(page.get_by_text("Théo Garrigue is answering").first).to_be_visible()
    theo = new_page()
    sign_in(theo, demo, THEO)
    open_thread(theo, guest)
    theo.get_by_role("button", name="Done", exact=True).click()
    expect(theo.get_by_role("log").get_by_text("You marked this as done")).to_be_visible()
    more(theo).click()
    theo.get_by_role("menuitem", name="Open again").click()
    expect(theo.get_by_role("log").get_by_text("You opened this again")).to_be_visible()


def test_a_lost_network_is_said_and_what_was_missed_is_caught_up(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Hello there")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)
    expect(page.get_by_text("Jack is answering").first).to_be_visible()
    expect(page.locator(".skeleton")).to_have_count(0)

    page.context.set_offline(True)
    with suppress(Exception):
        # An open socket survives that; ending it is what a dead network does in the end.
        page.evaluate("() => window.dispatchEvent(new Event('offline'))")
    page.get_by_role("textbox", name=re.compile("^Reply to")).fill("Are you there?")
    send_button(page).click()
    expect(news(page)).to_contain_text("The server cannot be reached")
    expect(page.get_by_role("textbox", name=re.compile("^Reply to"))).to_have_value(
        "Are you there?"
    )
    said = guest.says("I am still here")
    page.context.set_offline(False)

    expect(thread.get_by_text(said)).to_be_visible(timeout=ANSWER_MS)
    news(page).get_by_role("button", name="Try again").click()
    expect(guest.hears("staff", "Are you there?")).to_have_count(1, timeout=ANSWER_MS)


# -- for everybody -----------------------------------------------------------------------------


def test_everything_goes_by_keyboard_alone(new_page: NewPage, demo: Demo, guest: Guest) -> None:
    guest.says("Hello there")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo)
    expect(lines(page).first).to_be_visible()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type(guest.word)
    expect(lines(page)).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.type(guest.word)
    expect(lines(page)).to_have_count(1)
    page.keyboard.press("Tab")
    while not page.evaluate("() => document.activeElement.matches('.line')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_text(guest.word).first).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_text("You are answering", exact=True)).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Control+Enter")
    expect(guest.hears("staff", "By keyboard")).to_be_visible(timeout=ANSWER_MS)
    page.keyboard.press("Tab")
    page.keyboard.press("e")
    expect(page.get_by_role("log").get_by_text("You marked this as done")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{demo.url}/inbox")


def test_the_arabic_page_runs_from_right_to_left(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Hello there")
    page = new_page(locale="ar")
    sign_in(page, demo)

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", name="الرسائل")).to_be_visible()
    rail = page.get_by_role("banner").bounding_box()
    assert rail is not None
    assert rail["x"] > 1000
    assert overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_list_thread_and_guest_one_after_the_other(
    new_page: NewPage, demo: Demo, guest: Guest, scheme: str
) -> None:
    guest.says("Could I get two towels in 204?")
    guest.is_answered()
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme=scheme)
    sign_in(page, demo)
    assert overflow(page) == 0
    open_thread(page, guest)
    expect(page.get_by_role("region", name="Conversations")).to_be_hidden()
    expect(send_button(page)).to_be_in_viewport(ratio=1)
    assert overflow(page) == 0

    page.get_by_role("button", name="Guest details").click()
    expect(page.get_by_role("complementary", name="Guest")).to_be_visible()
    expect(page.get_by_role("log")).to_be_hidden()
    assert overflow(page) == 0
    page.go_back()
    page.get_by_role("button", name="Back to the list").click()

    expect(page.get_by_role("region", name="Conversations")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    new_page: NewPage, demo: Demo, guest: Guest, scheme: str
) -> None:
    guest.says("What time is breakfast?")
    guest.is_answered()
    page = new_page(color_scheme=scheme)
    page.goto(demo.url)
    expect(page.get_by_label("E-mail")).to_be_visible()
    found = {"login": serious(page)}
    sign_in(page, demo)
    expect(lines(page).first).to_be_visible()
    found["list"] = serious(page)
    open_thread(page, guest)
    page.get_by_role("button", name="Ask Jack for a reply").click()
    expect(page.get_by_text("Jack suggests")).to_be_visible()
    found["thread"] = serious(page)
    more(page).click()
    found["menu"] = serious(page)
    page.get_by_role("menuitem", name="Call for help…").click()
    found["dialog"] = serious(page)

    assert found == {"login": [], "list": [], "thread": [], "menu": [], "dialog": []}


def test_the_app_can_be_installed_and_opens_without_a_network(
    new_page: NewPage, demo: Demo
) -> None:
    page = new_page()
    sign_in(page, demo)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    manifest = page.request.get(f"{demo.url}/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        assert page.request.get(f"{demo.url}{icon['src']}").ok

    page.context.set_offline(True)
    page.reload()

    expect(page.get_by_text("Jack does not answer")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
