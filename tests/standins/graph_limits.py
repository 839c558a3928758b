"""Who may be written to and how often: the 24-hour window, the pace per guest and per number."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from tests.standins.graph_rules import GraphError, Send

WINDOW = timedelta(hours=24)


class SendLimits:
    """The vendor's memory of one business number. Limits that are None are off."""

    def __init__(
        self, *, enforce_window: bool, pair_interval: timedelta | None, per_second: int | None
    ) -> None:
        self.enforce_window = enforce_window
        self._pair_interval = pair_interval
        self._per_second = per_second
        self._open_since: dict[str, datetime] = {}
        self._last_to: dict[str, datetime] = {}
        self._last_second: deque[datetime] = deque()

    def open_window(self, to: str, at: datetime) -> None:
        self._open_since[to] = at

    def check(self, wanted: Send, now: datetime) -> None:
        """Raises GraphError 130429 (throughput), 131056 (pace per guest) or 131047 (window)."""
        while self._last_second and now - self._last_second[0] >= timedelta(seconds=1):
            self._last_second.popleft()
        if self._per_second is not None and len(self._last_second) >= self._per_second:
            raise GraphError(130429, "too many messages from this number", retry_after_s=1)
        last = self._last_to.get(wanted.address)
        if self._pair_interval and last is not None and now - last < self._pair_interval:
            raise GraphError(131056, "too many messages from this number to the same guest")
        if self.enforce_window and wanted.type != "template" and not self._is_open(wanted, now):
            raise GraphError(131047, "more than 24 hours since the guest last wrote")

    def record(self, to: str, now: datetime) -> None:
        self._last_to[to] = now
        self._last_second.append(now)

    def _is_open(self, wanted: Send, now: datetime) -> bool:
        opened = self._open_since.get(wanted.address)
        return opened is not None and now - opened <= WINDOW
