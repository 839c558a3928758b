"""The guest's chat page in a real browser, against a running demo server."""

import json
import re

from playwright.sync_api import Locator, Page, Route, WebSocketRoute, expect

from tests.browser.desk import overflow, serious

ANSWER_MS = 20_000
CHECKOUT_TIME = re.compile(r"\b(11|12)[:.]?\d*")
POOL = re.compile(r"piscina|pool", re.IGNORECASE)
TOWELS = re.compile(r"towel|housekeeping", re.IGNORECASE)


def open_chat(page: Page, demo_url: str, query: str = "") -> None:
    """Open the page and wait until it speaks its language."""
    page.goto(f"{demo_url}/chat{query}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def message_field(page: Page) -> Locator:
    return page.get_by_role("textbox")


def send(page: Page, text: str) -> None:
    message_field(page).fill(text)
    message_field(page).press("Enter")


def own(page: Page, text: str = "") -> Locator:
    return page.locator(".message[data-sender=guest]").filter(has_text=text)


def answers(page: Page, text: re.Pattern[str] | str = "") -> Locator:
    return page.locator(".message[data-sender=ai] .bubble").filter(has_text=text)


def expect_sent(page: Page, text: str) -> None:
    expect(own(page, text)).to_have_count(1)
    expect(own(page, text)).to_have_attribute("data-state", "sent", timeout=ANSWER_MS)


def test_a_question_is_answered_with_the_hotels_fact(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)

    send(page, "What time is checkout?")

    expect_sent(page, "What time is checkout?")
    expect(answers(page, CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)
    expect(page.get_by_text("Automatic assistant", exact=True).first).to_be_visible()


def test_a_question_in_spanish_is_answered(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url, "?lang=es")

    send(page, "¿Hay piscina?")

    expect(answers(page, POOL).first).to_be_visible(timeout=ANSWER_MS)


def test_a_suggestion_is_sent_when_clicked(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)

    page.get_by_role("button", name="Is there a pool?").click()

    expect_sent(page, "Is there a pool?")
    expect(page.get_by_role("heading", name="How can we help?")).to_be_hidden()


def test_a_request_for_towels_is_acknowledged(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)

    send(page, "I need two towels in 204")

    expect(answers(page, TOWELS).first).to_be_visible(timeout=ANSWER_MS)


def test_history_is_shown_after_a_reload(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)
    send(page, "What time is checkout?")
    expect(answers(page, CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)
    before = page.locator(".message .bubble").all_inner_texts()

    page.reload()

    expect(page.locator(".message .bubble")).to_have_text(before, timeout=ANSWER_MS)
    expect_sent(page, "What time is checkout?")


def test_a_message_written_offline_is_sent_once_when_the_network_is_back(
    page: Page, demo_url: str
) -> None:
    open_chat(page, demo_url)
    send(page, "Is there a pool?")
    expect_sent(page, "Is there a pool?")

    page.context.set_offline(True)
    send(page, "What time is checkout?")
    expect(own(page, "Not sent yet")).to_have_count(1, timeout=ANSWER_MS)
    page.context.set_offline(False)

    expect_sent(page, "What time is checkout?")
    expect(answers(page, CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)
    page.reload()
    expect_sent(page, "What time is checkout?")
    expect_sent(page, "Is there a pool?")


def test_an_unsent_message_says_so_and_survives_a_reload(page: Page, demo_url: str) -> None:
    is_cut = True

    def route(socket: WebSocketRoute) -> None:
        if is_cut:
            socket.close()
        else:
            socket.connect_to_server()

    page.route_web_socket(re.compile("/ws/chat"), route)
    open_chat(page, demo_url)
    send(page, "I need two towels in 204")
    expect(own(page, "Not sent yet")).to_have_count(1)
    expect(page.get_by_text("No connection right now.")).to_be_visible()

    page.reload()
    expect(own(page, "Not sent yet")).to_have_count(1)
    is_cut = False
    page.get_by_role("button", name="Try again").click()

    expect_sent(page, "I need two towels in 204")
    expect(page.get_by_text("No connection right now.")).to_be_hidden()


def test_everything_works_by_keyboard_alone(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)

    for _ in range(10):
        page.keyboard.press("Tab")
        if message_field(page).evaluate("field => field === document.activeElement"):
            break
    page.keyboard.type("Two questions:")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("is there a pool?")
    expect(message_field(page)).to_have_value("Two questions:\nis there a pool?")
    page.keyboard.press("Enter")

    expect_sent(page, "is there a pool?")
    expect(message_field(page)).to_have_value("")
    expect(message_field(page)).to_be_focused()


def test_a_new_conversation_begins_empty_after_a_confirmation(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)
    send(page, "Is there a pool?")
    expect_sent(page, "Is there a pool?")

    page.locator("summary").press("Enter")
    page.get_by_role("button", name="Start a new conversation").press("Enter")
    page.get_by_role("button", name="Cancel").press("Enter")
    expect(own(page)).to_have_count(1)
    page.locator("summary").press("Enter")
    page.get_by_role("button", name="Start a new conversation").press("Enter")
    page.get_by_role("button", name="Start new", exact=True).press("Enter")

    expect(own(page)).to_have_count(0)
    send(page, "What time is checkout?")
    expect_sent(page, "What time is checkout?")
    page.reload()
    expect_sent(page, "What time is checkout?")
    expect(own(page)).to_have_count(1)


def test_a_reader_who_scrolled_up_is_not_moved_by_new_messages(page: Page, demo_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 480})
    open_chat(page, demo_url)
    send(page, "Is there a pool?" + "\n." * 40)
    expect_sent(page, "Is there a pool?")
    expect(answers(page).first).to_be_visible(timeout=ANSWER_MS)
    scroller = page.get_by_role("main")
    scroller.evaluate("element => { element.scrollTop = 0 }")
    expect(page.get_by_role("button", name="New messages")).to_be_hidden()

    other = page.context.new_page()
    open_chat(other, demo_url)
    expect_sent(other, "Is there a pool?")
    send(other, "What time is checkout?")

    expect(page.get_by_role("button", name="New messages")).to_be_visible(timeout=ANSWER_MS)
    assert scroller.evaluate("element => element.scrollTop") == 0
    page.get_by_role("button", name="New messages").click()
    expect(answers(page, CHECKOUT_TIME).last).to_be_in_viewport(timeout=ANSWER_MS)
    expect(page.get_by_role("button", name="New messages")).to_be_hidden()


def test_markup_stays_text_and_only_web_addresses_become_links(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)

    send(page, "<img src=x> (https://hotel.example/pool). javascript:alert(1)")

    expect_sent(page, "<img src=x> (https://hotel.example/pool). javascript:alert(1)")
    expect(own(page).locator("img")).to_have_count(0)
    expect(own(page).get_by_role("link")).to_have_count(1)
    expect(own(page).get_by_role("link")).to_have_attribute("href", "https://hotel.example/pool")


def test_a_message_that_is_too_long_cannot_be_sent(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Chat with the hotel")

    send(page, "x" * 100_000)

    expect(own(page)).to_have_count(0)
    expect(page.get_by_text("Characters left: -")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_disabled()


def test_the_page_works_without_local_storage(page: Page, demo_url: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied') } })"
    )
    open_chat(page, demo_url)

    send(page, "What time is checkout?")

    expect_sent(page, "What time is checkout?")
    expect(answers(page, CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)


def test_nothing_scrolls_sideways_on_a_phone(page: Page, demo_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_chat(page, demo_url)

    send(page, "a" * 100 + " https://hotel.example/" + "b" * 100)

    expect_sent(page, "https://hotel.example/")
    overflow = """() => [document.documentElement, document.querySelector("main")]
        .map((element) => element.scrollWidth - element.clientWidth)"""
    assert page.evaluate(overflow) == [0, 0]
    expect(page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)


def test_the_arabic_page_runs_from_right_to_left(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url, "?lang=ar")

    send(page, "Is there a pool?")

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(message_field(page)).to_have_attribute("placeholder", "اكتب رسالة")
    assert own(page).locator(".bubble").evaluate("bubble => bubble.matches(':dir(ltr)')")


def test_the_browser_reports_no_errors_and_no_policy_violations(page: Page, demo_url: str) -> None:
    reports: list[str] = []
    page.on("console", lambda line: reports.append(line.text) if line.type != "log" else None)
    page.on("pageerror", lambda error: reports.append(str(error)))

    response = page.goto(f"{demo_url}/chat")
    send(page, "What time is checkout?")
    expect(answers(page, CHECKOUT_TIME).first).to_be_visible(timeout=ANSWER_MS)
    page.reload()
    expect_sent(page, "What time is checkout?")

    assert response is not None
    assert "unsafe-" not in response.headers["content-security-policy"]
    assert reports == []


def test_a_guest_leaves_an_address_for_when_the_page_is_closed(page: Page, demo_url: str) -> None:
    """The demo has no mail: what its server would offer and take is put in its mouth."""
    left: list[tuple[str, str]] = []

    def offer(route: Route) -> None:
        answer = route.fetch()
        contacts = ["email", "phone", "whatsapp"]
        route.fulfill(response=answer, json={**answer.json(), "contacts": contacts})

    def take(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        contact = body["contact"]
        left.append((contact, body["channel"]))
        is_right = "@" in contact
        answer = {"channel": "email", "contact": contact} if is_right else {"error": {}}
        route.fulfill(status=200 if is_right else 400, json=answer)

    page.route("**/api/v1/webchat/sessions", offer)
    page.route("**/api/v1/webchat/contact", take)
    page.set_viewport_size({"width": 360, "height": 640})
    open_chat(page, demo_url)
    send(page, "Is there a pool?")
    expect_sent(page, "Is there a pool?")

    page.locator("#menu summary").click()
    page.get_by_role("button", name="Answer me elsewhere").click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_role("textbox", name="E-mail address or phone number")
    field.fill("ana")
    field.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("does not look right")
    assert serious(page) == []
    assert overflow(page) == 0
    field.fill("ana@example.com")
    number = dialog.get_by_role("group", name="A phone number is for")
    expect(number.get_by_role("radio", name="WhatsApp")).to_be_checked()
    number.get_by_role("radio", name="SMS").check()
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_be_hidden()
    expect(page.locator("#banner")).to_contain_text("we write to ana@example.com")
    assert left == [("ana", "whatsapp"), ("ana@example.com", "sms")]


def test_where_no_channel_goes_on_nothing_is_offered(page: Page, demo_url: str) -> None:
    open_chat(page, demo_url)
    send(page, "Is there a pool?")
    expect_sent(page, "Is there a pool?")

    page.locator("#menu summary").click()

    expect(page.get_by_role("button", name="Start a new conversation")).to_be_visible()
    expect(page.get_by_role("button", name="Answer me by e-mail")).to_be_hidden()
