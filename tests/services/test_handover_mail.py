"""The report of a shift goes out at its times, once, and says no more of guests than it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest

from jack.channels.base import StaffMail
from jack.config import Config
from jack.db import guests, reservations, sql
from jack.db.database import Database
from jack.errors import Ambiguous, Forbidden, Permanent, Transient
from jack.model.clock import HOUR, MINUTE, SECOND, from_datetime
from jack.model.reservations import ReservationStatus
from jack.model.staff import Role
from jack.model.tasks import Department, TaskProposal
from jack.services.handover_mail import HandoverMail
from jack.services.report_sheet import sheet
from jack.services.report_words import WORDS
from jack.services.reports import Reports
from tests.conftest import FakeClock
from tests.house import House, configuration

DESK, BOSS = "desk@hotel.example", "boss@hotel.example"


@dataclass
class Post:
    """A mail server that says what it is told. `fails` are raised in turn."""

    sent: list[StaffMail] = field(default_factory=list)
    fails: list[BaseException] = field(default_factory=list)

    async def write_to_staff(self, mail: StaffMail) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(mail)


@dataclass
class Night:
    """A hotel in Berlin at 06:59, and its reports."""

    house: House
    post: Post
    mail: HandoverMail

    async def at(self, text: str) -> int:
        """The clock is put to a time UTC and the reports run; how many went out."""
        self.house.clock.at = from_datetime(datetime.fromisoformat(text).replace(tzinfo=UTC))
        return await self.mail.run()

    def restart(self) -> None:
        self.mail = mailing(self.house, self.post)

    def states(self) -> list[tuple[str, str, str | None]]:
        return [
            (row[0], row[1], row[2])
            for row in self.house.rows("SELECT time, state, failure FROM report_mail ORDER BY id")
        ]


def configured(*addresses: str, times: tuple[str, ...] = ("07:00", "15:00")) -> Config:
    plain = configuration(timezone="Europe/Berlin").model_dump()
    plain["reports"] = {"handover_times": times, "handover_to": addresses}
    plain["server"]["public_url"] = "https://jack.hotel.example"
    return Config.model_validate(plain)


def mailing(house: House, post: Post) -> HandoverMail:
    channels: dict[str, Any] = {"email": post}
    reports = Reports(house.db, house.config, house.clock)
    return HandoverMail(house.db, house.config, house.clock, reports, channels)


@pytest.fixture
def night(db: Database, clock: FakeClock) -> Night:
    house, post = House(db, clock, configured(DESK)), Post()
    return Night(house, post, mailing(house, post))


# -- once at its time ------------------------------------------------------------------------------


async def test_a_report_goes_out_at_its_time_and_once(night: Night) -> None:
    assert await night.at("2027-01-10T05:59:59") == 0
    assert await night.at("2027-01-10T06:00:00") == 1
    assert await night.at("2027-01-10T06:00:20") == 0

    (mail,) = night.post.sent
    assert (mail.to, mail.subject) == (
        DESK,
        "Shift report · Harbour Inn · Sun 10 Jan 07:00",
    )
    assert night.states() == [("07:00", "sent", None)]


async def test_every_address_gets_its_own(db: Database, clock: FakeClock) -> None:
    house, post = House(db, clock, configured(DESK, BOSS, DESK)), Post()
    night = Night(house, post, mailing(house, post))

    await night.at("2027-01-10T14:00:00")

    assert [mail.to for mail in post.sent] == [DESK, BOSS]
    assert len({mail.message_id for mail in post.sent}) == 2


async def test_a_restart_sends_nothing_again(night: Night) -> None:
    await night.at("2027-01-10T06:00:00")

    night.restart()

    assert await night.at("2027-01-10T06:30:00") == 0
    assert len(night.post.sent) == 1


async def test_an_address_that_is_added_later_brings_nobody_a_second_one(night: Night) -> None:
    await night.at("2027-01-10T06:00:00")

    night.house.config = configured(DESK, BOSS)
    night.restart()
    await night.at("2027-01-10T06:01:00")

    assert [mail.to for mail in night.post.sent] == [DESK, BOSS]


async def test_a_report_that_was_due_while_jack_was_away_comes_late_or_never(night: Night) -> None:
    assert await night.at("2027-01-10T07:59:00") == 1
    assert await night.at("2027-01-10T16:00:01") == 0


async def test_r2_what_a_crash_cut_off_may_have_arrived_and_is_not_sent_again(night: Night) -> None:
    night.post.fails = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        await night.at("2027-01-10T06:00:00")
    assert night.states() == [("07:00", "sending", None)]

    night.restart()

    assert await night.at("2027-01-10T06:01:00") == 0
    assert night.states() == [("07:00", "uncertain", "crash")]
    assert night.post.sent == []


@pytest.mark.parametrize(
    ("day", "moments"),
    [
        ("2027-10-31", ["2027-10-31T00:30:00", "2027-10-31T01:30:00"]),
        ("2027-03-28", ["2027-03-28T01:30:00", "2027-03-28T02:00:00"]),
    ],
)
async def test_a_clock_change_neither_doubles_nor_swallows_a_report(
    db: Database, clock: FakeClock, day: str, moments: list[str]
) -> None:
    house, post = House(db, clock, configured(DESK, times=("02:30",))), Post()
    night = Night(house, post, mailing(house, post))

    for moment in moments:
        await night.at(moment)

    assert len(post.sent) == 1
    assert night.house.rows("SELECT day FROM report_mail") == [(day,)]


# -- when it does not go ---------------------------------------------------------------------------


async def test_a_server_that_is_busy_is_asked_again_until_the_report_is_stale(night: Night) -> None:
    night.post.fails = [Transient("busy", reason="busy"), Transient("busy", reason="busy")]

    assert await night.at("2027-01-10T06:00:00") == 0
    assert await night.at("2027-01-10T06:01:00") == 0
    assert night.states() == [("07:00", "queued", "busy")]
    assert await night.at("2027-01-10T06:02:00") == 0
    assert await night.at("2027-01-10T06:04:00") == 1
    assert night.states() == [("07:00", "sent", None)]


async def test_r12_a_report_nobody_took_in_time_is_given_up(night: Night) -> None:
    night.post.fails = [Transient("busy", reason="busy")]

    await night.at("2027-01-10T07:59:00")

    assert night.states() == [("07:00", "failed", "busy")]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Permanent("no such user", reason="bad_address"), "failed"),
        (Ambiguous("hung up", reason="timeout"), "uncertain"),
        (ValueError("a bug"), "failed"),
    ],
)
async def test_r11_what_cannot_be_mended_is_shown_and_not_repeated(
    night: Night, error: Exception, state: str
) -> None:
    night.post.fails = [error]
    await night.at("2027-01-10T06:00:00")

    await night.at("2027-01-10T06:30:00")

    assert [found[1] for found in night.states()] == [state]
    assert night.post.sent == []
    (shown,) = await night.mail.newest(night.house.staff())
    assert (shown.state, shown.address, shown.time) == (state, DESK, "07:00")
    assert night.house.rows("SELECT action FROM audit") == [("report.mailed",)]


async def test_without_the_channel_it_says_so(night: Night) -> None:
    night.mail.channels = {}

    await night.at("2027-01-10T06:00:00")

    assert night.states() == [("07:00", "failed", "channel_off")]


async def test_without_times_or_addresses_nothing_is_queued(db: Database, clock: FakeClock) -> None:
    for config in (configured(), configured(DESK, times=())):
        house, post = House(db, clock, config), Post()
        night = Night(house, post, mailing(house, post))
        await night.at("2027-01-10T06:00:00")

        assert night.states() == []


async def test_the_list_is_for_those_who_see_the_report(night: Night) -> None:
    with pytest.raises(Forbidden):
        await night.mail.newest(night.house.staff("Rui Reis", Role.HOUSEKEEPING))


async def test_old_rows_go(night: Night) -> None:
    await night.at("2027-01-10T06:00:00")

    await night.at("2027-04-20T05:00:00")

    assert len(night.states()) == 1


# -- what it says ----------------------------------------------------------------------------------


@pytest.fixture
def busy(house: House) -> House:
    """A VIP who comes, one who is here, a task that is late and a call nobody has answered."""

    def fill() -> None:
        from jack.db import tasks

        at = house.clock()
        for number, (name, status, day) in enumerate(
            [
                ("<b>Vera</b>", ReservationStatus.CONFIRMED, date(2027, 1, 15)),
                ("Ines", ReservationStatus.CHECKED_IN, date(2027, 1, 14)),
                ("Late", ReservationStatus.CONFIRMED, date(2027, 1, 17)),
                ("Gone", ReservationStatus.CANCELLED, date(2027, 1, 15)),
            ]
        ):
            guest_id = guests.add(name, "Very", at, phone=f"+35191234567{number}")
            sql.run("UPDATE guest SET is_vip = 1 WHERE id = ?", guest_id)
            reservations.add(
                guest_id=guest_id,
                provider="mock",
                external_id=f"V{number}",
                confirmation=f"V{number}",
                status=status,
                arrival=day,
                departure=date(2027, 1, 18),
                room=None if number == 0 else "101",
                room_type="suite",
                adults=2,
                children=1,
                at=at,
            )
        tasks.add(TaskProposal(Department.HOUSEKEEPING, "Towels\nplease", room="305"), at)

    house.db.write_now(fill)
    return house


async def written(house: House, language: str = "en") -> Any:
    reports = Reports(house.db, house.config, house.clock)
    return sheet(
        await reports.shift(),
        hotel="Harbour Inn",
        language=language,
        zone=_zone(house),
        url="https://jack.hotel.example/handover",
    )


def _zone(house: House) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(house.config.hotel.timezone)


async def test_it_tells_who_waits_what_is_late_who_comes_and_what_jack_did(busy: House) -> None:
    await busy.write("There is a fire!")
    busy.clock.forward(2 * HOUR / SECOND)

    text = (await written(busy)).text

    assert "NOBODY HAS COME YET\n- Ana Silva · since 08:00" in text
    assert "OVERDUE TASKS\n" in text
    assert "- Towels please · Room 305 · since 09:00" in text
    assert "- <b>Vera</b> Very · no room yet · suite · nights: 3 · people: 3 · VIP" in text
    assert "- Ines Very · Room 101 · VIP" in text
    assert "Late" not in text
    assert "Gone" not in text
    assert "Messages of guests: 1; answered by Jack: 0, by staff: 0" in text
    assert text.endswith("The whole report: https://jack.hotel.example/handover\n")


async def test_what_is_late_since_another_day_says_so(busy: House) -> None:
    busy.clock.forward(24 * HOUR / SECOND)

    assert "- Towels please · Room 305 · since Fri 15 Jan 09:00" in (await written(busy)).text


async def test_r15_no_word_number_or_address_of_a_guest_leaves_the_house(busy: House) -> None:
    await busy.talk("My passport is P1234567, call me")
    busy.clock.forward(MINUTE / SECOND)

    made = await written(busy)

    for part in (made.text, made.html, made.subject):
        assert "P1234567" not in part
        assert "+351" not in part
        assert "351912345678" not in part


async def test_its_page_escapes_everything_and_fetches_nothing(busy: House) -> None:
    page = (await written(busy)).html

    assert "&lt;b&gt;Vera&lt;/b&gt; Very" in page
    assert "<b>" not in page
    assert not any(part in page for part in ("<img", "<script", "<link", "src=", "url("))
    assert page.count('href="https://jack.hotel.example/handover"') == 1


@pytest.mark.parametrize("language", [*WORDS, "ja"])
async def test_it_is_written_in_the_hotels_language(house: House, language: str) -> None:
    made = await written(house, language)

    words = WORDS.get(language, WORDS["en"])
    assert words["none_arrivals"] in made.text
    assert ('dir="rtl"' in made.html) is (language == "ar")
    assert "{" not in made.text


def test_every_language_has_the_same_words_and_gaps() -> None:
    import re

    def shape(words: Any) -> Any:
        return {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in words.items()}

    assert all(shape(words) == shape(WORDS["en"]) for words in WORDS.values())


async def test_an_evening_report_tells_who_comes_tomorrow(busy: House) -> None:
    busy.clock.at = from_datetime(datetime(2027, 1, 16, 15, tzinfo=UTC))

    shift = await Reports(busy.db, busy.config, busy.clock).shift()

    assert [stay.guest_name for stay in shift.arrivals] == ["Late Very"]
