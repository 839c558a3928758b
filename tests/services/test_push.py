"""Notices to staff's browsers: to those on duty, until they arrive, and naming no guest."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from jack.channels.base import Browser
from jack.db import conversations, pushes, sql, task_events, tasks
from jack.errors import Conflict, Invalid, NotFound, Permanent, RateLimited, Transient
from jack.model.clock import HOUR, SECOND
from jack.model.duty import Switch
from jack.model.staff import Role, Staff
from jack.model.task_states import Action
from jack.model.tasks import Department, Priority, TaskProposal, TaskStatus
from jack.services.duty import DutyRoster
from jack.services.housekeeping import Housekeeping
from jack.services.passwords import Attempts
from jack.services.push import MOST_ATTEMPTS, Push
from tests.house import House, configuration


@dataclass
class Postman:
    """Reaches browsers in a test. What is in `fails` is raised instead, in order."""

    public_key: str = "key"
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    told: list[tuple[int, bool, str]] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)

    def check(self, browser: Browser) -> None:
        if not browser.endpoint.startswith("https://"):
            raise Invalid("This push service is not called.")

    async def send(
        self, browser: Browser, payload: bytes, *, ttl_s: int, is_urgent: bool, topic: str
    ) -> None:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append((browser.endpoint.rpartition("/")[2], json.loads(payload)))
        self.told.append((ttl_s, is_urgent, topic))

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class Office:
    house: House

    def __post_init__(self) -> None:
        house = self.house
        self.postman = Postman()
        self.duty = DutyRoster(house.db, house.config, house.clock)
        self.push = Push(
            house.db, self.postman, self.duty, house.config, house.clock, Attempts(100)
        )

    async def person(
        self, name: str, role: Role = Role.FRONT_DESK, *, is_on: bool = True, listens: bool = True
    ) -> Staff:
        person = self.house.staff(name, role)
        departments = (
            [role.value] if role in (Role.CONCIERGE, Role.HOUSEKEEPING) else ["front_desk"]
        )
        self.house.db.write_now(
            sql.run,
            "UPDATE staff SET departments = ?, password_hash = 'x' WHERE id = ?",
            json.dumps(departments if role is not Role.MANAGER else []),
            person.id,
        )
        await self.duty.turn(person, Switch.ON if is_on else Switch.OFF)
        if listens:
            await self.push.subscribe(person, browser(name.split()[0].casefold()))
        return person

    def reached(self) -> list[str]:
        return sorted(name for name, _ in self.postman.sent)


def browser(name: str) -> Browser:
    return Browser(f"https://push.example/{name}", "p256dh", "auth")


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


def waiting(house: House) -> int:
    return int(
        house.rows("SELECT (SELECT count(*) FROM alert) + (SELECT count(*) FROM push)")[0][0]
    )


async def escalate(office: Office, by: Staff, place: str, priority: Priority) -> None:
    if not office.house.rows("SELECT 1 FROM conversation"):
        await office.house.talk("Hello")
    await office.house.handover.escalate(1, by, place=place, priority=priority)


async def test_those_on_duty_in_the_department_are_told(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await office.person("Otto Off", is_on=False)
    await office.person("Rui Dias", Role.CONCIERGE)
    await office.person("Cleo Concierge", Role.CONCIERGE, is_on=False)

    await escalate(office, maria, "concierge", Priority.HIGH)

    assert await office.push.run() == 1
    assert office.reached() == ["rui"]
    assert waiting(office.house) == 0
    assert await office.push.next_at() is None


async def test_r10_in_danger_the_managers_on_duty_are_told_too(office: Office) -> None:
    await office.person("Maria Costa")
    await office.person("Bea Boss", Role.MANAGER)
    await office.person("Max Away", Role.MANAGER, is_on=False)

    await office.house.write("There is a fire in my room!")
    await office.push.run()

    assert office.reached() == ["bea", "maria"]
    assert office.postman.told[0][1] is True


async def test_who_has_the_conversation_is_told(office: Office) -> None:
    maria = await office.person("Maria Costa", is_on=False)
    await office.person("Rui Dias", Role.CONCIERGE)
    await office.house.talk("Hello")
    await office.house.conversations.claim(1, maria)

    await escalate(office, maria, "concierge", Priority.HIGH)
    await office.push.run()

    assert office.reached() == ["maria", "rui"]


async def test_when_nobody_meant_listens_the_managers_are_told(office: Office) -> None:
    maria = await office.person("Maria Costa", listens=False)
    await office.person("Bea Boss", Role.MANAGER, is_on=False)

    await escalate(office, maria, "front_desk", Priority.STANDARD)
    await office.push.run()

    assert office.reached() == ["bea"]


async def test_managers_can_be_called_as_such(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await office.person("Bea Boss", Role.MANAGER)

    await escalate(office, maria, "manager", Priority.STANDARD)
    await office.push.run()

    assert office.reached() == ["bea"]


async def test_a_colleague_hears_what_they_were_given(office: Office) -> None:
    house = office.house
    maria, rui = await office.person("Maria Costa"), await office.person("Rui Dias")
    await house.talk("Hello")
    await house.handover.to_person(1, maria, rui.id)
    task_id = house.db.write_now(
        tasks.add, TaskProposal(Department.FRONT_DESK, "Call Mr Silva"), house.clock()
    )

    def give(to: Staff) -> None:
        sql.run("UPDATE task SET assigned_to = ? WHERE id = ?", to.id, task_id)
        task_events.add(
            task_id, Action.REASSIGN, TaskStatus.ASSIGNED, house.clock(), staff_id=maria.id
        )

    house.db.write_now(give, rui)
    house.db.write_now(give, maria)
    await office.push.run()

    assert [(who, data["kind"], data["url"]) for who, data in office.postman.sent] == [
        ("rui", "conversation", "/inbox/1"),
        ("rui", "task", f"/tasks/{task_id}"),
    ]


async def test_a_lock_screen_shows_nothing_of_the_guest(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await office.house.talk("My name is Ana Silva, room 305, I need my medicine")

    await escalate(office, maria, "front_desk", Priority.URGENT)
    await office.push.run()

    shown = json.dumps(office.postman.sent)
    assert all(word not in shown for word in ("Ana", "Silva", "305", "medicine", "351912345678"))
    assert office.postman.sent[0][1]["title"] == "A guest needs you"


async def test_the_same_is_not_said_twice_while_it_waits(office: Office) -> None:
    maria = await office.person("Maria Costa")
    for _ in range(3):
        await escalate(office, maria, "front_desk", Priority.HIGH)

    assert await office.push.run() == 1


async def test_what_did_not_go_out_is_tried_again_later_and_later(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    office.postman.fails = [Transient("busy"), Transient("busy", retry_after_s=100)]

    assert await office.push.run() == 0
    assert await office.push.run() == 0
    assert len(office.postman.fails) == 1
    office.house.clock.forward(5)
    assert await office.push.run() == 0
    office.house.clock.forward(99)
    assert await office.push.run() == 0
    office.house.clock.forward(1)

    assert await office.push.run() == 1


async def test_after_the_last_try_it_is_given_up(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    office.postman.fails = [Transient("busy")] * MOST_ATTEMPTS
    house = office.house
    house.db.write_now(sql.run, "UPDATE alert SET created_at = created_at")

    for _ in range(MOST_ATTEMPTS):
        await office.push.run()
        house.db.write_now(sql.run, "UPDATE push SET next_at = 0")

    assert waiting(house) == 0
    assert office.postman.sent == []


async def test_old_news_is_not_sent(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    office.postman.fails = [Transient("busy")]
    await office.push.run()

    office.house.clock.forward(HOUR / SECOND)

    assert await office.push.run() == 0
    assert (office.postman.sent, waiting(office.house)) == ([], 0)


async def test_what_was_not_spread_in_time_is_no_news(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    office.house.clock.forward(HOUR / SECOND)

    assert await office.push.run() == 0
    assert (office.postman.sent, waiting(office.house)) == ([], 0)


async def test_what_nobody_sends_does_not_pile_up(office: Office) -> None:
    house = office.house
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    house.clock.forward(25 * HOUR / SECOND)

    await Housekeeping(house.db, house.bus, house.config, house.clock, house.media).run()

    assert waiting(house) == 0


async def test_a_browser_that_is_gone_is_forgotten(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    office.postman.fails = [Permanent("gone", reason="gone")]

    await office.push.run()

    assert await office.push.count(maria) == 0
    assert waiting(office.house) == 0


async def test_what_is_refused_is_dropped_and_the_browser_stays(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    office.postman.fails = [Permanent("too large", reason="413")]

    await office.push.run()

    assert await office.push.count(maria) == 1
    assert waiting(office.house) == 0


async def test_where_no_browser_listens_nothing_is_written(office: Office) -> None:
    maria = await office.person("Maria Costa", listens=False)

    await escalate(office, maria, "front_desk", Priority.HIGH)

    assert waiting(office.house) == 0


async def test_a_crash_between_loses_no_notice(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    assert await office.push.next_at() == 0

    again = Office(office.house)

    assert await again.push.run() == 1


async def test_a_browser_is_the_last_ones_who_signed_in_there(office: Office) -> None:
    maria, rui = await office.person("Maria Costa"), await office.person("Rui Dias")

    await office.push.subscribe(rui, browser("maria"))

    assert (await office.push.count(maria), await office.push.count(rui)) == (0, 2)
    with pytest.raises(NotFound):
        await office.push.unsubscribe(maria, browser("maria").endpoint)
    await office.push.unsubscribe(rui, browser("maria").endpoint)
    assert await office.push.count(rui) == 1


async def test_the_oldest_browsers_make_room(office: Office) -> None:
    maria = await office.person("Maria Costa", listens=False)
    for number in range(pushes.MOST_BROWSERS + 3):
        await office.push.subscribe(maria, browser(f"b{number}"))

    assert await office.push.count(maria) == pushes.MOST_BROWSERS


async def test_one_can_try_whether_notices_arrive(office: Office) -> None:
    maria = await office.person("Maria Costa")

    assert await office.push.test(maria) == 1
    with pytest.raises(RateLimited):
        await office.push.test(maria)
    assert await office.push.run() == 1
    with pytest.raises(NotFound):
        await office.push.test(await office.person("Rui Dias", listens=False))


async def test_an_unknown_service_or_a_switch_that_is_off_takes_no_browser(
    office: Office,
) -> None:
    maria = await office.person("Maria Costa")
    with pytest.raises(Invalid):
        await office.push.subscribe(maria, Browser("http://push.example/x", "k", "a"))

    config = configuration().model_copy(
        update={"push": office.house.config.push.model_copy(update={"enabled": False})}
    )
    off = Push(
        office.house.db, office.postman, office.duty, config, office.house.clock, Attempts(5)
    )
    with pytest.raises(Conflict):
        await off.subscribe(maria, browser("x"))


async def test_browsers_and_notices_go_with_the_account(office: Office) -> None:
    maria = await office.person("Maria Costa")
    await escalate(office, maria, "front_desk", Priority.HIGH)
    house = office.house
    assert house.db.read_now(conversations.get, 1) is not None

    house.db.write_now(sql.run, "DELETE FROM staff")

    assert house.rows("SELECT 1 FROM push_subscription") == []


async def test_admins_are_told_that_the_month_s_budget_for_models_is_nearly_spent(
    office: Office,
) -> None:
    await office.person("Maria Costa")
    await office.person("Ada Admin", Role.ADMIN)

    office.house.db.write_now(pushes.budget, office.house.clock())
    await office.push.run()

    assert office.reached() == ["ada"]
    assert office.postman.sent[0][1]["url"] == "/settings/models"
