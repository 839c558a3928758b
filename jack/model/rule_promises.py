"""What a rule's messages promise, and whether a step of the same rule does it (R5)."""

from __future__ import annotations

from collections.abc import Sequence

from jack.model.automations import CreateTask, Definition, NotifyStaff
from jack.model.promises import uncovered
from jack.model.tasks import TaskProposal


def unkept(definition: Definition, texts: Sequence[str]) -> list[str]:
    """The words of `texts` that promise what no step of the rule does, each once.

    A step that creates a task keeps a promise as a task of a turn does; one that tells staff keeps
    that they are told. No step changes a booking.
    """
    steps = [each for each in definition.actions if isinstance(each, CreateTask)]
    tasks = [TaskProposal(step.department, step.title, step.priority) for step in steps]
    is_told = any(isinstance(each, NotifyStaff) for each in definition.actions)
    found = [
        promise.words
        for text in texts
        for promise in uncovered(text, tasks, calls_a_person=is_told)
    ]
    return list(dict.fromkeys(found))
