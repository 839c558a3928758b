"""Accounts, one-time links and sessions."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from jack.db import staff
from jack.db.database import Database
from jack.db.staff import Session
from jack.model.clock import DAY, HOUR, SECOND, Micros
from jack.model.staff import Role, Staff
from tests.db.samples import NOW, colleague


def get(db: Database, staff_id: int) -> Staff:
    found = db.read_now(staff.get, staff_id)
    assert found is not None
    return found


def login(
    db: Database, staff_id: int, family: str, token: str, *, expires_at: Micros = NOW + DAY
) -> int:
    return db.write_now(
        staff.add_session, staff_id, family, token, NOW, expires_at=expires_at, user_agent="Firefox"
    )


def session(db: Database, token: str) -> Session:
    found = db.read_now(staff.session_by_token, token)
    assert found is not None
    return found


# -- accounts ------------------------------------------------------------------------------


def test_an_account_is_found_by_id_and_by_mail_in_any_case(db: Database) -> None:
    staff_id = db.write_now(
        staff.add, "Maria@Hotel.Example", "Maria", Role.MANAGER, ["spa", "valet"], NOW
    )

    maria = get(db, staff_id)

    assert maria == Staff(
        id=staff_id,
        email="maria@hotel.example",
        name="Maria",
        role=Role.MANAGER,
        departments=("spa", "valet"),
        is_disabled=False,
        has_password=False,
        created_at=NOW,
    )
    assert db.read_now(staff.by_email, "MARIA@hotel.EXAMPLE") == maria
    assert db.read_now(staff.by_email, "ben@hotel.example") is None
    assert db.read_now(staff.listed) == [maria]
    assert db.read_now(staff.count) == 1


def test_a_mail_address_is_taken_once(db: Database) -> None:
    db.write_now(colleague, "maria@hotel.example")

    with pytest.raises(sqlcipher.IntegrityError):
        db.write_now(colleague, "MARIA@hotel.example")


def test_an_account_changes_its_password_role_and_state(db: Database) -> None:
    staff_id = db.write_now(colleague)

    db.write_now(staff.set_password, staff_id, "$argon2id$…", NOW)
    db.write_now(staff.set_role, staff_id, Role.ADMIN, NOW)
    db.write_now(staff.set_disabled, staff_id, NOW, NOW)

    changed = get(db, staff_id)
    assert (changed.role, changed.has_password, changed.is_disabled) == (Role.ADMIN, True, True)
    assert db.read_now(staff.password_hash, staff_id) == "$argon2id$…"


def test_only_admins_who_may_log_in_count_as_admins(db: Database) -> None:
    ids = [
        db.write_now(colleague, f"{number}@hotel.example", role=role)
        for number, role in enumerate((Role.ADMIN, Role.ADMIN, Role.MANAGER))
    ]
    assert db.read_now(staff.count_active_admins) == 2

    db.write_now(staff.set_disabled, ids[0], NOW, NOW)

    assert db.read_now(staff.count_active_admins) == 1


# -- links ---------------------------------------------------------------------------------


def test_a_link_works_once_until_it_expires_for_its_purpose(db: Database) -> None:
    staff_id = db.write_now(colleague)
    db.write_now(staff.add_link, "hash", "password", NOW, staff_id=staff_id, expires_at=NOW + HOUR)

    assert db.read_now(staff.link, "hash", "password", NOW) == (True, staff_id)
    assert db.read_now(staff.link, "hash", "setup", NOW) == (False, None)
    assert db.read_now(staff.link, "hash", "password", NOW + HOUR) == (False, None)
    assert db.read_now(staff.link, "guess", "password", NOW) == (False, None)

    assert db.write_now(staff.use_link, "hash", NOW)
    assert not db.write_now(staff.use_link, "hash", NOW)
    assert db.read_now(staff.link, "hash", "password", NOW) == (False, None)


@pytest.mark.parametrize("is_for_somebody", [True, False])
def test_a_new_link_replaces_the_persons_older_one(db: Database, *, is_for_somebody: bool) -> None:
    staff_id = db.write_now(colleague) if is_for_somebody else None
    other = db.write_now(colleague, "ben@hotel.example")
    for token, whose in (("others", other), ("old", staff_id), ("new", staff_id)):
        db.write_now(staff.add_link, token, "password", NOW, staff_id=whose, expires_at=NOW + HOUR)

    valid = [
        db.read_now(staff.link, token, "password", NOW)[0] for token in ("old", "new", "others")
    ]

    assert valid == [False, True, True]


# -- sessions ------------------------------------------------------------------------------


def test_a_refresh_token_is_used_once(db: Database) -> None:
    maria = db.write_now(colleague)
    session_id = login(db, maria, "family", "first")

    assert db.write_now(staff.rotate_session, session_id, NOW + SECOND)
    assert not db.write_now(staff.rotate_session, session_id, NOW + SECOND)

    used = session(db, "first")
    assert (used.staff_id, used.family, used.rotated_at) == (maria, "family", NOW + SECOND)
    assert db.read_now(staff.session_by_token, "guess") is None


def test_a_login_lives_until_revoked_or_expired(db: Database) -> None:
    maria = db.write_now(colleague)
    session_id = login(db, maria, "phone", "first")
    login(db, maria, "desk", "other")

    db.write_now(staff.rotate_session, session_id, NOW)
    login(db, maria, "phone", "second")
    assert db.read_now(staff.live_session, "phone", NOW)
    assert not db.read_now(staff.live_session, "phone", NOW + DAY)

    db.write_now(staff.revoke_family, "phone", NOW)
    assert not db.read_now(staff.live_session, "phone", NOW)
    assert not db.write_now(staff.rotate_session, session(db, "second").id, NOW)
    assert db.read_now(staff.live_session, "desk", NOW)


def test_all_logins_of_a_person_end_together_and_nobody_elses(db: Database) -> None:
    maria, ben = db.write_now(colleague), db.write_now(colleague, "ben@hotel.example")
    for staff_id, family in ((maria, "phone"), (maria, "desk"), (ben, "ben")):
        login(db, staff_id, family, family)

    db.write_now(staff.revoke_all, maria, NOW)

    live = [db.read_now(staff.live_session, each, NOW) for each in ("phone", "desk", "ben")]
    assert [session is not None for session in live] == [False, False, True]


def test_a_person_sees_one_line_per_login_newest_first(db: Database) -> None:
    maria = db.write_now(colleague)
    rotated = login(db, maria, "phone", "first")
    db.write_now(staff.rotate_session, rotated, NOW)
    login(db, maria, "phone", "second")
    login(db, maria, "desk", "third")
    login(db, maria, "old", "expired", expires_at=NOW)

    found = db.read_now(staff.sessions_of, maria, NOW)

    assert [each.family for each in found] == ["desk", "phone"]
    assert found[0].user_agent == "Firefox"


def test_expired_sessions_are_forgotten(db: Database) -> None:
    maria = db.write_now(colleague)
    login(db, maria, "old", "old", expires_at=NOW)
    login(db, maria, "new", "new", expires_at=NOW + DAY)

    assert db.write_now(staff.forget_sessions, NOW + SECOND) == 1
    assert db.read_now(staff.session_by_token, "old") is None
    assert session(db, "new").family == "new"
