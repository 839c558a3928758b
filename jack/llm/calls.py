"""Calling a vendor's API: what its refusals mean, and trying again what may pass."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from jack.errors import Delivery, Permanent, Transient

FIRST_RETRY_S = 0.5
MAX_RETRY_S = 8.0

REASONS = {
    400: "rejected",
    401: "unauthorized",
    402: "unpaid",
    403: "unauthorized",
    404: "unknown_model",
    429: "rate_limited",
    529: "overloaded",
}


def refusal(
    vendor: str, status: int, *, retry_after: str | None = None, quoted: str = ""
) -> Delivery:
    """The error that an HTTP status means. `retry_after` is the header: seconds, never a date.

    `quoted` is the vendor's own text; only for calls that held nothing of a guest's.
    """
    message = f"{vendor} refused the call with status {status}"
    if quoted:
        message += f": {quoted}"
    reason = REASONS.get(status, "vendor_error")
    if status >= 500 or status in (408, 409, 429):
        return Transient(message, reason=reason, retry_after_s=_seconds(retry_after))
    return Permanent(message, reason=reason)


def _seconds(header: str | None) -> float | None:
    try:
        return max(0.0, float(header)) if header is not None else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Retrying:
    """Repeats a call that failed for now, with growing pauses or those the vendor asks for."""

    retries: int
    first_retry_s: float = FIRST_RETRY_S
    jitter: Callable[[], float] = random.random

    async def call(self, once: Callable[[], Awaitable[bytes]], give_up_at: float | None) -> bytes:
        """The first answer; the last error. No pause outlasts `give_up_at`, a time of the loop."""
        for attempt in range(self.retries + 1):
            try:
                return await once()
            except Transient as error:
                pause_s = self._pause_s(attempt, error)
                ends_at = asyncio.get_running_loop().time() + pause_s
                if attempt == self.retries or (give_up_at is not None and ends_at >= give_up_at):
                    raise
            await asyncio.sleep(pause_s)
        raise AssertionError("the last attempt returns or raises")

    def _pause_s(self, attempt: int, error: Transient) -> float:
        if error.retry_after_s is not None:
            return error.retry_after_s
        return min(self.first_retry_s * 2.0**attempt, MAX_RETRY_S) * (1 - self.jitter() / 2)
