"""Signs staff in: sessions whose refresh tokens work once, passwords set and changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from jack import crypto, metrics
from jack.db import audit
from jack.db import staff as store
from jack.db.database import Database
from jack.db.staff import Session
from jack.errors import Conflict, Invalid, NotFound, Unauthorized
from jack.model.clock import MINUTE, Clock, Micros, now
from jack.model.staff import Role, Staff, StaffId
from jack.services.access_tokens import read_access_token, sign_access_token
from jack.services.passwords import Attempts, Passwords, check_password
from jack.services.refusals import SESSION_OVER, refused
from jack.services.second_factor import SecondFactor

MAX_EMAIL = 254
MAX_USER_AGENT = 200
SEEN_EVERY: Micros = 5 * MINUTE
"""How exactly "last seen" is known: not every request is worth a write."""

ACCOUNT_LINK = "account"
SETUP_LINK = "setup"

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
LOGIN_REFUSED = "E-mail or password is wrong."
CODE_REFUSED = "The code is wrong or was used before."
_LINK_REFUSED = "This link was used before, has expired or is wrong. Ask for a new one."


def parse_email(text: str) -> str:
    """The address as accounts keep it: trimmed, without case. Raises Invalid."""
    email = text.strip().casefold()
    if len(email) > MAX_EMAIL or not email.isprintable() or not _EMAIL.fullmatch(email):
        raise Invalid("That is not an e-mail address.", field="email")
    return email


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a client keeps after signing in. The refresh token works once."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in_s: int
    staff: Staff


@dataclass(frozen=True, slots=True)
class Principal:
    """A proven caller. `family` is the login, which all its refresh tokens share.

    A script's token has no login: `family` is empty, and `staff` may only what its scopes say.
    """

    staff: Staff
    family: str

    @property
    def is_person(self) -> bool:
        """Whether somebody signed in, as opposed to a script with a token."""
        return bool(self.family)


@dataclass(frozen=True, slots=True)
class Auth:
    """Sign-in of staff (R15). Share `attempts` and `passwords` between everything that signs in."""

    db: Database
    jwt_key: bytes = field(repr=False)
    clock: Clock = now
    access_ttl: timedelta = timedelta(minutes=15)
    refresh_ttl: timedelta = timedelta(days=7)
    attempts: Attempts = field(default_factory=Attempts)
    passwords: Passwords = field(default_factory=Passwords)

    async def login(
        self, email: str, password: str, *, totp: str = "", user_agent: str, client: str
    ) -> Tokens:
        """Open a session. `client` is the caller's address.

        Raises what `prove` raises.
        """
        staff, hashed = await self.prove(email, password, totp=totp, client=client)
        family, refresh_token = crypto.token(), crypto.token()
        opened = await self.db.write(
            self._open, staff.id, hashed, family, refresh_token, clean(user_agent), client
        )
        if opened is None:
            raise refused(LOGIN_REFUSED, "login")
        return self._tokens(opened, family, refresh_token)

    async def prove(
        self, email: str, password: str, *, totp: str = "", client: str
    ) -> tuple[Staff, str]:
        """Who knows this password and has the second factor, if there is one; the password's hash.

        Raises RateLimited, or Unauthorized with one sentence and after one verification, whether
        the account exists, is disabled, has no password or the password is wrong. Only who knows
        the password hears of the second factor: `details` say `needs: totp`.
        """
        try:
            address = parse_email(email)
        except Invalid:
            address = ""
        self.attempts.take(f"client {client}")
        self.attempts.take(f"email {address}")
        staff, hashed = await self.db.read(_credentials, address)
        matches = await self.passwords.verify(password, hashed)
        if staff is None or hashed is None or not matches:
            raise refused(LOGIN_REFUSED, "login")
        factor = SecondFactor(self.db, self.clock)
        if not staff.is_disabled and await factor.is_on(staff.id):
            if not totp:
                raise Unauthorized("Enter the code of your authenticator app.", needs="totp")
            if not await factor.accept(staff.id, totp):
                raise refused(CODE_REFUSED, "totp", needs="totp")
        return staff, hashed

    async def confirm_password(self, staff: Staff, password: str) -> None:
        """That it is really them. Raises Invalid, RateLimited."""
        self.attempts.take(f"password {staff.id}")
        known = await self.db.read(store.password_hash, staff.id)
        if not await self.passwords.verify(password, known):
            metrics.AUTH_FAILURES.inc()
            raise Invalid("The password is wrong.", field="password")

    async def refresh(self, token: str) -> Tokens:
        """Exchange a refresh token for the next pair.

        Raises Unauthorized. A token that comes twice was stolen, before or after its owner used
        it: nobody can tell which, so the whole login ends (RFC 9700, section 4.14.2).
        """
        successor = crypto.token()
        principal = await self.db.write(self._rotate, digest_of(token), successor)
        if principal is None:
            raise refused(SESSION_OVER, "refresh token")
        return self._tokens(principal.staff, principal.family, successor)

    async def verify(self, access_token: str) -> Principal:
        """Whose token it is, as the account is right now. Raises Unauthorized."""
        at = self.clock()
        staff_id, family = read_access_token(self.jwt_key, access_token, at=at)
        found = await self.db.read(_live, staff_id, family, at)
        if found is None:
            raise refused(SESSION_OVER, "session")
        staff, session = found
        if is_stale(session, at):
            await self.db.write(store.touch_session, session.id, at, expires_at=session.expires_at)
        return Principal(staff, family)

    async def logout(self, principal: Principal) -> None:
        """End this login; its access token stops at once."""
        await self.db.write(self._end, principal.staff.id, principal.family, "session.closed")

    async def sessions(self, staff_id: StaffId) -> list[Session]:
        """One per live login, newest first."""
        return await self.db.read(store.sessions_of, staff_id, self.clock())

    async def revoke_session(self, staff_id: StaffId, session_id: int) -> None:
        """End one of somebody's own logins. Raises NotFound."""
        await self.db.write(self._revoke, staff_id, session_id)

    async def revoke_others(self, principal: Principal) -> None:
        """End all of somebody's own logins but this one."""
        await self.db.write(self._revoke_others, principal)

    # -- passwords -------------------------------------------------------------------------

    async def change_password(self, principal: Principal, old: str, new: str) -> None:
        """Set a new password and end the other logins.

        Raises Invalid, RateLimited, or Conflict when the password changed meanwhile.
        """
        staff = principal.staff
        check_password(new, staff.email)
        self.attempts.take(f"password {staff.id}")
        known = await self.db.read(store.password_hash, staff.id)
        if not await self.passwords.verify(old, known):
            metrics.AUTH_FAILURES.inc()
            raise Invalid("The current password is wrong.", field="old")
        hashed = await self.passwords.hash(new)
        await self.db.write(self._change_password, principal, known, hashed)

    async def set_password_by_link(self, token: str, password: str) -> Staff:
        """Use up a one-time link; every login of the account ends.

        Raises Unauthorized for a link that does not count, Invalid for the password.
        """
        digest = digest_of(token)
        staff = await self.db.read(_link_owner, digest, self.clock())
        if staff is None:
            raise refused(_LINK_REFUSED, "link")
        check_password(password, staff.email)
        hashed = await self.passwords.hash(password)
        changed = await self.db.write(self._set_password, digest, hashed)
        if changed is None:
            raise refused(_LINK_REFUSED, "link")
        return changed

    async def setup_admin(self, token: str, email: str, name: str, password: str) -> Staff:
        """Make the first account, an admin, by the link `jack serve` printed.

        Raises Unauthorized for the link, Invalid, or Conflict when there are accounts already.
        """
        digest = digest_of(token)
        address = parse_email(email)
        check_password(password, address)
        is_valid, _ = await self.db.read(store.link, digest, SETUP_LINK, self.clock())
        if not is_valid:
            raise refused(_LINK_REFUSED, "link")
        hashed = await self.passwords.hash(password)
        staff = await self.db.write(self._set_up, digest, address, name, hashed)
        if staff is None:
            raise refused(_LINK_REFUSED, "link")
        return staff

    # -- inside one write ------------------------------------------------------------------

    def _open(
        self,
        staff_id: StaffId,
        hashed: str,
        family: str,
        refresh_token: str,
        user_agent: str,
        client: str,
    ) -> Staff | None:
        """None when the account was disabled or its password changed since it was checked."""
        staff = store.get(staff_id)
        if staff is None or staff.is_disabled or store.password_hash(staff_id) != hashed:
            return None
        at = self.clock()
        self._add_session(staff_id, family, refresh_token, user_agent, client, at)
        audit.add(_actor(staff_id), "session.opened", f"staff:{staff_id}", at)
        return staff

    def _rotate(self, digest: str, successor: str) -> Principal | None:
        at = self.clock()
        session = store.session_by_token(digest)
        if session is None or session.revoked_at is not None:
            return None
        if session.rotated_at is not None:
            self._end(session.staff_id, session.family, "session.reuse_detected")
            return None
        staff = store.get(session.staff_id)
        if session.expires_at <= at or staff is None or staff.is_disabled:
            return None
        store.rotate_session(session.id, at)
        self._add_session(
            staff.id, session.family, successor, session.user_agent, session.address, at
        )
        return Principal(staff, session.family)

    def _add_session(
        self,
        staff_id: StaffId,
        family: str,
        refresh_token: str,
        user_agent: str,
        client: str,
        at: Micros,
    ) -> None:
        store.add_session(
            staff_id,
            family,
            digest_of(refresh_token),
            at,
            expires_at=at + self.refresh_ttl // timedelta(microseconds=1),
            user_agent=user_agent,
            address=client,
        )

    def _end(self, staff_id: StaffId, family: str, action: str) -> None:
        at = self.clock()
        store.revoke_family(family, at)
        audit.add(_actor(staff_id), action, f"staff:{staff_id}", at)

    def _revoke(self, staff_id: StaffId, session_id: int) -> None:
        for session in store.sessions_of(staff_id, self.clock()):
            if session.id == session_id:
                self._end(staff_id, session.family, "session.revoked")
                return
        raise NotFound("There is no such session.", id=session_id)

    def _revoke_others(self, principal: Principal) -> None:
        for session in store.sessions_of(principal.staff.id, self.clock()):
            if session.family != principal.family:
                self._end(principal.staff.id, session.family, "session.revoked")

    def _change_password(self, principal: Principal, known: str | None, hashed: str) -> None:
        at, staff_id = self.clock(), principal.staff.id
        if store.password_hash(staff_id) != known:
            raise Conflict("The password was changed meanwhile.")
        store.set_password(staff_id, hashed, at)
        for session in store.sessions_of(staff_id, at):
            if session.family != principal.family:
                store.revoke_family(session.family, at)
        audit.add(_actor(staff_id), "staff.password_changed", f"staff:{staff_id}", at)

    def _set_password(self, digest: str, hashed: str) -> Staff | None:
        at = self.clock()
        staff = _link_owner(digest, at)
        if staff is None:
            return None
        store.use_link(digest, at)
        store.set_password(staff.id, hashed, at)
        store.revoke_all(staff.id, at)
        audit.add(_actor(staff.id), "staff.password_set", f"staff:{staff.id}", at)
        return store.get(staff.id)

    def _set_up(self, digest: str, email: str, name: str, hashed: str) -> Staff | None:
        at = self.clock()
        is_valid, _ = store.link(digest, SETUP_LINK, at)
        if not is_valid:
            return None
        if store.count():
            raise Conflict("Jack is set up already. Sign in, or ask an admin for an account.")
        store.use_link(digest, at)
        staff_id = store.add(email, name.strip() or email, Role.ADMIN, (), at)
        store.set_password(staff_id, hashed, at)
        audit.add(_actor(staff_id), "staff.set_up", f"staff:{staff_id}", at)
        return store.get(staff_id)

    def _tokens(self, staff: Staff, family: str, refresh_token: str) -> Tokens:
        access_token = sign_access_token(
            self.jwt_key, staff.id, family, at=self.clock(), ttl=self.access_ttl
        )
        return Tokens(access_token, refresh_token, round(self.access_ttl.total_seconds()), staff)


