"""The room enters itself: what the pages common to every matter need to know of cases."""

from evaluation.foundation.core.database import db
from evaluation.procedures.workflow.register import NoticeSteps, registered
from evaluation.records.nominations.models.cases import Nomination
from evaluation.records.nominations.operations.notices import carry_notice
from evaluation.records.nominations.policies import may_see, may_work, visible_to
from evaluation.records.nominations.workflow import NOMINATION_FLOW

FLOW = registered(
    NOMINATION_FLOW,
    visible_to=visible_to,
    may_see=may_see,
    may_attach=may_work,
    load=lambda matter_id: db.session.get_one(Nomination, matter_id),
    notice_steps=NoticeSteps(carry=carry_notice),
)
