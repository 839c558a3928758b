"""What every PMS keeps to, whichever it is. A new one gets a row in `_TRY_IT` here."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from jack.config import Config
from jack.errors import ConfigError, Delivery, Invalid, Permanent, Transient
from jack.model.clock import DAY, HOUR
from jack.model.reservations import Batch, PmsReservation
from jack.pms.base import Pms
from jack.pms.factory import BUILDERS, build
from tests.conftest import FakeClock
from tests.pms.mews_parts import stays, vendor_clock
from tests.standins.base import Fault, Standin
from tests.standins.cloudbeds import API_KEY, PROPERTY_ID, CloudbedsStandin
from tests.standins.mews import ACCESS_TOKEN, CLIENT_TOKEN, MewsStandin

TODAY = date(2027, 1, 15)
FIRST, LAST = TODAY - timedelta(days=1), TODAY + timedelta(days=2)
ZONE = "Europe/Lisbon"

Vendor = AbstractAsyncContextManager[Standin | None]


@dataclass(frozen=True, slots=True)
class Trial:
    """How to try a PMS: its vendor with some stays, and its settings against that vendor."""

    vendor: Callable[[FakeClock], Vendor]
    settings: Callable[[str], Mapping[str, Any]]
    wrong: Mapping[str, Any]


@asynccontextmanager
async def mews(clock: FakeClock) -> AsyncIterator[Standin | None]:
    async with MewsStandin(zone=ZONE, clock=vendor_clock(clock)) as standin:
        standin.fill(60)
        for _ in range(3):
            standin.add(TODAY, LAST)
        yield standin


@asynccontextmanager
async def cloudbeds(clock: FakeClock) -> AsyncIterator[Standin | None]:
    async with CloudbedsStandin(zone=ZONE, clock=vendor_clock(clock)) as standin:
        standin.fill(60)
        for _ in range(3):
            standin.add(TODAY, LAST)
        yield standin


@asynccontextmanager
async def nobody(_: FakeClock) -> AsyncIterator[Standin | None]:
    yield None


_TRY_IT = {
    "mews": Trial(
        mews,
        lambda url: {"client_token": CLIENT_TOKEN, "access_token": ACCESS_TOKEN, "api_url": url},
        {"access_token": "wrong"},
    ),
    "cloudbeds": Trial(
        cloudbeds,
        lambda url: {"api_key": API_KEY, "property_id": PROPERTY_ID, "api_url": url},
        {"api_key": "wrong"},
    ),
    "mock": Trial(nobody, lambda _: {}, {}),
}

every_pms = pytest.mark.parametrize("name", list(BUILDERS))
every_vendor = pytest.mark.parametrize("name", [each for each in BUILDERS if each != "mock"])


def config(name: str, settings: Mapping[str, Any]) -> Config:
    own = {name: dict(settings)} if settings else {}
    return Config.model_validate(
        {
            "data": {"dir": "/nowhere"},
            "hotel": {"timezone": ZONE},
            "pms": {"provider": name, "timeout_s": 5, **own},
        }
    )


@pytest.fixture
async def vendor(name: str, clock: FakeClock) -> AsyncIterator[Standin | None]:
    async with _TRY_IT[name].vendor(clock) as standin:
        yield standin


def made(
    name: str, vendor: Standin | None, clock: FakeClock, changes: Mapping[str, Any] | None = None
) -> Pms:
    """As the factory builds it, with its own pace and all."""
    settings = _TRY_IT[name].settings(vendor.url if vendor else "")
    pms = build(config(name, {**settings, **(changes or {})}), clock)
    assert pms is not None
    return pms


@pytest.fixture
async def pms(name: str, vendor: Standin | None, clock: FakeClock) -> AsyncIterator[Pms]:
    pms = made(name, vendor, clock)
    await pms.start()
    yield pms
    await pms.close()


async def days(pms: Pms) -> list[Batch]:
    return [batch async for batch in pms.colliding(FIRST, LAST)]


async def one(pms: Pms) -> PmsReservation:
    return next(iter(stays(await days(pms)).values()))


def test_every_pms_is_tried_here() -> None:
    assert set(_TRY_IT) == set(BUILDERS)


def test_without_a_provider_there_is_none_and_an_unknown_one_is_told(clock: FakeClock) -> None:
    assert build(config("", {}), clock) is None
    with pytest.raises(ConfigError, match="cloudbeds, mews, mock"):
        build(config("fidelio", {}), clock)


@every_pms
async def test_a_pms_goes_by_the_name_it_is_listed_under(pms: Pms, name: str) -> None:
    assert pms.name == name


@every_pms
async def test_it_can_be_closed_without_having_been_started_and_started_again(
    vendor: Standin | None, name: str, clock: FakeClock
) -> None:
    pms = made(name, vendor, clock)
    await pms.close()
    for _ in range(2):
        await pms.start()
        assert await pms.check()
        await pms.close()


# -- what is told ----------------------------------------------------------------------------------


@every_pms
async def test_some_days_have_all_stays_that_touch_them_and_no_cursor(pms: Pms, name: str) -> None:
    told = await days(pms)

    found = stays(told)
    assert len(found) >= 3
    assert all(stay.arrival <= LAST and stay.departure >= FIRST for stay in found.values())
    assert {batch.cursor for batch in told} == {None}
    assert not any(batch.rejected for batch in told)


@every_pms
async def test_what_changed_ends_with_the_cursor_of_its_end(
    pms: Pms, name: str, clock: FakeClock
) -> None:
    told = [batch async for batch in pms.reservations(clock() - 2 * DAY, clock())]

    cursors = [batch.cursor for batch in told if batch.cursor is not None]
    assert cursors
    assert cursors == sorted(cursors)
    assert told[-1].cursor == clock()
    assert stays(told)


@every_pms
async def test_when_nothing_changed_the_cursor_still_moves(
    pms: Pms, name: str, clock: FakeClock
) -> None:
    clock.forward(7200)

    told = [batch async for batch in pms.reservations(clock() - HOUR, clock())]

    assert stays(told) == {}
    assert told[-1].cursor == clock()


@every_pms
async def test_what_is_told_is_what_the_rest_of_jack_expects(pms: Pms, name: str) -> None:
    for stay in stays(await days(pms)).values():
        assert stay.external_id
        assert stay.confirmation
        assert stay.arrival <= stay.departure
        assert stay.adults + stay.children >= 1
        assert stay.room is None or stay.room.strip() == stay.room != ""
        assert stay.room_type is None or stay.room_type
        for person in (stay.guest, *stay.companions):
            assert person.external_id
            assert person.phone is None or re.fullmatch(r"\+\d{6,15}", person.phone)
            assert person.email is None or person.email == person.email.casefold()
            assert person.language is None or re.fullmatch("[a-z]{2,3}", person.language)
        assert stay.guest.external_id not in {each.external_id for each in stay.companions}


@every_pms
async def test_one_stay_alone_is_the_same_as_among_others(pms: Pms, name: str) -> None:
    stay = await one(pms)

    assert await pms.reservation(stay.external_id) == stay


@every_pms
async def test_one_guest_alone_is_the_same_as_on_a_stay(pms: Pms, name: str) -> None:
    guest = (await one(pms)).guest

    assert await pms.guest(guest.external_id) == guest


@every_pms
@pytest.mark.parametrize(
    "key", ["", "404", "c0ffee00-0000-4000-8000-0000000000ff", "../x", "' OR 1=1", "ü" * 300]
)
async def test_what_is_not_there_is_none(pms: Pms, name: str, key: str) -> None:
    assert await pms.reservation(key) is None
    assert await pms.guest(key) is None


@every_pms
async def test_each_room_has_one_state(pms: Pms, name: str) -> None:
    numbers = [room.number for room in await pms.room_status()]

    assert numbers
    assert len(set(numbers)) == len(numbers)


@every_pms
@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000, b"null", b'{"a": 1}'])
async def test_what_is_no_webhook_is_refused(pms: Pms, name: str, body: bytes) -> None:
    with pytest.raises(Invalid):
        pms.parse_webhook(body)


# -- trouble ---------------------------------------------------------------------------------------


async def every_call(pms: Pms, clock: FakeClock) -> list[Delivery]:
    """What each way of asking raised."""
    raised: list[Delivery] = []

    async def walked(batches: AsyncIterator[Batch]) -> None:
        async for batch in batches:
            assert batch.cursor is None

    calls: list[Callable[[], Any]] = [
        pms.check,
        pms.room_status,
        lambda: walked(pms.colliding(FIRST, LAST)),
        lambda: walked(pms.reservations(clock() - HOUR, clock())),
        lambda: pms.reservation("c0ffee00-0000-4000-8000-0000000000ff"),
        lambda: pms.guest("c0ffee00-0000-4000-8000-0000000000ff"),
    ]
    for ask in calls:
        with pytest.raises(Delivery) as caught:
            await ask()
        raised.append(caught.value)
    return raised


@every_vendor
@pytest.mark.parametrize(
    "fault", [Fault("status", status=503), Fault("garbage"), Fault("reset")], ids=lambda f: f.kind
)
async def test_a_vendor_in_trouble_is_asked_again_later(
    pms: Pms, vendor: Standin, name: str, clock: FakeClock, fault: Fault
) -> None:
    vendor.faults_by(lambda _: fault)

    assert all(isinstance(error, Transient) for error in await every_call(pms, clock))


@every_vendor
async def test_a_vendor_that_asks_to_wait_long_says_how_long(
    pms: Pms, vendor: Standin, name: str, clock: FakeClock
) -> None:
    vendor.faults_by(lambda _: Fault("status", status=429, retry_after_s=90))

    raised = await every_call(pms, clock)

    assert {error.retry_after_s for error in raised} == {90}
    assert all(isinstance(error, Transient) for error in raised)


@every_vendor
async def test_wrong_credentials_are_permanent_and_never_repeated(
    vendor: Standin, name: str, clock: FakeClock
) -> None:
    pms = made(name, vendor, clock, _TRY_IT[name].wrong)
    await pms.start()

    raised = await every_call(pms, clock)
    await pms.close()

    assert all(isinstance(error, Permanent) for error in raised)
    assert all(f"pms.{name}." in str(error) for error in raised)
    assert not any("wrong" in re.sub("asked .* wrongly", "", str(error)) for error in raised)


@every_vendor
async def test_before_the_start_nothing_is_asked(
    vendor: Standin, name: str, clock: FakeClock
) -> None:
    raised = await every_call(made(name, vendor, clock), clock)

    assert {error.reason for error in raised} == {"not_started"}
    assert vendor.calls == []
