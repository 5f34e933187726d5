"""The sentences of refusals and warnings: why, and the way out. English message ids; the catalogue holds the Chinese.

A reason has no full stop: it is quoted inside other sentences. A way out is a sentence of its own.
"""

from typing import Any, NamedTuple

from evaluation.foundation.core.language import lazy_gettext as _l


class Sentence(NamedTuple):
    """Why a rule is not kept, and what to do."""

    reason: Any
    way_out: Any


CHECK_DATES = _l("Check the two dates and correct the wrong one.")
ANOTHER_FULL_MEMBER = _l("Name a full member instead.")
CORRECT_COUNTS = _l("Correct the numbers by the ballot record.")
APPROVE_ABOVE = _l("Have the Party committee with the right to approve decide, and enter it as the approving body.")

ORDER = {
    "before_birth": Sentence(_l("%(act)s on %(on)s lies before the date of birth, %(day)s"), CHECK_DATES),
    "before_previous": Sentence(_l("%(act)s on %(on)s lies before %(before)s on %(day)s"), CHECK_DATES),
    "in_the_future": Sentence(
        _l("%(act)s on %(on)s has not happened yet, today is %(day)s"), _l("Enter the step when it has happened.")
    ),
    "day_missing": Sentence(
        _l("There are numbers for %(act)s but no day"), _l("Fill in the day, or empty the numbers that belong to it.")
    ),
    "not_recorded": Sentence(_l("%(act)s is not recorded"), _l("Record it first, with its papers.")),
    "already_recorded": Sentence(
        _l("%(act)s is already recorded on %(day)s"), _l("To correct it, open the step, change the day and give a reason.")
    ),
    "case_closed": Sentence(_l("The case ended on %(day)s"), _l("If the person applies again, open a new case.")),
    "late": Sentence(
        _l("%(act)s was due by %(day)s, within %(duration)s of %(since)s on %(since_day)s"),
        _l("If it is still to be done, do it now; note why it is late."),
    ),
    "duty_late": Sentence(
        _l("%(duty)s was due by %(day)s, every %(duration)s"), _l("If it is still to be done, do it now; note why it is late.")
    ),
}

ACTIVIST = {
    "birth_date_missing": Sentence(
        _l("No date of birth is recorded, so it cannot be seen whether the applicant was %(years)d years old"),
        _l("Record the date of birth of the person, then enter the application again."),
    ),
    "birth_day_missing": Sentence(
        _l("Only the month of birth is recorded, so it cannot be seen whether the applicant was %(years)d years old on %(on)s"),
        _l("Record the full date of birth of the person, then enter the application again."),
    ),
    "too_young": Sentence(
        _l("The day on which the applicant is %(years)d years old is %(day)s"),
        _l("Have the application handed in on that day or later; if the date of birth is wrong, correct it first."),
    ),
    "decision_without_meeting": Sentence(
        _l("It is not said which meeting decided on the activist"),
        _l("Choose the branch committee meeting, or the members' meeting where there is no committee."),
    ),
    "recommendation_missing": Sentence(
        _l("It is not said who recommended the activist"),
        _l("Enter the recommendation by Party members or by a mass organisation."),
    ),
    "contacts_number": Sentence(
        _l("%(number)d cultivation contacts are given, %(least)d to %(most)d are asked for"),
        _l("Name one or two full members as contacts."),
    ),
    "contact_not_full": Sentence(_l("%(people)s is no full member and cannot be a cultivation contact"), ANOTHER_FULL_MEMBER),
    "cultivation": Sentence(
        _l("The day on which cultivation and examination have lasted %(duration)s is %(day)s"),
        _l("Hold the meeting on that day or later; frontline performance is a basis for examination and shortens nothing."),
    ),
    "opinions_missing": Sentence(
        _l("These opinions are not recorded: %(opinions)s"), _l("Hear them and record them, then propose the development target.")
    ),
    "shortening_papers": Sentence(
        _l("The shortened cultivation lacks: %(parts)s"),
        _l("Add what is missing from the authorising document, or wait until the full time has passed."),
    ),
}

