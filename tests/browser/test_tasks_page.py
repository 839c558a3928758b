"""Tasks in a real browser: the board, a thumb on a phone, and guests who are told."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import (
    ANA,
    ANSWER_MS,
    AT_ONCE_MS,
    IRENE,
    MATHIS,
    MILENA,
    PHONE,
    Demo,
    Guest,
    NewPage,
    is_cut_off,
    overflow,
    serious,
    sign_in,
)

_rooms = itertools.count(9001)


@pytest.fixture
def room() -> str:
    """A room of this test alone."""
    return str(next(_rooms))


def cards(page: Page, room: str) -> Locator:
    return page.get_by_role("article").filter(has_text=f"Room {room}")


def make(page: Page, title: str, room: str, department: str = "Housekeeping") -> None:
    """Write a task down and go back to the board."""
    page.get_by_role("button", name="New task").click()
    dialog = page.get_by_role("dialog", name="New task")
    dialog.get_by_label("What is to be done?").fill(title)
    if dialog.get_by_label("Department").count():
        dialog.get_by_label("Department").select_option(label=department)
    dialog.get_by_label("Room").fill(room)
    dialog.get_by_role("button", name="Make the task").click()
    detail = page.get_by_role("complementary", name="Task")
    detail.get_by_role("button", name="Close").click()
    expect(detail).to_have_count(0)


@pytest.fixture
def at_once(new_page: NewPage, demo: Demo) -> None:
    """Guests hear news of their tasks at once, at night too."""
    admin = new_page().request
    who = {"email": IRENE, "password": demo.passwords[IRENE]}
    token = admin.post(f"{demo.url}/api/v1/auth/login", data=who).json()["accessToken"]
    wanted = {"tasks.notice_batch_s": 0, "tasks.quiet_from": "08:00", "tasks.quiet_until": "08:00"}
    answer = admin.patch(
        f"{demo.url}/api/v1/settings",
        data={"settings": wanted},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.ok, answer.text()


@pytest.mark.usefixtures("at_once")
def test_from_take_to_done_on_a_phone_and_the_guest_is_told(
    new_page: NewPage, demo: Demo, guest: Guest, room: str
) -> None:
    guest.page.get_by_role("textbox").fill(f"I need two towels in {room}")
    guest.page.get_by_role("textbox").press("Enter")
    guest.is_answered()
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(page, demo, MILENA)
    expect(page).to_have_url(f"{demo.url}/tasks")
    before = guest.hears("ai").count()
    card = cards(page, room)

    card.get_by_role("button", name="Take it").tap()
    card.get_by_role("button", name="Start").tap()
    done = card.get_by_role("button", name="Done")
    expect(done).to_be_visible()
    box = done.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert overflow(page) == 0
    done.tap()

    expect(card).to_have_count(0)
    expect(page.get_by_text("Done. The guest is told.")).to_be_visible()
    expect(guest.page.locator(".message:not([data-sender=guest])")).not_to_have_count(
        before, timeout=ANSWER_MS
    )


def test_a_new_task_appears_at_colleagues_within_a_second(
    new_page: NewPage, demo: Demo, room: str
) -> None:
    ana, milena = new_page(), new_page()
    sign_in(ana, demo, path="/tasks")
    sign_in(milena, demo, MILENA)
    expect(milena.get_by_role("heading", name="Tasks")).to_be_visible()

    make(ana, "Water the plants", room)

    expect(cards(milena, room)).to_be_visible(timeout=AT_ONCE_MS)
    milena.bring_to_front()
    cards(milena, room).get_by_role("button", name="Take it").click()
    expect(cards(ana, room).get_by_text("Milena Kostova")).to_be_visible(timeout=AT_ONCE_MS)
    expect(cards(ana, room).get_by_role("button")).to_have_count(0)


def test_housekeeping_sees_no_task_of_others_and_no_other_pages(
    new_page: NewPage, demo: Demo, room: str
) -> None:
    ana, milena = new_page(), new_page()
    sign_in(ana, demo, path="/tasks")
    make(ana, "Drain is slow", room, "Maintenance")
    expect(cards(ana, room)).to_be_visible()

    sign_in(milena, demo, MILENA)

    expect(milena.get_by_role("heading", name="Tasks")).to_be_visible()
    milena.get_by_label("Search tasks").fill("Drain")
    expect(milena.get_by_text("Nothing found")).to_be_visible()
    assert milena.get_by_role("navigation").get_by_role("link").all_inner_texts() == [
        "Tasks",
        "Knowledge",
    ]
    milena.goto(f"{demo.url}/guests")
    expect(milena.get_by_text("There is no such page")).to_be_visible()


def test_a_task_goes_its_way_by_keyboard_alone(new_page: NewPage, demo: Demo, room: str) -> None:
    page = new_page()
    sign_in(page, demo, path="/tasks")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()

    page.keyboard.press("n")
    expect(page.get_by_label("What is to be done?")).to_be_focused()
    page.keyboard.type("Polish the bell")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(room)
    page.keyboard.press("Tab")
    while not page.evaluate("() => document.activeElement.textContent === 'Make the task'"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    detail = page.get_by_role("complementary", name="Task")
    expect(detail.get_by_role("heading", name="Polish the bell")).to_be_focused()

    page.keyboard.press("c")
    expect(detail.get_by_text("Ana Pacheco took it")).to_be_visible()
    page.keyboard.press("s")
    expect(detail.get_by_text("Ana Pacheco started")).to_be_visible()
    page.keyboard.press("e")
    expect(detail.get_by_text("Ana Pacheco finished it")).to_be_visible()
    page.keyboard.press("Escape")
    expect(detail).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_label("Search tasks")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Take a task")


def test_what_is_not_possible_needs_words_and_stands_in_the_history(
    new_page: NewPage, demo: Demo, room: str
) -> None:
    page = new_page()
    sign_in(page, demo, path="/tasks")
    make(page, "A fifth pillow", room)
    cards(page, room).get_by_role("link").click()
    detail = page.get_by_role("complementary", name="Task")

    detail.get_by_label("Comment").fill("There were four this morning")
    detail.get_by_role("button", name="Keep note").click()
    expect(detail.get_by_text("There were four this morning")).to_be_visible()
    detail.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Not possible").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Not possible").click()
    expect(dialog.get_by_text("Please write a few words.")).to_be_visible()
    dialog.get_by_label("Reason").fill("All pillows are in use")
    dialog.get_by_role("button", name="Not possible").click()

    expect(detail.get_by_text("Ana Pacheco said: not possible")).to_be_visible()
    expect(detail.get_by_text("All pillows are in use").first).to_be_visible()
    detail.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Open again").click()
    expect(detail.get_by_role("button", name="Take it")).to_be_visible()


def test_an_approval_is_answered_with_another_offer_and_the_guest_reads_it(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("Could I have a late check-out until 15:00?")
    guest.is_answered()
    page = new_page()
    sign_in(page, demo, MATHIS, path="/tasks")
    page.get_by_role("radio", name=re.compile("^To decide")).click()
    cards_found = page.get_by_role("article")
    expect(cards_found.first).to_be_visible()

    cards_found.first.get_by_role("link").click()
    detail = page.get_by_role("complementary", name="Task")
    detail.get_by_role("button", name="Offer something else").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Offer", exact=True).fill("Until 13:00, free of charge")
    dialog.get_by_role("button", name="Offer something else").click()

    expect(detail.get_by_text("Guest has an offer")).to_be_visible()
    expect(guest.page.get_by_text("Until 13:00, free of charge").first).to_be_visible(
        timeout=ANSWER_MS
    )


def test_a_task_is_changed_and_given_to_another_department(
    new_page: NewPage, demo: Demo, room: str
) -> None:
    page = new_page()
    sign_in(page, demo, path="/tasks")
    make(page, "Curtain hangs low", room)
    cards(page, room).get_by_role("link").click()
    detail = page.get_by_role("complementary", name="Task")

    detail.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Change").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("How urgent").select_option(label="Urgent")
    dialog.get_by_role("button", name="Add a thing").click()
    dialog.get_by_label("What", exact=True).fill("curtain hook")
    dialog.get_by_label("How many").fill("4")
    dialog.get_by_role("button", name="Save").click()
    expect(detail.get_by_text("curtain hook")).to_be_visible()
    expect(detail.get_by_text("Urgent")).to_be_visible()
    detail.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Give to others").click()
    dialog.get_by_label("Department").select_option(label="Maintenance")
    chosen = dialog.get_by_label("Who").locator("option", has_text="Bastien Roumieu")
    dialog.get_by_label("Who").select_option(chosen.get_attribute("value"))
    dialog.get_by_role("button", name="Give", exact=True).click()

    lane = page.get_by_role("region", name="Maintenance", exact=True)
    expect(lane.get_by_role("article").filter(has_text=f"Room {room}")).to_contain_text(
        "Bastien Roumieu"
    )


def test_paper_has_the_list_and_nothing_else(new_page: NewPage, demo: Demo, room: str) -> None:
    page = new_page()
    sign_in(page, demo, path="/tasks")
    make(page, "Turn the mattress", room)
    expect(cards(page, room)).to_be_visible()

    page.emulate_media(media="print")

    row = page.locator(".paper tr").filter(has_text=room)
    expect(row).to_be_visible()
    expect(row).to_contain_text("Turn the mattress")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(cards(page, room)).to_be_hidden()


def test_the_arabic_board_runs_from_right_to_left(new_page: NewPage, demo: Demo, room: str) -> None:
    page = new_page()
    sign_in(page, demo, path="/tasks")
    make(page, "Lamp", room)
    page = new_page(locale="ar")
    sign_in(page, demo, path="/tasks")

    expect(page.get_by_role("heading", name="المهام")).to_be_visible()
    columns = page.locator(".column").filter(visible=True)
    first, second = columns.nth(0).bounding_box(), columns.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] > second["x"]
    assert overflow(page) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(new_page: NewPage, demo: Demo, room: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    sign_in(page, demo, ANA, path="/tasks")
    make(page, "Check the minibar", room)
    expect(cards(page, room)).to_be_visible()
    found = {"board": serious(page)}
    cards(page, room).get_by_role("link").click()
    expect(page.get_by_text("Ana Pacheco made this task")).to_be_visible()
    found["detail"] = serious(page)
    page.keyboard.press("n")
    page.get_by_role("button", name="Add a thing").click()
    found["form"] = serious(page)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    page.keyboard.press("Escape")
    expect(page.get_by_role("list", name="Tasks")).to_be_visible()
    found["phone"] = serious(page)
    page.set_viewport_size({"width": 320, "height": 420})
    page.get_by_label("Search tasks").fill("nothing like this")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    assert is_cut_off(page.locator(".page-body"))
    found["small"] = serious(page)

    assert found == {"board": [], "detail": [], "form": [], "phone": [], "small": []}
