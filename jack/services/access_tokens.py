"""Access tokens: short-lived proof, signed with the hotel's key, of who has signed in."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from jack import crypto
from jack.model.clock import SECOND, Micros
from jack.model.staff import StaffId
from jack.services.refusals import SESSION_OVER, refused

_ISSUER = "jack"
_ALGORITHM = "HS256"
_LEEWAY: Micros = 5 * SECOND


def sign_access_token(
    key: bytes, staff_id: StaffId, family: str, *, at: Micros, ttl: timedelta
) -> str:
    """A JWT of whole seconds that names the account (`sub`) and the login (`sid`)."""
    import jwt

    issued = at // SECOND
    claims = {
        "iss": _ISSUER,
        "sub": str(staff_id),
        "sid": family,
        "iat": issued,
        "nbf": issued,
        "exp": issued + round(ttl.total_seconds()),
    }
    return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"kid": _key_id(key)})


def read_access_token(key: bytes, token: str, *, at: Micros) -> tuple[StaffId, str]:
    """(account, family) of a token that counts at `at`. Raises Unauthorized."""
    staff_id, family, starts, ends = _read(key, token)
    if not starts <= at < ends:
        raise refused(SESSION_OVER, "access token")
    return staff_id, family


@lru_cache(maxsize=256)
def _read(key: bytes, token: str) -> tuple[StaffId, str, Micros, Micros]:
    """What a genuine token says, with when it starts and ends to count. Raises Unauthorized.

    Remembered: what is signed does not change. Whether the login still stands is asked every time.
    """
    import jwt

    try:
        found = jwt.decode_complete(
            token.encode("ascii"),
            key,
            algorithms=[_ALGORITHM],
            issuer=_ISSUER,
            # The library would ask the system's clock; the times are compared above with ours.
            options={
                "require": ["iss", "sub", "sid", "iat", "nbf", "exp"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
        claims = found["payload"]
        starts, ends = claims["nbf"] * SECOND - _LEEWAY, claims["exp"] * SECOND + _LEEWAY
        if found["header"]["kid"] == _key_id(key):
            return int(claims["sub"]), str(claims["sid"]), starts, ends
    except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
        raise refused(SESSION_OVER, "access token") from error
    raise refused(SESSION_OVER, "access token")


def _key_id(key: bytes) -> str:
    return crypto.fingerprint(key.hex())[:8]
