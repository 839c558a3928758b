"""Sign-in, tokens and sessions (R15)."""

from __future__ import annotations

import asyncio

import pytest

from jack import metrics
from jack.db import sql
from jack.db.database import Database
from jack.errors import Conflict, Invalid, JackError, NotFound, RateLimited, Unauthorized
from jack.model.clock import DAY, HOUR, SECOND
from jack.model.staff import Permission, Role
from jack.services.auth import Auth, Principal, Tokens, parse_email
from jack.services.passwords import Attempts, Passwords
from jack.services.staff import Staffing
from tests.conftest import FakeClock
from tests.services.conftest import CountingHasher

KEY = b"k" * 32
ANA = "ana@hotel.example"
PASSWORD = "correct horse battery"
NEW_PASSWORD = "a different horse"


@pytest.fixture
def attempts(clock: FakeClock) -> Attempts:
    return Attempts(clock=clock)


@pytest.fixture
def auth(db: Database, clock: FakeClock, attempts: Attempts, passwords: Passwords) -> Auth:
    return Auth(db, KEY, clock, attempts=attempts, passwords=passwords)


@pytest.fixture
def staffing(db: Database, clock: FakeClock, passwords: Passwords) -> Staffing:
    return Staffing(db, clock, passwords)


@pytest.fixture
async def ana(staffing: Staffing) -> None:
    await staffing.add(ANA, "Ana", Role.FRONT_DESK, password=PASSWORD, actor="cli")


async def login(auth: Auth, email: str = ANA, password: str = PASSWORD) -> Tokens:
    return await auth.login(email, password, user_agent="Firefox", client="192.0.2.1")


async def principal_of(auth: Auth, tokens: Tokens) -> Principal:
    return await auth.verify(tokens.access_token)


def actions(db: Database) -> list[str]:
    return db.read_now(lambda: [row[0] for row in sql.rows("SELECT action FROM audit ORDER BY id")])


def refused_so_far() -> float:
    value = metrics.REGISTRY.get_sample_value("jack_auth_failures_total")
    assert value is not None
    return value


# -- login ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("ana")
async def test_the_right_password_gives_tokens_that_prove_the_person(auth: Auth) -> None:
    tokens = await login(auth, email=" Ana@Hotel.Example ")

    principal = await auth.verify(tokens.access_token)

    assert principal.staff.email == ANA
    assert tokens.staff == principal.staff
    assert tokens.expires_in_s == 900


@pytest.mark.usefixtures("ana")
async def test_tokens_and_keys_are_not_shown_by_repr(auth: Auth) -> None:
    tokens = await login(auth)

    shown = repr(tokens) + repr(auth)

    assert tokens.access_token not in shown
    assert tokens.refresh_token not in shown
    assert repr(KEY) not in shown


@pytest.mark.usefixtures("ana")
async def test_neither_password_nor_tokens_are_stored_as_they_are(auth: Auth, db: Database) -> None:
    tokens = await login(auth)

    stored = await db.read(
        lambda: str(sql.rows("SELECT * FROM staff") + sql.rows("SELECT * FROM session"))
    )

    assert PASSWORD not in stored
    assert tokens.refresh_token not in stored
    assert tokens.access_token not in stored


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ANA, "wrong password"),
        (ANA, PASSWORD.upper()),
        (ANA, ""),
        (ANA, "x" * 100_000),
        (ANA, "\ud800"),
        ("nobody@hotel.example", PASSWORD),
        ("disabled@hotel.example", PASSWORD),
        ("invited@hotel.example", PASSWORD),
        ("invited@hotel.example", ""),
        ("not an address", PASSWORD),
        ("\ud800@hotel.example", PASSWORD),
        ("", ""),
    ],
)
async def test_every_refused_login_looks_the_same_and_costs_one_verification(
    auth: Auth, staffing: Staffing, hasher: CountingHasher, email: str, password: str
) -> None:
    await staffing.add(
        "disabled@hotel.example", "Dora", Role.MANAGER, password=PASSWORD, actor="cli"
    )
    await staffing.disable("disabled@hotel.example", actor="cli")
    await staffing.add("invited@hotel.example", "Ivo", Role.MANAGER, actor="cli")
    before = refused_so_far()

    with pytest.raises(Unauthorized) as refused:
        await login(auth, email, password)

    assert str(refused.value) == "E-mail or password is wrong."
    assert not refused.value.details
    assert len(hasher.verifications) == 1
    assert refused_so_far() == before + 1


