"""What is known of people."""

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class Sex(Labelled):
    """As the roster gives it."""

    FEMALE = "female", _l("Female")
    MALE = "male", _l("Male")


class AffiliationKind(Labelled):
    """What a person's history consists of; within one kind nothing overlaps."""

    DEPARTMENT = "department", _l("Department")
    BRANCH = "branch", _l("Branch")
    POST = "post", _l("Post")
    CADRE_LEVEL = "cadre_level", _l("Cadre level")
    ROLE_GROUP = "role_group", _l("Role group")
    POLITICAL_STATUS = "political_status", _l("Political status")
    STANDING = "standing", _l("In post or not")


class PoliticalStatus(Labelled):
    """政治面貌, including the stages on the way into the Party."""

    MASSES = "masses", _l("No party affiliation (masses)")
    LEAGUE_MEMBER = "league_member", _l("League member")
    APPLICANT = "applicant", _l("Applicant for membership")
    ACTIVIST = "activist", _l("Activist")
    DEVELOPMENT_TARGET = "development_target", _l("Development target")
    PROBATIONARY_MEMBER = "probationary_member", _l("Probationary member")
    FULL_MEMBER = "full_member", _l("Party member")
    OTHER_PARTY = "other_party", _l("Member of another party")


class RoleGroup(Labelled):
    """The groups to whom the founding notice gives tasks."""

    MEDICAL = "medical", _l("Medical staff")
    TEACHER = "teacher", _l("Teacher")
    STUDENT = "student", _l("Student")
    STAFF = "staff", _l("Staff")


class Standing(Labelled):
    """Whether the person is here."""

    ACTIVE = "active", _l("In post")
    LEFT = "left", _l("Left"), "grey"
    RETIRED = "retired", _l("Retired"), "grey"
