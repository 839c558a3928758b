"""Guests and their stays in a real browser."""

from __future__ import annotations

import itertools
import json
import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import (
    ANSWER_MS,
    PHONE,
    Demo,
    Guest,
    NewPage,
    overflow,
    serious,
    sign_in,
)

_numbers = itertools.count(int(time.time()) % 100_000 * 10)


def write_down(page: Page, first: str, last: str, phone: str) -> None:
    page.get_by_role("button", name="New guest").click()
    dialog = page.get_by_role("dialog", name="New guest")
    dialog.get_by_label("First name").fill(first)
    dialog.get_by_label("Last name").fill(last)
    dialog.get_by_label("Phone").fill(phone)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(shown(page).get_by_role("heading", name=f"{first} {last}")).to_be_visible()


def shown(page: Page) -> Locator:
    return page.get_by_role("region", name="Guest", exact=True)


def test_a_guest_is_found_and_what_is_known_of_them_can_be_kept(
    new_page: NewPage, demo: Demo
) -> None:
    page = new_page()
    sign_in(page, demo, path="/guests")

    page.get_by_role("searchbox").fill("Whitc")
    page.get_by_role("link", name="Nora Whitcombe").click()
    guest = shown(page)
    expect(guest.get_by_text("Room 204").first).to_be_visible()
    guest.get_by_role("button", name="Add a preference").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("About").select_option(label="Drinks")
    dialog.get_by_label("What they like or need").fill("Mint tea")
    dialog.get_by_role("button", name="Save").click()
    expect(guest.get_by_text("Mint tea")).to_be_visible()
    guest.get_by_label("New note").fill("Plays the cello")
    guest.get_by_role("button", name="Keep note").click()
    expect(guest.get_by_text("Plays the cello")).to_be_visible()
    guest.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("come from the PMS")).to_be_visible()
    page.get_by_label("Tags").fill("musician")
    page.get_by_role("switch", name=re.compile("VIP")).click()
    page.get_by_role("button", name="Save").click()

    expect(guest.get_by_text("musician")).to_be_visible()
    expect(guest.get_by_text("VIP", exact=True)).to_be_visible()
    guest.get_by_role("button", name="Remove: Mint tea").click()
    expect(guest.get_by_text("Mint tea")).to_have_count(0)


