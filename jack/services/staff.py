"""Accounts of the people who work in the hotel: add, change, lock, and the links to get in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jack import crypto
from jack.db import audit, totp
from jack.db import staff as store
from jack.db.database import Database
from jack.errors import Conflict, Forbidden, Invalid, NotFound
from jack.model.clock import HOUR, Clock, Micros, now
from jack.model.staff import Permission, Role, Staff, StaffId
from jack.model.tasks import Department
from jack.services.auth import ACCOUNT_LINK, SETUP_LINK, parse_email
from jack.services.passwords import Passwords, check_password

PASSWORD_LINK_TTL: Micros = 72 * HOUR
SETUP_LINK_TTL: Micros = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Staffing:
    """Every change is audited under `actor`: `cli` or `staff:3`. A malformed e-mail is Invalid."""

    db: Database
    clock: Clock = now
    passwords: Passwords = field(default_factory=Passwords)

    async def add(
        self,
        email: str,
        name: str,
        role: Role,
        departments: Sequence[str] = (),
        *,
        password: str | None = None,
        actor: str,
    ) -> tuple[Staff, str | None]:
        """A new account; without a password also the token of a link to set one (72 h).

        Raises Conflict when the e-mail has an account, Invalid for what cannot be one.
        """
        address = parse_email(email)
        belongs_to = _departments(departments)
        hashed = None
        if password is not None:
            check_password(password, address)
            hashed = await self.passwords.hash(password)
        token = crypto.token() if hashed is None else None
        staff = await self.db.write(
            self._add, address, name.strip() or address, role, belongs_to, hashed, token, actor
        )
        return staff, token

    async def list(self) -> Sequence[Staff]:
        """Everybody, disabled ones too, by e-mail."""
        return await self.db.read(store.listed)

    async def set_role(self, email: str, role: Role, *, actor: str) -> Staff:
        """Raises NotFound, or Conflict for the last active admin."""
        return await self.db.write(self._set_role, email, role, actor)

    async def reset_password(
        self, email: str, *, actor: str, with_second_factor: bool = False
    ) -> str:
        """The token of a new link (72 h). The old password and all sessions stop at once.

        `with_second_factor`: that is off afterwards too, for who lost it and has no code left.

        Raises NotFound, or Conflict for a disabled account.
        """
        token = crypto.token()
        nobody_knows = await self.passwords.hash(crypto.token())
        await self.db.write(
            self._reset_password, email, token, nobody_knows, actor, with_second_factor
        )
        return token

    async def disable(self, email: str, *, actor: str) -> Staff:
        """Lock an account and end its sessions.

        Raises NotFound, or Conflict for the last active admin.
        """
        return await self.db.write(self._disable, email, actor)

    async def enable(self, email: str, *, actor: str) -> Staff:
        """Raises NotFound."""
        return await self.db.write(self._enable, email, actor)

    # -- by a colleague --------------------------------------------------------------------

    async def page(self, *, after: int, limit: int) -> tuple[Sequence[Staff], set[StaffId]]:
        """(accounts in the order they were made, whose second factor is on)."""

        def read() -> tuple[Sequence[Staff], set[StaffId]]:
            return store.page(after=after, limit=limit), totp.holders()

        return await self.db.read(read)

    async def get(self, staff_id: StaffId) -> tuple[Staff, bool]:
        """(account, whether its second factor is on). Raises NotFound."""

        def read() -> tuple[Staff, bool]:
            return _must(staff_id), staff_id in totp.holders()

        return await self.db.read(read)

    async def invite(
        self, by: Staff, email: str, name: str, role: Role, departments: Sequence[str]
    ) -> tuple[Staff, str]:
        """A new account and the token of a link to set its password (72 h).

        Raises Forbidden, Conflict, Invalid.
        """
        _must_manage(by, role)
        staff, token = await self.add(email, name, role, departments, actor=f"staff:{by.id}")
        assert token is not None
        return staff, token

    async def edit(
        self,
        by: Staff,
        staff_id: StaffId,
        *,
        name: str | None = None,
        role: Role | None = None,
        departments: Sequence[str] | None = None,
        is_disabled: bool | None = None,
    ) -> Staff:
        """Change what is given. Raises NotFound, Forbidden, Invalid, or Conflict for the last admin."""
        belongs_to = _departments(departments) if departments is not None else None
        if name is not None and not name.strip():
            raise Invalid("A name cannot be empty.", field="name")

        def work() -> Staff:
            staff, actor = _must(staff_id), f"staff:{by.id}"
            _must_manage(by, staff.role, *([role] if role else []))
            if name is not None or belongs_to is not None:
                self._set_profile(staff, name, belongs_to, actor)
            if role is not None:
                self._set_role(staff.email, role, actor)
            if is_disabled is not None:
                (self._disable if is_disabled else self._enable)(staff.email, actor)
            return _must(staff_id)

        return await self.db.write(work)

    async def rename(self, me: Staff, name: str) -> Staff:
        """One's own name. Raises Invalid for an empty one."""
        if not name.strip():
            raise Invalid("A name cannot be empty.", field="name")

        def work() -> Staff:
            self._set_profile(_must(me.id), name, None, f"staff:{me.id}")
            return _must(me.id)

        return await self.db.write(work)

    async def reset(self, by: Staff, staff_id: StaffId) -> str:
        """`reset_password` by a colleague. Raises Forbidden too."""
        staff, _ = await self.get(staff_id)
        _must_manage(by, staff.role)
        return await self.reset_password(staff.email, actor=f"staff:{by.id}")

    async def reset_second_factor(self, by: Staff, staff_id: StaffId) -> None:
        """Turn it off for who lost it. Raises NotFound, Forbidden, Conflict when it is off."""

        def work(at: Micros) -> None:
            staff = _must(staff_id)
            _must_manage(by, staff.role)
            if not totp.remove(staff_id):
                raise Conflict(f"{staff.email} has no second factor.")
            store.revoke_all(staff_id, at)
            audit.add(f"staff:{by.id}", "totp.disabled", f"staff:{staff_id}", at)

        await self.db.write(work, self.clock())

    async def setup_link(self) -> str | None:
        """The token of a new set-up link (24 h); older ones stop. None once there is an account."""
        token = crypto.token()
        return token if await self.db.write(self._add_setup_link, token) else None

    # -- inside one write ------------------------------------------------------------------

    def _add(
        self,
        email: str,
        name: str,
        role: Role,
        departments: tuple[Department, ...],
        hashed: str | None,
        token: str | None,
        actor: str,
    ) -> Staff:
        if store.by_email(email):
            raise Conflict(f"{email} has an account already.", field="email")
        at = self.clock()
        staff_id = store.add(email, name, role, departments, at)
        if hashed is not None:
            store.set_password(staff_id, hashed, at)
        if token is not None:
            self._add_password_link(staff_id, token, at)
        audit.add(actor, "staff.added", f"staff:{staff_id}", at, role=role, departments=departments)
        return _existing(email)

    def _set_role(self, email: str, role: Role, actor: str) -> Staff:
        staff = _existing(email)
        if role is staff.role:
            return staff
        if role is not Role.ADMIN:
            _keep_an_admin(staff)
        at = self.clock()
        store.set_role(staff.id, role, at)
        audit.add(actor, "staff.role_set", f"staff:{staff.id}", at, before=staff.role, after=role)
        return _existing(email)

    def _set_profile(
        self, staff: Staff, name: str | None, departments: Sequence[str] | None, actor: str
    ) -> None:
        at = self.clock()
        new_name = name.strip() if name is not None else staff.name
        new_departments = staff.departments if departments is None else departments
        store.set_profile(staff.id, new_name, new_departments, at)
        audit.add(
            actor, "staff.profile_set", f"staff:{staff.id}", at, departments=list(new_departments)
        )

    def _reset_password(
        self, email: str, token: str, hashed: str, actor: str, with_second_factor: bool
    ) -> None:
        staff = _existing(email)
        if staff.is_disabled:
            raise Conflict(f"{staff.email} is disabled. Enable the account first.")
        at = self.clock()
        if staff.has_password:
            store.set_password(staff.id, hashed, at)
        store.revoke_all(staff.id, at)
        self._add_password_link(staff.id, token, at)
        if with_second_factor and totp.remove(staff.id):
            audit.add(actor, "totp.disabled", f"staff:{staff.id}", at)
        audit.add(actor, "staff.password_reset", f"staff:{staff.id}", at)

    def _disable(self, email: str, actor: str) -> Staff:
        staff = _existing(email)
        if staff.is_disabled:
            return staff
        _keep_an_admin(staff)
        at = self.clock()
        store.set_disabled(staff.id, at, at)
        store.revoke_all(staff.id, at)
        audit.add(actor, "staff.disabled", f"staff:{staff.id}", at)
        return _existing(email)

    def _enable(self, email: str, actor: str) -> Staff:
        staff = _existing(email)
        if not staff.is_disabled:
            return staff
        at = self.clock()
        store.set_disabled(staff.id, None, at)
        audit.add(actor, "staff.enabled", f"staff:{staff.id}", at)
        return _existing(email)

    def _add_setup_link(self, token: str) -> bool:
        if store.count():
            return False
        at = self.clock()
        digest = crypto.fingerprint(token)
        store.add_link(digest, SETUP_LINK, at, staff_id=None, expires_at=at + SETUP_LINK_TTL)
        audit.add("system", "staff.setup_link", "system", at)
        return True

    @staticmethod
    def _add_password_link(staff_id: int, token: str, at: Micros) -> None:
        digest = crypto.fingerprint(token)
        expires_at = at + PASSWORD_LINK_TTL
        store.add_link(digest, ACCOUNT_LINK, at, staff_id=staff_id, expires_at=expires_at)


