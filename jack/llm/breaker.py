"""A circuit breaker: after repeated failures a vendor is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum

LONGEST_PAUSE_S = 300.0
"""A vendor's wish to be left alone is honoured up to this long."""


class CircuitState(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class CircuitBreaker:
    """Closed until `failures` calls in a row failed, then open for `open_s` seconds.

    After that one caller at a time may probe: success closes the circuit, failure opens it again.
    A probe that never reports back keeps the others out no longer than another `open_s`.
    `clock` gives seconds that never run backwards.
    """

    def __init__(
        self,
        failures: int = 5,
        open_s: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._open_s = open_s
        self._clock = clock
        self._failed = 0
        self._next_probe_at = 0.0
        self._is_probing = False

    @property
    def state(self) -> CircuitState:
        if self._failed < self._limit:
            return CircuitState.CLOSED
        if self._is_probing or self._clock() >= self._next_probe_at:
            return CircuitState.HALF_OPEN
        return CircuitState.OPEN

    def allows(self) -> bool:
        """Whether to call now. True from a half-open circuit makes the caller its probe."""
        if self._failed < self._limit:
            return True
        now = self._clock()
        if now < self._next_probe_at:
            return False
        self._next_probe_at = now + self._open_s
        self._is_probing = True
        return True

    def succeeded(self) -> None:
        self._failed = 0
        self._is_probing = False

    def failed(self, *, retry_after_s: float | None = None) -> None:
        """Count a failure. A vendor that names the time to come back opens the circuit at once."""
        self._failed = self._limit if retry_after_s else self._failed + 1
        self._is_probing = False
        if self._failed >= self._limit:
            pause_s = min(retry_after_s or self._open_s, LONGEST_PAUSE_S)
            self._next_probe_at = self._clock() + pause_s