def test_two_guests_become_one_and_two_again(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    sign_in(page, demo, path="/guests")
    number = f"+35191{next(_numbers):07d}"
    write_down(page, "Rosa", "Vidal", number)
    page.get_by_label("New note").fill("Prefers stairs")
    page.get_by_role("button", name="Keep note").click()
    expect(page.get_by_text("Prefers stairs")).to_be_visible()
    write_down(page, "Rosa", "Vidal Pons", number)
    guest = shown(page)

    expect(guest.get_by_text("Same phone")).to_be_visible()
    guest.get_by_role("button", name="Look closer").click()
    preview = page.get_by_role("dialog", name="Make one guest of two?")
    expect(preview.get_by_text("Notes")).to_be_visible()
    preview.get_by_role("button", name="Make them one").click()
    expect(guest.get_by_text("Prefers stairs")).to_be_visible()
    expect(guest.get_by_text("Maybe the same person")).to_have_count(0)
    guest.get_by_role("button", name="Undo").click()

    expect(guest.get_by_text("Same phone")).to_be_visible()
    expect(guest.get_by_text("Prefers stairs")).to_have_count(0)
    guest.get_by_role("button", name="These are two people").click()
    expect(guest.get_by_text("Maybe the same person")).to_have_count(0)
    page.reload()
    expect(guest.get_by_role("heading", name="Rosa Vidal Pons")).to_be_visible()
    expect(guest.get_by_text("Maybe the same person")).to_have_count(0)


def test_everything_of_a_guest_can_be_taken_along(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    sign_in(page, demo, path="/guests")
    write_down(page, "Iris", "Falk", f"+35191{next(_numbers):07d}")

    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()

    everything = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert everything["guest"]["lastName"] == "Falk"


def test_the_guest_stands_beside_the_conversation(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("What time is checkout?")
    guest.is_answered()
    guest.page.get_by_role("textbox").fill("I'm vegetarian")
    guest.page.get_by_role("textbox").press("Enter")
    expect(guest.hears("ai")).to_have_count(2, timeout=ANSWER_MS)
    page = new_page(viewport={"width": 1440, "height": 900})
    sign_in(page, demo)
    page.get_by_role("searchbox").fill(guest.word)
    lines = page.get_by_role("region", name="Conversations").get_by_role("listitem")
    expect(lines).to_have_count(1)
    lines.get_by_role("link").click()

    panel = page.get_by_role("complementary", name="Guest")
    expect(panel.get_by_text("vegetarian")).to_be_visible(timeout=ANSWER_MS)
    expect(panel.get_by_text("The guest said so")).to_be_visible()
    panel.get_by_label("New note").fill("Called the kitchen")
    panel.get_by_role("button", name="Keep note").click()
    expect(panel.get_by_text("Called the kitchen")).to_be_visible()
    panel.get_by_role("link", name="Open guest page").click()
    expect(shown(page).get_by_text("Called the kitchen")).to_be_visible()


def test_stays_are_shown_by_room_and_the_pms_is_read_on_demand(
    new_page: NewPage, demo: Demo
) -> None:
    page = new_page()
    sign_in(page, demo, path="/arrivals")

    page.get_by_role("radio", name="In the house").click()
    row = page.get_by_role("row").filter(has_text="Nora Whitcombe")
    expect(row).to_contain_text("204")
    expect(row).to_contain_text("AUR-4K7Q2")
    row.get_by_role("button", name="Mark for care").click()
    expect(row.get_by_text("Needs care")).to_be_visible()
    row.get_by_role("button", name="All well again").click()
    expect(row.get_by_text("Needs care")).to_have_count(0)
    with page.expect_response(lambda answer: answer.url.endswith("/api/v1/pms/sync")) as asked:
        page.get_by_role("button", name="Read now").click()
    assert asked.value.ok
    expect(page.get_by_text(re.compile("^PMS as of"))).to_be_visible(timeout=ANSWER_MS)
    row.get_by_role("link").click()
    expect(shown(page).get_by_role("heading", name="Nora Whitcombe")).to_be_visible()


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_a_phone_shows_the_list_and_then_the_guest(
    new_page: NewPage, demo: Demo, locale: str
) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, locale=locale)
    sign_in(page, demo, path="/guests")
    page.get_by_role("searchbox").fill("Raghunath")
    link = page.get_by_role("link", name="Priya Raghunath")
    expect(link).to_be_visible()
    assert overflow(page) == 0

    link.tap()

    expect(page.get_by_role("heading", name="Priya Raghunath")).to_be_visible()
    expect(link).to_be_hidden()
    assert overflow(page) == 0
    page.goto(f"{demo.url}/arrivals")
    page.get_by_role("radio").nth(1).tap()
    expect(page.get_by_role("link", name="Nora Whitcombe")).to_be_visible()
    assert overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_page: NewPage, demo: Demo, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    sign_in(page, demo, path="/guests")
    number = f"+35191{next(_numbers):07d}"
    write_down(page, "Ada", "Lindt", number)
    write_down(page, "Ada", "Lindt", number)
    expect(page.get_by_text("Same phone")).to_be_visible()
    expect(page.get_by_role("region", name="Consent")).to_be_visible()
    found = {"guest": serious(page)}
    page.get_by_role("button", name="Look closer").click()
    found["merge"] = serious(page)
    page.goto(f"{demo.url}/arrivals")
    page.get_by_role("radio", name="In the house").click()
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    found["arrivals"] = serious(page)

    assert found == {"guest": [], "merge": [], "arrivals": []}
