"""Two hundred kinds of mail: each is taken for what it is, and read as a person would read it."""

from __future__ import annotations

import pytest

from jack.channels.email_parse import parse
from jack.model.mails import Letter, Verdict
from tests.channels.mails import DESK, SAMPLES, Fate, Place, Sample

PLACE = Place("ana@example.com", "<1@example.com>")
EVENTS = "events@hotel.example"
VERDICTS = {
    Fate.ANSWERED: {Verdict.PERSON},
    Fate.STAFF: {Verdict.PERSON},
    Fate.SHOWN: {Verdict.AUTO},
    Fate.LEFT: {Verdict.AUTO, Verdict.LIST, Verdict.NOBODY, Verdict.OWN, Verdict.BOUNCE},
    Fate.BOUNCE: {Verdict.BOUNCE},
    Fate.STATUS: {Verdict.BOUNCE},
}
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)


def read(sample: Sample, place: Place = PLACE) -> Letter:
    return parse(sample.make(place), own=(DESK, EVENTS))


def test_there_are_two_hundred_and_no_two_by_the_same_name() -> None:
    assert len(SAMPLES) >= 200
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)


@every_sample
def test_each_is_taken_for_what_it_is(sample: Sample) -> None:
    assert read(sample).verdict in VERDICTS[sample.fate]


@pytest.mark.parametrize(
    "sample",
    [s for s in SAMPLES if s.says],
    ids=lambda sample: sample.name,
)
def test_what_its_writer_says_now_is_read_and_nothing_else(sample: Sample) -> None:
    letter = read(sample)
    says = sample.says.replace("{sender}", PLACE.sender)
    is_first = not letter.references and letter.subject
    said = f"{letter.subject}\n\n{letter.text}" if is_first and letter.text else letter.text

    assert said.strip() == says or (letter.subject == says and not letter.text)


@pytest.mark.parametrize(
    "sample", [s for s in SAMPLES if s.fate is Fate.BOUNCE], ids=lambda sample: sample.name
)
def test_a_bounce_says_what_came_back_and_why(sample: Sample) -> None:
    letter = read(sample)

    assert PLACE.ours in letter.returned
    assert [bounce.recipient for bounce in letter.bounces] == [PLACE.sender]
    assert letter.bounces[0].status


@pytest.mark.parametrize(
    "sample", [s for s in SAMPLES if s.is_reply], ids=lambda sample: sample.name
)
def test_the_whole_of_a_reply_is_kept_for_staff(sample: Sample) -> None:
    letter = read(sample)

    assert sample.says in letter.whole.replace("\r", "") or sample.fate is not Fate.SHOWN
    if sample.fate is Fate.ANSWERED:
        assert "How can I help?" in letter.whole