@pytest.mark.usefixtures("ana")
async def test_the_decoy_is_made_once_and_verified_for_nobody(
    auth: Auth, hasher: CountingHasher
) -> None:
    before = hasher.hashes

    for _ in range(2):
        with pytest.raises(Unauthorized):
            await login(auth, "nobody@hotel.example")
    await login(auth)

    assert hasher.hashes == before + 1
    assert len(hasher.verifications) == 3
    decoy = hasher.verifications[0]
    assert [hashed == decoy for hashed in hasher.verifications] == [True, True, False]


@pytest.mark.usefixtures("ana")
async def test_a_password_is_the_same_on_keyboards_that_compose_letters_differently(
    auth: Auth, staffing: Staffing
) -> None:
    await staffing.add(
        "bob@hotel.example", "Bob", Role.MANAGER, password="schlüssel für alles", actor="cli"
    )

    tokens = await login(auth, "bob@hotel.example", "schlu\u0308ssel fu\u0308r alles")

    assert tokens.staff.name == "Bob"


@pytest.mark.usefixtures("ana")
async def test_a_user_agent_of_any_bytes_is_kept_as_a_short_line(auth: Auth) -> None:
    tokens = await auth.login(
        ANA, PASSWORD, user_agent="Fire\udcfffox\n" + "x" * 1000, client="192.0.2.1"
    )

    (session,) = await auth.sessions(tokens.staff.id)

    assert session.user_agent.startswith("Firefoxxx")
    assert len(session.user_agent) == 200


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("change", ["disabled_at = 1", "password_hash = 'quick:another'"])
async def test_an_account_locked_while_its_password_is_checked_gets_no_session(
    db: Database, clock: FakeClock, change: str
) -> None:
    class SlowHasher(CountingHasher):
        def verify(self, password: bytes, hashed: str) -> bool:
            db.write_now(lambda: sql.run(f"UPDATE staff SET {change}"))
            return super().verify(password, hashed)

    passwords = Passwords(SlowHasher())
    auth = Auth(db, KEY, clock, passwords=passwords)

    with pytest.raises(Unauthorized):
        await login(auth)

    passwords.close()
    assert await db.read(lambda: sql.value("SELECT count(*) FROM session")) == 0


# -- limits --------------------------------------------------------------------------------


@pytest.mark.usefixtures("ana")
async def test_ten_logins_a_minute_for_one_client_whatever_the_account(
    auth: Auth, hasher: CountingHasher, clock: FakeClock
) -> None:
    for number in range(10):
        with pytest.raises(Unauthorized):
            await login(auth, f"nobody{number}@hotel.example")
    clock.at += 20 * SECOND

    with pytest.raises(RateLimited) as limited:
        await login(auth)

    assert limited.value.retry_after_s == 40
    assert len(hasher.verifications) == 10
    clock.at += 40 * SECOND
    assert (await login(auth)).staff.email == ANA


@pytest.mark.usefixtures("ana")
async def test_ten_logins_a_minute_for_one_account_whatever_the_client(auth: Auth) -> None:
    spellings = (ANA, ANA.upper(), f" {ANA}", ANA.title())
    for number in range(10):
        with pytest.raises(Unauthorized):
            await auth.login(
                spellings[number % 4], "wrong", user_agent="", client=f"192.0.2.{number}"
            )

    with pytest.raises(RateLimited):
        await auth.login(ANA, PASSWORD, user_agent="", client="192.0.2.99")


