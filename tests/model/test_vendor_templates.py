"""Templates that a vendor approves: their gaps, what a guest reads, and what is refused before Meta."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jack.errors import Invalid
from jack.model.vendor_templates import (
    TemplateCall,
    TemplateCategory,
    VendorStatus,
    VendorTemplate,
    call,
    shown,
)

WELCOME = VendorTemplate(
    channel="whatsapp",
    vendor_id="1",
    name="welcome",
    language="en_US",
    category=TemplateCategory.UTILITY,
    status=VendorStatus.APPROVED,
    header="Hello {{1}}",
    body="Room {{2}} is ready, {{1}}. Room {{2}}!",
    footer="Harbour Inn",
)


def test_gaps_come_in_order_and_each_once_for_its_part() -> None:
    assert WELCOME.gaps == ("1", "1", "2")
    assert replace(WELCOME, header="", body="{{10}} {{9}} {{2}}").gaps == ("2", "9", "10")
    assert replace(WELCOME, header="", body="{{room}} {{ name }} {{room}}").gaps == ("room", "name")


def test_a_guest_reads_header_body_and_footer() -> None:
    text = shown(WELCOME, ["Ana", "Ana Silva", "305"])

    assert text == "Hello Ana\n\nRoom 305 is ready, Ana Silva. Room 305!\n\nHarbour Inn"


def test_a_gap_without_words_stays_to_be_seen() -> None:
    assert "Room {{2}} is ready" in shown(WELCOME, ["Ana", "Ana Silva", ""])


def test_each_part_gets_its_own_words() -> None:
    assert call(WELCOME, ["Ana", "Ana Silva", "305"]) == TemplateCall(
        "welcome", "en_US", header=(("1", "Ana"),), body=(("1", "Ana Silva"), ("2", "305"))
    )


def test_words_become_one_line_as_meta_wants_them() -> None:
    made = call(WELCOME, ["Ana", "Ana\n\tSilva      Costa", " 305 "])

    assert made.body == (("1", "Ana Silva Costa"), ("2", "305"))


@pytest.mark.parametrize(
    ("template", "values", "why"),
    [
        (WELCOME, ["Ana", "Ana"], "3 gaps"),
        (WELCOME, ["Ana", "Ana", "305", "more"], "3 gaps"),
        (WELCOME, ["Ana", "Ana", " \n "], r"Nothing fills \{\{2\}\}"),
        (WELCOME, ["A" * 60, "Ana", "305"], "longer"),
        (WELCOME, ["Ana", "A" * 1000, "305"], "longer"),
        (replace(WELCOME, status=VendorStatus.PAUSED), ["Ana", "Ana", "305"], "is paused"),
        (replace(WELCOME, lacks="Its header needs a file."), ["Ana", "Ana", "305"], "a file"),
    ],
)
def test_what_meta_would_refuse_is_refused_here(
    template: VendorTemplate, values: list[str], why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        call(template, values)
