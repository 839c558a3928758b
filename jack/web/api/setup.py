"""Setting a hotel up for the first time."""

from __future__ import annotations

from pydantic import Field

from jack.model.staff import Permission
from jack.services.setup import Step, StepState
from jack.web.api.auth import Person
from jack.web.endpoint import Call, Model, Nothing, Routes

routes = Routes("setup")

MANAGE = Permission.MANAGE_SETTINGS


class FirstAccount(Model):
    token: str = Field(max_length=200)
    email: str = Field(max_length=254)
    name: str = Field(max_length=200)
    password: str = Field(max_length=200)


class SetupState(Model):
    """Without an account only the link that `jack serve` printed leads on."""

    needs_account: bool


class StepShape(Model):
    step: Step
    state: StepState


class Steps(Model):
    steps: list[StepShape]

    @classmethod
    def of(cls, states: dict[Step, StepState]) -> Steps:
        return cls(steps=[StepShape(step=step, state=state) for step, state in states.items()])


class Skip(Model):
    step: Step
    is_skipped: bool = True


@routes.add("GET", "/api/v1/setup", answer=SetupState, is_public=True)
async def setup_state(call: Call[Nothing, Nothing]) -> SetupState:
    """Whether the first account is still to be made."""
    return SetupState(needs_account=await call.desk.setup.needs_account())


@routes.add(
    "POST",
    "/api/v1/setup",
    body=FirstAccount,
    answer=Person,
    status=201,
    is_public=True,
    errors=("UNAUTHORIZED", "CONFLICT"),
)
async def set_up(call: Call[Nothing, FirstAccount]) -> Person:
    """Make the first account with the link that `jack serve` printed."""
    body = call.body
    return Person.of(
        await call.desk.auth.setup_admin(body.token, body.email, body.name, body.password)
    )


@routes.add("GET", "/api/v1/setup/steps", answer=Steps, needs=MANAGE)
async def setup_steps(call: Call[Nothing, Nothing]) -> Steps:
    """What is done, what was skipped, and what is still open."""
    return Steps.of(await call.desk.setup.steps())


@routes.add("POST", "/api/v1/setup/steps", body=Skip, answer=Steps, needs=MANAGE)
async def skip_setup_step(call: Call[Nothing, Skip]) -> Steps:
    """Skip a step, or take it up again."""
    body = call.body
    return Steps.of(await call.desk.setup.skip(call.who, body.step, is_skipped=body.is_skipped))