# -- passwords -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["", "ana", "@", "ana@", "@hotel", "a b@hotel", "a@b@c", "a\n@b", "\ud800@b", "a" * 255]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        parse_email(text)


@pytest.mark.usefixtures("ana")
async def test_a_changed_password_ends_the_other_logins_and_keeps_this_one(
    auth: Auth, db: Database
) -> None:
    here, there = await login(auth), await login(auth)
    me = await principal_of(auth, here)

    await auth.change_password(me, PASSWORD, NEW_PASSWORD)

    assert await auth.verify(here.access_token) == me
    with pytest.raises(Unauthorized):
        await auth.verify(there.access_token)
    with pytest.raises(Unauthorized):
        await auth.refresh(there.refresh_token)
    with pytest.raises(Unauthorized):
        await login(auth)
    assert (await login(auth, password=NEW_PASSWORD)).staff.email == ANA
    assert "staff.password_changed" in actions(db)


@pytest.mark.usefixtures("ana")
async def test_a_password_is_not_changed_without_the_old_one_nor_guessed(auth: Auth) -> None:
    me = await principal_of(auth, await login(auth))
    for _ in range(10):
        with pytest.raises(Invalid, match="current password"):
            await auth.change_password(me, "wrong password", NEW_PASSWORD)

    with pytest.raises(RateLimited):
        await auth.change_password(me, PASSWORD, NEW_PASSWORD)

    assert (await login(auth)).staff.email == ANA


@pytest.mark.usefixtures("ana")
async def test_two_changes_of_one_password_at_once_let_one_win(auth: Auth) -> None:
    me = await principal_of(auth, await login(auth))

    outcomes = await asyncio.gather(
        auth.change_password(me, PASSWORD, NEW_PASSWORD),
        auth.change_password(me, PASSWORD, "yet another horse"),
        return_exceptions=True,
    )

    (refused,) = (outcome for outcome in outcomes if outcome is not None)
    assert isinstance(refused, Conflict | Invalid)


# -- access tokens -------------------------------------------------------------------------


@pytest.mark.usefixtures("ana")
async def test_a_changed_role_acts_on_tokens_already_given(auth: Auth, staffing: Staffing) -> None:
    tokens = await login(auth)
    before = await principal_of(auth, tokens)

    await staffing.set_role(ANA, Role.HOUSEKEEPING, actor="cli")

    after = await principal_of(auth, tokens)
    assert before.staff.may(Permission.READ_CONVERSATIONS)
    assert not after.staff.may(Permission.READ_CONVERSATIONS)


@pytest.mark.usefixtures("ana")
async def test_a_disabled_person_is_out_at_once_and_stays_out_when_enabled(
    auth: Auth, staffing: Staffing
) -> None:
    tokens = await login(auth)

    await staffing.disable(ANA, actor="cli")

    with pytest.raises(Unauthorized):
        await auth.verify(tokens.access_token)
    await staffing.enable(ANA, actor="cli")
    with pytest.raises(Unauthorized):
        await auth.verify(tokens.access_token)
    with pytest.raises(Unauthorized):
        await auth.refresh(tokens.refresh_token)


# -- sessions ------------------------------------------------------------------------------


@pytest.mark.usefixtures("ana")
async def test_a_refresh_token_is_exchanged_for_the_next_pair_of_the_same_login(
    auth: Auth, clock: FakeClock
) -> None:
    first = await login(auth)
    before = await principal_of(auth, first)
    clock.at += HOUR

    second = await auth.refresh(first.refresh_token)

    assert second.refresh_token != first.refresh_token
    assert await principal_of(auth, second) == before
    (session,) = await auth.sessions(before.staff.id)
    assert (session.user_agent, session.created_at) == ("Firefox", clock.at)


