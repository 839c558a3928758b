"""The one tree of errors; the web layer and the command line translate it, nothing here knows either.

JackError
├── Invalid            the caller's data is wrong           400, exit 2
│   └── ConfigError    the configuration is wrong                exit 2
├── Unauthorized       nobody is proven                     401
│   └── BadSignature   a webhook's signature is wrong       401
├── Forbidden          somebody is proven, but may not      403
├── NotFound           there is no such thing               404
│   └── ReadError      a file cannot be read
├── Conflict           the thing is not in that state       409
├── TooLarge           more than Jack accepts               413
├── RateLimited        too often                            429
├── NotReady           a part is still starting or down     503
│   └── DatabaseError  the store failed (disk full, locked, wrong key)
├── DataDirError       the data directory is in use, foreign or newer
└── Delivery           a vendor did not take what we sent
    ├── Transient      worth trying again
    │   ├── Throttled  the whole channel is too fast for the vendor
    │   └── LockedOut  the vendor does not take our credentials
    ├── Ambiguous      nobody knows whether it arrived
    └── Permanent      trying again will not help
        ├── OptedOut   the guest refuses messages here
        ├── NoOffers   the guest refuses marketing here
        └── WindowClosed  the vendor takes no free text for this guest now
"""

from __future__ import annotations

from collections.abc import Mapping


class JackError(Exception):
    """Root of everything Jack raises on purpose. `str(error)` is the sentence a person reads."""

    code = "INTERNAL_ERROR"

    def __init__(self, message: str, **details: object) -> None:
        super().__init__(message)
        self.details: Mapping[str, object] = details


class Invalid(JackError):
    code = "VALIDATION_ERROR"


class ConfigError(Invalid):
    code = "CONFIG_ERROR"


class Unauthorized(JackError):
    code = "UNAUTHORIZED"


class BadSignature(Unauthorized):
    """A webhook whose sender is not proven."""


class Forbidden(JackError):
    code = "FORBIDDEN"


class NotFound(JackError):
    code = "NOT_FOUND"


class ReadError(NotFound):
    """A file or folder that cannot be read."""


class Conflict(JackError):
    code = "CONFLICT"


class TooLarge(JackError):
    code = "PAYLOAD_TOO_LARGE"


class RateLimited(JackError):
    """Too often. `retry_after_s` says when to come back."""

    code = "RATE_LIMITED"

    def __init__(self, message: str, *, retry_after_s: float = 1.0, **details: object) -> None:
        super().__init__(message, **details)
        self.retry_after_s = retry_after_s


class NotReady(JackError):
    code = "NOT_READY"


class DatabaseError(NotReady):
    """The store failed; nothing of the failed write is kept."""


class DataDirError(JackError):
    """The data directory is in use, is not Jack's, or belongs to a newer Jack."""


class Delivery(JackError):
    """A vendor or model did not take a call.

    `reason` is a stable code of ours or the vendor's; `str(error)` is what staff read, and `fix`
    the one thing to do about it, where that is known.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str = "vendor_error",
        retry_after_s: float | None = None,
        fix: str = "",
    ) -> None:
        super().__init__(message, reason=reason)
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.fix = fix


class Transient(Delivery):
    """The vendor refused for now: worth trying again, nothing was accepted."""


class Throttled(Transient):
    """The vendor wants fewer messages of us, whoever they go to."""


class LockedOut(Transient):
    """The vendor does not take our credentials: nothing goes out before a person mends that."""


class Ambiguous(Delivery):
    """The call was sent and its answer never came: it may have been accepted (R2)."""


class Permanent(Delivery):
    """Trying the same again will not help."""


class OptedOut(Permanent):
    """The vendor says that the guest refuses messages on this channel (R8)."""


class NoOffers(Permanent):
    """The vendor says that the guest refuses marketing on this channel (R8)."""


class WindowClosed(Permanent):
    """The vendor says that the guest has not written for too long."""
