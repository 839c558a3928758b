"""The circuit breaker, with a clock that only moves when told to."""

from __future__ import annotations

import pytest

from jack.llm.breaker import LONGEST_PAUSE_S, CircuitBreaker, CircuitState


class FakeClock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def breaker(clock: FakeClock) -> CircuitBreaker:
    return CircuitBreaker(failures=3, open_s=30.0, clock=clock)


def fail(breaker: CircuitBreaker, times: int) -> None:
    for _ in range(times):
        breaker.failed()


def test_a_new_circuit_lets_everything_through(breaker: CircuitBreaker) -> None:
    assert breaker.state is CircuitState.CLOSED
    assert breaker.allows()


def test_failures_up_to_the_limit_leave_it_closed(breaker: CircuitBreaker) -> None:
    fail(breaker, 2)

    assert breaker.state is CircuitState.CLOSED
    assert breaker.allows()


def test_as_many_failures_in_a_row_as_the_limit_open_it(breaker: CircuitBreaker) -> None:
    fail(breaker, 3)

    assert breaker.state is CircuitState.OPEN
    assert not breaker.allows()


def test_a_success_between_failures_starts_the_count_again(breaker: CircuitBreaker) -> None:
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)

    assert breaker.state is CircuitState.CLOSED


def test_after_the_pause_one_caller_probes_and_others_wait(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    fail(breaker, 3)

    clock.now += 29.9
    before = breaker.allows()
    clock.now += 0.1
    state = breaker.state
    probes = [breaker.allows(), breaker.allows()]

    assert before is False
    assert state is CircuitState.HALF_OPEN
    assert probes == [True, False]
    assert breaker.state is CircuitState.HALF_OPEN


def test_a_probe_that_succeeds_closes_the_circuit(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    fail(breaker, 3)
    clock.now += 30
    breaker.allows()

    breaker.succeeded()

    assert breaker.state is CircuitState.CLOSED
    assert breaker.allows()


def test_a_probe_that_fails_opens_it_for_another_pause(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    fail(breaker, 3)
    clock.now += 30
    breaker.allows()

    breaker.failed()

    assert breaker.state is CircuitState.OPEN
    clock.now += 29.9
    assert not breaker.allows()
    clock.now += 0.1
    assert breaker.allows()


def test_a_probe_that_never_reports_blocks_others_for_one_pause_only(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    fail(breaker, 3)
    clock.now += 30
    breaker.allows()

    clock.now += 30

    assert breaker.allows()


def test_a_vendor_that_names_a_time_opens_it_at_once_until_then(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    breaker.failed(retry_after_s=7.0)

    assert breaker.state is CircuitState.OPEN
    clock.now += 6.9
    assert not breaker.allows()
    clock.now += 0.1
    assert breaker.allows()


def test_a_vendor_that_wants_hours_is_asked_again_sooner(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    breaker.failed(retry_after_s=86_400.0)

    clock.now += LONGEST_PAUSE_S

    assert breaker.allows()


def test_a_vendor_that_says_now_counts_as_one_failure(breaker: CircuitBreaker) -> None:
    breaker.failed(retry_after_s=0.0)

    assert breaker.state is CircuitState.CLOSED
