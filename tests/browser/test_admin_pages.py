"""The pages that set the house up and look back on it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Fresh
from tests.browser.desk import (
    ANA,
    ANSWER_MS,
    MATHIS,
    MILENA,
    PHONE,
    Demo,
    Guest,
    NewPage,
    forget,
    is_cut_off,
    overflow,
    serious,
    sign_in,
)

IRENE = "irene.castaldi@example.com"
PASSWORD = "a horse that reads"
KNOWLEDGE = "# Where is the sauna?\n\nThe sauna is on the fourth floor and open from 8 to 22.\n"
_STATES: dict[tuple[str, str], Any] = {}
PLACES = (
    "settings/steps",
    "settings/hotel",
    "settings/channels",
    "settings/models",
    "settings/autonomy",
    "settings/work",
    "settings/people",
    "settings/people/1",
    "settings/roles",
    "settings/tokens",
    "settings/audit",
    "settings/health",
    "settings/all",
    "me",
    "analytics",
    "handover",
    "replies",
    "templates",
    "automations",
    "setup/hotel",
    "setup/place",
    "setup/model",
    "setup/knowledge",
    "setup/channels",
    "setup/done",
)


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def enter(new_page: NewPage, demo: Demo, email: str, path: str, **options: Any) -> Page:
    """A page of somebody who has signed in before: signing in often is refused."""
    state = _STATES.get((demo.url, email))
    page = new_page(**options, storage_state=state)
    if state is None:
        sign_in(page, demo, email, path)
        _STATES[demo.url, email] = page.context.storage_state()
    else:
        page.goto(f"{demo.url}{path}")
        expect(page.get_by_role("banner")).to_be_visible()
    return page


def make_admin(page: Page, fresh: Fresh) -> None:
    page.goto(fresh.setup_link)
    page.get_by_label("Your name").fill("Ana Silva")
    page.get_by_label("E-mail").fill("ana@hotel.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    button(page, "Make the account").click()
    expect(page.get_by_role("heading", name="Your hotel")).to_be_visible(timeout=ANSWER_MS)


def open_at(page: Page, demo: Demo, path: str) -> None:
    """A page of the person who is signed in, with all that it reads."""
    page.goto(f"{demo.url}/{path}")
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.locator(".skeletons")).to_have_count(0)


# -- setting up --------------------------------------------------------------------------------


def test_a_new_hotel_comes_from_the_link_to_its_first_answer(
    fresh: Fresh, new_page: NewPage
) -> None:
    page = new_page(timezone_id="Europe/Lisbon")
    make_admin(page, fresh)
    assert "#" not in page.url

    page.get_by_label("Name of the hotel").fill("Harbour Inn")
    button(page, "Next").click()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Lisbon")
    button(page, "Next").click()
    expect(page.get_by_role("radio", name=re.compile("^Local model"))).to_be_checked()
    button(page, "Next").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "faq.md", "mimeType": "text/markdown", "buffer": KNOWLEDGE.encode()}
    )
    expect(page.get_by_text("faq.md: 1 entry read")).to_be_visible()
    button(page, "Next").click()
    button(page, "Later").click()
    expect(page.get_by_role("heading", name="Jack is ready")).to_be_visible()

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Ask Jack something as a guest").click()
    chat = opened.value
    chat.get_by_role("textbox").fill("Where is the sauna?")
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".message[data-sender=ai]").filter(has_text="fourth floor")).to_be_visible(
        timeout=ANSWER_MS
    )

    page.get_by_role("link", name="See what is left to do").click()
    steps = page.get_by_role("region", name="First steps")
    expect(steps.get_by_role("listitem").filter(has_text="Channels")).to_contain_text("Left out")
    expect(steps.get_by_text("Done", exact=True)).to_have_count(6)


def test_what_was_skipped_is_found_again(fresh: Fresh, new_page: NewPage) -> None:
    page = new_page()
    make_admin(page, fresh)

    button(page, "Skip").click()
    expect(page.get_by_role("heading", name="Time and language")).to_be_visible()
    page.get_by_role("link", name="Leave for now").click()
    page.get_by_role("link", name="Settings").click()
    row = page.get_by_role("listitem").filter(has_text="Name, address and times")
    expect(row).to_contain_text("Left out")
    button(row, "Take it up again").click()
    expect(row).to_contain_text("To do")
    row.get_by_role("link", name="Do it").click()

    page.get_by_label("Name of the hotel").fill("Harbour Inn")
    button(page, "Next").click()
    page.goto(f"{fresh.url}/settings/steps")
    expect(row).to_contain_text("Done")


def test_without_an_account_the_sign_in_page_tells_of_the_link(
    fresh: Fresh, new_page: NewPage
) -> None:
    page = new_page()

    page.goto(fresh.url)

    expect(page.get_by_text("Open the link that Jack printed")).to_be_visible()


# -- people and one's own account --------------------------------------------------------------


def test_a_colleague_is_invited_and_comes_in_by_the_link(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/settings/people")

    button(page, "Invite a colleague").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("nora@hotel.example")
    dialog.get_by_label("Name").fill("Nora Berg")
    dialog.get_by_label("Role").select_option("housekeeping")
    dialog.get_by_label("Housekeeping").check()
    button(dialog, "Make the link").click()
    link = dialog.get_by_label("One-time link").input_value()
    button(dialog, "I have it").click()
    row = page.get_by_role("listitem").filter(has_text="Nora Berg")
    expect(row).to_contain_text("Invited")

    nora = new_page()
    nora.goto(link)
    nora.get_by_label("New password", exact=True).fill(PASSWORD)
    button(nora, "Save the password").click()
    expect(nora.get_by_role("button", name=re.compile("^Nora Berg"))).to_be_visible()
    expect(nora.get_by_role("link", name="Tasks")).to_be_visible()
    expect(nora.get_by_role("link", name="Settings")).to_have_count(0)

    row.get_by_role("link").click()
    button(page.get_by_role("dialog"), "Lock the account").click()
    button(page.get_by_role("dialog", name="Lock the account"), "Lock the account").click()
    expect(row).to_contain_text("Locked")
    nora.reload()
    expect(button(nora, "Sign in")).to_be_visible()


def test_weekly_hours_are_kept(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, MATHIS, "/me")
    duty = page.get_by_role("region", name="On duty")

    button(duty, "Monday: add hours").click()
    duty.get_by_label("Monday, from").fill("22:00")
    duty.get_by_label("Monday, until").fill("06:00")
    expect(duty.get_by_text("next day")).to_be_visible()
    button(duty, "Save the hours").click()
    expect(page.get_by_text("The hours are saved.")).to_be_visible()
    duty.get_by_role("radio", name="On duty").click()

    expect(duty.get_by_text("You are on duty now")).to_be_visible()
    page.reload()
    expect(duty.get_by_label("Monday, from")).to_have_value("22:00")


def test_who_was_signed_out_comes_back_to_the_page_of_settings(
    new_page: NewPage, demo: Demo
) -> None:
    page = enter(new_page, demo, IRENE, "/settings/hotel")
    expect(page.get_by_label("Name of the hotel")).to_be_visible()

    page.context.clear_cookies()
    page.get_by_role("link", name="People").click()

    expect(page.get_by_text("You were signed out")).to_be_visible()
    page.get_by_label("E-mail").fill(IRENE)
    page.get_by_label("Password").fill(demo.passwords[IRENE])
    button(page, "Sign in").click()
    expect(page.get_by_role("region", name="People").get_by_text("Ana Pacheco")).to_be_visible()


# -- settings ----------------------------------------------------------------------------------


def test_a_setting_counts_at_once_and_can_be_taken_back(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/settings/work")

    page.get_by_label("Quiet from").fill("21:30")
    button(page, "Save").click()
    expect(page.get_by_text("Saved. It counts at once.")).to_be_visible()
    page.goto(f"{demo.url}/automations/always")
    expect(page.get_by_text("Now from 21:30 to 08:00.")).to_be_visible()

    page.goto(f"{demo.url}/settings/work")
    page.get_by_role("button", name="Back to the default: 22:00").click()
    expect(page.get_by_label("Quiet from")).to_have_value("22:00")


def test_a_mistake_is_said_and_nothing_typed_is_lost(page: Page, demo: Demo) -> None:
    sign_in(page, demo, IRENE, "/settings/hotel")

    page.get_by_role("textbox", name="Links", exact=True).fill("menu = not an address")
    button(page, "Save").click()

    expect(page.get_by_role("alert")).to_contain_text("hotel.links")
    expect(page.get_by_role("textbox", name="Links", exact=True)).to_have_value(
        "menu = not an address"
    )


def test_a_topic_given_to_people_only_stays_so(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/settings/autonomy")
    wake_up = page.get_by_role("radiogroup", name="Wake-up calls")
    expect(wake_up).to_be_visible()
    # What is chosen far down does not pull the page there.
    expect(page.get_by_role("heading", name="Delicate matters")).to_be_in_viewport()

    wake_up.get_by_role("radio", name="People only").click()
    expect(page.get_by_text("Wake-up calls: People only")).to_be_visible()
    page.reload()

    expect(wake_up.get_by_role("radio", name="People only")).to_be_checked()
    wake_up.get_by_role("radio", name="By himself").click()
    expect(page.get_by_text("Wake-up calls: By himself")).to_be_visible()


def test_what_the_machine_has_set_is_shown_with_where(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/settings/channels")

    whatsapp = page.get_by_role("region", name="WhatsApp", exact=True)

    expect(whatsapp.get_by_text("Set by the option --demo")).to_be_visible()
    expect(whatsapp.get_by_role("switch", name="Use WhatsApp")).to_have_count(0)
    expect(button(whatsapp, "Test the connection")).to_have_count(0)


def test_a_connection_is_tested_and_each_trouble_names_what_to_do(page: Page, demo: Demo) -> None:
    sign_in(page, demo, IRENE, "/settings/channels")
    chat = page.get_by_role("region", name="Web chat", exact=True)

    button(chat, "Test the connection").click()

    expect(chat.get_by_role("status")).to_contain_text(
        re.compile("Good|Look at it|could not be tested"), timeout=ANSWER_MS
    )
    page.goto(f"{demo.url}/settings/health")
    button(page, "Run every check").click()
    expect(page.get_by_text("Good", exact=True).first).to_be_visible(timeout=60_000)


@pytest.fixture
def golden(new_page: NewPage, demo: Demo) -> Iterator[str]:
    """A golden question of this test alone; model settings are as before afterwards."""
    client = new_page().request
    at = f"{demo.url}/api/v1"
    who = {"email": IRENE, "password": demo.passwords[IRENE]}
    token = client.post(f"{at}/auth/login", data=who).json()["accessToken"]
    bearer = {"Authorization": f"Bearer {token}"}
    wanted = {"question": "When is breakfast?", "expected": {"phrases": ["7:00"]}}
    made = client.post(f"{at}/evaluations", data=wanted, headers=bearer).json()
    yield made["question"]
    client.delete(f"{at}/evaluations/{made['id']}", headers=bearer)
    before = {"settings": {"llm.order": None}}
    client.patch(f"{at}/settings", data=before, headers=bearer)


@pytest.mark.usefixtures("golden")
def test_model_settings_are_tried_with_golden_questions_before_they_count(
    new_page: NewPage, demo: Demo
) -> None:
    page = enter(new_page, demo, IRENE, "/settings/models")
    trial = page.get_by_role("region", name="Before it counts")
    order = page.get_by_label(re.compile("Who answers"))
    expect(order).to_be_visible()
    expect(trial).to_have_count(0)

    order.select_option("local")
    button(page, "Save").click()
    button(trial, "Try them with the golden questions").click()

    expect(trial.get_by_text("The answer is as expected")).to_be_visible(timeout=ANSWER_MS)
    assert serious(page) == []
    trial.get_by_role("link", name="Golden answers").click()
    expect(page.get_by_role("heading", name="When is breakfast?")).to_be_visible()


def test_a_token_is_shown_once_works_and_is_stopped(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/settings/tokens")

    button(page, "New token").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Door sign")
    dialog.get_by_label("See tasks").check()
    button(dialog, "Make the token").click()
    secret = dialog.get_by_label("Token").input_value()
    button(dialog, "I have it").click()
    row = page.get_by_role("listitem").filter(has_text="Door sign")
    expect(row).to_contain_text("See tasks")
    expect(page.get_by_text(secret)).to_have_count(0)
    bearer = {"Authorization": f"Bearer {secret}"}
    asker = new_page().request
    assert asker.get(f"{demo.url}/api/v1/tasks", headers=bearer).status == 200
    button(row, "Stop it").click()
    button(page.get_by_role("dialog"), "Stop it").click()
    expect(row).to_have_count(0)

    assert asker.get(f"{demo.url}/api/v1/tasks", headers=bearer).status == 401


def test_the_audit_log_is_narrowed_to_what_somebody_did(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/settings/audit")
    entries = page.locator(".audit li")
    expect(entries.filter(has_text="session.opened").first).to_be_visible()

    page.get_by_label("What").select_option("staff.")

    expect(entries.filter(has_text="session.opened")).to_have_count(0)
    expect(entries.filter(has_text="staff.added").first).to_be_visible()
    page.get_by_label("From").fill("2020-01-01")
    page.get_by_label("To").fill("2020-01-31")
    expect(page.get_by_text("Nothing like this happened")).to_be_visible()


# -- looking back, and texts -------------------------------------------------------------------


def test_figures_are_drawn_tabled_and_downloaded(
    new_page: NewPage, demo: Demo, guest: Guest
) -> None:
    guest.says("What time is breakfast?")
    guest.is_answered()
    page = enter(new_page, demo, MATHIS, "/analytics")

    days = page.get_by_role("region", name="By day", exact=True)
    expect(days.get_by_role("img", name="Conversations, By day")).to_be_visible()
    days.get_by_role("radio", name="Handled by Jack").click()
    expect(days.get_by_role("img", name="Handled by Jack, By day")).to_be_visible()
    days.get_by_role("radio", name="Table").click()
    expect(days.get_by_role("row")).to_have_count(31)
    with page.expect_download() as download:
        days.get_by_role("link", name="By day: download as CSV").click()
    text = download.value.path().read_text(encoding="utf-8")

    assert len(text.splitlines()) == 31
    page.get_by_label("Channel").first.select_option("sms")
    expect(page.get_by_text("Nothing happened in this time")).to_be_visible()


def test_the_hand_over_tells_what_is_open(new_page: NewPage, demo: Demo, guest: Guest) -> None:
    guest.says("I want to speak to a person")
    guest.is_answered()
    page = enter(new_page, demo, ANA, "/handover")

    called = page.get_by_role("region", name="Calls for a person")

    asked = called.get_by_role("listitem").filter(has_text="The guest asked for a person")
    expect(asked.last).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(called).to_be_visible()
    page.emulate_media(media="screen")
    asked.last.get_by_role("link").click()
    expect(page.get_by_role("log")).to_be_visible()


def test_a_canned_reply_is_written_with_a_preview_and_used(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, MATHIS, "/replies")

    button(page, "New canned reply").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Short name").fill("parking")
    dialog.get_by_label("Text").fill("Dear {{guest.first_name|guest}}, park in {{guest.shoe}}.")
    expect(dialog.locator(".preview")).to_contain_text("Dear Ana, park in guest.shoe.")
    expect(dialog.get_by_text("Nothing fills: guest.shoe")).to_be_visible()
    dialog.get_by_label("Text").fill("Dear {{guest.first_name|guest}}, park behind the house.")
    button(dialog, "Save").click()
    expect(page.get_by_role("listitem").filter(has_text="/parking")).to_be_visible()

    reader = enter(new_page, demo, ANA, "/replies")
    expect(button(reader, "New canned reply")).to_have_count(0)
    reader.get_by_text("/parking").click()
    expect(reader.get_by_role("dialog")).to_contain_text("park behind the house")
    page.get_by_text("/parking").click()
    button(page.get_by_role("dialog"), "Take away").click()
    expect(page.get_by_text("/parking")).to_have_count(0)


def test_a_template_begins_as_a_draft_and_is_approved(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, MATHIS, "/templates")

    button(page, "New template").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("welcome_back")
    dialog.get_by_label("Text").fill("Welcome back to {{hotel.name}}!")
    button(dialog, "Save").click()
    row = page.get_by_role("listitem").filter(has_text="welcome_back")
    expect(row).to_contain_text("Draft")
    row.get_by_role("button").click()
    dialog.get_by_label("State").select_option("approved")
    button(dialog, "Save").click()

    expect(row).to_contain_text("Approved")


def test_the_desk_sees_no_settings_and_no_figures(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, ANA, "/")

    expect(page.get_by_role("link", name="Settings")).to_have_count(0)
    expect(page.get_by_role("link", name="Figures")).to_have_count(0)
    page.goto(f"{demo.url}/settings/hotel")
    expect(page.get_by_text("There is no such page")).to_be_visible()


# -- for everybody -----------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(
    new_page: NewPage, demo: Demo, guest: Guest, scheme: str
) -> None:
    guest.says("What time is breakfast?")
    page = enter(new_page, demo, IRENE, "/settings/steps", color_scheme=scheme)
    found = {}
    for path in PLACES:
        open_at(page, demo, path)
        found[path] = serious(page)

    assert found == {path: [] for path in PLACES}


def test_axe_finds_nothing_serious_where_autonomy_is_locked(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/settings/hotel")

    def lock(route: Route) -> None:
        answer = route.fetch()
        found = answer.json()
        for setting in found["settings"]:
            if setting["key"] == "answers.autonomy":
                setting["locked"] = "It is set by JACK_ANSWERS__AUTONOMY."
        route.fulfill(response=answer, json=found)

    page.route("**/api/v1/settings", lock)
    open_at(page, demo, "settings/autonomy")
    expect(page.get_by_text("It is set by JACK_ANSWERS__AUTONOMY.")).to_be_visible()

    assert is_cut_off(page.locator(".settings-body"))
    assert serious(page) == []


@pytest.mark.parametrize("locale", ["en-GB", "de", "ar"])
def test_every_page_fits_a_phone(new_page: NewPage, demo: Demo, guest: Guest, locale: str) -> None:
    guest.says("What time is breakfast?")
    page = enter(
        new_page,
        demo,
        IRENE,
        "/settings",
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
        locale=locale,
    )
    too_wide = {}
    for path in ("settings", *PLACES):
        open_at(page, demo, path)
        too_wide[path] = overflow(page)

    assert page.locator("html").get_attribute("dir") == ("rtl" if locale == "ar" else "ltr")
    assert {path: by for path, by in too_wide.items() if by} == {}


def test_everything_else_is_behind_more_on_a_phone(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/", viewport=PHONE, has_touch=True, is_mobile=True)

    button(page, "More").click()
    page.get_by_role("menuitem", name="Settings").click()
    expect(page.get_by_role("region")).to_have_count(0)
    page.get_by_role("link", name="People").click()
    expect(page.get_by_role("region", name="People")).to_be_visible()
    button(page, "Back").click()

    expect(page.get_by_role("link", name="People")).to_be_visible()


def test_a_setting_is_changed_by_keyboard_alone(new_page: NewPage, demo: Demo) -> None:
    page = enter(new_page, demo, IRENE, "/")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()

    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("region", name="First steps")).to_be_visible()
    page.get_by_role("link", name="Hotel", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Duty phone").focus()
    page.keyboard.type("+33465710199")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Saved. It counts at once.")).to_be_visible()


# -- with sign-ins of their own ------------------------------------------------------------------


def test_a_second_factor_is_turned_on_and_asked_for(new_page: NewPage, demo: Demo) -> None:
    email = "bastien.roumieu@example.com"
    page = new_page()
    sign_in(page, demo, email, "/me")

    button(page, "Turn it on").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Password").fill(demo.passwords[email])
    button(dialog, "Next").click()
    expect(dialog.get_by_role("img", name=re.compile("QR code"))).to_be_visible()
    code = pyotp.TOTP(dialog.get_by_label("Secret").input_value())
    dialog.get_by_label("Code", exact=True).fill(code.now())
    button(dialog, "Turn it on").click()
    spare = dialog.locator(".codes code").first.inner_text()
    button(dialog, "I have them").click()
    expect(page.get_by_text("10 recovery codes left")).to_be_visible()

    other = new_page()
    other.goto(demo.url)
    other.get_by_label("E-mail").fill(email)
    other.get_by_label("Password").fill(demo.passwords[email])
    button(other, "Sign in").click()
    other.get_by_label("Code").fill(spare)
    button(other, "Sign in").click()
    expect(other.get_by_role("link", name="Tasks")).to_be_visible()


def test_a_session_elsewhere_is_ended(new_page: NewPage, demo: Demo) -> None:
    here, there = new_page(), new_page()
    sign_in(there, demo, MILENA)
    forget(demo, MILENA)
    sign_in(here, demo, MILENA, "/me")

    button(here, "Sign out everywhere else").click()
    expect(here.get_by_text("Signed out there.")).to_be_visible()
    there.reload()

    expect(button(there, "Sign in")).to_be_visible()
    here.reload()
    expect(here.get_by_role("heading", name="My account")).to_be_visible()


def test_what_does_not_work_stands_above_every_page_until_it_works(page: Page, demo: Demo) -> None:
    found: list[dict[str, str | None]] = [
        {
            "kind": "mailbox",
            "subject": "desk@hotel.example",
            "priority": "urgent",
            "since": "2027-01-15T08:00:00Z",
            "workedAt": "2027-01-15T07:30:00Z",
            "failure": "The login is refused.",
        },
        {
            "kind": "channel",
            "subject": "whatsapp",
            "priority": "urgent",
            "since": "2027-01-15T08:00:00Z",
            "workedAt": None,
            "failure": None,
        },
    ]
    page.route("**/api/v1/system/troubles", lambda route: route.fulfill(json={"troubles": found}))
    page.set_viewport_size({"width": 360, "height": 900})
    sign_in(page, demo, MATHIS, "/tasks")

    lines = page.locator(".trouble")
    expect(lines).to_have_count(2)
    expect(lines.first).to_contain_text("Mail to desk@hotel.example has not been fetched since")
    expect(lines.last).to_contain_text("WhatsApp refuses Jack")
    assert overflow(page) == 0
    assert serious(page) == []
    lines.first.get_by_role("link", name="What to do").click()
    expect(page).to_have_url(re.compile("/settings/health$"))

    found.clear()
    page.reload()
    expect(page.get_by_role("main")).to_be_visible()
    expect(lines).to_have_count(0)
