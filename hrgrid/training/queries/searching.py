"""Classes and competitions by what somebody types: a number, a part of a title."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from hrgrid.storage.work import UnitOfWork
from hrgrid.training.model import Competition, TrainingClass
from hrgrid.training.queries.scope import LOOKING, within
from hrgrid.training.rules.competing import CompetitionState
from hrgrid.training.rules.words import ClassState

_PAST = (
    *(ClassState.ARCHIVED, ClassState.CANCELLED),
    *(CompetitionState.ARCHIVED, CompetitionState.CANCELLED),
)


@dataclass(frozen=True)
class TrainingHit:
    """A class or a competition; `part` is where the page of training shows it."""

    part: str
    title: str
    beside: str
    past: bool


def search_training(work: UnitOfWork, text: str, limit: int = 4) -> list[TrainingHit]:
    """What `text` may mean among what the actor trains, competitions first; nothing for others."""
    typed = " ".join(text.split())
    if not typed or not any(work.actor.may_somewhere(right) for right in LOOKING):
        return []
    found = list(_competitions(work, typed, limit))
    return [*found, *_classes(work, typed, limit)][:limit]


def _competitions(work: UnitOfWork, typed: str, limit: int) -> Iterator[TrainingHit]:
    held = Competition
    query = (
        select(held.id, held.number, held.title, held.state, held.first_day)
        .where(within(work, held.area_path), _means(held, typed))
        .order_by(held.first_day.desc(), held.id.desc())
        .limit(limit)
    )
    for row in work.session.execute(query):
        beside = f"比武、{row.state.label}、{row.first_day:%Y-%m-%d}"
        past = row.state in _PAST
        yield TrainingHit(f"competitions/{row.id}", f"{row.number} {row.title}", beside, past)


def _classes(work: UnitOfWork, typed: str, limit: int) -> Iterator[TrainingHit]:
    held = TrainingClass
    query = (
        select(held.id, held.number, held.title, held.state, held.first_day)
        .where(within(work, held.area_path), _means(held, typed))
        .order_by(held.first_day.desc(), held.id.desc())
        .limit(limit)
    )
    for row in work.session.execute(query):
        beside = f"培训班、{row.state.label}、{row.first_day:%Y-%m-%d}"
        past = row.state in _PAST
        yield TrainingHit(f"classes/{row.id}", f"{row.number} {row.title}", beside, past)


def _means(held: type[Competition | TrainingClass], typed: str) -> ColumnElement[bool]:
    """The beginning of its number, or a part of its title."""
    return or_(
        held.number.startswith(typed, autoescape=True),
        held.title.contains(typed, autoescape=True),
    )
