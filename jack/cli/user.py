"""`jack user`: accounts of the people who work in the hotel."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jack.cli import output
from jack.cli.context import public_url
from jack.cli.output import Json
from jack.model.staff import Role
from jack.model.tasks import Department

if TYPE_CHECKING:
    from jack.app import App
    from jack.cli.context import Context
    from jack.model.staff import Staff

ACTOR = "cli"
LINK_HOURS = 72

Email = Annotated[str, typer.Argument(help="E-mail address.", metavar="EMAIL")]

users = typer.Typer(help="Staff accounts.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(users, name="user")


@users.command("add")
def add(
    context: typer.Context,
    email: Email,
    name: Annotated[str, typer.Option(help="Name that guests and colleagues see.")] = "",
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.FRONT_DESK,
    department: Annotated[
        list[Department] | None,
        typer.Option(help="Whose tasks are theirs; may be given again.", show_default=False),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add an account. Without a password a link to set one is printed; it works once."""
    jack: Context = context.obj
    password = _password() if password_stdin else None

    async def work(app: App) -> None:
        staff, token = await app.staffing.add(
            email, name, role, department or (), password=password, actor=ACTOR
        )
        _show(app, staff, f"Added {staff.email} as {staff.role}.", token, as_json=as_json)

    jack.run(work)


@users.command("list")
def list_users(context: typer.Context, as_json: Json = False) -> None:
    """List all accounts."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        found = await app.staffing.list()
        if as_json:
            output.as_json([_json(staff) for staff in found])
            return
        output.table(
            ("E-mail", "Name", "Role", "Departments", "State"),
            [(s.email, s.name, s.role, ", ".join(s.departments), _state_of(s)) for s in found],
            empty="No accounts yet. Add one: jack user add EMAIL --role admin",
        )

    jack.run(work)


@users.command("set-role")
def set_role(
    context: typer.Context,
    email: Email,
    role: Annotated[Role, typer.Argument(help="What the person may do.")],
    as_json: Json = False,
) -> None:
    """Give an account another role."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        staff = await app.staffing.set_role(email, role, actor=ACTOR)
        _show(app, staff, f"{staff.email} is {staff.role} now.", as_json=as_json)

    jack.run(work)


@users.command("reset-password")
def reset_password(context: typer.Context, email: Email, as_json: Json = False) -> None:
    """Stop password, second factor and all sessions of an account; print a link to set a new one."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        token = await app.staffing.reset_password(email, actor=ACTOR, with_second_factor=True)
        if as_json:
            output.as_json({"email": email, "link": _link(app, token)})
        else:
            typer.echo(f"The old password of {email} is void.")
            _show_link(app, token)

    jack.run(work)


@users.command("disable")
def disable(context: typer.Context, email: Email, as_json: Json = False) -> None:
    """Lock an account and end its sessions."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        staff = await app.staffing.disable(email, actor=ACTOR)
        _show(app, staff, f"{staff.email} is locked out.", as_json=as_json)

    jack.run(work)


@users.command("enable")
def enable(context: typer.Context, email: Email, as_json: Json = False) -> None:
    """Let a locked account in again."""
    jack: Context = context.obj

    async def work(app: App) -> None:
        staff = await app.staffing.enable(email, actor=ACTOR)
        _show(app, staff, f"{staff.email} may sign in again.", as_json=as_json)

    jack.run(work)


def _password() -> str:
    """The first line of standard input. Never an argument: other users see those."""
    from jack.errors import Invalid

    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise Invalid("--password-stdin found no password on standard input.")
    return password


def _show(
    app: App, staff: Staff, sentence: str, token: str | None = None, *, as_json: bool
) -> None:
    if as_json:
        output.as_json(_json(staff) | ({"link": _link(app, token)} if token else {}))
        return
    typer.echo(sentence)
    if token:
        _show_link(app, token)


def _show_link(app: App, token: str) -> None:
    output.note(f"This link sets the password, once, within {LINK_HOURS} hours:")
    typer.echo(_link(app, token))


def _link(app: App, token: str) -> str:
    """The token stands behind `#`: browsers never send that part to a server or its logs."""
    return f"{public_url(app.config)}/password#{token}"


def _state_of(staff: Staff) -> str:
    if staff.is_disabled:
        return "disabled"
    return "active" if staff.has_password else "no password yet"


def _json(staff: Staff) -> dict[str, Any]:
    from jack.model.clock import to_iso

    return {
        "id": str(staff.id),
        "email": staff.email,
        "name": staff.name,
        "role": staff.role,
        "departments": list(staff.departments),
        "isDisabled": staff.is_disabled,
        "hasPassword": staff.has_password,
        "createdAt": to_iso(staff.created_at),
    }
