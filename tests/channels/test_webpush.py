"""Web push: only known services at public addresses are called, and they can check who calls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from jack.channels.base import Browser
from jack.channels.webpush import WebPush
from jack.errors import Invalid, Permanent, Transient
from jack.model.clock import SECOND
from tests.conftest import FakeClock
from tests.standins.base import Fault
from tests.standins.push import PushStandin, b64

KEY = bytes(range(32))
SERVICES = ("fcm.googleapis.com", "push.services.mozilla.com")
POINT = b64(
    bytes.fromhex(
        "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    )
)
SECRET = b64(bytes(16))


@pytest.fixture
async def service(clock: FakeClock) -> AsyncIterator[PushStandin]:
    async with PushStandin(clock=lambda: datetime.fromtimestamp(clock() / SECOND, UTC)) as service:
        yield service


@pytest.fixture
async def push(service: PushStandin, clock: FakeClock) -> AsyncIterator[WebPush]:
    push = WebPush(
        KEY,
        contact="mailto:it@hotel.example",
        services=SERVICES,
        local_services=(service.url,),
        clock=clock,
    )
    service.public_key = push.public_key
    yield push
    await push.close()


async def send(push: WebPush, browser: Browser, payload: bytes = b'{"kind": "test"}') -> None:
    await push.send(browser, payload, ttl_s=60, is_urgent=True, topic="test-0")


async def test_a_notice_arrives_encrypted_and_signed(service: PushStandin, push: WebPush) -> None:
    await send(push, service.browser())

    (notice,) = service.notices
    assert notice.data == {"kind": "test"}
    assert (notice.ttl_s, notice.urgency, notice.topic) == (60, "high", "test-0")
    assert b"kind" not in service.calls[0].body


async def test_the_key_stays_the_same(push: WebPush, clock: FakeClock) -> None:
    again = WebPush(KEY, contact="mailto:x", services=(), local_services=(), clock=clock)

    assert push.public_key == again.public_key
    assert len(push.public_key) == 87


async def test_somebody_elses_signature_is_refused(
    service: PushStandin, clock: FakeClock, push: WebPush
) -> None:
    other = WebPush(
        bytes(32),
        contact="mailto:x@example.com",
        services=(),
        local_services=(service.url,),
        clock=clock,
    )
    with pytest.raises(Permanent):
        await send(other, service.browser())
    await other.close()

    assert service.refused == ["not signed by the subscribed key"]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_told_apart(
    service: PushStandin, push: WebPush, status: int
) -> None:
    service.fail_next(1, Fault("status", status=status))

    with pytest.raises(Permanent) as error:
        await send(push, service.browser())

    assert error.value.reason == "gone"


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_service_is_asked_again_when_it_says(
    service: PushStandin, push: WebPush, status: int
) -> None:
    service.fail_next(1, Fault("status", status=status, retry_after_s=7))

    with pytest.raises(Transient) as error:
        await send(push, service.browser())

    assert error.value.retry_after_s in (7.0, None)


async def test_a_service_that_breaks_off_is_asked_again(
    service: PushStandin, push: WebPush
) -> None:
    service.fail_next(1, Fault("reset"))

    with pytest.raises(Transient):
        await send(push, service.browser())


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://fcm.googleapis.com:443/x",
    ],
)
def test_known_services_are_taken(push: WebPush, endpoint: str) -> None:
    push.check(Browser(endpoint, POINT, SECRET))


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://evil.example/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com.example/",
        "https://xfcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://user:pass@fcm.googleapis.com/x",
        "https://fcm.googleapis.com@evil.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com/\x00",
        "https://fcm.googleapis.com/é",
        "https://fcm.googleapis.com/" + "x" * 1000,
        "",
    ],
)
def test_r15_no_other_address_is_called(push: WebPush, endpoint: str) -> None:
    with pytest.raises(Invalid):
        push.check(Browser(endpoint, POINT, SECRET))


async def test_r15_an_address_that_was_stored_is_checked_again(push: WebPush) -> None:
    with pytest.raises(Permanent):
        await send(push, Browser("https://10.0.0.1/x", POINT, SECRET))


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", SECRET),
        ("AAAA", SECRET),
        (b64(bytes(65)), SECRET),
        (POINT, b64(bytes(8))),
        (POINT, "*"),
    ],
)
def test_keys_that_are_none_are_refused(push: WebPush, p256dh: str, auth: str) -> None:
    with pytest.raises(Invalid):
        push.check(Browser("https://fcm.googleapis.com/x", p256dh, auth))