@pytest.mark.usefixtures("ana")
async def test_a_refresh_token_used_again_ends_the_whole_login(auth: Auth, db: Database) -> None:
    stolen = await login(auth)
    elsewhere = await login(auth)
    current = await auth.refresh((await auth.refresh(stolen.refresh_token)).refresh_token)

    with pytest.raises(Unauthorized):
        await auth.refresh(stolen.refresh_token)

    with pytest.raises(Unauthorized):
        await auth.refresh(current.refresh_token)
    with pytest.raises(Unauthorized):
        await auth.verify(current.access_token)
    assert (await principal_of(auth, elsewhere)).staff.email == ANA
    assert actions(db).count("session.reuse_detected") == 1


@pytest.mark.usefixtures("ana")
async def test_a_refresh_token_used_twice_at_once_works_once(auth: Auth) -> None:
    tokens = await login(auth)

    outcomes = await asyncio.gather(
        *(auth.refresh(tokens.refresh_token) for _ in range(8)), return_exceptions=True
    )

    assert sum(isinstance(outcome, Tokens) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Unauthorized) for outcome in outcomes) == 7
    assert await auth.sessions(tokens.staff.id) == []


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize("token", ["", "unknown", "é", "\ud800"])
async def test_an_unknown_refresh_token_is_refused_and_writes_nothing(
    auth: Auth, db: Database, token: str
) -> None:
    await login(auth)
    before = actions(db)

    with pytest.raises(Unauthorized):
        await auth.refresh(token)

    assert actions(db) == before


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(("waited", "works"), [(7 * DAY - 1, True), (7 * DAY, False)])
async def test_a_login_unused_for_seven_days_is_over(
    auth: Auth, clock: FakeClock, waited: int, works: bool
) -> None:
    tokens = await login(auth)
    clock.at += waited

    outcome = await asyncio.gather(auth.refresh(tokens.refresh_token), return_exceptions=True)

    assert isinstance(outcome[0], Tokens if works else Unauthorized)


@pytest.mark.usefixtures("ana")
async def test_logging_out_stops_both_tokens_of_this_login_only(auth: Auth, db: Database) -> None:
    here, there = await login(auth), await login(auth)

    await auth.logout(await principal_of(auth, here))

    with pytest.raises(Unauthorized):
        await auth.verify(here.access_token)
    with pytest.raises(Unauthorized):
        await auth.refresh(here.refresh_token)
    assert (await principal_of(auth, there)).staff.email == ANA
    assert actions(db)[-1] == "session.closed"


@pytest.mark.usefixtures("ana")
async def test_one_of_several_logins_can_be_ended_from_another(auth: Auth) -> None:
    lost, here = await login(auth), await login(auth)
    newest, oldest = await auth.sessions(here.staff.id)

    await auth.revoke_session(here.staff.id, oldest.id)

    with pytest.raises(Unauthorized):
        await auth.verify(lost.access_token)
    assert await auth.sessions(here.staff.id) == [newest]


@pytest.mark.usefixtures("ana")
async def test_nobody_ends_the_login_of_somebody_else(auth: Auth, staffing: Staffing) -> None:
    await staffing.add("bob@hotel.example", "Bob", Role.ADMIN, password=PASSWORD, actor="cli")
    bob = await login(auth, "bob@hotel.example")
    ana = await login(auth)
    (session,) = await auth.sessions(ana.staff.id)

    with pytest.raises(NotFound):
        await auth.revoke_session(bob.staff.id, session.id)

    assert (await principal_of(auth, ana)).staff.email == ANA


# -- links ---------------------------------------------------------------------------------


async def invited(staffing: Staffing) -> str:
    _, token = await staffing.add("ivo@hotel.example", "Ivo", Role.CONCIERGE, actor="cli")
    assert token is not None
    return token


async def test_an_invited_person_sets_a_password_once(auth: Auth, staffing: Staffing) -> None:
    token = await invited(staffing)

    staff = await auth.set_password_by_link(token, PASSWORD)

    assert staff.has_password
    assert (await login(auth, "ivo@hotel.example")).staff == staff
    with pytest.raises(Unauthorized):
        await auth.set_password_by_link(token, NEW_PASSWORD)
    assert (await login(auth, "ivo@hotel.example")).staff == staff


