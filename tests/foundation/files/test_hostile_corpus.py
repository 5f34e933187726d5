"""Every hostile file at every way in: refused with a sentence, or cleaned; soon, in little memory, leaving nothing."""

import io
import tracemalloc

import pytest
from PIL import Image

from evaluation.foundation.files.inspection import inspect_file
from evaluation.foundation.files.kinds import ATTACHMENT_KINDS, PHOTOGRAPH_KINDS
from evaluation.foundation.files.photographs import clean_photograph
from evaluation.foundation.files.refusals import MEGABYTE, FileRefused
from evaluation.foundation.tabular.workbooks import read_workbook
from tests.foundation.files.hostile_corpus import FAMILIES, corpus
from tests.foundation.files.hostile_files import picture

MOST_MEMORY = 150 * MEGABYTE


def take_attachment(data, name):
    """An attachment as the product takes it: inspected, and written anew when it is a picture."""
    inspected = inspect_file(data, name, accepted=ATTACHMENT_KINDS)
    return clean_photograph(data, name=name).data if inspected.kind in PHOTOGRAPH_KINDS else inspected


def take_photograph(data, name):
    return clean_photograph(data, name=name).data


def take_workbook(data, name):
    return read_workbook(data, name)


def outcome(take, data, name):
    """``refused``, ``clean`` for a picture written anew, ``kept`` for what stays as it came; and the sentence if any."""
    try:
        taken = take(data, name)
    except FileRefused as refused:
        return "refused", str(refused)
    if not isinstance(taken, bytes):
        return "kept", ""
    with Image.open(io.BytesIO(taken)) as image:
        return "clean" if image.format == "JPEG" and not image.getexif() else "kept", ""


# Pictures are pictures under any name; a far cell harms only who reads the sheet.
NOT_REFUSED = {
    take_attachment: {"far_cells": "kept"},
    take_photograph: {"names_that_deceive": "clean", "kinds_under_another_name": "clean"},
    take_workbook: {},
}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("take", [take_attachment, take_photograph, take_workbook])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_is_refused_or_cleaned(family, take, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    outcomes, greedy, silent = set(), [], []
    for name, data in family():
        tracemalloc.start()
        found, sentence = outcome(take, data, name)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        outcomes.add(found)
        greedy += [name] if peak > MOST_MEMORY else []
        silent += [name] if found == "refused" and (not sentence.endswith(".") or "\u202e" in sentence) else []
    assert (greedy, silent, list(tmp_path.iterdir())) == ([], [], [])
    allowed = NOT_REFUSED[take].get(family.__name__)
    assert outcomes - {"refused"} == ({allowed} if allowed else set())


def test_the_corpus_is_broad():
    sizes = {}
    for family, _, _ in corpus():
        sizes[family] = sizes.get(family, 0) + 1
    assert (len(sizes), sum(sizes.values()) >= 300, min(sizes.values()) >= 3) == (19, True, True)


@pytest.mark.parametrize("name", ["a.exe.jpg", "a\u202egpj.exe"])
def test_a_picture_with_a_deceiving_name_is_refused_as_attachment(name):
    assert outcome(take_photograph, picture(), name) == ("clean", "")
    assert outcome(take_attachment, picture(), name)[0] == "refused"
