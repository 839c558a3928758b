"""The second factor: codes of an authenticator app (RFC 6238), each good once, and recovery codes."""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass, field

from jack import crypto
from jack.db import audit
from jack.db import totp as store
from jack.db.database import Database
from jack.errors import Conflict, Invalid
from jack.model.clock import SECOND, Clock, Micros, now
from jack.model.staff import Staff, StaffId

STEP_S = 30
DRIFT_STEPS = 1
"""A phone's clock may be off by this many steps (RFC 6238, section 5.2)."""

RECOVERY_CODES = 10
_CODE_BYTES = 10
_WRONG = "The code is wrong or was used before."


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the authenticator app needs; shown until the first code confirms it."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    qr_svg: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SecondFactor:
    db: Database
    clock: Clock = now

    async def is_on(self, staff_id: StaffId) -> bool:
        return await self.db.read(_is_on, staff_id)

    async def codes_left(self, staff_id: StaffId) -> int:
        return await self.db.read(store.codes_left, staff_id)

    async def begin(self, staff: Staff, issuer: str) -> Enrolment:
        """A new secret that counts once `confirm` has seen a code of it.

        Raises Conflict while a second factor is on.
        """
        import pyotp
        import segno

        secret = pyotp.random_base32()
        await self.db.write(self._begin, staff.id, secret)
        uri = pyotp.TOTP(secret).provisioning_uri(name=staff.email, issuer_name=issuer)
        qr_svg = segno.make(uri, error="m").svg_inline(scale=4, omitsize=True)
        return Enrolment(secret, uri, qr_svg)

    async def confirm(self, staff: Staff, code: str) -> list[str]:
        """Turn it on; the recovery codes, which nobody can see again.

        Raises Invalid for a wrong code, Conflict when nothing was begun.
        """
        codes = _new_codes()
        await self.db.write(self._confirm, staff.id, code, codes)
        return codes

    async def renew_codes(self, staff: Staff, code: str) -> list[str]:
        """New recovery codes in place of the old. Raises Invalid, Conflict."""
        codes = _new_codes()
        await self.db.write(self._renew, staff.id, code, codes)
        return codes

    async def disable(self, staff: Staff, code: str) -> None:
        """Raises Invalid for a wrong code, Conflict when it is off."""
        await self.db.write(self._disable, staff.id, code)

    async def accept(self, staff_id: StaffId, code: str) -> bool:
        """Use a code up: one of the app, or a recovery code."""
        return await self.db.write(self._accept, staff_id, code)

    # -- inside one write ------------------------------------------------------------------

    def _begin(self, staff_id: StaffId, secret: str) -> None:
        if _is_on(staff_id):
            raise Conflict("The second factor is on already. Turn it off first.")
        store.begin(staff_id, secret, self.clock())

    def _confirm(self, staff_id: StaffId, code: str, codes: list[str]) -> None:
        at, totp = self.clock(), store.get(staff_id)
        if totp is None or totp.confirmed_at is not None:
            raise Conflict("There is nothing to confirm. Begin again.")
        if not _take(staff_id, totp, code, at):
            raise Invalid(_WRONG, field="code")
        store.confirm(staff_id, at)
        store.replace_codes(staff_id, [_code_hash(each) for each in codes])
        _audit(staff_id, "totp.enabled", at)

    def _renew(self, staff_id: StaffId, code: str, codes: list[str]) -> None:
        self._must_accept(staff_id, code)
        store.replace_codes(staff_id, [_code_hash(each) for each in codes])
        _audit(staff_id, "totp.codes_renewed", self.clock())

    def _disable(self, staff_id: StaffId, code: str) -> None:
        self._must_accept(staff_id, code)
        store.remove(staff_id)
        _audit(staff_id, "totp.disabled", self.clock())

    def _must_accept(self, staff_id: StaffId, code: str) -> None:
        if not _is_on(staff_id):
            raise Conflict("The second factor is off.")
        if not self._accept(staff_id, code):
            raise Invalid(_WRONG, field="code")

    def _accept(self, staff_id: StaffId, code: str) -> bool:
        at, totp = self.clock(), store.get(staff_id)
        if totp is None or totp.confirmed_at is None:
            return False
        if _take(staff_id, totp, code, at):
            return True
        if not store.use_code(staff_id, _code_hash(code), at):
            return False
        _audit(staff_id, "totp.recovery_code_used", at)
        return True


def _is_on(staff_id: StaffId) -> bool:
    totp = store.get(staff_id)
    return totp is not None and totp.confirmed_at is not None


def _take(staff_id: StaffId, totp: store.Totp, code: str, at: Micros) -> bool:
    """Whether it is the app's code of about now and of a later step than the last one taken.

    A code is good once (RFC 6238, section 5.2).
    """
    import pyotp

    given = code.replace(" ", "").encode("utf-8", "replace")
    app, this = pyotp.TOTP(totp.secret), at // SECOND // STEP_S
    for step in range(this - DRIFT_STEPS, this + DRIFT_STEPS + 1):
        if not hmac.compare_digest(app.generate_otp(step).encode(), given):
            continue
        if totp.last_step is not None and step <= totp.last_step:
            return False
        store.use_step(staff_id, step)
        return True
    return False


def _new_codes() -> list[str]:
    """80 random bits each, in groups that people can copy."""
    texts = (
        base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().lower()
        for _ in range(RECOVERY_CODES)
    )
    return ["-".join(text[at : at + 4] for at in range(0, len(text), 4)) for text in texts]


def _code_hash(code: str) -> str:
    """As people type them: case, spaces and dashes do not matter."""
    return crypto.fingerprint("".join(letter for letter in code.lower() if letter.isalnum()))


def _audit(staff_id: StaffId, action: str, at: Micros) -> None:
    audit.add(f"staff:{staff_id}", action, f"staff:{staff_id}", at)
