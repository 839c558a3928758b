"""The second factor: no code works twice, none works for anybody else, and nothing goes round it."""

from __future__ import annotations

import asyncio

import pyotp
import pytest

from jack.db import sql
from jack.db.database import Database
from jack.errors import Conflict, Invalid, Unauthorized
from jack.model.clock import SECOND
from jack.model.staff import Role, Staff
from jack.services.auth import Auth
from jack.services.passwords import Passwords
from jack.services.second_factor import SecondFactor
from jack.services.staff import Staffing
from jack.services.web_sessions import WebSessions
from tests.conftest import FakeClock

ANA = "ana@hotel.example"
PASSWORD = "correct horse battery"


@pytest.fixture
def factor(db: Database, clock: FakeClock) -> SecondFactor:
    return SecondFactor(db, clock)


@pytest.fixture
def auth(db: Database, clock: FakeClock, passwords: Passwords) -> Auth:
    return Auth(db, b"k" * 32, clock, passwords=passwords)


@pytest.fixture
async def ana(db: Database, clock: FakeClock, passwords: Passwords) -> Staff:
    staffing = Staffing(db, clock, passwords)
    added = await staffing.add(ANA, "Ana", Role.FRONT_DESK, password=PASSWORD, actor="cli")
    return added[0]


class Phone:
    """Ana's authenticator app."""

    def __init__(self, secret: str, clock: FakeClock) -> None:
        self.app = pyotp.TOTP(secret)
        self.clock = clock

    def code(self, *, drift_s: int = 0) -> str:
        return self.app.at(self.clock() // SECOND + drift_s)


async def turned_on(factor: SecondFactor, ana: Staff, clock: FakeClock) -> tuple[Phone, list[str]]:
    """A phone whose first code was used half a minute ago, and the recovery codes."""
    phone = Phone((await factor.begin(ana, "Harbour Inn")).secret, clock)
    codes = await factor.confirm(ana, phone.code())
    clock.forward(60)
    return phone, codes


async def login(auth: Auth, totp: str = "") -> None:
    await auth.login(ANA, PASSWORD, totp=totp, user_agent="", client="192.0.2.1")


async def test_a_login_needs_the_code_once_it_is_on(
    factor: SecondFactor, auth: Auth, ana: Staff, clock: FakeClock
) -> None:
    phone, _ = await turned_on(factor, ana, clock)

    with pytest.raises(Unauthorized) as missing:
        await login(auth)
    with pytest.raises(Unauthorized) as wrong:
        await login(auth, "000000" if phone.code() != "000000" else "111111")
    await login(auth, phone.code())

    assert missing.value.details == wrong.value.details == {"needs": "totp"}


async def test_who_does_not_know_the_password_does_not_hear_of_the_second_factor(
    factor: SecondFactor, auth: Auth, ana: Staff, clock: FakeClock
) -> None:
    await turned_on(factor, ana, clock)

    with pytest.raises(Unauthorized) as refused:
        await auth.login(ANA, "not it at all", user_agent="", client="192.0.2.1")

    assert refused.value.details == {}


async def test_the_web_page_needs_the_code_too(
    db: Database, factor: SecondFactor, auth: Auth, ana: Staff, clock: FakeClock
) -> None:
    phone, _ = await turned_on(factor, ana, clock)
    sessions = WebSessions(db, auth, clock)

    with pytest.raises(Unauthorized):
        await sessions.open(ANA, PASSWORD, user_agent="", client="192.0.2.1")
    session = await sessions.open(
        ANA, PASSWORD, totp=phone.code(), user_agent="", client="192.0.2.1"
    )

    assert session.staff == ana


async def test_a_secret_counts_only_when_a_code_confirmed_it(
    factor: SecondFactor, auth: Auth, ana: Staff
) -> None:
    await factor.begin(ana, "Harbour Inn")

    await login(auth)

    assert not await factor.is_on(ana.id)


async def test_a_code_works_once(factor: SecondFactor, ana: Staff, clock: FakeClock) -> None:
    phone, _ = await turned_on(factor, ana, clock)
    code = phone.code()

    first, second = await asyncio.gather(factor.accept(ana.id, code), factor.accept(ana.id, code))

    assert sorted((first, second)) == [False, True]
    assert not await factor.accept(ana.id, phone.code(drift_s=-30))
    clock.forward(30)
    assert await factor.accept(ana.id, phone.code())


async def test_the_code_that_confirmed_it_signs_nobody_in(
    factor: SecondFactor, ana: Staff, clock: FakeClock
) -> None:
    phone = Phone((await factor.begin(ana, "Harbour Inn")).secret, clock)
    code = phone.code()

    await factor.confirm(ana, code)

    assert not await factor.accept(ana.id, code)


@pytest.mark.parametrize(
    ("drift_s", "is_taken"), [(-60, False), (-30, True), (30, True), (60, False)]
)
async def test_a_phones_clock_may_be_half_a_minute_off(
    factor: SecondFactor, ana: Staff, clock: FakeClock, drift_s: int, is_taken: bool
) -> None:
    phone, _ = await turned_on(factor, ana, clock)
    clock.forward(600)

    assert await factor.accept(ana.id, phone.code(drift_s=drift_s)) == is_taken


async def test_a_recovery_code_works_once_however_it_is_typed(
    db: Database, factor: SecondFactor, auth: Auth, ana: Staff, clock: FakeClock
) -> None:
    _, codes = await turned_on(factor, ana, clock)

    await login(auth, codes[0].upper().replace("-", " "))
    with pytest.raises(Unauthorized):
        await login(auth, codes[0])

    assert len(set(codes)) == 10
    assert await factor.codes_left(ana.id) == 9
    stored = str(db.read_now(sql.rows, "SELECT * FROM recovery_code"))
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


async def test_new_recovery_codes_end_the_old(
    factor: SecondFactor, ana: Staff, clock: FakeClock
) -> None:
    phone, old = await turned_on(factor, ana, clock)

    new = await factor.renew_codes(ana, phone.code())

    assert not await factor.accept(ana.id, old[0])
    assert await factor.accept(ana.id, new[0])


async def test_turning_it_off_takes_a_code(
    factor: SecondFactor, auth: Auth, ana: Staff, clock: FakeClock
) -> None:
    phone, _ = await turned_on(factor, ana, clock)

    with pytest.raises(Invalid, match="code"):
        await factor.disable(ana, "nonsense")
    await factor.disable(ana, phone.code())

    await login(auth)
    assert await factor.codes_left(ana.id) == 0
    with pytest.raises(Conflict, match="off"):
        await factor.disable(ana, phone.code())


async def test_while_it_is_on_no_new_secret_replaces_it(
    factor: SecondFactor, ana: Staff, clock: FakeClock
) -> None:
    await turned_on(factor, ana, clock)

    with pytest.raises(Conflict, match="on already"):
        await factor.begin(ana, "Harbour Inn")
    with pytest.raises(Conflict, match="nothing to confirm"):
        await factor.confirm(ana, "123456")


async def test_a_wrong_first_code_confirms_nothing(factor: SecondFactor, ana: Staff) -> None:
    await factor.begin(ana, "Harbour Inn")

    with pytest.raises(Invalid):
        await factor.confirm(ana, "é")

    assert not await factor.is_on(ana.id)


async def test_the_app_is_told_who_and_where_and_nothing_is_shown_by_repr(
    factor: SecondFactor, ana: Staff
) -> None:
    begun = await factor.begin(ana, "Harbour Inn")

    parsed = pyotp.parse_uri(begun.uri)
    assert (parsed.name, parsed.issuer, parsed.secret) == (ANA, "Harbour Inn", begun.secret)
    assert begun.qr_svg.startswith("<svg")
    assert begun.secret not in repr(begun)


async def test_the_password_is_asked_for_again(auth: Auth, ana: Staff) -> None:
    await auth.confirm_password(ana, PASSWORD)

    with pytest.raises(Invalid, match="password"):
        await auth.confirm_password(ana, "not it at all")


async def test_who_lost_everything_is_let_in_from_the_hotels_machine(
    db: Database, factor: SecondFactor, ana: Staff, clock: FakeClock, passwords: Passwords
) -> None:
    await turned_on(factor, ana, clock)
    staffing = Staffing(db, clock, passwords)

    await staffing.reset_password(ANA, actor="staff:9")
    assert await factor.is_on(ana.id)
    await staffing.reset_password(ANA, actor="cli", with_second_factor=True)

    assert not await factor.is_on(ana.id)
