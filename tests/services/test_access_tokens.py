"""Access tokens count for whom they were signed, and for nobody and nowhen else (R15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import jwt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jack.errors import Unauthorized
from jack.model.clock import MINUTE, SECOND
from jack.services.access_tokens import read_access_token, sign_access_token

KEY = b"k" * 32
OTHER_KEY = b"o" * 32
AT = 1_777_627_800 * SECOND
TTL = timedelta(minutes=15)


def forged(**changes: object) -> str:
    second = AT // SECOND
    claims = {
        "iss": "jack",
        "sub": "1",
        "sid": "family",
        "iat": second,
        "nbf": second,
        "exp": second + 900,
    } | changes
    kid = jwt.get_unverified_header(sign_access_token(KEY, 1, "family", at=AT, ttl=TTL))["kid"]
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, KEY, algorithm="HS256", headers={"kid": kid})


def test_the_forger_of_these_tests_makes_tokens_that_count() -> None:
    assert read_access_token(KEY, forged(), at=AT) == (1, "family")


@pytest.mark.parametrize("claim", ["iss", "sub", "sid", "iat", "nbf", "exp"])
def test_a_token_without_a_claim_is_refused(claim: str) -> None:
    token = forged(**{claim: None})

    with pytest.raises(Unauthorized):
        read_access_token(KEY, token, at=AT)


@pytest.mark.parametrize(
    "make",
    [
        lambda: "",
        lambda: "a.b.c",
        lambda: "é.é.é",
        lambda: "\ud800",
        lambda: forged(iss="somebody"),
        lambda: forged(sub="ana"),
        lambda: forged(exp="soon"),
        lambda: sign_access_token(OTHER_KEY, 1, "family", at=AT, ttl=TTL),
        lambda: jwt.encode(jwt.decode(forged(), options={"verify_signature": False}), KEY),
        lambda: jwt.encode(
            jwt.decode(forged(), options={"verify_signature": False}), "", algorithm="none"
        ),
        lambda: jwt.encode(
            jwt.decode(forged(), options={"verify_signature": False}),
            KEY * 2,
            algorithm="HS512",
            headers=jwt.get_unverified_header(forged()) | {"alg": "HS512"},
        ),
    ],
    ids=[
        "empty", "garbage", "letters", "surrogate", "issuer", "subject", "type", "key", "no kid",
        "no algorithm", "other algorithm",
    ],
)  # fmt: skip
def test_a_token_jack_did_not_sign_this_way_is_refused(make: Callable[[], str]) -> None:
    token = make()

    with pytest.raises(Unauthorized):
        read_access_token(KEY, token, at=AT)


TOKEN = sign_access_token(KEY, 1, "family", at=AT, ttl=TTL)


# The very last letter is left out: two of its bits belong to no byte of the signature.
@given(st.integers(0, len(TOKEN) - 2), st.sampled_from("ABCabc0189-_."))
def test_a_token_with_any_letter_changed_is_refused(place: int, letter: str) -> None:
    assume(TOKEN[place] != letter)

    with pytest.raises(Unauthorized):
        read_access_token(KEY, TOKEN[:place] + letter + TOKEN[place + 1 :], at=AT)


@pytest.mark.parametrize(
    ("moved", "counts"),
    [
        (-6 * SECOND, False),
        (-5 * SECOND, True),
        (0, True),
        (15 * MINUTE + 5 * SECOND - 1, True),
        (15 * MINUTE + 5 * SECOND, False),
    ],
)
def test_a_token_counts_from_its_start_to_its_end(moved: int, counts: bool) -> None:
    token = sign_access_token(KEY, 7, "family", at=AT, ttl=TTL)

    try:
        found: tuple[int, str] | None = read_access_token(KEY, token, at=AT + moved)
    except Unauthorized:
        found = None

    assert found == ((7, "family") if counts else None)
