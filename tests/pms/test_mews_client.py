"""What each refusal of Mews means, how long is waited, and that no token is ever told."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from email.utils import format_datetime

import pytest

import jack
from jack.errors import Delivery, Permanent, Transient
from jack.model.clock import MINUTE, SECOND, to_datetime
from jack.pms.mews.adapter import Mews
from jack.pms.mews.client import TooHeavy
from jack.pms.pace import Pace
from tests.conftest import FakeClock
from tests.pms.mews_parts import Waits, adapter, asked, vendor_clock
from tests.pms.odd import Odd
from tests.standins.base import Fault, FaultKind
from tests.standins.mews import ACCESS_TOKEN, CLIENT_TOKEN, MewsStandin


@pytest.fixture
async def standin(clock: FakeClock) -> AsyncIterator[MewsStandin]:
    async with MewsStandin(clock=vendor_clock(clock)) as standin:
        yield standin


@pytest.fixture
def waits(clock: FakeClock) -> Waits:
    return Waits(clock)


@pytest.fixture
async def mews(standin: MewsStandin, clock: FakeClock, waits: Waits) -> AsyncIterator[Mews]:
    async with adapter(standin.url, clock, pace=waits.pace()) as mews:
        yield mews


# -- calls -----------------------------------------------------------------------------------------


async def test_every_call_carries_both_tokens_and_the_clients_name_and_version(
    standin: MewsStandin, mews: Mews
) -> None:
    await mews.check()

    [body] = asked(standin, "configuration/get")
    assert body == {
        "ClientToken": CLIENT_TOKEN,
        "AccessToken": ACCESS_TOKEN,
        "Client": f"Jack The Butler {jack.__version__}",
    }


async def test_to_start_calls_nobody(standin: MewsStandin, mews: Mews) -> None:
    assert standin.calls == []


async def test_before_the_start_nothing_can_be_asked(clock: FakeClock) -> None:
    mews = Mews(
        client_token="c",
        access_token="a",
        client_name="Jack",
        api_url="http://127.0.0.1:9",
        timeout_s=1,
        clock=clock,
    )

    with pytest.raises(Transient, match="not started"):
        await mews.check()


# -- what refusals mean ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (400, Permanent, "fault of Jack"),
        (401, Permanent, r"pms\.mews\.access_token"),
        (403, Permanent, "Mews refused configuration/get: Planned failure 403"),
        (404, Permanent, r"pms\.mews\.api_url"),
        (408, TooHeavy, "too long over configuration/get"),
        (409, Transient, "changed in the middle"),
        (418, Permanent, "418 for configuration/get"),
        (429, Transient, "less often"),
        (500, Transient, "trouble of its own"),
        (503, Transient, "trouble of its own"),
    ],
)
async def test_a_status_says_what_staff_can_do(
    standin: MewsStandin, mews: Mews, status: int, kind: type[Delivery], words: str
) -> None:
    standin.fail_next(9, Fault("status", status=status))

    with pytest.raises(kind, match=words) as caught:
        await mews.check()

    assert caught.value.reason == str(status)


@pytest.mark.parametrize(
    "kind", ["reset", "accept_then_reset", "garbage", "wrong_content_type", "truncated"]
)
async def test_what_breaks_on_the_way_is_worth_another_try(
    standin: MewsStandin, mews: Mews, kind: FaultKind
) -> None:
    standin.fail_next(1, Fault(kind))

    with pytest.raises(Transient):
        await mews.check()

    assert "Hotel Stand-in" in await mews.check()


async def test_no_answer_is_worth_another_try(standin: MewsStandin, clock: FakeClock) -> None:
    async with adapter(standin.url, clock, timeout_s=0.3) as mews:
        standin.fail_next(1, Fault("hang"))

        with pytest.raises(Transient, match="in time") as caught:
            await mews.check()

    assert caught.value.reason == "timeout"


async def test_nobody_there_is_worth_another_try(clock: FakeClock) -> None:
    async with Odd() as gone:
        url = gone.url

    async with adapter(url, clock) as mews:
        with pytest.raises(Transient, match="cannot be reached"):
            await mews.check()


@pytest.mark.parametrize(
    "body",
    [
        [],
        7,
        b"[" * 100_000,
        {},
        {"Reservations": None, "Cursor": 7},
        {"Reservations": {"Id": 1}, "Cursor": None},
        {"Reservations": "x" * 2000, "Cursor": None},
    ],
)
async def test_an_answer_that_makes_no_sense_never_moves_the_cursor(
    clock: FakeClock, body: object
) -> None:
    async with Odd(body=body) as odd, adapter(odd.url, clock) as mews:
        with pytest.raises(Transient, match="makes no sense"):
            await anext(aiter(mews.reservations(clock() - MINUTE, clock())))


async def test_a_cursor_that_goes_in_circles_ends_the_walk(clock: FakeClock) -> None:
    page = {"Reservations": [7] * 1000, "Resources": [7] * 1000, "Cursor": "again"}
    async with Odd(body=page) as odd, adapter(odd.url, clock) as mews:
        with pytest.raises(Transient, match="makes no sense"):
            await mews.room_status()

    assert len(odd.asked) == 2


async def test_tokens_never_follow_a_redirect(standin: MewsStandin, clock: FakeClock) -> None:
    async with (
        Odd(307, b"", Location=f"{standin.url}/api/connector/v1/configuration/get") as odd,
        adapter(odd.url, clock) as mews,
    ):
        with pytest.raises(Permanent, match="api_url"):
            await mews.check()

    assert standin.calls == []


# -- tokens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 401, 403, 418])
async def test_a_token_that_mews_repeats_is_not_passed_on(
    clock: FakeClock, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    told = {
        "Message": f"Who is {ACCESS_TOKEN}  of\n{CLIENT_TOKEN}? " + "x" * 5000,
        "Details": f"ClientToken: {CLIENT_TOKEN}",
    }
    async with Odd(status, told) as odd, adapter(odd.url, clock) as mews:
        with caplog.at_level(logging.DEBUG), pytest.raises(Permanent) as caught:
            await mews.check()

    shown = f"{caught.value!r} {caught.value} {caught.value.details} {mews!r} {caplog.text}"
    assert "Who is *** of ***?" in shown
    assert ACCESS_TOKEN not in shown
    assert CLIENT_TOKEN not in shown
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("told", [None, [], {"Message": 7}, {"Message": "  "}, b"<html>"])
async def test_a_refusal_without_words_is_told_all_the_same(clock: FakeClock, told: object) -> None:
    async with Odd(403, told) as odd, adapter(odd.url, clock) as mews:
        with pytest.raises(Permanent, match="no reason given"):
            await mews.check()


async def test_wrong_tokens_are_told_as_such(standin: MewsStandin, clock: FakeClock) -> None:
    async with adapter(standin.url, clock, access_token="wrong-one") as mews:
        with pytest.raises(Permanent, match="permissions in Mews") as caught:
            await mews.check()

    assert "wrong-one" not in str(caught.value)


# -- waiting ---------------------------------------------------------------------------------------


async def test_a_short_wait_is_waited_and_the_call_repeated(
    standin: MewsStandin, mews: Mews, waits: Waits
) -> None:
    standin.fail_next(2, Fault("status", status=429, retry_after_s=12))

    assert "Hotel Stand-in" in await mews.check()

    assert waits.waited == [12, 12]


async def test_a_long_wait_is_left_to_the_caller(
    standin: MewsStandin, mews: Mews, waits: Waits
) -> None:
    standin.fail_next(1, Fault("status", status=429, retry_after_s=31))

    with pytest.raises(Transient) as caught:
        await mews.check()

    assert caught.value.retry_after_s == 31
    assert waits.waited == []


async def test_who_is_always_asked_to_wait_gives_up(
    standin: MewsStandin, mews: Mews, waits: Waits
) -> None:
    standin.fail_next(9, Fault("status", status=429, retry_after_s=5))

    with pytest.raises(Transient) as caught:
        await mews.check()

    assert waits.waited == [5, 5, 5]
    assert caught.value.retry_after_s == 5


@pytest.mark.parametrize("value", ["", "soon", "-3"])
async def test_a_wait_without_a_time_is_as_long_as_mews_window(
    clock: FakeClock, waits: Waits, value: str
) -> None:
    headers = {"Retry-After": value} if value else {}
    async with (
        Odd(429, {"Message": "Too many requests."}, **headers) as odd,
        adapter(odd.url, clock, pace=waits.pace()) as mews,
    ):
        with pytest.raises(Transient):
            await mews.check()

    assert waits.waited == [30, 30, 30]


async def test_a_wait_can_be_a_date(clock: FakeClock) -> None:
    at = format_datetime(to_datetime(clock() + 90 * SECOND), usegmt=True)
    async with (
        Odd(429, {"Message": "Too many requests."}, **{"Retry-After": at}) as odd,
        adapter(odd.url, clock) as mews,
    ):
        with pytest.raises(Transient) as caught:
            await mews.check()

    assert caught.value.retry_after_s == 90


async def test_a_conflict_is_tried_once_more(standin: MewsStandin, mews: Mews) -> None:
    standin.fail_next(1, Fault("status", status=409))

    assert "Hotel Stand-in" in await mews.check()

    assert len(standin.calls) == 2


async def test_no_more_than_the_limit_is_sent_in_any_30_seconds(
    clock: FakeClock, waits: Waits
) -> None:
    pace = waits.pace(200)
    sent = []

    for _ in range(1000):
        await pace.turn()
        sent.append(clock())
        clock.forward(0.01)

    assert all(sent[n + 200] - sent[n] >= 30 * SECOND for n in range(800))
    assert sent[199] - sent[0] == pytest.approx(1.99 * SECOND)
    assert len(waits.waited) >= 4


async def test_a_slow_caller_never_waits(clock: FakeClock, waits: Waits) -> None:
    pace = waits.pace(200)

    for _ in range(1000):
        await pace.turn()
        clock.forward(0.151)

    assert waits.waited == []


async def test_a_client_within_the_limit_is_never_refused(
    clock: FakeClock, standin: MewsStandin, waits: Waits
) -> None:
    standin.limit = 20
    async with adapter(standin.url, clock, pace=waits.pace(20)) as mews:
        for _ in range(70):
            await mews.check()

    assert len(standin.calls) == len(standin.answered) == 70
    assert sum(waits.waited) == pytest.approx(90)


async def test_real_time_is_kept_without_being_told_how() -> None:
    pace = Pace(limit=1, per_s=0.01)

    await pace.turn()
    await pace.turn()
