"""Sessions of the web page: one cookie that renews itself by being used, and a token against forgery.

The cookie is sent by the browser whatever page asks, so whoever changes something proves by a
second token, which only the hotel's own page can read, that the page asked (OWASP, Cross-Site
Request Forgery Prevention, synchronizer token). That token is derived from the cookie's: it is
bound to this session and needs no storage.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta

from jack import crypto
from jack.db import audit
from jack.db import staff as store
from jack.db.database import Database
from jack.db.staff import Session
from jack.model.clock import Clock, Micros, now
from jack.model.staff import Staff, StaffId
from jack.services.auth import LOGIN_REFUSED, Auth, Principal, clean, digest_of, is_stale
from jack.services.refusals import SESSION_OVER, refused

COOKIE = "cookie"


@dataclass(frozen=True, slots=True)
class WebSession:
    """`expires_at` is when it ends if it is not used again."""

    staff: Staff
    family: str
    token: str = field(repr=False)
    csrf_token: str = field(repr=False)
    expires_at: Micros

    @property
    def principal(self) -> Principal:
        return Principal(self.staff, self.family)


@dataclass(frozen=True, slots=True)
class WebSessions:
    """A session ends after `idle` without use, and after `longest` in any case."""

    db: Database
    auth: Auth
    clock: Clock = now
    idle: timedelta = timedelta(hours=24)
    longest: timedelta = timedelta(days=30)

    async def open(
        self, email: str, password: str, *, totp: str = "", user_agent: str, client: str
    ) -> WebSession:
        """Raises what `Auth.prove` raises."""
        staff, hashed = await self.auth.prove(email, password, totp=totp, client=client)
        family, token = crypto.token(), crypto.token()
        expires_at = await self.db.write(
            self._open, staff.id, hashed, family, token, clean(user_agent), client
        )
        if expires_at is None:
            raise refused(LOGIN_REFUSED, "login")
        return WebSession(staff, family, token, csrf_token(token), expires_at)

    async def verify(self, token: str) -> WebSession:
        """Whose cookie it is, as the account is right now. Raises Unauthorized."""
        at = self.clock()
        found = await self.db.read(_live, digest_of(token), at)
        if found is None:
            raise refused(SESSION_OVER, "cookie")
        staff, session = found
        expires_at = self._end_of(session.created_at, at)
        if is_stale(session, at):
            await self.db.write(store.touch_session, session.id, at, expires_at=expires_at)
        return WebSession(staff, session.family, token, csrf_token(token), expires_at)

    def _open(
        self,
        staff_id: StaffId,
        hashed: str,
        family: str,
        token: str,
        user_agent: str,
        client: str,
    ) -> Micros | None:
        """None when the account was disabled or its password changed since it was checked."""
        staff = store.get(staff_id)
        if staff is None or staff.is_disabled or store.password_hash(staff_id) != hashed:
            return None
        at = self.clock()
        expires_at = self._end_of(at, at)
        store.add_session(
            staff_id,
            family,
            digest_of(token),
            at,
            expires_at=expires_at,
            user_agent=user_agent,
            kind=COOKIE,
            address=client,
        )
        audit.add(f"staff:{staff_id}", "session.opened", f"staff:{staff_id}", at)
        return expires_at

    def _end_of(self, created_at: Micros, at: Micros) -> Micros:
        microsecond = timedelta(microseconds=1)
        return min(at + self.idle // microsecond, created_at + self.longest // microsecond)


def csrf_token(token: str) -> str:
    """What the page sends along with the cookie `token` when it changes something."""
    return hmac.new(token.encode("ascii", "replace"), b"csrf", hashlib.sha256).hexdigest()


def is_csrf_token(given: str, session: WebSession) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), session.csrf_token.encode())


def _live(digest: str, at: Micros) -> tuple[Staff, Session] | None:
    session = store.session_by_token(digest, COOKIE)
    if session is None or session.revoked_at is not None or session.expires_at <= at:
        return None
    staff = store.get(session.staff_id)
    return (staff, session) if staff is not None and not staff.is_disabled else None
