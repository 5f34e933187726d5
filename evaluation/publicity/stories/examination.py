"""What the checks find in one story, with all that they compare it with."""

from collections.abc import Sequence

from evaluation.procedures.attachments.queries import people_in
from evaluation.publicity.stories.assistance import Finding, Surroundings, blocking, findings_of
from evaluation.publicity.stories.enums import NameUse
from evaluation.publicity.stories.models import Story
from evaluation.publicity.stories.people import Named
from evaluation.publicity.stories.queries import roster_names, words_to_avoid
from evaluation.publicity.stories.texts import facts_of, pieces_of


def examined(story: Story, people: Sequence[Named]) -> list[Finding]:
    """Everything worth changing or another look."""
    pieces = pieces_of(story)
    tagged = people_in([one.attachment_id for one in story.photographs]) if story.photographs else {}
    by_hand = any(one.row.added_in_picture for one in people)
    around = Surroundings(
        people=[one.appearance(one.person.post or "") for one in people],
        roster_names=roster_names("\n".join(piece.text for piece in pieces)),
        banned=words_to_avoid(),
        facts="\n".join(facts_of(one.frozen) for one in story.evidence),
        photographs=len(story.photographs),
        captions_missing=[one.position for one in story.photographs if not one.caption],
        nobody_in=[one.position for one in story.photographs if not tagged.get(one.attachment_id) and not by_hand],
    )
    return findings_of(pieces, around)


def what_stops(story: Story, people: Sequence[Named]) -> list[Finding]:
    """What must be changed before the story goes on; the roster is asked only where a name is not to be told."""
    pieces = pieces_of(story)
    text = "\n".join(piece.text for piece in pieces)
    hidden = any(one.use is not NameUse.SHOW and one.person.name in text for one in people)
    around = Surroundings(
        people=[one.appearance() for one in people],
        roster_names=roster_names(text) if hidden else (),
        banned=words_to_avoid(),
        photographs=len(story.photographs),
        captions_missing=[one.position for one in story.photographs if not one.caption],
    )
    return blocking(findings_of(pieces, around))
