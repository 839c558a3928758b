"""Rules from writing to running, texts and ratings, on a hotel whose SMS go to a stand-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from jack.db import guests, messages, ratings, reservations, sql, tasks
from jack.events import GuestRated
from jack.model.clock import to_datetime
from jack.model.messages import Delivery, Sender
from jack.model.reservations import ReservationStatus
from jack.model.tasks import Department, TaskProposal
from tests.browser.desk import ANA, IRENE, PHONE, NewPage, overflow, serious, sign_in
from tests.browser.hotel import Hotel, hotel_in

RUN_MS = 30_000
"""The rules look every few seconds, and so does the page."""
PLACES = (
    "automations",
    "automations/new",
    "automations/1",
    "automations/runs",
    "automations/try",
    "automations/always",
    "templates",
    "handover",
    "analytics",
)


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotel]:
    """Without a night: rules write whenever the tests run."""
    folder = tmp_path_factory.mktemp("rules") / "data"
    with hotel_in(folder, tasks__quiet_from="00:00", tasks__quiet_until="00:00") as hotel:
        yield hotel


@pytest.fixture
def page(new_page: NewPage, hotel: Hotel) -> Page:
    page = new_page()
    sign_in(page, hotel.desk, IRENE)
    return page


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def go(page: Page, hotel: Hotel, path: str) -> None:
    page.goto(f"{hotel.desk.url}/{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".skeletons")).to_have_count(0)


def write_rule(page: Page, hotel: Hotel, name: str) -> None:
    go(page, hotel, "automations/new")
    page.get_by_label("Name", exact=True).fill(name)


def save(page: Page) -> None:
    button(page, "Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def turn_on(page: Page, hotel: Hotel, name: str) -> Locator:
    """Asks first; the dialog, open."""
    go(page, hotel, "automations")
    page.get_by_role("switch", name=f"Turn on: {name}").press("Space")
    return page.get_by_role("dialog")


def finish_a_task_of(hotel: Hotel, first_name: str) -> None:
    """Somebody at the desk has done something for a guest in the house."""

    def work(at: int) -> None:
        guest_id, stay_id = sql.rows(
            "SELECT g.id, r.id FROM guest g JOIN reservation r ON r.guest_id = g.id"
            " WHERE g.first_name = ? AND r.status = 'checked_in'",
            first_name,
        )[0]
        proposal = TaskProposal(Department.HOUSEKEEPING, "Two towels")
        task_id = tasks.add(proposal, at, guest_id=guest_id, reservation_id=stay_id)
        found.append(task_id)

    found: list[int] = []
    app = hotel.server.app
    hotel.run(app.db.write(work, app.clock()))
    admin = hotel.run(app.staffing.list())[0]
    hotel.run(app.tasks.complete(found[0], admin))


# -- write, preview, simulate, enable --------------------------------------------------------------


def test_a_rule_is_written_tried_on_a_guest_and_turned_on(page: Page, hotel: Hotel) -> None:
    write_rule(page, hotel, "Sea view hello")
    expect(page.get_by_label("Short name")).to_have_value("sea_view_hello")
    page.get_by_label("Days").fill("1")
    page.get_by_label("Text").select_option("arrival_1d")
    condition = page.get_by_label("Only if")
    condition.fill("stay.nigths >= 2")
    expect(page.get_by_text("Did you mean stay.nights?")).to_be_visible()
    button(page, "Put in stay.nights").click()
    expect(condition).to_have_value("stay.nights >= 2")
    expect(page.get_by_text("Understood.")).to_be_visible()

    guest = page.get_by_role("region", name="For one guest")
    guest.get_by_role("button", name=re.compile("Weilin Zhao")).click()
    expect(guest.get_by_role("heading", name=re.compile("10:00, by SMS"))).to_be_visible()
    expect(guest.get_by_text("Hello Weilin,")).to_be_visible()
    expect(guest).to_contain_text("14 Rue des Trois Figuiers")
    condition.fill("stay.nights >= 200")
    expect(guest.get_by_text("The rule’s condition is not met.")).to_be_visible()
    condition.fill("stay.nights >= 2")
    expect(guest.get_by_text("Hello Weilin,")).to_be_visible()
    save(page)

    go(page, hotel, "automations/try")
    page.get_by_role("checkbox", name="Sea view hello").check()
    button(page, "Try out").click()
    found = page.get_by_role("region", name="Try out")
    line = found.get_by_role("listitem").filter(has_text="Weilin Zhao")
    expect(line).to_contain_text("10:00")
    expect(line.get_by_text("Happens")).to_be_visible()
    line.get_by_text("Text", exact=True).click()
    expect(line.get_by_text("Hello Weilin,")).to_be_visible()

    asked = turn_on(page, hotel, "Sea view hello")
    expect(asked).to_contain_text(re.compile("gets? a message of this rule within 24 hours"))
    button(asked, "Cancel").click()
    switch = page.get_by_role("switch", name="Turn on: Sea view hello")
    expect(switch).not_to_be_checked()
    switch.press("Space")
    button(asked, "Turn on").click()
    expect(switch).to_be_checked()
    go(page, hotel, "automations/runs?state=planned")
    planned = page.get_by_role("listitem").filter(has_text="Weilin Zhao")
    expect(planned).to_contain_text("Sea view hello", timeout=RUN_MS)
    button(planned, "Leave it out").click()
    expect(planned).to_have_count(0)
    assert hotel.twilio.accepted == []


def test_a_rule_runs_when_it_happens_and_says_what_it_did(page: Page, hotel: Hotel) -> None:
    write_rule(page, hotel, "Task done")
    page.get_by_role("radio", name="Something happens").click()
    page.get_by_label("What happens").select_option("task_completed")
    page.get_by_label("Text").select_option("settling_in_2h")
    button(page, "Add a step").click()
    page.get_by_role("menuitem", name="Add a tag").click()
    page.get_by_label("Tag", exact=True).fill("served")
    button(page, "Earlier: Step 2: Add a tag").click()
    expect(page.get_by_role("heading", name="Step 1: Add a tag")).to_be_visible()
    save(page)
    button(page, "Turn on").first.click()
    button(page.get_by_role("dialog"), "Turn on").click()
    expect(page.get_by_text("“Task done” is on.")).to_be_visible()

    go(page, hotel, "automations/runs")
    finish_a_task_of(hotel, "Priya")

    run = page.get_by_role("listitem").filter(has_text="Task done")
    expect(run).to_be_visible(timeout=RUN_MS)
    expect(run).to_contain_text("Priya Raghunath")
    expect(run.get_by_text("done", exact=True)).to_be_visible()
    run.get_by_role("link", name="See the conversation").click()
    expect(page.get_by_text("Is everything to your liking?").first).to_be_visible()
    assert [sent.text for sent in hotel.twilio.accepted if "to your liking" in sent.text]


def test_what_waits_for_staff_is_done_by_a_click(page: Page, hotel: Hotel) -> None:
    """A booking that came too late asks, where the rule says so."""
    write_rule(page, hotel, "Late bookers")
    page.get_by_label("Days").fill("30")
    page.get_by_label("Text").select_option("pre_arrival_3d")
    page.get_by_label("Booked or moved after its time").select_option("ask_staff")
    save(page)
    button(page, "Turn on").first.click()
    button(page.get_by_role("dialog"), "Turn on").click()
    expect(page.get_by_text("“Late bookers” is on.")).to_be_visible()
    book_late(hotel)

    go(page, hotel, "automations/runs?state=ask_staff")
    waiting = page.get_by_role("listitem").filter(has_text="Lena Late")
    expect(waiting).to_contain_text("waits for you", timeout=RUN_MS)
    button(waiting, "Do it now").click()

    go(page, hotel, "automations/runs?state=done")
    expect(page.get_by_role("listitem").filter(has_text="Lena Late")).to_be_visible()
    assert any("+4915550009999" in sent.to for sent in hotel.twilio.accepted)


def book_late(hotel: Hotel) -> None:
    """A stay that begins in three days, with a phone."""

    def work(at: int) -> None:
        arrival = to_datetime(at).date() + timedelta(days=3)
        guest_id = guests.add("Lena", "Late", at, phone="+4915550009999")
        reservations.add(
            guest_id=guest_id,
            provider="mock",
            external_id="late",
            confirmation="LATE-1",
            status=ReservationStatus.CONFIRMED,
            arrival=arrival,
            departure=arrival + timedelta(days=2),
            room=None,
            room_type="double",
            adults=1,
            children=0,
            at=at,
        )

    app = hotel.server.app
    hotel.run(app.db.write(work, app.clock()))


# -- texts -----------------------------------------------------------------------------------------


def test_a_text_of_jacks_is_made_ones_own_and_seen_as_a_guest_reads_it(
    page: Page, hotel: Hotel
) -> None:
    go(page, hotel, "templates")
    page.locator("summary").filter(has_text="room_ready").click()
    button(page, "Write your own").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Text", exact=True).fill(
        "Dear {{guest.first_name|guest}}, room {{stay.room|-}}\nWi-Fi {{hotel.wifi_network}} {{link.spa}}"
    )
    expect(dialog.get_by_text("link.spa: always")).to_be_visible()
    dialog.get_by_role("button", name=re.compile("Weilin Zhao")).click()
    dialog.get_by_label("By").select_option("sms")

    seen = dialog.locator(".seen")
    expect(seen.get_by_text("Wi-Fi Aurelane-Guest", exact=True)).to_be_visible()
    expect(seen.get_by_text("1 SMS · GSM-7")).to_be_visible()
    expect(seen).to_contain_text("Would not be sent, nothing fills: link.spa")
    expect(seen).to_contain_text("stay.room")
    dialog.get_by_label("Text", exact=True).fill("Dear {{guest.first_name|guest}}, come in!")
    expect(seen.get_by_text("Dear Weilin, come in!")).to_be_visible()
    button(dialog, "Save").click()
    expect(dialog).to_have_count(0)

    own = page.get_by_role("button", name=re.compile("room_ready.*All channels.*English.*Draft"))
    own.click()
    dialog.get_by_label("State").select_option("approved")
    button(dialog, "Save").click()
    expect(page.get_by_role("button", name=re.compile("room_ready.*Approved"))).to_be_visible()


# -- ratings ---------------------------------------------------------------------------------------


def test_a_rating_by_sms_is_seen_with_the_guest_and_in_the_figures(
    page: Page, hotel: Hotel
) -> None:
    phone = "4915550007777"
    hotel.hears_by_sms(phone, "What time is breakfast?")
    guest_id = ask_for_a_rating(hotel, f"+{phone}")

    hotel.run(rate(hotel, f"+{phone}", "2 of 5: the lift was broken"))
    go(page, hotel, f"guests/{guest_id}")

    part = page.get_by_role("region", name="Ratings")
    expect(part).to_contain_text("2 stars")
    expect(part).to_contain_text("the lift was broken")
    go(page, hotel, "analytics")
    figures = page.get_by_role("region", name="How guests liked their stay")
    expect(figures).to_contain_text("2 of 5: the lift was broken")
    figures.get_by_role("link", name="See the task").first.click()
    expect(page.get_by_text("Rated 2 of 5: call the guest").first).to_be_visible()


async def rate(hotel: Hotel, sender: str, text: str) -> None:
    """A guest answers; returns when that is kept as a rating."""
    async with hotel.server.expecting(lambda event: isinstance(event, GuestRated)):
        await hotel.twilio.deliver(text, sender=sender)


def ask_for_a_rating(hotel: Hotel, address: str) -> int:
    """As the thank-you does; the id of the guest."""
    found: list[int] = []

    def work(at: int) -> None:
        conversation_id, guest_id = sql.rows(
            "SELECT id, guest_id FROM conversation WHERE channel = 'sms' AND address = ?", address
        )[0]
        message_id = messages.add(
            conversation_id=conversation_id,
            sender=Sender.AI,
            channel="sms",
            address=address,
            text="How was your stay?",
            delivery=Delivery.SENT,
            at=at,
        )
        ratings.ask(
            guest_id=guest_id,
            reservation_id=None,
            conversation_id=conversation_id,
            message_id=message_id,
            channel="sms",
            at=at,
        )
        found.append(guest_id)

    app = hotel.server.app
    hotel.run(app.db.write(work, app.clock()))
    return found[0]


# -- the report of a shift -------------------------------------------------------------------------


def test_the_mailed_report_is_set_up_and_what_became_of_it_is_shown(
    page: Page, hotel: Hotel
) -> None:
    """This hotel has no e-mail: that is what the page has to say (R11)."""
    go(page, hotel, "settings/work")
    just_now = datetime.now(ZoneInfo("Europe/Paris")) - timedelta(minutes=1)
    page.get_by_label("It goes out at").fill(f"{just_now:%H:%M}")
    page.get_by_label("To these addresses").fill("desk@hotel.example")
    button(page, "Save").click()
    expect(page.get_by_text("Saved. It counts at once.")).to_be_visible()

    hotel.run(hotel.server.app.handover_mail.run())
    go(page, hotel, "handover")

    sent = page.get_by_role("region", name="Sent by mail").get_by_role("listitem")
    expect(sent).to_contain_text(f"{just_now:%H:%M} to desk@hotel.example")
    expect(sent).to_contain_text("The channel e-mail is off.")
    expect(sent.get_by_text("failed", exact=True)).to_be_visible()
    arrivals = page.get_by_role("region", name="Arrivals")
    expect(arrivals.get_by_text("Chiara Bellandi")).to_be_visible()
    page.emulate_media(media="print")
    expect(arrivals).to_be_visible()
    expect(page.get_by_role("region", name="Sent by mail")).to_be_hidden()


# -- for everybody ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PLACES)
def test_the_pages_are_for_everybody(new_page: NewPage, hotel: Hotel, path: str) -> None:
    for options in ({"viewport": PHONE, "locale": "ar"}, {"color_scheme": "dark"}):
        page = new_page(**options)
        sign_in(page, hotel.desk, IRENE)
        go(page, hotel, path)

        assert serious(page) == []
        assert overflow(page) == 0


def test_the_desk_looks_at_rules_and_changes_none(new_page: NewPage, hotel: Hotel) -> None:
    page = new_page()
    sign_in(page, hotel.desk, ANA)
    go(page, hotel, "automations")
    expect(page.get_by_role("switch")).to_have_count(0)
    go(page, hotel, "automations/1")

    expect(page.get_by_text("You may look at rules, not change them.")).to_be_visible()
    expect(button(page, "Save")).to_have_count(0)
    expect(page.get_by_label("Name", exact=True)).to_be_disabled()
