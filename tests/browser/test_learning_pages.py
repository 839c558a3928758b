"""What Jack learns, in a real browser: from what staff answered, by a person's word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from jack.db import sql
from tests.browser.desk import ANSWER_MS, IRENE, MATHIS, NewPage, send_button, serious, sign_in
from tests.browser.hotel import Hotel, hotel_in

_phones = count(351_920_000_001)
_names = iter(("Amália", "Berta", "Clara", "Dulce", "Elsa", "Filipa", "Graça"))


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hotel]:
    with hotel_in(tmp_path_factory.mktemp("hotel") / "data") as hotel:
        yield hotel


def answered_by_staff(page: Page, hotel: Hotel, question: str, reply: str) -> None:
    """A guest asks what Jack does not know, and a colleague answers in the inbox."""
    name = f"{next(_names)} Silva"
    hotel.hears_by_whatsapp(str(next(_phones)), question, name=name)
    page.goto(hotel.desk.url)
    page.get_by_role("link", name=re.compile(name)).click()
    thread = page.get_by_role("log")
    expect(thread.locator("article[data-sender=ai]").first).to_be_visible(timeout=ANSWER_MS)
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("You are answering", exact=True)).to_be_visible()
    page.get_by_role("textbox", name=re.compile("^Reply to")).fill(reply)
    send_button(page).click()
    expect(thread.locator("article").filter(has_text=reply[:20])).to_be_visible()


def test_r6_what_a_colleague_answered_becomes_knowledge_without_the_guest(
    new_page: NewPage, hotel: Hotel
) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS)
    answered_by_staff(
        page,
        hotel,
        "Who repairs the strings of a harp?",
        "Dear Amália, the music shop in Rua do Sol repairs harps. I will take yours there tomorrow.",
    )

    page.goto(f"{hotel.desk.url}/knowledge/proposals")
    card = page.get_by_role("listitem").filter(has_text="strings of a harp")
    expect(card.get_by_text("The music shop in Rua do Sol repairs harps.")).to_be_visible()
    expect(card.get_by_text("I will take yours there tomorrow.")).to_be_visible()
    assert serious(page) == []
    card.get_by_role("button", name="Make it an entry").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Text", exact=True)).to_have_value(
        "The music shop in Rua do Sol repairs harps."
    )
    dialog.get_by_label("Title").fill("Repair of harps")
    dialog.get_by_role("button", name="Make it an entry").click()

    expect(page.get_by_text("Jack knows it now")).to_be_visible()
    expect(card).to_have_count(0)
    page.get_by_role("radio", name="Without answer").click()
    expect(page.get_by_text("strings of a harp")).to_have_count(0)
    found = hotel.run(hotel.server.app.knowledge.search("Who repairs a harp?"))
    assert found[0].body == "The music shop in Rua do Sol repairs harps."


def test_a_proposal_that_is_no_knowledge_is_turned_down(new_page: NewPage, hotel: Hotel) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS)
    answered_by_staff(
        page,
        hotel,
        "Can my parrot join the yoga?",
        "We are afraid that the parrot has to wait outside.",
    )

    page.goto(f"{hotel.desk.url}/knowledge/proposals")
    card = page.get_by_role("listitem").filter(has_text="parrot")
    card.get_by_role("button", name="No", exact=True).click()

    expect(page.get_by_text("Not taken. The question stays without answer.")).to_be_visible()
    expect(card).to_have_count(0)
    page.get_by_role("radio", name="Without answer").click()
    expect(page.get_by_text("Can my parrot join the yoga?").first).to_be_visible()


def test_entries_that_contradict_are_shown_side_by_side_and_settled(
    new_page: NewPage, hotel: Hotel
) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS, path="/knowledge/new")
    page.get_by_label("Title").fill("Swimming pool in winter coats")
    page.get_by_label("Text", exact=True).fill("The swimming pool in winter coats opens at 7:00.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Version 1")).to_be_visible()
    page.goto(f"{hotel.desk.url}/knowledge/new")
    page.get_by_label("Title").fill("Swimming pool, winter coats")
    page.get_by_label("Text", exact=True).fill("Our swimming pool in winter coats opens at 9:00.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Version 1")).to_be_visible()

    page.get_by_role("radio", name="Contradictions").click()
    card = page.get_by_role("listitem").filter(has_text="opens at 7:00")
    expect(card.get_by_text("opens at 9:00")).to_be_visible()
    assert serious(page) == []
    card.get_by_role("button", name="Both are right").click()

    expect(page.get_by_text("Not shown again until one of them changes.")).to_be_visible()
    expect(card).to_have_count(0)


def test_an_answer_says_why_and_is_kept_as_golden_and_asked_again(
    new_page: NewPage, hotel: Hotel
) -> None:
    name = f"{next(_names)} Silva"
    hotel.hears_by_whatsapp(str(next(_phones)), "When can I check in?", name=name)
    page = new_page()
    sign_in(page, hotel.desk, MATHIS)
    page.get_by_role("link", name=re.compile(name)).click()
    answer = page.get_by_role("log").locator("article[data-sender=ai]").first
    expect(answer).to_be_visible(timeout=ANSWER_MS)
    answer.get_by_role("button", name="Why?").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Sentence by sentence")).to_be_visible()
    expect(dialog.get_by_role("link", name="Check-in time")).to_be_visible()
    assert serious(page) == []
    dialog.get_by_role("button", name="Keep as golden answer").click()
    expect(page.get_by_text("Kept. It is asked again")).to_be_visible()

    page.goto(f"{hotel.desk.url}/knowledge/golden")
    expect(page.get_by_role("heading", name="When can I check in?")).to_be_visible()
    page.get_by_role("button", name="Ask all now").click()
    expect(page.get_by_text("The answer is as expected")).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_text("As expected", exact=True)).to_be_visible()
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_role("dialog").get_by_label("Must be in the answer", exact=True).fill("13:00")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Ask all now").click()
    expect(page.get_by_text("“13:00” is missing").first).to_be_visible(timeout=ANSWER_MS)
    assert serious(page) == []


def test_golden_answers_are_tried_with_a_file_before_it_is_read_in(
    new_page: NewPage, hotel: Hotel
) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS, path="/knowledge/golden")
    page.get_by_role("button", name="New question").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Question").fill("Where can I borrow a telescope?")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="telescope")).to_be_visible()
    page.get_by_role("radio", name="Import").click()
    table = b"question,answer\nWhere can I borrow a telescope?,At the desk from 21:00.\n"
    page.get_by_label("File with knowledge").set_input_files(
        {"name": "stars.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.get_by_role("button", name="Try golden answers with it").click()

    results = page.get_by_role("list", name="Answers side by side")
    card = results.get_by_role("listitem").filter(has_text="telescope")
    expect(card.get_by_role("heading", name="Before")).to_be_visible(timeout=ANSWER_MS)
    expect(card.get_by_role("heading", name="Now")).to_be_visible()
    assert "stars.csv" not in hotel.run(hotel.server.app.knowledge.sources())


def test_settings_show_how_often_staff_agreed_with_jack(new_page: NewPage, hotel: Hotel) -> None:
    name = f"{next(_names)} Silva"
    hotel.hears_by_whatsapp(str(next(_phones)), "Is there a gym?", name=name)
    hotel.run(hotel.server.app.db.write(_twenty_drafts_that_were_used))
    page = new_page()
    sign_in(page, hotel.desk, IRENE, path="/settings/autonomy")

    line = page.get_by_role("listitem").filter(has_text="20 of 20 answers agreed with staff")
    expect(line).to_be_visible()
    expect(line.get_by_text("(100 %)")).to_be_visible()


def _twenty_drafts_that_were_used() -> None:
    for _ in range(20):
        sql.run(
            "INSERT INTO shadow (conversation_id, question_id, topic, text, language, outcome,"
            " agrees, created_at, settled_at, judged_at) SELECT conversation_id, max(id),"
            " 'request.service.towels', 'Yes.', 'en', 'used', 1, created_at, created_at, created_at"
            " FROM message"
        )
