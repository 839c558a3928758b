"""R11: when the PMS or the mail cannot be read, those in charge are told once, until it is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from jack.channels.base import Mailbox
from jack.db import rests
from jack.errors import Delivery, Permanent, Transient
from jack.events import TroublesChanged
from jack.model.clock import HOUR, MINUTE
from jack.model.notice_titles import TITLES
from jack.model.staff import Role
from jack.model.troubles import GRACE, QUIET, Trouble, TroubleKind
from jack.services.mailroom import Mailroom
from jack.services.push import PAGES
from jack.services.troubles import Troubles, arise, settle
from tests.house import House
from tests.services.test_push import Office

DESK = "desk@hotel.example"
IN_USE = frozenset(
    {
        (TroubleKind.PMS, "mews"),
        (TroubleKind.MAILBOX, DESK),
        (TroubleKind.CHANNEL, "email"),
    }
)


@pytest.fixture
def office(house: House) -> Office:
    return Office(house)


@pytest.fixture
def troubles(house: House) -> Troubles:
    return Troubles(house.db, IN_USE, house.clock)


def break_pms(office: Office, *, is_urgent: bool = False) -> None:
    house = office.house
    house.db.write_now(
        lambda: arise(
            TroubleKind.PMS,
            "mews",
            failure="Mews answers 500.",
            at=house.clock(),
            worked_at=house.clock() - HOUR,
            is_urgent=is_urgent,
        )
    )


def mend_pms(office: Office) -> None:
    office.house.db.write_now(lambda: settle(TroubleKind.PMS, "mews", office.house.clock()))


# -- who is told, and how often ------------------------------------------------------------------


async def test_managers_and_admins_on_duty_are_told_once(office: Office) -> None:
    await office.person("Mona Boss", Role.MANAGER)
    await office.person("Ada Root", Role.ADMIN)
    await office.person("Olaf Off", Role.MANAGER, is_on=False)
    await office.person("Fred Desk")

    for _ in range(3):
        break_pms(office)
        await office.push.run()
        office.house.clock.forward(60)

    assert office.reached() == ["ada", "mona"]
    assert office.postman.sent[0][1]["url"] == "/settings/health"
    assert "PMS" in office.postman.sent[0][1]["title"]


async def test_where_nobody_in_charge_is_on_duty_all_of_them_are_told(office: Office) -> None:
    await office.person("Mona Boss", Role.MANAGER, is_on=False)
    await office.person("Fred Desk")

    break_pms(office)
    await office.push.run()

    assert office.reached() == ["mona"]


async def test_what_comes_and_goes_is_told_again_after_a_while_or_when_it_is_worse(
    office: Office,
) -> None:
    await office.person("Mona Boss", Role.MANAGER)
    told = []
    for forward, is_urgent in ((0, False), (60, False), (60, True), (60, True), (QUIET, False)):
        office.house.clock.at += forward if forward == QUIET else forward * 1_000_000
        mend_pms(office)
        break_pms(office, is_urgent=is_urgent)
        await office.push.run()
        told.append(len(office.postman.sent))

    assert told == [1, 1, 2, 2, 3]


async def test_the_trouble_of_what_was_switched_off_is_none(
    office: Office, troubles: Troubles
) -> None:
    break_pms(office)
    office.house.db.write_now(
        lambda: arise(TroubleKind.PMS, "cloudbeds", failure="old", at=office.house.clock())
    )

    assert [each.subject for each in await troubles.listed()] == ["mews"]


async def test_a_channel_that_is_refused_is_listed_until_it_is_taken_again(
    office: Office, troubles: Troubles
) -> None:
    house = office.house
    house.db.write_now(
        lambda: rests.begin("email", "login", "The login is refused.", house.clock(), until=None)
    )
    (trouble,) = await troubles.listed()
    house.db.write_now(rests.end, "email")

    assert (trouble.kind, trouble.failure) == (TroubleKind.CHANNEL, "The login is refused.")
    assert await troubles.listed() == []


def test_every_notice_has_a_title_in_five_languages_and_a_page() -> None:
    assert set(TITLES) == {"en", "es", "de", "fr", "ar"}
    for titles in TITLES.values():
        assert set(titles) == set(PAGES)


# -- the mailbox ---------------------------------------------------------------------------------


class Box:
    """A mailbox that fails with `error`, or has nothing new."""

    account, folder = DESK, "INBOX"

    def __init__(self) -> None:
        self.error: Delivery | None = None

    async def fetch(self, cursor: Any, *, at: int, known: Callable[..., Awaitable[Any]]) -> Any:
        from jack.model.mails import Batch, Cursor

        if self.error is not None:
            raise self.error
        return Batch(Cursor(1, 0, at))

    async def wait(self) -> None:
        raise NotImplementedError

    def read(self, mail: Any) -> Any:
        raise NotImplementedError


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def room(house: House, box: Box) -> Mailroom:
    mailbox: Mailbox = box
    return Mailroom(house.db, house.bus, house.intake, mailbox, house.clock)


async def fail(room: Mailroom, box: Box, error: Delivery) -> None:
    box.error = error
    with pytest.raises(Delivery):
        await room.fetch()


async def test_a_login_that_is_refused_is_told_at_once_with_the_last_success(
    room: Mailroom, box: Box, troubles: Troubles, office: Office
) -> None:
    await office.person("Mona Boss", Role.MANAGER)
    await room.fetch()
    worked_at = office.house.clock()
    office.house.clock.forward(600)

    await fail(room, box, Permanent("The login is refused.", reason="login"))
    await office.push.run()
    found = await troubles.listed()
    box.error = None
    await room.fetch()

    assert found == [
        Trouble(
            TroubleKind.MAILBOX,
            DESK,
            "urgent",
            "The login is refused.",
            office.house.clock(),
            worked_at,
        )
    ]
    assert office.reached() == ["mona"]
    assert await troubles.listed() == []
    assert office.house.heard.count(TroublesChanged()) == 2


async def test_a_server_that_is_away_is_a_trouble_only_when_it_stays_so(
    room: Mailroom, box: Box, troubles: Troubles, office: Office
) -> None:
    seen = []
    for _ in range(5):
        await fail(room, box, Transient("It cannot be reached.", reason="unreachable"))
        seen.append(len(await troubles.listed()))
        office.house.clock.at += GRACE // 3

    assert seen == [0, 0, 0, 1, 1]
    assert MINUTE < GRACE
