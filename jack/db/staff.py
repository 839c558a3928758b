"""Staff accounts, their one-time links and their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jack.db import sql
from jack.model.clock import Micros
from jack.model.staff import Role, Staff, StaffId

_SESSION = (
    "id, staff_id, family, user_agent, created_at, expires_at, rotated_at, revoked_at, kind,"
    " address, seen_at"
)
_COLUMNS = "id, email, name, role, departments, disabled_at, password_hash, created_at"


@dataclass(frozen=True, slots=True)
class Session:
    """One refresh token of a login, or (`kind` "cookie") one login of the web page."""

    id: int
    staff_id: StaffId
    family: str
    user_agent: str
    created_at: Micros
    expires_at: Micros
    rotated_at: Micros | None
    revoked_at: Micros | None
    kind: str = "token"
    address: str = ""
    seen_at: Micros | None = None


def add(email: str, name: str, role: Role, departments: Sequence[str], at: Micros) -> StaffId:
    """Raises the driver's IntegrityError when the e-mail is taken."""
    return sql.insert(
        "staff",
        email=email.casefold(),
        name=name,
        role=role,
        departments=sql.dumps(list(departments)),
        created_at=at,
        updated_at=at,
    )


def get(staff_id: StaffId) -> Staff | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM staff WHERE id = ?", staff_id)
    return _staff(found) if found else None


def by_email(email: str) -> Staff | None:
    found = sql.row(f"SELECT {_COLUMNS} FROM staff WHERE email = ?", email.casefold())
    return _staff(found) if found else None


def listed() -> list[Staff]:
    return [_staff(row) for row in sql.rows(f"SELECT {_COLUMNS} FROM staff ORDER BY email")]


def page(*, after: int, limit: int) -> list[Staff]:
    return [
        _staff(row)
        for row in sql.rows(
            f"SELECT {_COLUMNS} FROM staff WHERE id > ? ORDER BY id LIMIT ?", after, limit
        )
    ]


def count() -> int:
    return int(sql.value("SELECT count(*) FROM staff"))


def password_hash(staff_id: StaffId) -> str | None:
    found: str | None = sql.value("SELECT password_hash FROM staff WHERE id = ?", staff_id)
    return found


def set_password(staff_id: StaffId, hashed: str, at: Micros) -> None:
    sql.run("UPDATE staff SET password_hash = ?, updated_at = ? WHERE id = ?", hashed, at, staff_id)


def set_role(staff_id: StaffId, role: Role, at: Micros) -> None:
    sql.run("UPDATE staff SET role = ?, updated_at = ? WHERE id = ?", role, at, staff_id)


def set_profile(staff_id: StaffId, name: str, departments: Sequence[str], at: Micros) -> None:
    sql.run(
        "UPDATE staff SET name = ?, departments = ?, updated_at = ? WHERE id = ?",
        name,
        sql.dumps(list(departments)),
        at,
        staff_id,
    )


def set_disabled(staff_id: StaffId, disabled_at: Micros | None, at: Micros) -> None:
    sql.run(
        "UPDATE staff SET disabled_at = ?, updated_at = ? WHERE id = ?", disabled_at, at, staff_id
    )


def count_active_admins() -> int:
    return int(sql.value("SELECT count(*) FROM staff WHERE role = 'admin' AND disabled_at IS NULL"))


# -- one-time links ------------------------------------------------------------------------


def add_link(
    token_hash: str, purpose: str, at: Micros, *, staff_id: StaffId | None, expires_at: Micros
) -> None:
    """A new link of one purpose replaces the older ones of the same person."""
    sql.run("DELETE FROM staff_link WHERE purpose = ? AND staff_id IS ?", purpose, staff_id)
    sql.insert(
        "staff_link",
        token_hash=token_hash,
        staff_id=staff_id,
        purpose=purpose,
        expires_at=expires_at,
        created_at=at,
    )


def link(token_hash: str, purpose: str, at: Micros) -> tuple[bool, StaffId | None]:
    """(is it valid and unused, whose it is)."""
    found = sql.row(
        "SELECT staff_id FROM staff_link WHERE token_hash = ? AND purpose = ?"
        " AND used_at IS NULL AND expires_at > ?",
        token_hash,
        purpose,
        at,
    )
    return (True, found[0]) if found else (False, None)


def use_link(token_hash: str, at: Micros) -> bool:
    """Use it up; False when somebody else just did."""
    changed = sql.run(
        "UPDATE staff_link SET used_at = ? WHERE token_hash = ? AND used_at IS NULL", at, token_hash
    )
    return changed == 1


# -- sessions ------------------------------------------------------------------------------


def add_session(
    staff_id: StaffId,
    family: str,
    token_hash: str,
    at: Micros,
    *,
    expires_at: Micros,
    user_agent: str,
    kind: str = "token",
    address: str = "",
) -> int:
    return sql.insert(
        "session",
        staff_id=staff_id,
        family=family,
        token_hash=token_hash,
        user_agent=user_agent,
        created_at=at,
        expires_at=expires_at,
        kind=kind,
        address=address,
        seen_at=at,
    )


def session_by_token(token_hash: str, kind: str = "token") -> Session | None:
    found = sql.row(
        f"SELECT {_SESSION} FROM session WHERE token_hash = ? AND kind = ?", token_hash, kind
    )
    return Session(*found) if found else None


def touch_session(session_id: int, at: Micros, *, expires_at: Micros) -> None:
    """Somebody used it just now."""
    sql.run(
        "UPDATE session SET seen_at = ?, expires_at = ? WHERE id = ? AND revoked_at IS NULL",
        at,
        expires_at,
        session_id,
    )


def rotate_session(session_id: int, at: Micros) -> bool:
    """Mark a refresh token as used; False when it was used before."""
    changed = sql.run(
        "UPDATE session SET rotated_at = ? WHERE id = ? AND rotated_at IS NULL"
        " AND revoked_at IS NULL",
        at,
        session_id,
    )
    return changed == 1


def revoke_family(family: str, at: Micros) -> None:
    sql.run("UPDATE session SET revoked_at = ? WHERE family = ? AND revoked_at IS NULL", at, family)


def revoke_all(staff_id: StaffId, at: Micros) -> None:
    sql.run(
        "UPDATE session SET revoked_at = ? WHERE staff_id = ? AND revoked_at IS NULL", at, staff_id
    )


def live_session(family: str, at: Micros) -> Session | None:
    """The newest row of a login whose access tokens still count."""
    found = sql.row(
        f"SELECT {_SESSION} FROM session WHERE family = ? AND revoked_at IS NULL"
        " AND expires_at > ? ORDER BY id DESC LIMIT 1",
        family,
        at,
    )
    return Session(*found) if found else None


def sessions_of(staff_id: StaffId, at: Micros) -> list[Session]:
    """The live row of every login, newest first."""
    return [
        Session(*row)
        for row in sql.rows(
            f"SELECT {_SESSION} FROM session WHERE staff_id = ? AND revoked_at IS NULL"
            " AND rotated_at IS NULL AND expires_at > ? ORDER BY id DESC",
            staff_id,
            at,
        )
    ]


def forget_sessions(before: Micros) -> int:
    return sql.run("DELETE FROM session WHERE expires_at < ?", before)


def _staff(row: sql.Row) -> Staff:
    return Staff(
        id=row[0],
        email=row[1],
        name=row[2],
        role=Role(row[3]),
        departments=tuple(sql.loads(row[4])),
        is_disabled=row[5] is not None,
        has_password=row[6] is not None,
        created_at=row[7],
    )