def _credentials(email: str) -> tuple[Staff | None, str | None]:
    staff = store.by_email(email)
    return staff, store.password_hash(staff.id) if staff else None


def _live(staff_id: StaffId, family: str, at: Micros) -> tuple[Staff, Session] | None:
    staff, session = store.get(staff_id), store.live_session(family, at)
    if staff is None or staff.is_disabled or session is None:
        return None
    return staff, session


def is_stale(session: Session, at: Micros) -> bool:
    """Whether it is time to write down that a session was used."""
    return session.seen_at is None or at - session.seen_at >= SEEN_EVERY


def _link_owner(digest: str, at: Micros) -> Staff | None:
    """The enabled account a password link still counts for."""
    _, staff_id = store.link(digest, ACCOUNT_LINK, at)
    staff = store.get(staff_id) if staff_id is not None else None
    return staff if staff is not None and not staff.is_disabled else None


def _actor(staff_id: StaffId) -> str:
    return f"staff:{staff_id}"


def digest_of(token: str) -> str:
    """What is stored of a token. Ours are ASCII; anything else becomes one we never made."""
    return crypto.fingerprint(token.encode("ascii", "replace").decode())


def clean(user_agent: str) -> str:
    """A header of any bytes as a short line that a database and a page can take."""
    return "".join(letter for letter in user_agent if letter.isprintable())[:MAX_USER_AGENT]
