"""Who may take which step in which state: the whole table, generated from the enumerations."""

import pytest
from flask import Flask

from evaluation.appraisals.cycles.enums import AppraisalAction as A
from evaluation.appraisals.cycles.enums import AppraisalState as S
from evaluation.appraisals.cycles.workflow import APPRAISAL_FLOW
from tests.appraisals.scene import ROLES, Scene
from tests.support.factories import Factory

OFFICER = {S.DRAFT: {A.FREEZE}, S.VERIFYING: {A.TO_JUDGING}, S.FEEDBACK: {A.ARCHIVE}}
HEAD = {
    S.DRAFT: {A.FREEZE},
    S.VERIFYING: {A.TO_JUDGING, A.STOP},
    S.JUDGING: {A.TO_FEEDBACK, A.STOP},
    S.FEEDBACK: {A.ARCHIVE, A.BACK_TO_JUDGING, A.STOP},
}
TABLE = {"officer": OFFICER, "head": HEAD}
EVERYBODY = (*ROLES, "one", "two", "li")


@pytest.mark.parametrize("state", list(S), ids=lambda state: state.value)
def test_steps_open_to_everybody(app: Flask, make: Factory, state: S) -> None:
    scene = Scene(make)
    appraisal = scene.appraisal(state)
    assert appraisal.matter.state == state

    open_steps = {name: {step.action for step in APPRAISAL_FLOW.open_to(scene.actor(name), appraisal)} for name in EVERYBODY}

    assert open_steps == {name: TABLE.get(name, {}).get(state, set()) for name in EVERYBODY}
