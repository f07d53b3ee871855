"""What fits one engine fits the other, and what fits neither is told in a sentence."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from hrgrid.accounts.service import sign_in
from hrgrid.core.errors import UserError
from hrgrid.storage.rulebook import RuleSet, add_version, versions_of
from tests.storage.deeds import everything

TOPICS = (f"topic.{number}" for number in itertools.count())


@pytest.fixture
def desk(office):
    """The person of an office that all these tests share."""
    return sign_in(office, "经办人")


def adding(name, topic=None):
    """A job that adds a version of rules under a name."""
    topic = topic or next(TOPICS)
    return lambda work: add_version(work, topic, name, {}, valid_from=dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    "name", ["名" * 80, "\U00030edd" * 80, "é" * 80, "·", " a\n\t b ", "'\";--%"]
)
def test_a_text_up_to_the_length_of_its_column_comes_back_as_it_was(desk, name):
    topic = desk.write(adding(name)).topic
    assert desk.read(lambda work: versions_of(work, topic))[0].name == name


def test_a_text_that_is_too_long_is_told_and_changes_nothing(office, desk):
    before = everything(office)
    with pytest.raises(UserError, match=r"“名称”有 81 个字，最多 80 个。请写短一些"):
        desk.write(adding("名" * 81))
    assert everything(office) == before


def test_a_text_that_grows_too_long_is_told_too(office, desk):
    desk.write(adding("名"))
    before = everything(office)

    def rename(work):
        work.session.query(RuleSet).first().name = "名" * 81

    with pytest.raises(UserError, match=r"“名称”有 81 个字，最多 80 个"):
        desk.write(rename)
    assert everything(office) == before


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "\udc80.xlsx"])
def test_a_letter_that_no_database_takes_is_told_and_changes_nothing(office, desk, name):
    """A NUL from a sheet's cell; a file name in another encoding."""
    before = everything(office)
    with pytest.raises(UserError, match=r"“名称”里有存不了的字符.*请删去"):
        desk.write(adding(name))
    assert everything(office) == before
