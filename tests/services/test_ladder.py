"""A call that nobody answers climbs from person to person, over restarts, until somebody does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from jack.channels.base import Channel, StaffMail
from jack.config import Config
from jack.db import pushes, sql
from jack.db.database import Database
from jack.errors import Permanent, Transient
from jack.model.staff import Role
from jack.services.duty import DutyRoster
from jack.services.ladder import Ladder
from tests.conftest import FakeClock
from tests.house import House, Model, answer, configuration

DUTY_PHONE, BOSS_MAIL = "+351910000000", "boss@hotel.example"


@dataclass
class Phones:
    """Texts and mails that left; `errors` are raised first."""

    texts: list[tuple[str, str]] = field(default_factory=list)
    mails: list[StaffMail] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    async def page(self, number: str, text: str) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.texts.append((number, text))

    async def write_to_staff(self, mail: StaffMail) -> None:
        self.mails.append(mail)


@dataclass
class Tower:
    house: House
    phones: Phones
    ladder: Ladder

    async def wait(self, minutes: float) -> None:
        """The ladder runs every half minute meanwhile."""
        for _ in range(round(minutes * 2)):
            self.house.clock.forward(30)
            await self.ladder.run()

    def alerts(self) -> list[tuple[str, int | None]]:
        """(place, person) of everybody who is told by push."""
        return [
            tuple(row) for row in self.house.rows("SELECT place, staff_id FROM alert ORDER BY id")
        ]

    def steps(self) -> list[tuple[int, bool]]:
        found = self.house.rows("SELECT step, next_alert_at FROM escalation ORDER BY id")
        return [(row[0], row[1] is not None) for row in found]

    def restarted(self) -> Tower:
        return replace(self, ladder=replace(self.ladder, _has_run=False))


def config(**changes: Any) -> Config:
    plain = configuration(duty_phone=DUTY_PHONE)
    alerts = plain.alerts.model_copy(update={"email_to": (BOSS_MAIL,), **changes})
    return plain.model_copy(update={"alerts": alerts})


def tower(db: Database, clock: FakeClock, set_to: Config, *, listens: bool = True) -> Tower:
    house = House(db, clock, config=set_to, model=Model(answer("Hm.", sources=())))
    phones = Phones()
    channels: Mapping[str, Channel] = {"sms": phones, "email": phones}  # type: ignore[dict-item]
    ladder = Ladder(db, set_to, clock, DutyRoster(db, set_to, clock), channels)
    ana = house.staff("Ana Lopes", Role.FRONT_DESK)
    house.db.write_now(sql.run, "UPDATE staff SET password_hash = 'x'")
    if listens:
        db.write_now(pushes.subscribe, ana.id, "https://push.example/1", "k", "a", clock())
    return Tower(house, phones, ladder)


async def boss(tower: Tower, name: str = "Rui Reis", role: Role = Role.MANAGER) -> int:
    person = tower.house.staff(name, role)
    tower.house.db.write_now(sql.run, "UPDATE staff SET password_hash = 'x'")
    return person.id


async def test_r10_danger_climbs_fast_and_is_repeated_until_somebody_answers(
    db: Database, clock: FakeClock
) -> None:
    here = tower(db, clock, config())
    rui = await boss(here)
    await here.house.write("There is a fire in my room")

    await here.wait(2.5)
    assert ("manager", None) in here.alerts()
    assert here.phones.texts == []
    await here.wait(2)
    assert ("", rui) in here.alerts()
    await here.wait(2)
    assert [number for number, _ in here.phones.texts] == [DUTY_PHONE]
    assert [mail.to for mail in here.phones.mails] == [BOSS_MAIL]
    await here.wait(20)

    assert len(here.phones.texts) == 11


async def test_it_ends_when_somebody_takes_the_conversation(db: Database, clock: FakeClock) -> None:
    here = tower(db, clock, config())
    rui = await boss(here)
    await here.house.write("There is a fire in my room")
    await here.wait(8)
    told = len(here.phones.texts)

    maria = here.house.staff("Maria Costa")
    await here.house.conversations.claim(1, maria)
    await here.wait(20)

    assert len(here.phones.texts) == told > 0
    assert here.steps()[0][1] is False
    assert rui


async def test_a_plain_call_takes_its_time_and_comes_to_an_end(
    db: Database, clock: FakeClock
) -> None:
    here = tower(db, clock, config(standard_minutes=30, repeats=2))
    await boss(here)
    await here.house.talk("Is there a helipad?")

    await here.wait(29)
    assert ("manager", None) not in here.alerts()
    await here.wait(2)
    assert ("manager", None) in here.alerts()
    await here.wait(60)
    assert len(here.phones.texts) == 1
    await here.wait(300)

    assert len(here.phones.texts) == 3
    assert here.steps() == [(6, False)]


async def test_a_plain_call_rests_while_nobody_is_at_the_desk(
    db: Database, clock: FakeClock
) -> None:
    set_to = config()
    hotel = set_to.hotel.model_copy(update={"desk_from": "07:00", "desk_until": "08:00"})
    here = tower(
        db, clock, set_to.model_copy(update={"hotel": hotel})
    )  # 08:00 at the clock's start
    await boss(here)
    await here.house.talk("Is there a helipad?")

    await here.wait(180)

    assert ("manager", None) not in here.alerts()
    assert here.steps()[0][1] is True


async def test_zero_minutes_mean_that_it_does_not_climb(db: Database, clock: FakeClock) -> None:
    here = tower(db, clock, config(standard_minutes=0))
    await here.house.talk("Is there a helipad?")

    await here.wait(120)

    assert here.phones.texts == []
    assert here.steps() == [(1, False)]


async def test_r10_where_no_browser_listens_danger_goes_to_the_phone_at_once(
    db: Database, clock: FakeClock
) -> None:
    here = tower(db, clock, config(), listens=False)
    await boss(here)
    await here.house.write("There is a fire in my room")

    await here.ladder.run()

    assert [number for number, _ in here.phones.texts] == [DUTY_PHONE]


async def test_where_there_is_no_manager_at_all_the_phone_comes_first(
    db: Database, clock: FakeClock
) -> None:
    here = tower(db, clock, config())
    await here.house.talk("let me talk to a human")

    await here.ladder.run()

    assert [number for number, _ in here.phones.texts] == [DUTY_PHONE]


async def test_a_restart_goes_on_where_it_was(db: Database, clock: FakeClock) -> None:
    here = tower(db, clock, config())
    await boss(here)
    await here.house.write("There is a fire in my room")
    await here.wait(4.5)

    again = here.restarted()
    await again.wait(2)

    assert len(again.phones.texts) == 1


async def test_a_text_that_a_crash_cut_off_is_sent_again(db: Database, clock: FakeClock) -> None:
    here = tower(db, clock, config(), listens=False)
    await here.house.write("There is a fire in my room")
    await here.ladder.run()
    db.write_now(sql.run, "UPDATE page SET state = 'sending'")

    await here.restarted().ladder.run()

    assert len(here.phones.texts) == 2


@pytest.mark.parametrize(
    ("errors", "after", "texts"),
    [
        ([Transient("down", reason="timeout")], 2, 1),
        ([Permanent("no such number", reason="bad_number")], 1, 0),
    ],
)
async def test_what_did_not_leave_is_tried_again_where_that_helps(
    db: Database, clock: FakeClock, errors: list[Exception], after: float, texts: int
) -> None:
    here = tower(db, clock, config(urgent_minutes=60), listens=False)
    here.phones.errors = errors
    await here.house.write("There is a fire in my room")

    await here.ladder.run()
    assert here.phones.texts == []
    await here.wait(after)

    assert len(here.phones.texts) == texts


async def test_r15_an_alert_names_neither_the_guest_nor_the_matter(
    db: Database, clock: FakeClock
) -> None:
    set_to = config()
    server = set_to.server.model_copy(update={"public_url": "https://jack.hotel.example"})
    here = tower(db, clock, set_to.model_copy(update={"server": server}), listens=False)
    await here.house.write("There is a fire in my room, Ana Silva, 305")

    await here.ladder.run()

    (text,) = [text for _, text in here.phones.texts]
    assert text == (
        "Harbour Inn: a guest has needed a person for 0 min (urgent)."
        " https://jack.hotel.example/inbox/1"
    )
    (mail,) = here.phones.mails
    assert not {"Silva", "305", "fire"} & set(f"{mail.subject} {mail.text}".split())
    assert not {"Silva", "305", "fire"} & set(mail.html.split())
