import pytest

from jack.model.intents import INTENTS, UNCLEAR, Group, coarse, spec
from jack.model.tasks import Department, Priority, TaskKind


def test_an_unknown_third_level_is_treated_like_its_parent() -> None:
    assert spec("inquiry.amenity.pool") == INTENTS["inquiry.amenity"]
    assert spec("complaint.noise.neighbours") == INTENTS["complaint.noise"]


def test_a_bare_family_has_a_row_of_its_own_members() -> None:
    assert spec("request.service").department is Department.HOUSEKEEPING


def test_an_unknown_intent_is_unclear() -> None:
    assert spec("made.up") == INTENTS[UNCLEAR]
    assert spec("") == INTENTS[UNCLEAR]


@pytest.mark.parametrize(
    "name",
    [
        "request.room.change",
        "request.room.upgrade",
        "booking.modify",
        "booking.cancel",
        "complaint.billing",
        "complaint.service",
        "complaint.safety",
        "other.human_request",
    ],
)
def test_what_a_machine_never_settles_always_goes_to_a_person(name: str) -> None:
    assert spec(name).always_human


def test_heating_and_plumbing_are_urgent_and_other_complaints_high() -> None:
    assert spec("complaint.maintenance.heating").priority is Priority.URGENT
    assert spec("complaint.maintenance.plumbing").priority is Priority.URGENT
    assert spec("complaint.cleanliness").priority is Priority.HIGH


def test_what_changes_a_booking_is_an_approval() -> None:
    kinds = {name: spec(f"request.room.{name}").kind for name in ("late_checkout", "extend")}

    assert kinds == {"late_checkout": TaskKind.APPROVAL, "extend": TaskKind.APPROVAL}


def test_every_intent_that_makes_a_task_names_who_does_it_and_what_it_is() -> None:
    for name, row in INTENTS.items():
        if row.kind is not None:
            assert row.department is not None, name
            assert row.title, name


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("inquiry.policy.checkout", Group.CHECK_IN_OUT),
        ("inquiry.policy", Group.QUESTION),
        ("request.room.early_checkin", Group.CHECK_IN_OUT),
        ("request.room.extend", Group.BOOKING),
        ("other.off_topic", Group.OUT_OF_SCOPE),
        ("feedback.praise", Group.SMALL_TALK),
    ],
)
def test_the_coarse_group_of_an_intent(name: str, group: Group) -> None:
    assert coarse(name) is group
