"""Gates over the totals of a branch ballot, for admission and for conversion alike.

Quorum and majority are strict shares of those due: half is not more than half. Written opinions are votes, never presence.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from evaluation.procedures.rules.facts import CaseFacts, Votes
from evaluation.procedures.rules.gates.breach import Breach, Frame, Test
from evaluation.procedures.rules.rule import Rule

VotesOf = Callable[[CaseFacts], Votes | None]


def admission_votes(facts: CaseFacts) -> Votes | None:
    """The ballot on admission."""
    return facts.votes


def conversion_votes(facts: CaseFacts) -> Votes | None:
    """The ballot on conversion."""
    return facts.conversion_votes


def fewest_over(share: Fraction | int, whole: int) -> int:
    """The smallest number that is strictly more than a share of the whole: 6 of 10 and 6 of 11 for one half."""
    return whole * Fraction(share).numerator // Fraction(share).denominator + 1


def counts_of(votes: Votes) -> tuple[int, ...]:
    """Every count of a ballot."""
    return (
        votes.due,
        votes.present,
        votes.in_favour,
        votes.against,
        votes.abstained,
        votes.written_in_favour,
        votes.written_against,
    )


def quorum_of(votes_of: VotesOf) -> Test:
    """DM-26: present with a vote, of those due; who is left out of those due is left out for a reason."""

    def quorum(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
        votes = votes_of(facts)
        if votes is None or votes.due <= 0:
            return Breach("votes_missing")
        if min(counts_of(votes)) < 0:
            return Breach("votes_negative")
        if votes.present > votes.due:
            return Breach("more_present_than_due", details={"present": votes.present, "due": votes.due})
        if any(one.number < 1 or not one.reason.strip() for one in votes.excluded):
            return Breach("exclusion_without_reason")
        limit = rule.limits[0]
        if limit.exceeded_by(votes.present, votes.due):
            return None
        needed = fewest_over(limit.number, votes.due)
        return Breach("no_quorum", details={"present": votes.present, "due": votes.due, "needed": needed})

    return quorum


def majority_of(votes_of: VotesOf) -> Test:
    """DM-27: in favour, written opinions included, of those due; the votes in the room add up to those present."""

    def majority(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
        votes = votes_of(facts)
        if votes is None or votes.due <= 0:
            return None
        added = votes.in_favour + votes.against + votes.abstained
        if added != votes.present:
            return Breach("votes_do_not_add_up", details={"present": votes.present, "added": added})
        limit, favour = rule.limits[0], votes.in_favour + votes.written_in_favour
        if limit.exceeded_by(favour, votes.due):
            return None
        needed = fewest_over(limit.number, votes.due)
        return Breach("no_majority", details={"in_favour": favour, "due": votes.due, "needed": needed})

    return majority


def secrecy_of(votes_of: VotesOf) -> Test:
    """DM-28: a secret ballot, and one candidate at a time."""

    def secrecy(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
        votes = votes_of(facts)
        if votes is None:
            return None
        if not votes.secret:
            return Breach("not_secret")
        if votes.candidates_together != rule.limits[0].number:
            return Breach("several_candidates", details={"number": votes.candidates_together})
        return None

    return secrecy


def written_opinions_of(votes_of: VotesOf) -> Test:
    """DM-29: written opinions come from those who are absent, and before the meeting."""

    def written_opinions(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
        votes = votes_of(facts)
        written = votes.written_in_favour + votes.written_against if votes else 0
        if votes is None or not written:
            return None
        if votes.present + written > votes.due:
            return Breach("written_over_due", details={"written": written, "absent": votes.due - votes.present})
        if votes.written_received_on is None:
            return Breach("written_without_day")
        if votes.written_received_on > day:
            return Breach("written_too_late", votes.written_received_on)
        return None

    return written_opinions


def admissions_spread(facts: CaseFacts, day: date, rule: Rule, frame: Frame) -> Breach | None:
    """DM-47: no crash recruitment; the number counts earlier admissions of the unit within the span, this one not included."""
    most, months = rule.limit("admissions").days, rule.limit("span").months
    if facts.admissions_lately < most:
        return None
    return Breach("many_admissions", details={"number": facts.admissions_lately + 1, "months": months, "most": most})
