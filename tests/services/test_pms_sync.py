"""Reservations are kept as the PMS has them; whatever breaks in between, nothing is left out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from jack.config import Config
from jack.db import automations, troubles
from jack.errors import BadSignature, Invalid, NotFound, Permanent, Transient
from jack.events import PmsFailing, PmsWanted, ReservationChanged
from jack.model.automations import AddTag, Definition, Event, Happened
from jack.model.clock import DAY, HOUR, MINUTE, SECOND, Micros
from jack.model.reservations import (
    Batch,
    Changed,
    PmsGuest,
    PmsReservation,
    PmsState,
    Rejected,
    ReservationStatus,
    Room,
    RoomState,
)
from jack.model.troubles import Trouble
from jack.pms.mock import Mock
from jack.services.pms_sync import FILE, PmsSync, as_of, is_fresh
from tests.conftest import FakeClock
from tests.house import House

SECRET = "a-long-webhook-secret"


@dataclass
class Hotel:
    """A PMS with a few stays; it tells of what changed, in windows of a day."""

    clock: FakeClock
    name: str = "hotel"
    stays: dict[str, PmsReservation] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()
    asked: list[tuple[str, object, object]] = field(default_factory=list)
    trouble: Callable[[], None] = lambda: None
    is_open: bool = False
    hidden: dict[str, Permanent] = field(default_factory=dict)
    """Stays that no walk tells of, and what asking for one raises."""

    def put(self, number: int, **changes: object) -> None:
        plain = PmsReservation(
            external_id=f"R{number}",
            confirmation=f"C{number}",
            status=ReservationStatus.CONFIRMED,
            arrival=date(2027, 1, 16),
            departure=date(2027, 1, 18),
            guest=PmsGuest(f"G{number}", "Guest", f"Number{number}"),
        )
        known = self.stays.get(f"R{number}", plain)
        self.stays[f"R{number}"] = replace(known, **({"updated_at": self.clock()} | changes))  # type: ignore[arg-type]

    async def start(self) -> None:
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False

    async def reservations(self, since: Micros, until: Micros) -> AsyncIterator[Batch]:
        self.asked.append(("changes", since, until))
        self.trouble()
        start = since
        while start <= until:
            end = min(start + DAY, until)
            found = [s for s in self._told() if start <= (s.updated_at or 0) <= end]
            for stay in found:
                yield Batch((stay,))
                self.trouble()
            yield Batch((), self.rejected, cursor=end)
            start = end + 1

    async def colliding(self, first: date, last: date) -> AsyncIterator[Batch]:
        self.asked.append(("days", first, last))
        self.trouble()
        found = [s for s in self._told() if s.arrival <= last and s.departure >= first]
        for at in range(0, len(found), 1000):
            yield Batch(tuple(found[at : at + 1000]), self.rejected)
            self.trouble()

    def _told(self) -> list[PmsReservation]:
        return [stay for key, stay in self.stays.items() if key not in self.hidden]

    async def reservation(self, external_id: str) -> PmsReservation | None:
        if external_id in self.hidden:
            raise self.hidden[external_id]
        return self.stays.get(external_id)

    async def guest(self, external_id: str) -> PmsGuest | None:
        return None

    async def room_status(self) -> list[Room]:
        self.asked.append(("rooms", None, None))
        return [Room("204", RoomState.CLEAN), Room("205", RoomState.DIRTY)]

    def parse_webhook(self, body: bytes) -> Changed:
        if body != b"changed":
            raise Invalid("That is no webhook.")
        return Changed()

    async def check(self) -> str:
        return "ok"


@pytest.fixture
def hotel(clock: FakeClock) -> Hotel:
    made = Hotel(clock)
    for number in range(3):
        made.put(number)
    return made


@pytest.fixture
def config(house: House) -> Config:
    pms = house.config.pms.model_copy(
        update={"webhook_secret": type(house.config.pms.webhook_secret)(SECRET)}
    )
    return house.config.model_copy(update={"pms": pms})


@pytest.fixture
def sync(house: House, hotel: Hotel, config: Config) -> PmsSync:
    return PmsSync(house.db, house.bus, hotel, config, house.clock)


async def state_of(sync: PmsSync) -> PmsState:
    found = await sync.state()
    assert found is not None
    return found


def stored(house: House, columns: str = "external_id, status") -> list[tuple[object, ...]]:
    return house.rows(f"SELECT {columns} FROM reservation ORDER BY external_id")


def changes(house: House) -> list[ReservationChanged]:
    return [event for event in house.heard if isinstance(event, ReservationChanged)]


async def test_the_first_sync_reads_everything_and_the_next_only_changes(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    first = await sync.sync()
    house.clock.forward(300)
    hotel.put(1, status=ReservationStatus.CHECKED_IN)
    second = await sync.sync()

    assert (first.is_full, first.counts["added"]) == (True, 3)
    assert [kind for kind, _, _ in hotel.asked] == ["days", "changes"]
    assert second.counts["changed"] == 1
    assert stored(house)[1] == ("R1", "checked_in")
    assert changes(house)[-1] == ReservationChanged(2, "confirmed", "checked_in", ("status",))


async def test_the_next_sync_begins_a_little_before_the_last_one_began(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    began = house.clock()
    await sync.sync()
    house.clock.forward(300)
    await sync.sync()

    assert hotel.asked[-1] == ("changes", began - 600 * SECOND, house.clock())


async def test_two_days_without_the_pms_lose_nothing(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    await sync.sync()
    for _ in range(2):
        house.clock.forward(12 * 3600)
        hotel.put(7)
        hotel.trouble = _down
        with pytest.raises(Transient):
            await sync.sync()
        house.clock.forward(12 * 3600)
        hotel.put(8)
    hotel.trouble = lambda: None

    await sync.sync()

    assert [row[0] for row in stored(house)] == ["R0", "R1", "R2", "R7", "R8"]


async def test_a_sync_that_breaks_keeps_what_it_has_and_goes_on_from_there(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    await sync.sync()
    for day in range(5):
        house.clock.forward(24 * 3600)
        hotel.put(10 + day)
    calls = iter(range(100))
    hotel.trouble = lambda: _down() if next(calls) == 4 else None

    with pytest.raises(Transient):
        await sync.sync()
    kept = len(stored(house))
    cursor = (await state_of(sync)).cursor
    hotel.trouble = lambda: None
    await sync.sync()

    assert 3 < kept < 8
    assert cursor is not None
    assert cursor > house.clock() - 5 * DAY
    assert hotel.asked[-2 if hotel.asked[-1][0] == "days" else -1][1] == cursor - 600 * SECOND
    assert len(stored(house)) == 8


async def test_a_first_sync_that_breaks_starts_again(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    calls = iter(range(100))
    hotel.trouble = lambda: _down() if next(calls) == 1 else None
    with pytest.raises(Transient):
        await sync.sync()
    hotel.trouble = lambda: None

    report = await sync.sync()

    assert report.is_full
    assert len(stored(house)) == 3


async def test_once_a_day_arrivals_and_guests_in_house_are_looked_at_again(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    await sync.sync()
    house.clock.forward(3600)
    await sync.sync()
    silent = replace(hotel.stays["R1"], room="501")
    hotel.stays["R1"] = silent
    house.clock.forward(3600)
    await sync.sync()
    unseen = stored(house, "room")[1]
    house.clock.forward(24 * 3600)
    await sync.sync()
    house.clock.forward(3600)
    await sync.sync()

    assert unseen == (None,)
    assert stored(house, "room")[1] == ("501",)
    assert [kind for kind, _, _ in hotel.asked].count("days") == 2


async def test_a_stay_deleted_in_the_pms_is_cancelled_by_the_daily_look(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    await sync.sync()
    del hotel.stays["R2"]
    house.clock.forward(24 * 3600)

    report = await sync.sync()

    assert report.counts["cancelled"] == 1
    assert stored(house)[2] == ("R2", "cancelled")


@pytest.mark.parametrize(("reason", "looks"), [("unreadable", 1), ("refused", 2)])
async def test_a_stay_that_is_there_and_cannot_be_read_is_named_and_kept(
    house: House, hotel: Hotel, sync: PmsSync, reason: str, looks: int
) -> None:
    """A PMS that refuses to tell of it now may tell at the next sync."""
    await sync.sync()
    hotel.hidden["R2"] = Permanent("Its guest is gone.", reason=reason)
    house.clock.forward(24 * 3600)
    hotel.asked.clear()

    report = await sync.sync()
    house.clock.forward(300)
    await sync.sync()

    assert report.rejected == [Rejected("reservation R2", "Its guest is gone.")]
    assert [kind for kind, _, _ in hotel.asked].count("days") == looks
    assert stored(house)[2] == ("R2", "confirmed")
    assert (await state_of(sync)).failures == 0


async def test_a_pms_that_lets_nobody_in_any_more_has_failed(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    await sync.sync()
    hotel.hidden["R2"] = Permanent("The token is wrong.", reason="401")
    house.clock.forward(24 * 3600)

    with pytest.raises(Permanent):
        await sync.sync()

    assert (await state_of(sync)).failures == 1


async def test_a_dry_run_counts_and_changes_nothing(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    report = await sync.sync(dry_run=True)

    assert report.counts["added"] == 3
    assert stored(house) == []
    assert house.rows("SELECT * FROM pms_state") == []
    assert changes(house) == []


async def test_a_wanted_start_is_read_from(house: House, hotel: Hotel, sync: PmsSync) -> None:
    await sync.sync()
    await sync.sync(since=house.clock() - 3 * DAY)

    assert hotel.asked[-1][1] == house.clock() - 3 * DAY - 600 * SECOND


async def test_what_cannot_be_read_is_named_and_the_rest_is_kept(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    hotel.rejected = (Rejected("reservation 4f3a", "it has no guest"),)

    report = await sync.sync()

    state = await state_of(sync)
    assert len(stored(house)) == 3
    assert report.as_json()["rejectedCount"] == 1
    assert state.report is not None
    assert state.report["rejected"] == [{"where": "reservation 4f3a", "reason": "it has no guest"}]


# -- when --------------------------------------------------------------------------------------


async def test_a_sync_is_due_every_five_minutes(house: House, sync: PmsSync) -> None:
    assert await sync.run_due() is not None
    assert await sync.run_due() is None
    house.clock.forward(299)
    assert await sync.run_due() is None
    house.clock.forward(1)

    assert await sync.run_due() is not None


async def test_a_webhook_only_wakes_the_sync(house: House, hotel: Hotel, sync: PmsSync) -> None:
    await sync.run_due()
    house.clock.forward(10)

    await sync.receive_webhook("hotel", SECRET, b"changed")
    woken = await sync.run_due()

    assert PmsWanted() in house.heard
    assert woken is not None
    assert await sync.run_due() is None


async def test_a_wish_that_comes_while_the_pms_is_read_is_not_forgotten(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    def work() -> None:
        house.clock.forward(1)
        house.db.write_now(_want, "hotel", house.clock())

    hotel.trouble = work
    await sync.sync()
    hotel.trouble = lambda: None

    assert await sync.run_due() is not None


@pytest.mark.parametrize("secret", ["", "wrong", SECRET.upper(), SECRET + "x", "\ud800"])
async def test_r15_a_webhook_with_a_wrong_secret_is_refused(sync: PmsSync, secret: str) -> None:
    with pytest.raises(BadSignature):
        await sync.receive_webhook("hotel", secret, b"changed")


async def test_r15_without_a_secret_there_is_no_webhook(house: House, hotel: Hotel) -> None:
    sync = PmsSync(house.db, house.bus, hotel, house.config, house.clock)

    with pytest.raises(NotFound):
        await sync.receive_webhook("hotel", "", b"changed")


async def test_garbage_and_other_vendors_are_refused(sync: PmsSync) -> None:
    with pytest.raises(Invalid):
        await sync.receive_webhook("hotel", SECRET, b"\x00")
    with pytest.raises(NotFound):
        await sync.receive_webhook("mews", SECRET, b"changed")


# -- trouble -----------------------------------------------------------------------------------


async def test_staff_are_told_after_three_and_five_failures(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    hotel.trouble = _down
    for _ in range(7):
        assert await sync.run_due() is None
        house.clock.forward(3600)

    told = [event.failures for event in house.heard if isinstance(event, PmsFailing)]
    assert told == [3, 5]
    (trouble,) = await troubles_of(house)
    assert (trouble.kind, trouble.failure) == ("pms", "The PMS is down.")
    assert trouble.priority == "urgent", "after the fifth"
    state = await state_of(sync)
    assert (state.failures, state.failure) == (7, "The PMS is down.")


async def test_a_pms_that_keeps_failing_is_asked_less_often(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    hotel.trouble = _down
    waits = []
    for _ in range(12):
        await sync.run_due()
        due = await sync.due_at()
        assert due is not None
        waits.append((due - house.clock()) // MINUTE)
        house.clock.at = due

    assert waits == [5, 5, 5, 5, 10, 20, 40, 60, 60, 60, 60, 60]


async def test_one_success_forgets_the_failures(house: House, hotel: Hotel, sync: PmsSync) -> None:
    hotel.trouble = _refused
    with pytest.raises(Permanent):
        await sync.sync()
    hotel.trouble = lambda: None

    await sync.sync()

    state = await state_of(sync)
    assert (state.failures, state.failure) == (0, None)


async def test_the_trouble_ends_with_the_first_success(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    await sync.sync()
    worked_at = (await state_of(sync)).synced_at
    hotel.trouble = _down
    for _ in range(3):
        house.clock.forward(3600)
        await sync.run_due()
    (trouble,) = await troubles_of(house)
    hotel.trouble = lambda: None
    house.clock.forward(3600)

    await sync.sync()

    assert (trouble.priority, trouble.worked_at) == ("high", worked_at)
    assert await troubles_of(house) == []


async def troubles_of(house: House) -> list[Trouble]:
    return await house.db.read(troubles.listed)


async def test_without_a_pms_nothing_is_due_and_a_sync_says_what_to_do(house: House) -> None:
    sync = PmsSync(house.db, house.bus, None, house.config, house.clock)

    assert await sync.run_due() is None
    assert await sync.state() is None
    with pytest.raises(Invalid, match="jack pms import"):
        await sync.sync()


# -- files -------------------------------------------------------------------------------------


async def test_a_file_is_taken_in_and_taken_in_again(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    told = [replace(each, updated_at=None) for each in hotel.stays.values()]

    first = await sync.take_in(told, [Rejected("line 4", "no name")])
    again = await sync.take_in(told, [])

    assert first.as_json()["added"] == 3
    assert first.as_json()["rejectedCount"] == 1
    assert again.counts["unchanged"] == 3
    assert house.rows("SELECT DISTINCT provider FROM reservation") == [(FILE,)]


# -- freshness ---------------------------------------------------------------------------------


async def test_r4_a_stay_is_as_fresh_as_the_last_sync_that_could_have_told_of_it(
    house: House, sync: PmsSync
) -> None:
    await sync.sync()
    first = house.clock()
    house.clock.forward(1800)
    await sync.sync()
    second = house.clock()

    def fresh(at: Micros, provider: str = "hotel") -> bool:
        return house.db.read_now(is_fresh, provider, first, at, house.config)

    assert house.db.read_now(as_of, "hotel", first) == second
    assert fresh(second + HOUR)
    assert not fresh(second + HOUR + 1)
    assert fresh(first + 36 * HOUR, FILE)
    assert not fresh(first + 36 * HOUR + 1, FILE)


async def test_a_large_hotel_is_stored_in_small_writes(
    house: House, hotel: Hotel, sync: PmsSync
) -> None:
    for number in range(1_250):
        hotel.put(number)
    seen: list[int] = []

    report = await sync.sync(progress=lambda done, _: seen.append(done))

    assert report.seen == 1_250
    assert max(b - a for a, b in zip([0, *seen], seen, strict=False)) <= 100


def _want(provider: str, at: Micros) -> None:
    from jack.db import pms

    pms.want(provider, at)


def _down() -> None:
    raise Transient("The PMS is down.", reason="unreachable")


def _refused() -> None:
    raise Permanent("The token is wrong.", reason="unauthorized")


async def test_just_after_midnight_the_demo_hotel_tells_nothing_new(house: House) -> None:
    """The overlap reaches into yesterday, and its stays are told again: they are all known."""
    house.clock.at += DAY - house.clock.at % DAY + 3 * MINUTE
    mock = Mock(timezone="UTC", clock=house.clock)
    sync = PmsSync(house.db, house.bus, mock, house.config, house.clock)
    first = await sync.sync()
    house.clock.forward(5)

    second = await sync.sync()

    assert first.counts["added"] == second.counts["unchanged"] > 0
    assert second.counts["added"] == second.counts["changed"] == 0


async def test_rooms_are_read_only_while_a_rule_waits_for_them(
    sync: PmsSync, hotel: Hotel, house: House
) -> None:
    waits = Definition(Event(Happened.ROOM_READY), (AddTag("ready"),))
    await sync.run_due()
    assert ("rooms", None, None) not in hotel.asked

    def enable() -> None:
        rule_id = automations.add_rule("ready", "Ready", waits, house.clock(), actor="test")
        automations.set_enabled(rule_id, house.clock(), is_on=True)

    house.db.write_now(enable)
    house.clock.forward(3600)
    await sync.run_due()

    assert hotel.asked[-1] == ("rooms", None, None)
    assert house.rows("SELECT number, state FROM room_state ORDER BY number") == [
        ("204", "clean"),
        ("205", "dirty"),
    ]