TARGET = {
    "notice_places": Sentence(
        _l("A floating person is publicised at %(places)d places at the same time"),
        _l("Post the notice where the person comes from and where the person is."),
    ),
    "notice_too_short": Sentence(
        _l("The notice lasts until %(day)s: %(days)d full working days, the posting day not counted"),
        _l("End the notice on that day or later; if it was taken down early, post it again."),
    ),
    "notice_too_short_from_posting": Sentence(
        _l("The notice lasts until %(day)s: %(days)d full working days, the posting day counted"),
        _l("End the notice on that day or later; if it was taken down early, post it again."),
    ),
    "notice_running": Sentence(
        _l("The notice is over when its last day has passed, that is from %(day)s"), _l("List the person on that day or later.")
    ),
    "objections_open": Sentence(
        _l("%(number)d objections to the notice are open"), _l("Answer every objection, then list the person.")
    ),
    "notice_in_vacation": Sentence(
        _l("The notice falls into the school vacation from %(first)s to %(last)s"),
        _l("Post it in term time, or note how the people concerned could see it."),
    ),
    "calendar_provisional": Sentence(
        _l("There is no official calendar for %(year)d, the working days are provisional"),
        _l("Load the official calendar of that year and check the last day again."),
    ),
    "introducers_number": Sentence(
        _l("%(number)d introducers are given, %(asked)d are asked for"), _l("Name exactly two full members as introducers.")
    ),
    "introducer_not_full": Sentence(_l("%(people)s is no full member and cannot be an introducer"), ANOTHER_FULL_MEMBER),
    "introducer_without_rights": Sentence(
        _l("%(people)s has not had the rights of a member restored and cannot be an introducer"), ANOTHER_FULL_MEMBER
    ),
    "introducer_under_sanction": Sentence(
        _l("%(people)s is within the effect period of a sanction and should not be an introducer"),
        _l("Name another full member, or write down the reason."),
    ),
    "review_not_passed": Sentence(
        _l("The political review is not passed"), _l("Finish the political review; without it nobody can be admitted.")
    ),
    "review_document_missing": Sentence(
        _l("The political review has no conclusion document"), _l("Attach the conclusion document and enter its number.")
    ),
    "review_old": Sentence(
        _l("The political review is good for %(duration)s, until %(day)s"), _l("Review again, or write down the reason.")
    ),
    "training_too_short": Sentence(
        _l("The training lasted neither %(days)d days nor %(hours)d class hours"),
        _l("Complete the training; for an individual special case write down the reason."),
    ),
    "leaves_soon": Sentence(
        _l("The candidate leaves the unit on %(day)s, within %(duration)s"),
        _l("Leave the admission to the new unit, or write down the reason."),
    ),
}

BALLOT = {
    "votes_missing": Sentence(
        _l("The numbers of the meeting are missing: members due, members present, votes in favour"),
        _l("Enter the three numbers by the ballot record."),
    ),
    "votes_negative": Sentence(_l("A number of the ballot is below zero"), CORRECT_COUNTS),
    "more_present_than_due": Sentence(_l("%(due)d members were due and %(present)d were present"), CORRECT_COUNTS),
    "exclusion_without_reason": Sentence(
        _l("Members were left out of those due without a reason"), _l("Enter for each of them why, or count them as due.")
    ),
    "no_quorum": Sentence(
        _l("%(due)d were due and %(present)d present, more than half is at least %(needed)d; written opinions are no presence"),
        _l("Hold the meeting again when enough members with a vote are present."),
    ),
    "votes_do_not_add_up": Sentence(
        _l("%(present)d were present, in favour, against and abstained add up to %(added)d"), CORRECT_COUNTS
    ),
    "no_majority": Sentence(
        _l("%(due)d members were due and %(in_favour)d in favour, more than half is at least %(needed)d"),
        _l("The resolution is not passed; the branch may deliberate again when the time is ripe."),
    ),
    "not_secret": Sentence(_l("The ballot was not secret"), _l("Vote again by secret ballot.")),
    "several_candidates": Sentence(
        _l("%(number)d candidates were voted on together"), _l("Discuss and vote on one candidate after another.")
    ),
    "written_over_due": Sentence(
        _l("%(written)d written opinions were handed in but %(absent)d members were absent"), CORRECT_COUNTS
    ),
    "written_without_day": Sentence(
        _l("It is not said when the written opinions were handed in"), _l("Enter the day; only those before the meeting count.")
    ),
    "written_too_late": Sentence(
        _l("Written opinions were handed in on %(day)s, after the meeting"),
        _l("Take them out of the count; only those before the meeting count."),
    ),
    "many_admissions": Sentence(
        _l("This is admission number %(number)d of the unit within %(duration)s"),
        _l("Check that nobody is admitted before the time is ripe, and write down the reason."),
    ),
}