def _departments(names: Sequence[str]) -> tuple[Department, ...]:
    """Without repeats, in the order given. Raises Invalid."""
    try:
        return tuple(dict.fromkeys(Department(name) for name in names))
    except ValueError as error:
        known = ", ".join(Department)
        raise Invalid(f"{error}. Departments are {known}.", field="departments") from error


def _existing(email: str) -> Staff:
    staff = store.by_email(parse_email(email))
    if staff is None:
        raise NotFound(f"Nobody has an account with {email}.")
    return staff


def _must(staff_id: StaffId) -> Staff:
    staff = store.get(staff_id)
    if staff is None:
        raise NotFound(f"There is no account {staff_id}.")
    return staff


def _must_manage(by: Staff, *roles: Role) -> None:
    """Admins are made and changed by admins only: nobody lifts themselves up."""
    if not by.may(Permission.MANAGE_STAFF):
        raise Forbidden(f"Your role, {by.role}, may not manage accounts.")
    if Role.ADMIN in roles and by.role is not Role.ADMIN:
        raise Forbidden("Only an admin makes or changes admins.")


def _keep_an_admin(staff: Staff) -> None:
    is_active_admin = staff.role is Role.ADMIN and not staff.is_disabled
    if is_active_admin and store.count_active_admins() == 1:
        raise Conflict(f"{staff.email} is the last active admin. Make somebody else admin first.")
