"""Photos and documents between a guest's chat and staff, in real browsers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import (
    ANSWER_MS,
    PHONE,
    Demo,
    Guest,
    NewPage,
    is_drawn,
    overflow,
    send_button,
    serious,
    sign_in,
)
from tests.media import samples


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "shower.jpg"
    path.write_bytes(samples.photo(800, 600))
    return path


@pytest.fixture
def menu(tmp_path: Path) -> Path:
    path = tmp_path / "menu.pdf"
    path.write_bytes(samples.PDF)
    return path


def sends_picture(guest: Guest, *photos: Path, text: str = "The shower leaks") -> None:
    guest.page.locator("#choose").set_input_files(list(photos))
    expect(guest.page.locator("#pictures img:visible")).to_have_count(len(photos))
    guest.says(text)


def open_thread(page: Page, guest: Guest) -> Locator:
    page.get_by_role("searchbox").fill(guest.word)
    listed = page.get_by_role("region", name="Conversations").get_by_role("listitem")
    expect(listed).to_have_count(1)
    listed.get_by_role("link").click()
    thread = page.get_by_role("log")
    expect(thread.get_by_text(guest.word).first).to_be_visible()
    return thread


def test_a_guests_photo_reaches_staff_who_look_at_it_by_keyboard(
    new_page: NewPage, demo: Demo, guest: Guest, photo: Path, tmp_path: Path
) -> None:
    other = tmp_path / "tap.jpg"
    other.write_bytes(samples.photo(300, 900))
    sends_picture(guest, photo, other)
    expect(guest.hears("ai", re.compile("photos or files"))).to_be_visible(timeout=ANSWER_MS)
    is_drawn(guest.page.locator(".message[data-sender=guest] .files img").first)

    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)
    small = thread.get_by_role("button", name="Look at shower.jpg")
    is_drawn(small.locator("img"))
    expect(thread.get_by_text("A message that Jack cannot read").first).to_be_visible()
    assert serious(page) == []

    small.press("Enter")
    large = page.get_by_role("dialog")
    expect(large).to_contain_text("Picture 1 of 2")
    is_drawn(large.get_by_role("img", name="shower.jpg"))
    page.keyboard.press("ArrowRight")
    is_drawn(large.get_by_role("img", name="tap.jpg"))
    assert serious(page) == []
    page.keyboard.press("Escape")
    expect(large).to_have_count(0)
    expect(small).to_be_focused()


def test_what_staff_attach_arrives_in_the_guests_open_chat(
    new_page: NewPage, demo: Demo, guest: Guest, photo: Path, menu: Path
) -> None:
    guest.says("Can I see the menu?")
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)
    send = send_button(page)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files([photo, menu])
    going = page.get_by_role("list", name="Files that go along").get_by_role("listitem")
    expect(going).to_have_count(2)
    is_drawn(going.first.locator("img"))
    page.get_by_role("button", name="Take shower.jpg away").click()
    expect(going).to_have_count(1)
    expect(send).to_be_enabled()
    assert serious(page) == []
    page.get_by_role("textbox", name=re.compile("^Reply to")).fill("Here it is.")
    page.keyboard.press("Control+Enter")

    expect(going).to_have_count(0)
    expect(thread.get_by_role("button", name="Save menu.pdf")).to_be_visible()
    came = guest.hears("staff", "Here it is.")
    expect(came.get_by_role("link", name=re.compile("menu.pdf"))).to_be_visible()
    with page.expect_download() as download:
        thread.get_by_role("button", name="Save menu.pdf").click()
    assert Path(download.value.path()).read_bytes() == samples.PDF
    with guest.page.expect_download() as download:
        came.get_by_role("link", name=re.compile("menu.pdf")).click()
    assert Path(download.value.path()).read_bytes() == samples.PDF


def test_a_picture_is_pasted_and_dropped_into_the_reply(
    new_page: NewPage, demo: Demo, guest: Guest, photo: Path
) -> None:
    guest.says("Where is the gym?")
    page = new_page()
    sign_in(page, demo)
    thread = open_thread(page, guest)
    given = """(element, { kind, bytes }) => {
        const data = new DataTransfer()
        data.items.add(new File([new Uint8Array(bytes)], `${kind}.jpg`, { type: "image/jpeg" }))
        const told = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data }
        const event = kind === "paste" ? new ClipboardEvent("paste", told)
            : new DragEvent("drop", told)
        element.dispatchEvent(event)
    }"""
    area = page.get_by_role("textbox", name=re.compile("^Reply to"))
    for kind in ("paste", "drop"):
        area.evaluate(given, {"kind": kind, "bytes": list(photo.read_bytes())})
    going = page.get_by_role("list", name="Files that go along").get_by_role("listitem")
    expect(going.locator("img")).to_have_count(2)
    send_button(page).click()

    expect(thread.get_by_role("button", name="Look at drop.jpg")).to_be_visible()
    is_drawn(guest.hears("staff").locator(".files img").last)


def test_what_is_refused_is_said_in_words_and_can_be_taken_away(
    page: Page, new_page: NewPage, demo: Demo, guest: Guest, menu: Path, tmp_path: Path
) -> None:
    guest.says("Is there a sauna?")
    guest.page.locator("#choose").set_input_files([menu])
    expect(guest.page.get_by_role("alert")).to_have_text(
        "menu.pdf: Only pictures can be sent here."
    )
    expect(guest.page.get_by_role("button", name="Send")).to_be_disabled()
    guest.page.get_by_role("button", name="Take away: menu.pdf").click()
    expect(guest.page.get_by_role("textbox")).to_be_focused()
    assert serious(guest.page) == []

    program = tmp_path / "setup.exe"
    program.write_bytes(samples.PROGRAM)
    sign_in(page, demo)
    open_thread(page, guest)
    page.locator(".composer input[type=file]").set_input_files([program])
    expect(page.get_by_role("alert")).to_have_text(
        "setup.exe: Jack does not accept files of this type."
    )
    expect(send_button(page)).to_be_disabled()
    page.get_by_role("button", name="Take setup.exe away").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_files_fit_a_phone_and_run_from_right_to_left(
    new_page: NewPage, demo: Demo, photo: Path, menu: Path
) -> None:
    guest = Guest(new_page(viewport=PHONE, locale="ar"), demo)
    sends_picture(guest, photo)
    assert overflow(guest.page) == 0

    page = new_page()
    sign_in(page, demo)
    open_thread(page, guest)
    phone = new_page(viewport=PHONE, locale="ar", color_scheme="dark")
    sign_in(phone, demo)
    phone.goto(page.url)
    is_drawn(phone.get_by_role("log").locator(".photo img"))
    phone.locator(".composer input[type=file]").set_input_files([photo, menu])
    expect(phone.locator(".attached li")).to_have_count(2)
    assert overflow(phone) == 0
    assert serious(phone) == []
    phone.get_by_role("log").locator(".photo").press("Enter")
    is_drawn(phone.get_by_role("dialog").get_by_role("img"))
    assert overflow(phone) == 0


def test_a_page_that_was_open_for_long_still_shows_and_saves(
    new_page: NewPage, demo: Demo, guest: Guest, photo: Path
) -> None:
    """Links end after minutes: what is pressed later gets a new one."""
    page = new_page()
    page.clock.install()
    sends_picture(guest, photo)
    sign_in(page, demo)
    thread = open_thread(page, guest)
    is_drawn(thread.locator(".photo img"))
    asked: list[str] = []
    page.on(
        "request", lambda sent: asked.append(sent.url) if "/api/v1/media?" in sent.url else None
    )

    page.clock.fast_forward("06:00")
    thread.locator(".photo").press("Enter")

    is_drawn(page.get_by_role("dialog").get_by_role("img"))
    assert asked
