"""A guest who has not written for a day: staff send a template, or write by another channel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from jack.db import sql, templates, vendor_templates
from jack.model.clock import HOUR
from jack.model.languages import Language
from jack.model.templates import TemplateStatus
from jack.services.chat_contacts import TEMPLATE
from tests.browser.desk import ANSWER_MS, MATHIS, NewPage, overflow, serious, sign_in
from tests.browser.desk import PHONE as SMALL
from tests.browser.hotel import Hotel, hotel_in
from tests.standins import whatsapp_webhooks as webhooks
from tests.standins.graph_templates import template

PHONE = "4915155511122"
NAME = "Closedwin Silva"


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotel]:
    with hotel_in(tmp_path_factory.mktemp("closed") / "data") as hotel:
        hotel.graph.templates = [
            template("room_ready", "Dear {{1}}, your room {{2}} is ready.", footer="Harbour Inn"),
            template("held", "Dear guest.", status="PAUSED"),
            template("picture", "Dear guest.", header_format="IMAGE"),
        ]
        hotel.run(hotel.server.app.vendor_templates.read())
        hotel.hears_by_whatsapp(PHONE, "Good evening, is my room ready?", name=NAME)
        place = webhooks.envelope([webhooks.location_message(sender=PHONE)], name=NAME)
        assert hotel.run(hotel.graph.post(place)) == 200
        contact = webhooks.envelope([webhooks.contacts_message(sender=PHONE)], name=NAME)
        assert hotel.run(hotel.graph.post(contact)) == 200
        hotel.run(
            hotel.server.app.db.write(
                sql.run,
                "UPDATE guest_identity SET wrote_at = ? WHERE address = ?",
                hotel.server.app.clock() - 25 * HOUR,
                PHONE,
            )
        )
        yield hotel


def open_thread(page: Page) -> None:
    page.get_by_role("searchbox").fill("Closedwin")
    line = page.get_by_role("region", name="Conversations").get_by_role("link")
    expect(line.filter(has_text="Closedwin")).to_have_count(1, timeout=ANSWER_MS)
    line.filter(has_text="Closedwin").click()
    expect(page.get_by_role("log").locator("article").first).to_be_visible()


def test_a_template_is_filled_seen_and_sent(new_page: NewPage, hotel: Hotel) -> None:
    page = new_page()
    sign_in(page, hotel.desk)
    open_thread(page)

    expect(page.get_by_text("WhatsApp takes no free messages")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^Reply to"))).to_have_count(0)
    choice = page.get_by_role("combobox", name="Template")
    expect(choice.get_by_role("option")).to_have_text(["room_ready · English"])
    button = page.get_by_role("button", name="Send the template")
    expect(button).to_be_disabled()
    page.get_by_role("textbox", name="{{1}}").fill("Ana")
    page.get_by_role("textbox", name="{{2}}").fill("305")
    preview = page.locator("blockquote")
    expect(preview).to_have_text("Dear Ana, your room 305 is ready.\n\nHarbour Inn")
    assert serious(page) == []
    button.click()

    sent = page.get_by_role("log").locator("article").filter(has_text="your room 305 is ready")
    expect(sent).to_be_visible()
    expect(sent).to_have_attribute("data-delivery", re.compile("sent|delivered"))
    [accepted] = hotel.at_whatsapp(PHONE, "305")
    assert accepted.kind == "template"


def test_send_again_chooses_a_template_in_place_of_what_is_red(
    new_page: NewPage, hotel: Hotel
) -> None:
    """The window closed before the words went out: there is nothing to send again as they are."""

    def turn_red() -> int:
        [(message_id,)] = sql.rows(
            "UPDATE outbox SET state = 'failed', error_code = 'window_closed', vendor_id = NULL"
            " WHERE id = (SELECT min(id) FROM outbox WHERE address = ?) RETURNING message_id",
            PHONE,
        )
        sql.run("UPDATE message SET delivery = 'failed' WHERE id = ?", message_id)
        return int(message_id)

    red = hotel.run(hotel.server.app.db.write(turn_red))
    page = new_page()
    sign_in(page, hotel.desk)
    open_thread(page)
    message = page.locator(f"#message-{red}")
    page.get_by_role("radio", name="Note").click()

    message.get_by_role("button", name="Send again", exact=True).click()

    expect(page.get_by_role("combobox", name="Template")).to_be_focused()
    expect(message).to_have_attribute("data-delivery", "failed")
    page.get_by_role("textbox", name="{{1}}").fill("Ana")
    page.get_by_role("textbox", name="{{2}}").fill("306")
    page.get_by_role("button", name="Send the template").click()

    sent = page.get_by_role("log").locator("article").filter(has_text="your room 306 is ready")
    expect(sent).to_have_attribute("data-delivery", re.compile("sent|delivered"))
    expect(message).to_have_attribute("data-delivery", "discarded")


def test_where_a_guest_is_and_whose_number_they_send_is_shown(
    new_page: NewPage, hotel: Hotel
) -> None:
    page = new_page()
    sign_in(page, hotel.desk)
    open_thread(page)
    log = page.get_by_role("log")

    map_link = log.get_by_role("link", name=re.compile("Show on a map"))
    expect(map_link).to_have_attribute(
        "href", re.compile("^https://www.openstreetmap.org/.*52.5163")
    )
    expect(map_link).to_have_attribute("rel", "noopener noreferrer")
    phone = log.get_by_role("link", name="+351 912 345 678")
    expect(phone).to_have_attribute("href", "tel:+351912345678")


def test_staff_write_by_sms_instead(new_page: NewPage, hotel: Hotel) -> None:
    page = new_page()
    sign_in(page, hotel.desk)
    open_thread(page)

    page.get_by_text("By another channel", exact=True).click()
    page.get_by_role("textbox", name="Message").fill("Your room is ready, Ana.")
    page.get_by_role("group").get_by_role("button", name="Send by SMS").click()

    sent = page.get_by_role("log").locator("article").filter(has_text="Your room is ready, Ana.")
    expect(sent).to_be_visible()
    expect(sent).to_have_attribute("data-delivery", re.compile("sent|delivered"))
    assert [each.text for each in hotel.twilio.accepted] == ["Your room is ready, Ana."]


@pytest.mark.parametrize("locale", ["ar", "de", "es", "fr"])
def test_it_fits_a_phone_in_every_language(new_page: NewPage, hotel: Hotel, locale: str) -> None:
    page = new_page(locale=locale, viewport=SMALL)
    sign_in(page, hotel.desk)
    conversation = hotel.server.app.db.read_now(
        sql.value, "SELECT id FROM conversation WHERE address = ?", PHONE
    )
    page.goto(f"{hotel.desk.url}/inbox/{conversation}")

    expect(page.locator(".closed select")).to_be_visible()
    assert overflow(page) == 0


def test_managers_see_what_meta_made_of_each_and_say_what_fills_it(
    new_page: NewPage, hotel: Hotel
) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS, "/templates")
    meta = page.get_by_role("region", name="Templates at Meta")

    rows = meta.get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="held").get_by_text("Paused")).to_be_visible()
    expect(rows.filter(has_text="picture").get_by_text("needs a file")).to_be_visible()
    meta.get_by_role("button", name="Read from Meta").click()
    expect(page.get_by_text("The templates were read from Meta.")).to_be_visible()
    assert serious(page) == []


def test_the_chat_offers_whatsapp_once_its_template_is_bound(
    new_page: NewPage, hotel: Hotel
) -> None:
    page = new_page()
    chats = f"{hotel.desk.url}/api/v1/webchat/sessions"
    before = page.request.post(chats, data={}).json()["contacts"]

    def bind() -> None:
        at = hotel.server.app.clock()
        [ready] = [one for one in vendor_templates.listed("whatsapp") if one.name == "room_ready"]
        own = templates.template(
            templates.add_template(
                TEMPLATE, "whatsapp", Language.EN, "Hello", TemplateStatus.APPROVED, at
            )
        )
        assert own is not None
        fills = ("{{hotel.name}}", "{{hotel.name}}")
        templates.save_template(replace(own, vendor_id=ready.id, fills=fills), at)

    hotel.run(hotel.server.app.db.write(bind))

    assert "whatsapp" not in before
    assert page.request.post(chats, data={}).json()["contacts"] == [*before, "whatsapp"]
