"""A delivery only moves forward, whatever order a vendor's statuses come in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jack.model.messages import RANK, Delivery, Inbound, Kind, moves_forward

REPORTED = (Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED)
reports = st.lists(st.sampled_from(REPORTED))
deliveries = st.sampled_from(list(Delivery))


def after(start: Delivery, reported: list[Delivery]) -> list[Delivery]:
    """Every state a delivery goes through."""
    states = [start]
    for status in reported:
        states.append(status if moves_forward(states[-1], status) else states[-1])
    return states


@given(reports)
def test_r2_no_order_of_statuses_moves_a_delivery_backwards(reported: list[Delivery]) -> None:
    for before, later in pairwise(after(Delivery.SENDING, reported)):
        assert later is before or later is Delivery.FAILED or RANK[later] > RANK[before]


@given(st.permutations([Delivery.SENT, Delivery.DELIVERED, Delivery.READ] * 2))
def test_a_delivery_ends_at_the_furthest_status(reported: list[Delivery]) -> None:
    assert after(Delivery.SENDING, reported)[-1] is Delivery.READ


@given(reports)
def test_r11_a_failure_sticks(reported: list[Delivery]) -> None:
    assert after(Delivery.FAILED, reported)[-1] is Delivery.FAILED


@given(reports)
def test_what_arrived_never_fails(reported: list[Delivery]) -> None:
    assert after(Delivery.DELIVERED, reported)[-1] in (Delivery.DELIVERED, Delivery.READ)


@given(reports, reports)
def test_repeating_statuses_changes_nothing(first: list[Delivery], second: list[Delivery]) -> None:
    end = after(Delivery.SENDING, [*first, *second])[-1]

    assert after(end, [*first, *second])[-1] is end


@given(deliveries)
def test_no_status_leads_to_where_a_delivery_already_is(delivery: Delivery) -> None:
    assert not moves_forward(delivery, delivery)


@pytest.mark.parametrize("current", [Delivery.DRAFT, Delivery.DISCARDED, Delivery.FAILED])
@pytest.mark.parametrize("reported", list(Delivery))
def test_what_is_settled_or_not_sent_follows_no_status(
    current: Delivery, reported: Delivery
) -> None:
    assert not moves_forward(current, reported)


@pytest.mark.parametrize("current", [Delivery.SENDING, Delivery.UNCERTAIN, Delivery.QUEUED])
@pytest.mark.parametrize("reported", REPORTED)
def test_any_status_settles_a_send_whose_outcome_is_open(
    current: Delivery, reported: Delivery
) -> None:
    assert moves_forward(current, reported)


@pytest.mark.parametrize("reported", [Delivery.DRAFT, Delivery.EXPIRED, Delivery.DISCARDED])
@given(current=deliveries)
def test_a_vendor_cannot_report_what_only_jack_decides(
    reported: Delivery, current: Delivery
) -> None:
    assert not moves_forward(current, reported)


@pytest.mark.parametrize("kind", list(Kind))
def test_only_a_tapped_button_is_answered_without_waiting_for_more(kind: Kind) -> None:
    inbound = Inbound("whatsapp", "hotel", "wamid.1", "351912345678", kind, "Yes")

    assert inbound.is_immediate == (kind is Kind.BUTTON)
