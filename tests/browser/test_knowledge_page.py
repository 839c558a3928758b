"""Knowledge in a real browser: what is written there is what Jack answers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import (
    ANSWER_MS,
    MATHIS,
    MILENA,
    PHONE,
    Demo,
    Guest,
    NewPage,
    overflow,
    send_button,
    serious,
    sign_in,
)


def write(page: Page, title: str, body: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text", exact=True).fill(body)


def is_read_in(page: Page) -> None:
    """The saved entry is open, and Jack finds it: the page says so by itself."""
    expect(page.get_by_role("button", name="Version 1")).to_be_visible()
    expect(page.get_by_text("Being read in")).to_have_count(0)


def test_what_is_written_is_what_jack_answers(new_page: NewPage, demo: Demo, guest: Guest) -> None:
    page = new_page()
    sign_in(page, demo, MATHIS, path="/knowledge")

    page.get_by_role("button", name="New entry").click()
    write(
        page,
        "Where can I rent a kayak?",
        "Kayaks are rented at the boathouse behind the garden, 14 euros an hour.",
    )
    expect(page.get_by_text("1 piece to search").or_(page.get_by_text("2 pieces"))).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Jack answers with it once it is read in")).to_be_visible()
    is_read_in(page)

    guest.page.get_by_role("textbox").fill("Where can I rent a kayak?")
    guest.page.get_by_role("textbox").press("Enter")
    expect(guest.hears("ai", "boathouse")).to_be_visible(timeout=ANSWER_MS)


def test_a_proposal_goes_into_the_nearest_entry(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Do you offer falconry lessons?")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo, MATHIS, path="/inbox")
    page.get_by_role("searchbox").fill(guest.word)
    lines = page.get_by_role("region", name="Conversations").get_by_role("listitem")
    expect(lines).to_have_count(1)
    lines.get_by_role("link").click()
    page.get_by_role("textbox", name=re.compile("^Reply to")).fill(
        "Yes, anybody can take falconry lessons in our meadow."
    )
    send_button(page).click()
    expect(guest.hears("staff", "falconry lessons in our meadow")).to_be_visible(timeout=ANSWER_MS)
    page.goto(f"{demo.url}/knowledge/new")
    write(page, "Falconry", "Falcons fly on Mondays.")
    page.get_by_role("button", name="Save").click()
    is_read_in(page)

    page.goto(f"{demo.url}/knowledge/proposals")
    card = page.get_by_role("listitem").filter(has_text="falconry lessons in our meadow")
    card.get_by_role("button", name="Make it an entry").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Where it goes").select_option(label="Nearest: Falconry")
    text = dialog.get_by_label("Text", exact=True)
    expect(text).to_have_value(re.compile(r"Falcons fly on Mondays\.\n\nYes, anybody can"))
    assert serious(page) == []
    dialog.get_by_role("button", name="Change the entry").click()

    expect(card).to_have_count(0)
    page.goto(f"{demo.url}/knowledge")
    page.get_by_label("Search entries").fill("Falconry")
    page.get_by_role("link").filter(has_text="Falconry").first.click()
    expect(page.get_by_role("button", name="Version 2")).to_be_visible()


def test_an_entry_is_changed_and_its_earlier_text_taken_back(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    sign_in(page, demo, MATHIS, path="/knowledge/new")
    write(page, "Do you lend umbrellas?", "Yes, blue ones.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Version 1")).to_be_visible()

    page.get_by_label("Text", exact=True).fill("Yes, green ones.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Version 2").click()
    page.get_by_role("dialog").get_by_role("button", name="Use this text").click()

    expect(page.get_by_label("Text", exact=True)).to_have_value("Yes, blue ones.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Version 3")).to_be_visible()
    page.get_by_role("button", name="Remove entry").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove entry").click()
    expect(page).to_have_url(f"{demo.url}/knowledge")
    page.get_by_label("Search entries").fill("umbrellas")
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_a_colleague_who_saved_first_is_not_written_over(new_page: NewPage, demo: Demo) -> None:
    one, other = new_page(), new_page()
    sign_in(one, demo, MATHIS, path="/knowledge/new")
    write(one, "Is there a chess board?", "Yes, in the library.")
    one.get_by_role("button", name="Save").click()
    expect(one.get_by_role("button", name="Version 1")).to_be_visible()
    sign_in(other, demo, MATHIS, path=one.url.removeprefix(demo.url))
    expect(other.get_by_role("button", name="Version 1")).to_be_visible()

    other.get_by_label("Text", exact=True).fill("Yes, in the bar.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("button", name="Version 2")).to_be_visible()
    one.get_by_label("Text", exact=True).fill("No.")
    one.get_by_role("button", name="Save").click()

    expect(one.get_by_text("A colleague saved this entry meanwhile")).to_be_visible()
    expect(one.get_by_label("Text", exact=True)).to_have_value("No.")


def test_a_question_shows_what_jack_would_find(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    sign_in(page, demo, MATHIS, path="/knowledge/ask")

    page.get_by_role("searchbox").fill("When is breakfast?")
    expect(page.get_by_text("Jack would answer from this.")).to_be_visible()
    expect(page.get_by_role("link", name="Breakfast")).to_be_visible()
    page.get_by_role("searchbox").fill("Who was the first emperor of Rome?")
    expect(page.get_by_text("Jack would not answer")).to_be_visible()


def test_a_question_without_answer_gets_one(new_page: NewPage, demo: Demo, guest: Guest) -> None:
    guest.page.get_by_role("textbox").fill("Can you repair the strings of my harp?")
    guest.page.get_by_role("textbox").press("Enter")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo, MATHIS, path="/knowledge/gaps")

    gap = page.get_by_role("listitem").filter(has_text="strings of my harp")
    gap.get_by_role("button", name="Write the answer").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Title")).to_have_value(re.compile("harp"))
    dialog.get_by_label("Text", exact=True).fill("The music shop in Rua do Sol repairs harps.")
    dialog.get_by_role("button", name="Save the answer").click()

    expect(page.get_by_text("Jack knows it now")).to_be_visible()
    expect(gap).to_have_count(0)


def test_a_file_is_looked_at_before_it_is_read_in(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    sign_in(page, demo, MATHIS, path="/knowledge/import")
    table = b"question,answer\nIs there a darts room?,Yes on level two.\nAny skittles?,No.\n"

    page.get_by_label("File with knowledge").set_input_files(
        {"name": "games.csv", "mimeType": "text/csv", "buffer": table}
    )
    expect(page.get_by_text("games.csv has 2 entries. This would happen:")).to_be_visible()
    expect(page.get_by_role("heading", name="Is there a darts room?")).to_be_visible()
    page.get_by_role("radio", name="Entries").click()
    page.get_by_label("Search entries").fill("darts")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("radio", name="Import").click()
    page.get_by_label("File with knowledge").set_input_files(
        {"name": "games.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.get_by_role("button", name="Read it in").click()

    expect(page.get_by_text("games.csv is read in: 2 entries.")).to_be_visible()
    page.get_by_role("radio", name="Entries").click()
    page.get_by_label("Search entries").fill("darts")
    expect(page.get_by_role("link", name=re.compile("darts room"))).to_be_visible()


def test_who_may_only_read_is_offered_nothing_to_write(new_page: NewPage, demo: Demo) -> None:
    page = new_page()
    sign_in(page, demo, MILENA, path="/knowledge")

    page.get_by_role("link", name=re.compile("^Parking")).first.click()
    entry = page.get_by_role("region", name="Entry", exact=True)
    expect(entry.get_by_role("heading", name="Parking")).to_be_visible()
    expect(page.get_by_role("button", name="New entry")).to_have_count(0)
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    expect(page.get_by_role("radio", name="Import")).to_have_count(0)


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_it_fits_a_phone(new_page: NewPage, demo: Demo, locale: str) -> None:
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, locale=locale)
    sign_in(page, demo, MATHIS, path="/knowledge")
    link = page.get_by_role("link", name=re.compile("^Parking")).first
    expect(link).to_be_visible()
    assert overflow(page) == 0

    link.tap()

    expect(page.get_by_role("heading", name="Parking", level=2)).to_be_visible()
    expect(link).to_be_hidden()
    assert overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_page: NewPage, demo: Demo, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    sign_in(page, demo, MATHIS, path="/knowledge/2")
    expect(page.get_by_text(re.compile("pieces? to search"))).to_be_visible()
    found = {"entry": serious(page)}
    page.get_by_role("button", name="Version 1").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["versions"] = serious(page)
    page.goto(f"{demo.url}/knowledge/ask")
    page.get_by_role("searchbox").fill("When is breakfast?")
    expect(page.get_by_text("Jack would answer from this.")).to_be_visible()
    found["ask"] = serious(page)
    page.goto(f"{demo.url}/knowledge/import")
    found["import"] = serious(page)

    assert found == {"entry": [], "versions": [], "ask": [], "import": []}