DECISION = {
    "talker_not_entitled": Sentence(
        _l("The talk was held by neither a committee member nor an organiser"),
        _l("Have a committee member or an organiser talk with the candidate before the approval."),
    ),
    "report_again": Sentence(
        _l("The resolution should have reached the committee by %(day)s, within %(duration)s"),
        _l("Have the branch deliberate again, or write down the reason."),
    ),
    "report_restart": Sentence(
        _l("The resolution reached the committee more than %(duration)s after the meeting"),
        _l("Handle the admission anew, from the pre-review on."),
    ),
    "approval_too_late": Sentence(
        _l("The approval was possible until %(day)s, %(duration)s after the branch members' meeting"),
        _l("Handle the admission anew: pre-review, branch members' meeting, approval."),
    ),
    "approving_body_missing": Sentence(_l("The approving body is not named"), APPROVE_ABOVE),
    "general_branch_approves": Sentence(_l("A general branch deliberates but cannot approve"), APPROVE_ABOVE),
    "branch_approves": Sentence(_l("A branch cannot approve"), APPROVE_ABOVE),
    "leading_group_approves": Sentence(_l("A leading Party group cannot approve"), APPROVE_ABOVE),
    "committee_without_right": Sentence(_l("This committee has not been given the right to approve"), APPROVE_ABOVE),
    "temporary_approves": Sentence(
        _l("A temporary Party organisation cannot approve; for an exception these are missing: %(parts)s"), APPROVE_ABOVE
    ),
    "probation_dates_missing": Sentence(
        _l("The approval does not name the start and the end of probation"), _l("Enter %(first)s and %(last)s.")
    ),
    "probation_dates_wrong": Sentence(
        _l("Probation runs from the branch members' meeting, from %(first)s to %(last)s"), _l("Enter these two days.")
    ),
    "not_provincial": Sentence(
        _l("Posthumous recognition is approved by the provincial Party committee"),
        _l("Submit the case through the committees and enter the provincial approval."),
    ),
}

CONVERSION = {
    "probation_running": Sentence(
        _l("The day on which probation is over is %(day)s, counted from the branch members' meeting"),
        _l("Discuss the conversion on that day or later."),
    ),
    "extended_again": Sentence(
        _l("Probation can be extended %(times)d time only"), _l("Decide on conversion or on cancellation.")
    ),
    "extension_length": Sentence(
        _l("The extension is %(months)d months long, %(least)d to %(most)d are possible"),
        _l("Enter a length within these limits, by the resolution."),
    ),
    "postponed_without_transfer": Sentence(
        _l("The discussion can be postponed only for a member who moved in from another branch"),
        _l("Discuss the conversion now, or decide on an extension."),
    ),
    "postponed_too_long": Sentence(
        _l("The discussion can be postponed until %(day)s, %(duration)s after probation"), _l("Enter a day until then.")
    ),
    "discussed_too_late": Sentence(
        _l("The discussion could be postponed until %(day)s, %(duration)s after probation"),
        _l("Note why it was held later; the conversion still goes back to the end of probation."),
    ),
    "papers_missing": Sentence(_l("The archive set lacks: %(papers)s"), _l("Add these papers, then close the case.")),
}

SENTENCES: dict[str, Sentence] = {**ORDER, **ACTIVIST, **TARGET, **BALLOT, **DECISION, **CONVERSION}

PARTS: dict[str, Any] = {
    "document_number": _l("number of the authorising document"),
    "document_date": _l("date of the authorising document"),
    "approved_by": _l("approving committee"),
    "evidence": _l("cited evidence"),
}
