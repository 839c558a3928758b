"""Tokens of scripts: within their scopes, while their maker is there, and no longer than said (R15)."""

from __future__ import annotations

import pytest

from jack.db import sql
from jack.db.database import Database
from jack.errors import Forbidden, Invalid, NotFound, Unauthorized
from jack.model.api_tokens import ApiToken
from jack.model.clock import DAY, Micros
from jack.model.staff import Permission, Role, Staff
from jack.services.api_tokens import ApiTokens
from jack.services.passwords import Passwords
from jack.services.staff import Staffing
from tests.conftest import FakeClock

METRICS = frozenset({Permission.READ_METRICS})


@pytest.fixture
def tokens(db: Database, clock: FakeClock) -> ApiTokens:
    return ApiTokens(db, clock)


@pytest.fixture
def staffing(db: Database, clock: FakeClock, passwords: Passwords) -> Staffing:
    return Staffing(db, clock, passwords)


@pytest.fixture
async def admin(staffing: Staffing) -> Staff:
    await staffing.add("other@hotel.example", "Other", Role.ADMIN, actor="cli")
    return (await staffing.add("ana@hotel.example", "Ana", Role.ADMIN, actor="cli"))[0]


async def create(
    tokens: ApiTokens, by: Staff, *, expires_at: Micros | None = None
) -> tuple[ApiToken, str]:
    return await tokens.create(by, "Prometheus", METRICS, expires_at=expires_at)


async def counts(tokens: ApiTokens, secret: str) -> bool:
    try:
        await tokens.verify(secret)
    except Unauthorized:
        return False
    return True


async def test_a_token_acts_for_its_maker_within_its_scopes(
    tokens: ApiTokens, admin: Staff
) -> None:
    _, secret = await create(tokens, admin)

    principal = await tokens.verify(secret)

    assert secret.startswith("jack_")
    assert (principal.staff.id, principal.is_person) == (admin.id, False)
    assert principal.staff.permissions == METRICS
    assert not principal.staff.may(Permission.READ_CONVERSATIONS)


async def test_only_a_hash_of_it_is_kept(db: Database, tokens: ApiTokens, admin: Staff) -> None:
    token, secret = await create(tokens, admin)

    stored = str(db.read_now(sql.rows, "SELECT * FROM api_token"))
    assert secret not in stored + repr(token)
    assert secret.removeprefix("jack_") not in stored
    assert secret.endswith(token.hint)


async def test_nobody_gives_what_they_may_not_do(
    tokens: ApiTokens, staffing: Staffing, admin: Staff
) -> None:
    manager, _ = await staffing.add("ben@hotel.example", "Ben", Role.MANAGER, actor="cli")

    with pytest.raises(Forbidden, match="manage tokens"):
        await create(tokens, manager)
    narrow = (await tokens.verify((await _manages_only(tokens, admin))[1])).staff
    with pytest.raises(Forbidden, match="metrics"):
        await create(tokens, narrow)


async def _manages_only(tokens: ApiTokens, admin: Staff) -> tuple[ApiToken, str]:
    scopes = frozenset({Permission.MANAGE_TOKENS})
    return await tokens.create(admin, "Narrow", scopes, expires_at=None)


async def test_a_token_shrinks_with_its_makers_role(
    tokens: ApiTokens, staffing: Staffing, admin: Staff
) -> None:
    _, secret = await create(tokens, admin)

    await staffing.set_role(admin.email, Role.FRONT_DESK, actor="cli")

    assert (await tokens.verify(secret)).staff.permissions == frozenset()


async def test_a_token_stops_when_its_maker_is_locked_out(
    tokens: ApiTokens, staffing: Staffing, admin: Staff
) -> None:
    _, secret = await create(tokens, admin)

    await staffing.disable(admin.email, actor="cli")

    assert not await counts(tokens, secret)


async def test_a_token_stops_at_its_end_and_when_it_is_revoked(
    tokens: ApiTokens, admin: Staff, clock: FakeClock
) -> None:
    _, brief = await create(tokens, admin, expires_at=clock() + DAY)
    lasting, secret = await create(tokens, admin)
    assert await counts(tokens, brief)

    clock.forward(86_400)
    assert not await counts(tokens, brief)
    assert await counts(tokens, secret)
    await tokens.revoke(admin, lasting.id)

    assert not await counts(tokens, secret)
    with pytest.raises(NotFound):
        await tokens.get(lasting.id)


async def test_its_last_use_is_known_to_five_minutes(
    tokens: ApiTokens, admin: Staff, clock: FakeClock
) -> None:
    token, secret = await create(tokens, admin)
    assert (await tokens.get(token.id)).used_at is None

    first = clock()
    await tokens.verify(secret)
    clock.forward(299)
    await tokens.verify(secret)
    assert (await tokens.get(token.id)).used_at == first
    clock.forward(1)
    await tokens.verify(secret)

    assert (await tokens.get(token.id)).used_at == clock()


async def test_what_is_no_token_is_refused(tokens: ApiTokens) -> None:
    assert not await counts(tokens, "jack_")
    assert not await counts(tokens, "jack_é")


async def test_tokens_without_name_scopes_or_future_are_refused(
    tokens: ApiTokens, admin: Staff, clock: FakeClock
) -> None:
    with pytest.raises(Invalid, match="name"):
        await tokens.create(admin, "  ", METRICS, expires_at=None)
    with pytest.raises(Invalid, match="scopes"):
        await tokens.create(admin, "Nothing", frozenset(), expires_at=None)
    with pytest.raises(Invalid, match="passed"):
        await create(tokens, admin, expires_at=clock())


async def test_tokens_are_listed_by_pages_and_renamed(
    db: Database, tokens: ApiTokens, admin: Staff
) -> None:
    made = [(await create(tokens, admin))[0].id for _ in range(3)]

    first = await tokens.page(before=None, limit=2)
    rest = await tokens.page(before=first[-1].id, limit=2)
    renamed = await tokens.rename(admin, made[0], " Grafana ")

    assert [token.id for token in first + rest] == made[::-1]
    assert renamed.name == "Grafana"
    actions = [row[0] for row in db.read_now(sql.rows, "SELECT action FROM audit ORDER BY id")]
    assert actions[-4:] == ["token.created"] * 3 + ["token.renamed"]
    with pytest.raises(NotFound):
        await tokens.rename(admin, 99, "Nothing")
