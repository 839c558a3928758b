"""When two addresses are one page, and which belong to a site."""

from __future__ import annotations

import pytest

from jack.errors import Invalid
from jack.knowledge.website.addresses import Site, is_page, normalised, start_of


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("pool#hours", "https://hotel.example/en/pool"),
        ("/pool?utm_source=x&day=2&gclid=1", "https://hotel.example/pool?day=2"),
        ("HTTPS://Hotel.Example:443/index.html", "https://hotel.example/"),
        ("//hotel.example/a b", "https://hotel.example/a%20b"),
        ("https://hôtel.example/", "https://xn--htel-vqa.example/"),
        ("https://hotel.example/zimmer/größe", "https://hotel.example/zimmer/gr%C3%B6%C3%9Fe"),
        ("mailto:a@hotel.example", None),
        ("javascript:void(0)", None),
        ("https://user:secret@hotel.example/", None),
        ("https://hotel.example:99999/", None),
        ("http://[::1", None),
    ],
)
def test_an_address_names_its_page(link: str, page: str | None) -> None:
    assert normalised(link, "https://hotel.example/en/") == page


@pytest.mark.parametrize(
    ("start", "path"),
    [("https://a.example", "/"), ("https://a.example/en/", "/en/"), ("https://a.example/en", "/en"),
     ("https://a.example/en/faq.html", "/en/")],
)  # fmt: skip
def test_a_site_is_what_lies_under_its_first_page(start: str, path: str) -> None:
    assert Site.of(start).path == path


@pytest.mark.parametrize(
    ("start", "target", "may"),
    [
        ("http://hotel.example", "https://www.hotel.example/", True),
        ("https://www.hotel.example", "https://hotel.example/", True),
        ("https://hotel.example", "http://hotel.example/", False),
        ("https://hotel.example", "https://hotel.example.evil.example/", False),
        ("https://hotel.example", "https://other.example/", False),
    ],
)
def test_a_site_may_lead_to_its_other_name_only(start: str, target: str, may: bool) -> None:
    assert Site.of(start).may_lead_to(target) is may


def test_what_is_typed_becomes_an_address() -> None:
    assert start_of(" hotel.example/en ") == "https://hotel.example/en"
    for wrong in ("", "ftp://hotel.example", "not an address", "https://a:b@hotel.example"):
        with pytest.raises(Invalid):
            start_of(wrong)


def test_pictures_are_no_pages() -> None:
    assert is_page("https://a.example/menu.pdf")
    assert not is_page("https://a.example/pool.JPG")
