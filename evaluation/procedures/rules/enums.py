"""Words of the rule table: units, consequences, certainty, the texts themselves, stages and who acts."""

from datetime import date

from evaluation.foundation.core.enums import Labelled
from evaluation.foundation.core.language import lazy_gettext as _l


class Unit(Labelled):
    """What the number of a rule counts."""

    DAY = "day", _l("day")
    WORKING_DAY = "working_day", _l("working day")
    MONTH = "month", _l("month")
    YEAR = "year", _l("year")
    CLASS_HOUR = "class_hour", _l("class hour")
    COUNT = "count", _l("count")
    SHARE = "share", _l("share")


class Bound(Labelled):
    """How the number of a rule limits; a share is a strict limit: exactly the half is not more than half."""

    LEAST = "least", _l("at least")
    MOST = "most", _l("at most")
    WITHIN = "within", _l("within")
    EVERY = "every", _l("every")
    EXACTLY = "exactly", _l("exactly")
    MORE_THAN = "more_than", _l("more than")


class Consequence(Labelled):
    """What follows where a rule is not kept."""

    BLOCK = "block", _l("Cannot proceed"), "red"
    WARN = "warn", _l("May proceed with a written reason"), "amber"
    DEADLINE = "deadline", _l("Reminder, then overdue"), "amber"
    COMPUTED = "computed", _l("Computed"), "grey"


class Certainty(Labelled):
    """How well a row of the table is known; what is from knowledge stays a setting until the organisation department confirms."""

    VERIFIED = "verified", _l("Read in the text")
    PRACTICE = "practice", _l("Practice, read in handbooks")
    FROM_KNOWLEDGE = "from_knowledge", _l("From knowledge, to be confirmed by the organisation department")


class Edition(Labelled):
    """The two texts of the Rules on Developing Members; days before the first are judged by the first."""

    TEXT_2014 = "2014", _l("2014 text")
    TEXT_2026 = "2026", _l("2026 text")

    @property
    def valid_from(self) -> date:
        """Day of issue; both texts say that they are in force from it."""
        return date(2014, 5, 28) if self is Edition.TEXT_2014 else date(2026, 5, 11)

    @property
    def valid_to(self) -> date | None:
        """The first day on which the text no longer holds; None: it holds."""
        return Edition.TEXT_2026.valid_from if self is Edition.TEXT_2014 else None


class Basis(Labelled):
    """Where a row comes from; the value of ``label`` is the English name, :attr:`chinese` the title of the paper."""

    MEMBERS_2014 = "members-2014", _l("Rules on Developing Members (2014)")
    MEMBERS_2026 = "members-2026", _l("Rules on Developing Members (2026)")
    FRONTLINE_2020 = "frontline-2020", _l("Notice of the Central Organisation Department of 23 February 2020")
    CIVIL_CODE = "civil-code", _l("Civil Code")
    HOLIDAYS_2024 = "holidays-2024", _l("Regulation on Public Holidays (2024)")
    PRACTICE = "practice", _l("Practice")
    SYSTEM = "system", _l("Limit of this system")

    @property
    def chinese(self) -> str:
        """Title of the paper as official documents cite it."""
        return BASIS_TITLES[self]


BASIS_TITLES = {
    Basis.MEMBERS_2014: "《中国共产党发展党员工作细则》（2014年）",
    Basis.MEMBERS_2026: "《中国共产党发展党员工作细则》（2026年修订）",
    Basis.FRONTLINE_2020: "中央组织部2020年2月23日通知",
    Basis.CIVIL_CODE: "《中华人民共和国民法典》",
    Basis.HOLIDAYS_2024: "《全国年节及纪念日放假办法》",
    Basis.PRACTICE: "工作惯例",
    Basis.SYSTEM: "系统说明",
}


class Stage(Labelled):
    """The five stages, in order."""

    APPLICATION = "application", _l("Application to join")
    ACTIVIST = "activist", _l("Activist")
    DEVELOPMENT_TARGET = "development_target", _l("Development target")
    ADMISSION = "admission", _l("Admission of a probationary member")
    CONVERSION = "conversion", _l("Education, examination and conversion")


class Meeting(Labelled):
    """Who decided on an activist (Art. 8): the branch committee, or the members' meeting where there is none."""

    BRANCH_COMMITTEE = "branch_committee", _l("Branch committee meeting")
    MEMBERS = "members", _l("Branch members' meeting")


class Opinion(Labelled):
    """Whose opinions are heard before somebody becomes a development target (Art. 13)."""

    PARTY_GROUP = "party_group", _l("Party group")
    CONTACTS = "contacts", _l("Cultivation contacts")
    MEMBERS = "members", _l("Party members")
    MASSES = "masses", _l("The masses")


class Talker(Labelled):
    """Who may talk with the candidate before the approval."""

    COMMITTEE_MEMBER = "committee_member", _l("Member of the Party committee")
    ORGANIZER = "organizer", _l("Organiser")
    OTHER = "other", _l("Somebody else")


class BodyKind(Labelled):
    """Kinds of body that a case may be brought before; a Party committee alone may approve (Art. 22)."""

    COMMITTEE = "committee", _l("Party committee")
    GENERAL_BRANCH = "general_branch", _l("General branch")
    BRANCH = "branch", _l("Branch")
    PARTY_GROUP = "leading_group", _l("Leading Party group (党组)")
    TEMPORARY = "temporary", _l("Temporary Party organisation")


class Outcome(Labelled):
    """What the branch meeting at the end of probation decides (Art. 31)."""

    CONVERTED = "converted", _l("Converted on time")
    CANCELLED = "cancelled", _l("Cancelled")


class OverrideState(Labelled):
    """What became of a number that the college wants to set."""

    PROPOSED = "proposed", _l("Proposed"), "blue"
    APPROVED = "approved", _l("Approved"), "plain"
    DECLINED = "declined", _l("Not approved"), "grey"


class Paper(Labelled):
    """What the archive of a case holds (Art. 36)."""

    APPLICATION_LETTER = "application_letter", _l("Application letter")
    APPLICATION_FORM = "application_form", _l("Application form for admission")
    ACTIVIST_REGISTER = "activist_register", _l("Activist cultivation and examination register")
    PROBATION_REGISTER = "probation_register", _l("Probationary member education and examination register")
    POLITICAL_REVIEW = "political_review", _l("Political review material")
    CONVERSION_APPLICATION = "conversion_application", _l("Application for conversion")
