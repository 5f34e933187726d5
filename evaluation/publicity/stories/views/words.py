"""The page of banned words."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from evaluation.foundation.core.clock import clock
from evaluation.foundation.core.database import db
from evaluation.foundation.core.errors import Refused
from evaluation.foundation.core.language import gettext as _
from evaluation.foundation.web.access import requires
from evaluation.foundation.web.posting import once
from evaluation.publicity.stories.forms import WordForm
from evaluation.publicity.stories.models import BannedWord
from evaluation.publicity.stories.operations import wordlist
from evaluation.publicity.stories.queries import banned_words
from evaluation.registry.accounts.enums import PUBLICITY_ROLES


@requires(*PUBLICITY_ROLES)
def words() -> Any:
    """The list, and a form for one more word."""
    form = WordForm()
    if form.validate_on_submit():
        try:
            with once() as outcome:
                row = wordlist.ban_word(form.word.data or "", form.advice.data or "", actor=current_user, now=clock.now())
                outcome.location = url_for("stories.words")
            flash(_("“%(word)s” is on the list now.", word=row.word), "success")
            return redirect(outcome.location)
        except Refused as refusal:
            form.refuse(refusal)
    page = render_template("publicity/stories/words.html", form=form, words=banned_words())
    return page, 422 if form.errors else 200


@requires(*PUBLICITY_ROLES)
def allow() -> Response:
    """Take a word off the list."""
    row = db.get_or_404(BannedWord, request.form.get("word", 0, type=int))
    with once() as outcome:
        wordlist.allow_word(row, actor=current_user, now=clock.now())
        outcome.location = url_for("stories.words")
    flash(_("“%(word)s” is off the list.", word=row.word), "success")
    return redirect(outcome.location)
