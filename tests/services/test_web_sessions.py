"""Sessions of the web page: they renew themselves, end, and prove nothing but themselves (R15)."""

from __future__ import annotations

import pytest

from jack.db import sql
from jack.db.database import Database
from jack.errors import Unauthorized
from jack.model.clock import DAY, HOUR
from jack.model.staff import Role
from jack.services.auth import Auth
from jack.services.passwords import Passwords
from jack.services.staff import Staffing
from jack.services.web_sessions import WebSession, WebSessions, csrf_token, is_csrf_token
from tests.conftest import FakeClock

ANA = "ana@hotel.example"
PASSWORD = "correct horse battery"


@pytest.fixture
def auth(db: Database, clock: FakeClock, passwords: Passwords) -> Auth:
    return Auth(db, b"k" * 32, clock, passwords=passwords)


@pytest.fixture
def sessions(db: Database, auth: Auth, clock: FakeClock) -> WebSessions:
    return WebSessions(db, auth, clock)


@pytest.fixture
async def staffing(db: Database, clock: FakeClock, passwords: Passwords) -> Staffing:
    staffing = Staffing(db, clock, passwords)
    await staffing.add(ANA, "Ana", Role.FRONT_DESK, password=PASSWORD, actor="cli")
    return staffing


async def open_session(sessions: WebSessions) -> WebSession:
    return await sessions.open(ANA, PASSWORD, user_agent="Firefox", client="192.0.2.1")


async def is_over(sessions: WebSessions, session: WebSession) -> bool:
    try:
        await sessions.verify(session.token)
    except Unauthorized:
        return True
    return False


@pytest.mark.usefixtures("staffing")
async def test_r15_the_cookie_is_kept_as_a_hash_and_not_shown(
    db: Database, sessions: WebSessions
) -> None:
    session = await open_session(sessions)

    stored = str(db.read_now(sql.rows, "SELECT * FROM session"))
    assert session.token not in stored + repr(session)
    assert session.csrf_token not in stored + repr(session)
    assert (await sessions.verify(session.token)).staff.email == ANA


@pytest.mark.usefixtures("staffing")
async def test_a_session_lives_as_long_as_it_is_used(
    sessions: WebSessions, clock: FakeClock
) -> None:
    session = await open_session(sessions)

    for _ in range(5):
        clock.forward(23 * 3600)
        await sessions.verify(session.token)
    clock.forward(24 * 3600)

    assert await is_over(sessions, session)


@pytest.mark.usefixtures("staffing")
async def test_no_session_lives_longer_than_the_longest(
    sessions: WebSessions, clock: FakeClock
) -> None:
    opened_at = clock()
    session = await open_session(sessions)

    while clock() + 20 * HOUR < opened_at + 30 * DAY:
        clock.forward(20 * 3600)
        renewed = await sessions.verify(session.token)

    assert renewed.expires_at == opened_at + 30 * DAY
    clock.forward(20 * 3600)
    assert await is_over(sessions, session)


@pytest.mark.usefixtures("staffing")
async def test_being_used_is_written_down_only_now_and_then(
    db: Database, sessions: WebSessions, clock: FakeClock
) -> None:
    session = await open_session(sessions)
    opened_at = clock()

    clock.forward(60)
    await sessions.verify(session.token)
    assert db.read_now(sql.value, "SELECT seen_at FROM session") == opened_at
    clock.forward(300)
    await sessions.verify(session.token)

    assert db.read_now(sql.value, "SELECT seen_at FROM session") == clock()


async def test_a_session_ends_with_the_account_and_with_logging_out(
    sessions: WebSessions, auth: Auth, staffing: Staffing
) -> None:
    first, second = await open_session(sessions), await open_session(sessions)

    await auth.logout(first.principal)
    assert await is_over(sessions, first)
    assert not await is_over(sessions, second)
    await staffing.disable(ANA, actor="cli")

    assert await is_over(sessions, second)


@pytest.mark.usefixtures("staffing")
async def test_all_other_logins_can_be_ended_at_once(sessions: WebSessions, auth: Auth) -> None:
    mine, other = await open_session(sessions), await open_session(sessions)
    tokens = await auth.login(ANA, PASSWORD, user_agent="script", client="192.0.2.2")

    await auth.revoke_others(mine.principal)

    assert not await is_over(sessions, mine)
    assert await is_over(sessions, other)
    with pytest.raises(Unauthorized):
        await auth.verify(tokens.access_token)
    assert [session.address for session in await auth.sessions(mine.staff.id)] == ["192.0.2.1"]


@pytest.mark.usefixtures("staffing")
async def test_a_cookie_is_no_refresh_token_and_a_refresh_token_no_cookie(
    sessions: WebSessions, auth: Auth
) -> None:
    session = await open_session(sessions)
    tokens = await auth.login(ANA, PASSWORD, user_agent="script", client="192.0.2.2")

    with pytest.raises(Unauthorized):
        await auth.refresh(session.token)
    with pytest.raises(Unauthorized):
        await sessions.verify(tokens.refresh_token)
    assert not await is_over(sessions, session)


@pytest.mark.usefixtures("staffing")
async def test_a_csrf_token_belongs_to_one_session(sessions: WebSessions) -> None:
    first, second = await open_session(sessions), await open_session(sessions)

    assert is_csrf_token(csrf_token(first.token), first)
    assert not is_csrf_token(first.csrf_token, second)
    assert not is_csrf_token("", first)
    assert not is_csrf_token("é", first)


@pytest.mark.usefixtures("staffing")
async def test_a_wrong_password_opens_nothing(db: Database, sessions: WebSessions) -> None:
    with pytest.raises(Unauthorized):
        await sessions.open(ANA, "not it at all", user_agent="", client="192.0.2.1")

    assert db.read_now(sql.value, "SELECT count(*) FROM session") == 0


async def test_an_account_locked_while_its_password_is_checked_opens_nothing(
    db: Database, sessions: WebSessions, staffing: Staffing
) -> None:
    staff, hashed = await sessions.auth.prove(ANA, PASSWORD, client="192.0.2.1")
    await staffing.disable(ANA, actor="cli")

    opened = await db.write(sessions._open, staff.id, hashed, "family", "token", "", "")

    assert opened is None
