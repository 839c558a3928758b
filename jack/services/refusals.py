"""Turns away whoever cannot prove who they are: counted, logged, and told no more than needed."""

from __future__ import annotations

import logging

from jack import metrics
from jack.errors import Unauthorized

log = logging.getLogger(__name__)

SESSION_OVER = "Your session is over. Sign in again."


def refused(message: str, reason: str, **details: object) -> Unauthorized:
    metrics.AUTH_FAILURES.inc()
    log.info("access refused", extra={"reason": reason})
    return Unauthorized(message, **details)
