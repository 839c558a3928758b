"""`jack user`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Jack

pytestmark = pytest.mark.usefixtures("data_dir")

ADMIN = "anna@hotel.example"


def test_without_a_password_a_link_to_set_one_is_printed(jack: Jack) -> None:
    result = jack(
        *("user", "add", ADMIN, "--role", "admin"),
        JACK_SERVER__PUBLIC_URL="https://jack.hotel.example",
    )

    assert result.status == 0
    assert "Added anna@hotel.example as admin." in result.out
    assert "https://jack.hotel.example/password#" in result.out


def test_the_link_points_to_this_machine_while_there_is_no_public_address(jack: Jack) -> None:
    result = jack("user", "add", ADMIN, "--json", JACK_SERVER__HOST="0.0.0.0", PORT="3131")

    assert result.data["link"].startswith("http://127.0.0.1:3131/password#")


def test_a_password_from_standard_input_needs_no_link(jack: Jack) -> None:
    added = jack("user", "add", ADMIN, "--password-stdin", "--json", stdin="long enough!\n")

    assert added.data["hasPassword"] is True
    assert "link" not in added.data
    assert "long enough!" not in added.out + added.err


@pytest.mark.parametrize(("typed", "says"), [("", "no password"), ("short\n", "characters")])
def test_a_missing_or_short_password_is_wrong_usage(jack: Jack, typed: str, says: str) -> None:
    result = jack("user", "add", ADMIN, "--password-stdin", stdin=typed)

    assert result.status == 2
    assert says in result.err


def test_an_account_is_added_once(jack: Jack) -> None:
    jack("user", "add", ADMIN)

    again = jack("user", "add", ADMIN.upper())

    assert again.status == 1
    assert again.err == f"{ADMIN} has an account already.\n"


def test_the_list_shows_role_departments_and_state(jack: Jack) -> None:
    jack("user", "add", ADMIN, "--role", "admin", "--department", "spa", "--department", "valet")
    jack("user", "add", "bo@hotel.example", "--name", "Bo")
    jack("user", "disable", "bo@hotel.example")

    anna, bo = jack("user", "list", "--json").data
    table = jack("user", "list").out

    assert anna["departments"] == ["spa", "valet"]
    assert (bo["name"], bo["role"], bo["isDisabled"]) == ("Bo", "front_desk", True)
    assert "no password yet" in table
    assert "disabled" in table


def test_the_last_admin_cannot_be_locked_out(jack: Jack) -> None:
    jack("user", "add", ADMIN, "--role", "admin")

    disabled = jack("user", "disable", ADMIN)
    demoted = jack("user", "set-role", ADMIN, "concierge")

    assert (disabled.status, demoted.status) == (1, 1)
    assert "last active admin" in disabled.err


def test_a_role_can_be_set(jack: Jack) -> None:
    jack("user", "add", ADMIN)

    result = jack("user", "set-role", ADMIN, "manager", "--json")

    assert result.data["role"] == "manager"


def test_a_reset_voids_the_password_and_prints_a_link(jack: Jack) -> None:
    jack("user", "add", ADMIN, "--password-stdin", stdin="long enough!\n")

    result = jack("user", "reset-password", ADMIN)

    assert "/password#" in result.out
    assert jack("user", "reset-password", "nobody@hotel.example").status == 1


def test_a_locked_account_can_be_let_in_again(jack: Jack) -> None:
    jack("user", "add", ADMIN)
    jack("user", "disable", ADMIN)

    result = jack("user", "enable", ADMIN, "--json")

    assert result.data["isDisabled"] is False
