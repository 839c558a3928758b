"""What each refusal of Cloudbeds means, how long is waited, and that the key is never told."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

import pytest

from jack.errors import Delivery, Permanent, Transient
from jack.model.clock import MINUTE, SECOND
from jack.model.reservations import Batch
from jack.pms.cloudbeds.adapter import Cloudbeds
from jack.pms.cloudbeds.client import LIMIT, PAGE, PER_S, Refused
from tests.conftest import FakeClock
from tests.pms.cloudbeds_parts import adapter, pace
from tests.pms.mews_parts import Waits, vendor_clock
from tests.pms.odd import Odd
from tests.standins.base import Fault, FaultKind
from tests.standins.cloudbeds import API_KEY, PROPERTY_ID, CloudbedsStandin


@pytest.fixture
async def standin(clock: FakeClock) -> AsyncIterator[CloudbedsStandin]:
    async with CloudbedsStandin(clock=vendor_clock(clock)) as standin:
        yield standin


@pytest.fixture
def waits(clock: FakeClock) -> Waits:
    return Waits(clock)


@pytest.fixture
async def cloudbeds(
    standin: CloudbedsStandin, clock: FakeClock, waits: Waits
) -> AsyncIterator[Cloudbeds]:
    async with adapter(standin.url, clock, pace=pace(waits)) as cloudbeds:
        yield cloudbeds


# -- calls -----------------------------------------------------------------------------------------


async def test_every_call_carries_the_key_and_the_property(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds
) -> None:
    await cloudbeds.check()
    await cloudbeds.room_status()
    await cloudbeds.reservation("42")

    assert {call.method for call in standin.calls} == {"GET"}
    assert {call.headers.get("x-api-key") for call in standin.calls} == {API_KEY}
    assert {call.headers.get("X-PROPERTY-ID") for call in standin.calls} == {PROPERTY_ID}
    properties = [
        each.parameters.get("propertyID", each.parameters.get("propertyIDs"))
        for each in standin.asked
    ]
    assert set(properties) == {PROPERTY_ID}


async def test_to_start_calls_nobody(standin: CloudbedsStandin, cloudbeds: Cloudbeds) -> None:
    assert standin.calls == []


async def test_before_the_start_nothing_can_be_asked(clock: FakeClock) -> None:
    cloudbeds = Cloudbeds(
        api_key="k", property_id="1", api_url="http://127.0.0.1:9", timeout_s=1, clock=clock
    )

    with pytest.raises(Transient, match="not started"):
        await cloudbeds.check()
    await cloudbeds.close()


# -- what refusals mean ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (200, Refused, "Cloudbeds refused getHotels: Planned failure 200"),
        (400, Refused, "Cloudbeds refused getHotels: Planned failure 400"),
        (401, Permanent, r"pms\.cloudbeds\.api_key"),
        (403, Permanent, "may read hotel, guest, reservation and housekeeping"),
        (404, Refused, "Cloudbeds refused getHotels: Planned failure 404"),
        (405, Permanent, r"pms\.cloudbeds\.api_url"),
        (408, Transient, "trouble of its own"),
        (418, Permanent, "418 for getHotels"),
        (429, Transient, "less often"),
        (500, Transient, "trouble of its own"),
        (503, Transient, "trouble of its own"),
    ],
)
async def test_a_status_says_what_staff_can_do(
    standin: CloudbedsStandin,
    cloudbeds: Cloudbeds,
    status: int,
    kind: type[Delivery],
    words: str,
) -> None:
    standin.fail_next(9, Fault("status", status=status))

    with pytest.raises(kind, match=words) as caught:
        await cloudbeds.check()

    assert caught.value.reason == ("refused" if kind is Refused else str(status))


@pytest.mark.parametrize(
    ("status", "words"),
    [(301, "api_url"), (400, "fault of Jack"), (404, "api_url"), (405, "api_url")],
)
async def test_a_status_without_cloudbeds_words_is_no_refusal(
    clock: FakeClock, status: int, words: str
) -> None:
    async with Odd(status, b"<html>nginx</html>") as odd, adapter(odd.url, clock) as cloudbeds:
        with pytest.raises(Permanent, match=words) as caught:
            await cloudbeds.check()

    assert not isinstance(caught.value, Refused)


@pytest.mark.parametrize(
    "kind", ["reset", "accept_then_reset", "garbage", "wrong_content_type", "truncated"]
)
async def test_what_breaks_on_the_way_is_worth_another_try(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, kind: FaultKind
) -> None:
    standin.fail_next(2, Fault(kind))  # a GET that was cut off is repeated by aiohttp itself

    with pytest.raises(Transient):
        await cloudbeds.check()

    standin.clear_faults()
    assert "Hotel Stand-in" in await cloudbeds.check()


async def test_no_answer_is_worth_another_try(standin: CloudbedsStandin, clock: FakeClock) -> None:
    async with adapter(standin.url, clock, timeout_s=0.3) as cloudbeds:
        standin.fail_next(1, Fault("hang"))

        with pytest.raises(Transient, match="in time") as caught:
            await cloudbeds.check()

    assert caught.value.reason == "timeout"


async def test_nobody_there_is_worth_another_try(clock: FakeClock) -> None:
    async with Odd() as gone:
        url = gone.url

    async with adapter(url, clock) as cloudbeds:
        with pytest.raises(Transient, match="cannot be reached"):
            await cloudbeds.check()


HOTEL = {"propertyID": PROPERTY_ID, "propertyName": "Odd", "propertyTimezone": "Asia/Shanghai"}


@pytest.mark.parametrize(
    "body",
    [
        [],
        7,
        b"[" * 100_000,
        {},
        {"data": [HOTEL]},
        {"success": None, "data": [HOTEL]},
        {"success": 7, "data": [HOTEL]},
    ],
)
async def test_an_answer_that_says_neither_yes_nor_no_makes_no_sense(
    clock: FakeClock, body: object
) -> None:
    async with Odd(body=body) as odd, adapter(odd.url, clock) as cloudbeds:
        with pytest.raises(Transient, match="makes no sense"):
            await cloudbeds.check()


@pytest.mark.parametrize("data", [None, {"propertyID": PROPERTY_ID}, "x" * 200, [HOTEL] * 101])
async def test_a_list_that_is_none_never_moves_the_cursor(clock: FakeClock, data: object) -> None:
    hotels = {"success": True, "data": [HOTEL]}
    async with Odd(body=hotels) as odd, adapter(odd.url, clock) as cloudbeds:
        await cloudbeds.check()
        odd.answer_with({"success": True, "data": data, "total": 1})

        with pytest.raises(Transient, match="makes no sense"):
            await anext(aiter(cloudbeds.reservations(clock() - MINUTE, clock())))


async def test_a_list_that_goes_round_in_circles_ends(clock: FakeClock) -> None:
    told: list[Batch] = []

    async def read_all(cloudbeds: Cloudbeds) -> None:
        async for batch in cloudbeds.reservations(clock() - MINUTE, clock()):
            told.append(batch)

    stays = [{"reservationID": str(number)} for number in range(PAGE - 1)]
    page = {"success": "true", "data": [HOTEL, *stays]}
    async with Odd(body=page) as odd, adapter(odd.url, clock) as cloudbeds:
        with pytest.raises(Transient, match="faster than it can be read"):
            await read_all(cloudbeds)

    assert odd.asked.count("/api/v1.3/getReservations") == 10
    assert {batch.cursor for batch in told} == {None}


async def test_the_key_never_follows_a_redirect(
    standin: CloudbedsStandin, clock: FakeClock
) -> None:
    async with (
        Odd(307, b"", Location=f"{standin.url}/api/v1.3/getHotels") as odd,
        adapter(odd.url, clock) as cloudbeds,
    ):
        with pytest.raises(Permanent, match="api_url"):
            await cloudbeds.check()

    assert standin.calls == []


# -- the key ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 400, 401, 403, 418])
async def test_a_key_that_cloudbeds_repeats_is_not_passed_on(
    clock: FakeClock, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    told = {"success": False, "message": f"Who is\n {API_KEY}?  " + "x" * 5000}
    async with Odd(status, told) as odd, adapter(odd.url, clock) as cloudbeds:
        with caplog.at_level(logging.DEBUG), pytest.raises(Permanent) as caught:
            await cloudbeds.check()

    shown = f"{caught.value!r} {caught.value} {caught.value.details} {cloudbeds!r} {caplog.text}"
    assert "Who is ***?" in shown
    assert API_KEY not in shown
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("told", [None, [], {"message": 7}, {"message": "  "}, b"<html>"])
async def test_a_refusal_without_words_is_told_all_the_same(clock: FakeClock, told: object) -> None:
    async with Odd(403, told) as odd, adapter(odd.url, clock) as cloudbeds:
        with pytest.raises(Permanent, match="no reason given"):
            await cloudbeds.check()


async def test_a_wrong_key_is_told_as_such(standin: CloudbedsStandin, clock: FakeClock) -> None:
    async with adapter(standin.url, clock, api_key="wrong-one") as cloudbeds:
        with pytest.raises(Permanent, match=r"pms\.cloudbeds\.api_key") as caught:
            await cloudbeds.check()

    assert "wrong-one" not in str(caught.value)


# -- waiting ---------------------------------------------------------------------------------------


async def test_a_short_wait_is_waited_and_the_call_repeated(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, waits: Waits
) -> None:
    standin.fail_next(2, Fault("status", status=429, retry_after_s=12))

    assert "Hotel Stand-in" in await cloudbeds.check()

    assert waits.waited == [12, 12]


async def test_a_long_wait_is_left_to_the_caller(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, waits: Waits
) -> None:
    standin.fail_next(1, Fault("status", status=429, retry_after_s=31))

    with pytest.raises(Transient) as caught:
        await cloudbeds.check()

    assert caught.value.retry_after_s == 31
    assert waits.waited == []


async def test_who_is_always_asked_to_wait_gives_up(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, waits: Waits
) -> None:
    standin.fail_next(9, Fault("status", status=429))

    with pytest.raises(Transient) as caught:
        await cloudbeds.check()

    assert waits.waited == [5, 5, 5]
    assert caught.value.retry_after_s == 5


async def test_a_key_of_one_property_is_never_refused_for_its_pace(
    standin: CloudbedsStandin, cloudbeds: Cloudbeds, clock: FakeClock, waits: Waits
) -> None:
    standin.limit = LIMIT
    began = clock()

    for _ in range(20):
        await cloudbeds.check()

    assert len(standin.calls) == len(standin.answered) == 60
    assert clock() - began == pytest.approx(11 * PER_S * SECOND)
    assert sum(waits.waited) == pytest.approx(11 * PER_S)
