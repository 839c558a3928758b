"""Whether a guest's own words ask for what a model proposes to do (R6)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jack.model.answers import Classification
from jack.model.languages import fold
from jack.model.messages import Sender
from jack.model.tasks import TaskProposal
from jack.model.yes_no import is_yes
from jack.services.turns import Turn

WISHES = ("request.", "complaint.", "emergency.", "booking.")
LEAST = 0.25
"""A wish that is as likely as this may be one: a model understands more than rules do."""
MIN_LETTERS = 4
"""Shorter words ("for", "the") tie nothing to anything."""


def is_wished(tasks: Sequence[TaskProposal], understood: Classification, turn: Turn) -> bool:
    """Whether rules see a wish, a task's own words stand in the guest's, or the guest says yes."""
    if any(
        intent.name.startswith(WISHES) and intent.confidence >= LEAST
        for intent in understood.intents
    ):
        return True
    if _is_yes_to_a_question(turn):
        return True
    said = _stems(turn.text)
    return any(said & _stems(_words_of(task)) for task in tasks)


def _is_yes_to_a_question(turn: Turn) -> bool:
    last = next((m for m in reversed(turn.history) if m.sender is not Sender.SYSTEM), None)
    was_asked = last is not None and last.sender is not Sender.GUEST
    was_asked = was_asked and last is not None and last.text.rstrip().endswith(("?", "？", "؟"))
    return was_asked and is_yes(turn.text.strip()) is True


def _words_of(task: TaskProposal) -> str:
    return " ".join([task.title, *(item.name for item in task.items)])


def _stems(text: str) -> set[str]:
    """Words cut to their first five letters, so that "towel" is in "towels"."""
    return {word[:5] for word in re.findall(r"\w+", fold(text)) if len(word) >= MIN_LETTERS}