async def test_a_link_used_twice_at_once_sets_one_password(auth: Auth, staffing: Staffing) -> None:
    token = await invited(staffing)

    outcomes = await asyncio.gather(
        auth.set_password_by_link(token, PASSWORD),
        auth.set_password_by_link(token, NEW_PASSWORD),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, Unauthorized) for outcome in outcomes) == 1


@pytest.mark.parametrize(("waited", "works"), [(72 * HOUR - 1, True), (72 * HOUR, False)])
async def test_a_link_lives_72_hours(
    auth: Auth, staffing: Staffing, clock: FakeClock, waited: int, works: bool
) -> None:
    token = await invited(staffing)
    clock.at += waited

    outcome = await asyncio.gather(
        auth.set_password_by_link(token, PASSWORD), return_exceptions=True
    )

    assert isinstance(outcome[0], Unauthorized) is not works


async def test_a_link_is_not_used_up_by_a_password_that_is_refused(
    auth: Auth, staffing: Staffing
) -> None:
    token = await invited(staffing)
    with pytest.raises(Invalid):
        await auth.set_password_by_link(token, "short")

    staff = await auth.set_password_by_link(token, PASSWORD)

    assert staff.has_password


async def test_a_disabled_person_sets_no_password_by_link(auth: Auth, staffing: Staffing) -> None:
    token = await invited(staffing)
    await staffing.disable("ivo@hotel.example", actor="cli")

    with pytest.raises(Unauthorized):
        await auth.set_password_by_link(token, PASSWORD)


@pytest.mark.parametrize("token", ["", "unknown", "é", "\ud800"])
async def test_unknown_links_are_refused_before_anything_is_hashed(
    auth: Auth, hasher: CountingHasher, token: str
) -> None:
    with pytest.raises(Unauthorized):
        await auth.set_password_by_link(token, PASSWORD)
    with pytest.raises(Unauthorized):
        await auth.setup_admin(token, ANA, "Ana", PASSWORD)

    assert hasher.hashes == 0


async def test_the_setup_link_makes_the_first_admin_once(
    auth: Auth, staffing: Staffing, db: Database
) -> None:
    token = await staffing.setup_link()
    assert token is not None

    staff = await auth.setup_admin(token, ANA, " Ana ", PASSWORD)

    assert (staff.email, staff.name, staff.role) == (ANA, "Ana", Role.ADMIN)
    assert (await login(auth)).staff == staff
    with pytest.raises(Unauthorized):
        await auth.setup_admin(token, "eve@hotel.example", "Eve", PASSWORD)
    assert actions(db)[:2] == ["staff.setup_link", "staff.set_up"]


async def test_two_admins_set_up_at_once_become_one(auth: Auth, staffing: Staffing) -> None:
    token = await staffing.setup_link()
    assert token is not None

    outcomes = await asyncio.gather(
        auth.setup_admin(token, ANA, "Ana", PASSWORD),
        auth.setup_admin(token, "eve@hotel.example", "Eve", PASSWORD),
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, JackError) for outcome in outcomes) == 1
    assert len(await staffing.list()) == 1


async def test_the_setup_link_stops_with_the_first_account_made_another_way(
    auth: Auth, staffing: Staffing
) -> None:
    token = await staffing.setup_link()
    assert token is not None
    await staffing.add(ANA, "Ana", Role.ADMIN, password=PASSWORD, actor="cli")

    with pytest.raises(Conflict):
        await auth.setup_admin(token, "eve@hotel.example", "Eve", PASSWORD)


async def test_a_password_link_sets_up_nobody_and_a_setup_link_sets_no_password(
    auth: Auth, staffing: Staffing
) -> None:
    setup = await staffing.setup_link()
    assert setup is not None
    token = await invited(staffing)

    with pytest.raises(Unauthorized):
        await auth.setup_admin(token, ANA, "Ana", PASSWORD)
    with pytest.raises(Unauthorized):
        await auth.set_password_by_link(setup, PASSWORD)
