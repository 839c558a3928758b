"""The pages behind one-time links in a real browser: the first account, and a new password."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from jack.services.passwords import MAX_PASSWORD, MIN_PASSWORD
from tests.browser.conftest import Fresh
from tests.browser.desk import ANSWER_MS, overflow, serious

EMAIL = "ana@hotel.example"
PASSWORD = "a horse that reads"
FORM = Path("jack/web/ui/src/pages/setup/account.tsx")


def post(url: str, body: dict[str, str]) -> tuple[int, dict[str, object]]:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def sign_in(fresh: Fresh, password: str) -> int:
    status, _ = post(f"{fresh.url}/api/v1/auth/login", {"email": EMAIL, "password": password})
    return status


def make_account(fresh: Fresh) -> None:
    token = fresh.setup_link.partition("#")[2]
    body = {"token": token, "email": EMAIL, "name": "Ana", "password": PASSWORD}
    status, _ = post(f"{fresh.url}/api/v1/setup", body)
    assert status == 201


def password_link(fresh: Fresh) -> str:
    """What `jack user reset-password` prints beside the running server."""
    command = [sys.executable, "-m", "jack.cli.main", "--data-dir", str(fresh.data_dir)]
    done = subprocess.run(
        [*command, "user", "reset-password", EMAIL], check=True, capture_output=True, text=True
    )
    found = re.search(r"/password(#\S+)", done.stdout + done.stderr)
    assert found is not None
    return f"{fresh.url}/password{found[1]}"


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def fill(page: Page, *, name: str = "Ana", email: str = EMAIL, password: str = PASSWORD) -> None:
    field(page, "Your name").fill(name)
    field(page, "E-mail").fill(email)
    field(page, "Password").fill(password)


def submit(page: Page) -> None:
    page.get_by_role("button", name="Make the account").click()


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_the_first_account_is_made_with_the_printed_link(page: Page, fresh: Fresh) -> None:
    page.goto(fresh.setup_link)

    fill(page)
    submit(page)

    expect(page.get_by_role("heading", name="Your hotel")).to_be_focused(timeout=ANSWER_MS)
    assert page.url == f"{fresh.url}/setup/hotel"
    assert sign_in(fresh, PASSWORD) == 200
    page.context.clear_cookies()
    page.goto(fresh.setup_link)
    expect(heading(page)).to_have_text("Jack is set up already")


def test_the_account_is_made_by_keyboard_alone(page: Page, fresh: Fresh) -> None:
    page.goto(fresh.setup_link)

    expect(field(page, "Your name")).to_be_focused()
    page.keyboard.type("Ana")
    page.keyboard.press("Tab")
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(field(page, "Password")).to_have_attribute("type", "text")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Your hotel")).to_be_visible(timeout=ANSWER_MS)


def test_what_is_missing_is_said_beside_each_field(page: Page, fresh: Fresh) -> None:
    page.goto(fresh.setup_link)

    fill(page, name=" ", email="ana", password="short")
    submit(page)

    expect(page.get_by_text("Please write your name.")).to_be_visible()
    expect(page.get_by_text("Please write an e-mail address")).to_be_visible()
    expect(page.get_by_text("at least 10 characters; these are 5.")).to_be_visible()
    expect(field(page, "Your name")).to_be_focused()
    expect(field(page, "Password")).to_have_accessible_description(re.compile("these are 5"))
    field(page, "Password").fill("longer than before")
    expect(field(page, "Password")).to_have_attribute("aria-invalid", "false")


def test_what_only_the_server_knows_is_said_beside_the_field(page: Page, fresh: Fresh) -> None:
    page.goto(fresh.setup_link)

    fill(page, password=EMAIL)
    submit(page)

    problem = "The e-mail address cannot be the password."
    expect(field(page, "Password")).to_have_accessible_description(re.compile(problem))
    expect(field(page, "Password")).to_be_focused()


def test_a_wrong_setup_link_tells_where_a_new_one_comes_from(page: Page, fresh: Fresh) -> None:
    page.goto(f"{fresh.url}/setup#not-the-token")

    fill(page)
    submit(page)

    expect(page.get_by_role("alert")).to_contain_text("This link was used before")
    expect(page.get_by_role("alert")).to_contain_text("“jack serve” prints a new one")


def test_a_link_without_its_token_asks_for_the_whole_link(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/password")

    expect(heading(page)).to_have_text("This link is incomplete")
    expect(page.locator("form")).to_have_count(0)
    page.goto("about:blank")
    page.goto(f"{demo_url}/password#a-token")
    expect(heading(page)).to_have_text("Choose a password")


def test_a_lost_connection_keeps_what_was_typed(page: Page, fresh: Fresh) -> None:
    def cut(route: Route) -> None:
        if route.request.method == "POST":
            route.abort()
        else:
            route.continue_()

    page.route("**/api/v1/setup", cut)
    page.goto(fresh.setup_link)

    fill(page)
    submit(page)
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    page.unroute("**/api/v1/setup", cut)
    submit(page)

    expect(page.get_by_role("heading", name="Your hotel")).to_be_visible(timeout=ANSWER_MS)


def test_a_password_is_set_with_a_link_once(page: Page, fresh: Fresh) -> None:
    make_account(fresh)
    link = password_link(fresh)
    page.goto(link)

    expect(page.get_by_label("E-mail")).to_have_count(0)
    field(page, "New password").fill("another horse entirely")
    page.get_by_role("button", name="Save the password").click()

    expect(page.get_by_role("button", name=re.compile("^Ana:"))).to_be_visible(timeout=ANSWER_MS)
    assert "#" not in page.url
    assert sign_in(fresh, "another horse entirely") == 200
    assert sign_in(fresh, PASSWORD) == 401
    page.goto(link)
    field(page, "New password").fill("a third horse, too late")
    page.get_by_role("button", name="Save the password").click()
    expect(page.get_by_role("alert")).to_contain_text("jack user reset-password")


@pytest.mark.parametrize("path", ["/setup", "/password"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_the_policy(page: Page, fresh: Fresh, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 390, "height": 844})

    response = page.goto(f"{fresh.url}{path}#{'t' * 43}")

    assert response is not None
    assert "unsafe-" not in response.headers["content-security-policy"]
    expect(page.get_by_role("button", name=re.compile("account|password$"))).to_have_count(1)
    assert overflow(page) == 0
    assert serious(page) == []


def test_the_page_and_the_server_agree_on_passwords() -> None:
    form = FORM.read_text(encoding="utf-8")

    assert f"const MIN_PASSWORD = {MIN_PASSWORD};" in form
    assert f"const MAX_PASSWORD = {MAX_PASSWORD};" in form
