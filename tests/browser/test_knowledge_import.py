"""A website and documents become knowledge in a real browser: looked at first, then read in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.desk import IRENE, MATHIS, NewPage, serious, sign_in
from tests.browser.hotel import Hotel, hotel_in
from tests.knowledge.documents import lines, pdf, scanned, text
from tests.standins.website import WebsiteStandin, beside, page


@pytest.fixture(scope="module")
def site() -> Iterator[WebsiteStandin]:
    house = "<p>Our house by the river has <a href='/spa'>a spa</a>.</p>"
    with beside(
        {
            "/": page("Our house", house),
            "/spa": page("Spa", "<h1>Spa</h1><p>Massage with river stones, 60 euros.</p>"),
            "/robots.txt": page("Nothing"),
        }
    ) as standin:
        yield standin


@pytest.fixture(scope="module")
def hotel(tmp_path_factory: pytest.TempPathFactory, site: WebsiteStandin) -> Iterator[Hotel]:
    folder = tmp_path_factory.mktemp("hotel") / "data"
    own: dict[str, Any] = {"knowledge__local_sites": [site.url], "knowledge__site_delay_s": 0.0}
    with hotel_in(folder, **own) as hotel:
        yield hotel


def test_a_website_is_looked_at_and_read_in(
    new_page: NewPage, hotel: Hotel, site: WebsiteStandin
) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS, path="/knowledge/import")
    page.get_by_role("radio", name="Our website").click()
    page.get_by_label("Address of the website").fill(site.url)
    page.get_by_role("button", name="Look at it").click()

    expect(page.get_by_text(f"{site.url}/ has 2 entries. This would happen:")).to_be_visible()
    expect(page.get_by_text("Massage with river stones, 60 euros.")).to_be_visible()
    assert f"{site.url}/spa" not in hotel.run(hotel.server.app.knowledge.sources())
    assert serious(page) == []
    page.get_by_role("button", name="Read it in").click()

    expect(page.get_by_text("is read in: 2 entries.")).to_be_visible()
    page.get_by_role("radio", name="Entries").click()
    page.get_by_label("Search entries").fill("massage with river stones")
    expect(page.get_by_role("link", name=re.compile("river stones"))).to_be_visible()


def test_r15_a_website_in_the_hotels_network_says_why_it_is_not_read(
    new_page: NewPage, hotel: Hotel
) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS, path="/knowledge/import")
    page.get_by_role("radio", name="Our website").click()
    page.get_by_label("Address of the website").fill("http://192.168.1.1/")
    page.get_by_role("button", name="Look at it").click()

    expect(page.get_by_text("private network")).to_be_visible()
    expect(page.get_by_role("button", name="Read it in")).to_have_count(0)


def test_a_pdf_is_looked_at_before_it_is_read_in(new_page: NewPage, hotel: Hotel) -> None:
    page = new_page()
    sign_in(page, hotel.desk, MATHIS, path="/knowledge/import")
    guide = pdf([text("Sauna", 72, 700, size=18), *lines("The sauna is free for guests.", top=680)])

    choose = page.get_by_label("File with knowledge")
    choose.set_input_files({"name": "scan.pdf", "mimeType": "application/pdf", "buffer": scanned()})
    expect(page.get_by_text("run text recognition (OCR) on it")).to_be_visible()
    choose.set_input_files({"name": "guide.pdf", "mimeType": "application/pdf", "buffer": guide})
    expect(page.get_by_role("heading", name="Sauna")).to_be_visible()
    expect(page.get_by_text("The sauna is free for guests.")).to_be_visible()
    page.get_by_role("button", name="Read it in").click()

    expect(page.get_by_text("guide.pdf is read in: 1 entry.")).to_be_visible()


def test_set_up_reads_a_website_too(new_page: NewPage, hotel: Hotel, site: WebsiteStandin) -> None:
    page = new_page()
    sign_in(page, hotel.desk, IRENE)
    page.goto(f"{hotel.desk.url}/setup/knowledge")
    page.get_by_label("Address of the website").fill(f"{site.url}/spa")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Read it in").click()

    expect(page.get_by_text("is read in: 1 entry.")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page).to_have_url(re.compile("/setup/channels"))
