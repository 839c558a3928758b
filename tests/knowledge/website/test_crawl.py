"""A hotel's website is read page by page: that site alone, as it asks for, and not for ever."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from jack.knowledge.drafts import EntryDraft, ReadProblem
from jack.knowledge.website.addresses import Site
from jack.knowledge.website.crawl import Limits, SiteRead, read_site
from jack.knowledge.website.fetching import Fetcher, Unreachable
from jack.model.knowledge import Category
from tests.knowledge.documents import lines, pdf
from tests.standins.website import Reply, WebsiteStandin, moved, page

Read = Callable[..., Awaitable[SiteRead]]


@pytest.fixture
async def site() -> AsyncIterator[WebsiteStandin]:
    async with WebsiteStandin() as standin:
        yield standin


@pytest.fixture
def read(site: WebsiteStandin) -> Read:
    async def walk(path: str = "/", *, is_local: bool = True, **given: Any) -> SiteRead:
        waits = given.pop("waits", [])

        async def wait(seconds: float) -> None:
            waits.append(seconds)

        async with Fetcher([site.url] if is_local else [], timeout_s=5) as fetcher:
            return await read_site(
                site.url + path,
                fetcher,
                limits=Limits(**given),
                fallback=Category.FAQ,
                wait=wait,
            )

    return walk


def texts(found: SiteRead) -> dict[str, str]:
    return {each.title: each.body for each in found.found if isinstance(each, EntryDraft)}


def complaints(found: SiteRead) -> dict[str, str]:
    return {each.source: each.message for each in found.found if isinstance(each, ReadProblem)}


# -- what is read ---------------------------------------------------------------------------------


async def test_pages_are_found_by_links_and_sitemap_and_read_once(
    site: WebsiteStandin, read: Read
) -> None:
    site.replies = {
        "/": page("Welcome", "<h1>Welcome</h1><p>By the river.</p><a href='pool#top'>Pool</a>"),
        "/pool": page("Pool", "<h1>Pool</h1><p>Open in May.</p><a href='/?utm_source=x'>Home</a>"),
        "/spa": page("Spa", "<h1>Spa</h1><p>Massage 60 euros.</p>"),
        "/sitemap.xml": Reply(
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
            f"<url><loc>{site.url}/spa</loc></url><url><loc>{site.url}/pool</loc></url>"
            "<url><loc>http://elsewhere.example/</loc></url></urlset>".encode(),
            kind="application/xml",
        ),
    }

    found = await read()

    assert texts(found) == {
        "Welcome": "By the river.\n\nPool", "Pool": "Open in May.\n\nHome",
        "Spa": "Massage 60 euros.",
    }  # fmt: skip
    assert {each.source for each in found.found} == {
        f"{site.url}/", f"{site.url}/pool", f"{site.url}/spa"
    }  # fmt: skip
    assert site.asked == ["/robots.txt", "/", "/sitemap.xml", "/pool", "/spa"]
    assert (found.pages, found.site, complaints(found)) == (3, Site(site.url), {})
    assert all("JackTheButler" in agent for agent in site.agents)


async def test_what_surrounds_the_text_is_left_out(site: WebsiteStandin, read: Read) -> None:
    menu = "<ul class='menu'><li><a href='/a'>Rooms</a><li><a href='/b'>Spa</a><li><a href='/c'>Bar</a></ul>"
    cookies = "<div id='cookie-banner'><h2>Cookies</h2><p>We use cookies.</p></div>"
    hidden = "<div aria-hidden='true'>Slide 3</div><div role='dialog'>Book now!</div>"
    dishes = "<ul class='menu'><li>Soup 6 €<li><a href='/fish'>Fish</a> of the day 14 €</ul>"
    site.replies["/"] = page(
        "Bar", menu, cookies, hidden, f"<h1>Bar</h1><p>Open daily.</p>{dishes}"
    )

    found = await read()

    assert texts(found) == {"Bar": "Open daily.\n\n- Soup 6 €\n- Fish of the day 14 €"}


async def test_lines_that_all_pages_have_and_the_hotels_name_in_titles_are_left_out(
    site: WebsiteStandin, read: Read
) -> None:
    for name in ("pool", "spa", "bar"):
        site.replies[f"/{name}"] = page(
            name.title(),
            f"<div>Call us at 555 0100</div><p>The {name} is open.</p>",
            hotel="Harbour Inn",
        )
    links = [f"<a href='/{name}'>{name} here</a><br>" for name in ("pool", "spa", "bar")]
    site.replies["/"] = page(
        "Home",
        "<p>Call us at 555 0100</p><p>Welcome to our house by the river",
        *links,
        hotel="Harbour Inn",
    )

    found = texts(await read())

    assert found["Pool"] == "The pool is open."
    assert set(found) == {"Home", "Pool", "Spa", "Bar"}


async def test_a_heading_of_several_pages_goes_with_its_page(
    site: WebsiteStandin, read: Read
) -> None:
    hours = "<h2>Opening hours</h2><p>{}</p>"
    site.replies = {
        "/": page(
            "Spa", "<h1>Spa</h1><p>Calm.</p>", hours.format("9 to 5"), "<a href='/bar'>Bar</a>"
        ),
        "/bar": page("Bar", "<h1>Bar</h1><p>Lively.</p>", hours.format("6 to 1")),
    }

    found = await read()

    assert texts(found)["Spa: Opening hours"].startswith("9 to 5")
    assert texts(found)["Bar: Opening hours"] == "6 to 1"
    keys = {each.key for each in found.found if isinstance(each, EntryDraft)}
    assert keys == {"spa", "bar", "opening-hours"}


async def test_the_language_of_a_page_and_its_canonical_address_are_believed(
    site: WebsiteStandin, read: Read
) -> None:
    head = "<link rel='canonical' href='/zimmer'>"
    site.replies = {
        "/": page("Zimmer", "<p>Ruhig.</p><a href='/zimmer'>Zimmer</a>", head=head, lang="de-AT"),
        "/zimmer": page("Zimmer", "<p>Ruhig.</p>", head=head, lang="de-AT"),
    }

    found = await read()

    (draft,) = [each for each in found.found if isinstance(each, EntryDraft)]
    assert (draft.language, draft.source) == ("de", f"{site.url}/zimmer")


async def test_a_pdf_of_the_site_is_read_too(site: WebsiteStandin, read: Read) -> None:
    site.replies = {
        "/": page("Bar", "<h1>Bar</h1><p><a href='/menu.pdf'>Our menu</a> changes daily.</p>"),
        "/menu.pdf": Reply(pdf(lines("Soup 6 euros, fish 14 euros.")), kind="application/pdf"),
    }

    assert texts(await read())["Menu"] == "Soup 6 euros, fish 14 euros."


# -- what the site asks for ------------------------------------------------------------------------


async def test_robots_txt_is_obeyed(site: WebsiteStandin, read: Read) -> None:
    site.replies = {
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /staff\nCrawl-delay: 3", kind="text/plain"),
        "/": page("Home", "<p>Hello <a href='/staff/plan'>staff</a> <a href='/old'>old</a></p>"),
        "/old": moved("/staff/secret"),
        "/staff/secret": page("Secret", "<p>Master key.</p>"),
    }
    waits: list[float] = []

    found = await read(waits=waits)

    assert not {"/staff/plan", "/staff/secret"} & set(site.asked)
    assert "Master key" not in str(texts(found))
    assert set(complaints(found)) == {f"{site.url}/staff/plan", f"{site.url}/staff/secret"}
    assert waits[1:] == [3.0, 3.0]


async def test_a_page_that_asks_not_to_be_kept_is_not(site: WebsiteStandin, read: Read) -> None:
    site.replies = {
        "/": page("Home", "<p>Hello <a href='/a'>a</a> <a href='/b'>b</a></p>"),
        "/a": page("A", "<p>Hidden.</p>", head="<meta name='ROBOTS' content='noindex, follow'>"),
        "/b": Reply(b"<p>Hidden too.</p>", headers={"X-Robots-Tag": "noindex"}),
    }

    found = await read()

    assert set(texts(found)) == {"Home"}
    assert complaints(found)[f"{site.url}/a"] == "Not read: the page asks not to be"


async def test_a_site_whose_robots_txt_fails_is_not_read(site: WebsiteStandin, read: Read) -> None:
    site.replies = {"/robots.txt": Reply(status=503), "/": page("Home", "<p>Hello</p>")}

    with pytest.raises(Unreachable, match=r"robots\.txt asks not to"):
        await read()
    assert site.asked == ["/robots.txt"]


# -- R15: that site alone, and never the hotel's own network -----------------------------------------


async def test_r15_a_private_address_is_not_read_unless_the_hotel_allows_it(
    site: WebsiteStandin, read: Read
) -> None:
    site.replies["/"] = page("Router", "<p>Admin</p>")

    with pytest.raises(Unreachable, match="private network"):
        await read(is_local=False)
    assert site.asked == []


@pytest.mark.parametrize("host", ["localhost", "2130706433", "127.1", "0x7f000001", "[::1]",
                                  "169.254.169.254", "[::ffff:127.0.0.1]"])  # fmt: skip
async def test_r15_no_name_or_spelling_leads_into_the_hotels_network(
    site: WebsiteStandin, host: str
) -> None:
    async with Fetcher(timeout_s=5) as fetcher:
        with pytest.raises(Unreachable):
            await fetcher.get(f"http://{host}:{site.port}/", max_bytes=1000)
    assert site.asked == []


async def test_r15_a_redirect_into_the_hotels_network_is_not_followed(
    site: WebsiteStandin, read: Read
) -> None:
    async with WebsiteStandin() as inside:
        inside.replies["/"] = page("Printer", "<p>Admin</p>")
        site.replies = {
            "/": page("Home", "<p>Hello <a href='/a'>a</a></p>"),
            "/a": moved(f"{inside.url}/"),
            "/robots.txt": moved(f"{inside.url}/"),
        }

        with pytest.raises(Unreachable, match="private network"):
            await read()
        site.replies.pop("/robots.txt")
        found = await read()

    assert inside.asked == []
    assert set(texts(found)) == {"Home"}


async def test_a_site_that_leads_to_another_says_which(site: WebsiteStandin, read: Read) -> None:
    site.replies["/"] = moved("https://hotel-group.example/")

    with pytest.raises(Unreachable, match=r"another site, https://hotel-group\.example"):
        await read()


async def test_only_what_lies_under_the_first_page_is_read(
    site: WebsiteStandin, read: Read
) -> None:
    site.replies = {
        "/en": page("Home", "<p>Hi <a href='/en/pool'>p</a> <a href='/de'>de</a> <a href='/entry'>e</a></p>"),
        "/en/pool": page("Pool", "<p>Cold.</p>"),
        "/de": page("Start", "<p>Hallo.</p>"),
        "/entry": page("Entry", "<p>No.</p>"),
    }  # fmt: skip

    found = await read("/en")

    assert set(texts(found)) == {"Home", "Pool"}
    assert found.site == Site(site.url, "/en")


# -- limits and failures --------------------------------------------------------------------------


async def test_pages_and_depth_are_limited_and_then_nothing_counts_as_gone(
    site: WebsiteStandin, read: Read
) -> None:
    for number in range(9):
        target = f"/{number + 1}"
        site.replies[f"/{number or ''}"] = page(
            f"Page {number}", f"<p>Text {number} <a href='{target}'>on</a></p>"
        )

    few = await read(pages=3)
    near = await read(depth=1)

    assert (few.pages, few.site) == (3, None)
    assert "Only 3 pages were read; at least 1 more" in complaints(few)[f"{site.url}/"]
    assert (near.pages, near.site) == (2, None)


async def test_a_page_that_fails_is_named_and_the_rest_is_read(
    site: WebsiteStandin, read: Read
) -> None:
    site.replies = {
        "/": page("Home", "<p>Hello</p>", *(f"<a href='/{n}'>{n}</a>" for n in range(5))),
        "/0": Reply(status=500),
        "/1": moved("/1"),
        "/2": Reply(b"<p>" + b"x" * (6 * 1024 * 1024)),
        "/3": Reply(b"<div>" * 900),
        "/4": Reply(b"\x00\x01\x02", kind="application/octet-stream"),
    }

    found = await read()

    assert set(texts(found)) == {"Home"}
    assert {source.removeprefix(site.url): message for source, message in complaints(found).items()} == {
        "/0": "Cannot be read: it answered 500",
        "/1": "Cannot be read: it leads on more than 5 times",
        "/2": "Cannot be read: larger than 5 MB",
        "/3": "Cannot be read: elements nested more than 500 deep",
    }  # fmt: skip


async def test_a_bomb_is_unpacked_no_further_than_the_limit(
    site: WebsiteStandin, read: Read
) -> None:
    site.replies["/"] = Reply(
        gzip.compress(b"a" * (60 * 1024 * 1024)), headers={"Content-Encoding": "gzip"}
    )

    found = await read()

    assert complaints(found) == {f"{site.url}/": "Cannot be read: larger than 5 MB"}


@pytest.mark.parametrize(
    "sitemap",
    [
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>",
        b"<urlset><url><loc>",
        b"\x1f\x8bnot gzip at all",
        b"<a>" * 5000,
    ],
)
async def test_a_hostile_sitemap_is_passed_over(
    site: WebsiteStandin, read: Read, sitemap: bytes
) -> None:
    site.replies = {"/": page("Home", "<p>Hello</p>"), "/sitemap.xml": Reply(sitemap)}

    assert set(texts(await read())) == {"Home"}


async def test_a_packed_sitemap_of_sitemaps_is_read(site: WebsiteStandin, read: Read) -> None:
    index = f"<sitemapindex><sitemap><loc>{site.url}/more.xml.gz</loc></sitemap></sitemapindex>"
    more = f"<urlset><url><loc>{site.url}/spa</loc></url></urlset>"
    site.replies = {
        "/robots.txt": Reply(f"Sitemap: {site.url}/all.xml".encode()),
        "/all.xml": Reply(index.encode()),
        "/more.xml.gz": Reply(gzip.compress(more.encode())),
        "/": page("Home", "<p>Hello</p>"),
        "/spa": page("Spa", "<p>Calm.</p>"),
    }

    assert set(texts(await read())) == {"Home", "Spa"}


async def test_a_first_page_that_is_not_there_is_an_error(site: WebsiteStandin, read: Read) -> None:
    with pytest.raises(Unreachable, match="answered 404"):
        await read("/nowhere")
