"""R9: staff read and write in their own language, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from jack.app import App
from jack.llm.base import Translated
from jack.llm.chain import Chain
from jack.model.answers import Usage
from jack.services.translations import Translations
from tests.browser.desk import ANSWER_MS, ARRIVED, NewPage, overflow, send_button, sign_in
from tests.browser.hotel import Hotel, hotel_in
from tests.house import Model

GERMAN = "Guten Tag, wann gibt es bei Ihnen Frühstück?"
ENGLISH = "Good morning, when do you serve breakfast?"
REPLY = "Breakfast is ready from 7:00, enjoy your meal."
ANTWORT = "Das Frühstück ist ab 7:00 fertig, guten Appetit."
PHONE = "4915112340001"


class Interpreter(Model):
    """A model that knows some sentences."""

    async def translate(self, text: str, language: str, *, complaint: str = "") -> Translated:
        known = {GERMAN: ENGLISH, REPLY: ANTWORT}
        return Translated(known.get(text, text), "interpreter", Usage(input_tokens=9))


def with_interpreter(app: App) -> App:
    chain = Chain([Interpreter(name="interpreter")])
    return replace(app, translations=Translations(app.db, chain, app.spending, app.clock))


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotel]:
    with hotel_in(tmp_path_factory.mktemp("hotel") / "data", parts=with_interpreter) as hotel:
        yield hotel


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotel]:
    """Without a model."""
    with hotel_in(tmp_path_factory.mktemp("plain") / "data") as hotel:
        yield hotel


def open_thread(page: Page) -> None:
    lines = page.get_by_role("region", name="Conversations").get_by_role("link")
    lines.filter(has_text="Jonas").click(timeout=ANSWER_MS)
    expect(page.get_by_role("log").locator("article").first).to_be_visible()


def test_r9_a_foreign_message_is_read_and_answered_in_one_s_own_language(
    hotel: Hotel, new_page: NewPage
) -> None:
    hotel.hears_by_whatsapp(PHONE, GERMAN, name="Jonas Weber")
    page = new_page()
    sign_in(page, hotel.desk, path="/inbox")
    open_thread(page)
    message = page.get_by_role("log").locator("article").first

    message.get_by_role("button", name="Translate").click()
    expect(message).to_contain_text(ENGLISH)
    expect(message).to_contain_text(GERMAN)
    message.get_by_role("button", name="Hide translation").click()
    expect(message).not_to_contain_text(ENGLISH)

    reply = page.get_by_role("textbox", name=re.compile("^Reply to"))
    reply.fill(REPLY)
    page.get_by_role("button", name="Translate into German").click()
    expect(reply).to_have_value(ANTWORT)
    expect(page.get_by_text(f"Your words: {REPLY}")).to_be_visible()
    assert overflow(page) == 0
    send_button(page).click()

    sent = page.get_by_role("log").locator("article", has_text=ANTWORT)
    expect(sent).to_contain_text(REPLY, timeout=ANSWER_MS)
    expect(sent).to_have_attribute("data-delivery", ARRIVED, timeout=ANSWER_MS)
    assert [each.text for each in hotel.at_whatsapp(PHONE, ANTWORT)] == [ANTWORT]
    assert hotel.at_whatsapp(PHONE, REPLY) == []


def test_r9_who_does_not_like_the_translation_has_their_words_back(
    hotel: Hotel, new_page: NewPage
) -> None:
    hotel.hears_by_whatsapp(PHONE, f"{GERMAN} Danke!", name="Jonas Weber")
    page = new_page()
    sign_in(page, hotel.desk, path="/inbox")
    open_thread(page)
    reply = page.get_by_role("textbox", name=re.compile("^Reply to"))

    reply.fill(REPLY)
    page.get_by_role("button", name="Translate into German").click()
    expect(reply).to_have_value(ANTWORT)
    page.get_by_role("button", name="Back to your words").click()

    expect(reply).to_have_value(REPLY)
    expect(page.get_by_text("Your words:")).to_have_count(0)


def test_r12_without_a_model_the_page_says_so(plain: Hotel, new_page: NewPage) -> None:
    plain.hears_by_whatsapp(PHONE, GERMAN, name="Jonas Weber")
    page = new_page()
    sign_in(page, plain.desk, path="/inbox")
    open_thread(page)

    expect(page.get_by_text("No model translates here.")).to_be_visible()
    expect(page.get_by_role("button", name="Translate")).to_have_count(0)
