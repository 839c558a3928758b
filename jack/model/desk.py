"""When somebody is at the desk to answer guests, by the hotel's clock on the wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from jack.model.clock import Micros, to_datetime
from jack.model.languages import parse
from jack.model.phrases import Phrase, say


def is_staffed(at: Micros, zone: ZoneInfo, opens: str, closes: str) -> bool:
    """Whether `at` lies in the desk's hours (`HH:MM` to `HH:MM`); equal times mean always."""
    now = to_datetime(at).astimezone(zone).time()
    start, end = time.fromisoformat(opens), time.fromisoformat(closes)
    if start == end:
        return True
    return start <= now < end if start < end else now >= start or now < end


def away(opens: str, language: str, own: Mapping[Any, str]) -> str:
    """What a guest reads while nobody is there: the hotel's words in that language, else ours."""
    text = own.get(str(parse(language) or ""))
    return text.replace("{time}", opens) if text else say(Phrase.AWAY, language, time=opens)
