"""常用筛选: everybody keeps his own; to share one with the office takes a right."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from hrgrid.accounts.model import Operator, SavedFilter
from hrgrid.core.errors import Refused, UserError
from hrgrid.core.hashing import canonical_bytes
from hrgrid.core.rights import Right
from hrgrid.storage.work import UnitOfWork

LONGEST_LABEL = 20
MOST_FILTERS = 30
_LARGEST = 8_000
# The tail of a telephone number may be searched for every week, a whole number is personal data.
_NUMBER = re.compile(r"\d{7}")


@dataclass(frozen=True)
class RemovedFilter:
    """What is needed to bring a removed filter back."""

    owner_id: int
    list_name: str
    label: str
    conditions: str
    shared: bool
    made_at: dt.datetime


def save_filter(work: UnitOfWork, list_name: str, label: str, conditions: Mapping[str, Any]) -> int:
    """Keep conditions of a list under a name of one's own; returns its id.

    Raises UserError for no name, one in use, no conditions, or a number of a person among them.
    """
    named = _label(label)
    _refuse_taken(work, work.actor.operator_id, list_name, named)
    count = len(
        work.session.scalars(
            select(SavedFilter.id).where(
                SavedFilter.owner_id == work.actor.operator_id, SavedFilter.list_name == list_name
            )
        ).all()
    )
    if count >= MOST_FILTERS:
        raise UserError(f"已经存了 {count} 个常用筛选，不能再多。请先删去不用的")
    kept = SavedFilter(
        owner_id=work.actor.operator_id,
        list_name=list_name,
        label=named,
        conditions=_conditions(conditions),
        shared=False,
        made_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    work.record("save_filter", named)
    return kept.id


def rename_filter(work: UnitOfWork, filter_id: int, version: int, label: str) -> tuple[str, int]:
    """Call a filter something else; returns its old name and its new version."""
    kept = _kept(work, filter_id, version)
    named, before = _label(label), kept.label
    if named != before:
        _refuse_taken(work, kept.owner_id, kept.list_name, named)
        kept.label = named
        work.session.flush()
        work.record("change_filter", named, before={"label": before}, after={"label": named})
    return before, kept.version


def share_filter(work: UnitOfWork, filter_id: int, version: int, *, shared: bool) -> int:
    """Let the whole office have a filter, or its owner alone; returns its new version."""
    work.require(Right.KEEP_RULES)
    kept = _kept(work, filter_id, version)
    if kept.shared != shared:
        kept.shared = shared
        work.session.flush()
        work.record("share_filter" if shared else "unshare_filter", kept.label)
    return kept.version


def remove_filter(work: UnitOfWork, filter_id: int, version: int) -> RemovedFilter:
    """Take a filter away; what is returned brings it back."""
    kept = _kept(work, filter_id, version)
    removed = RemovedFilter(
        kept.owner_id, kept.list_name, kept.label, kept.conditions, kept.shared, kept.made_at
    )
    work.session.delete(kept)
    work.session.flush()
    work.record("remove_filter", removed.label)
    return removed


def restore_filter(work: UnitOfWork, removed: RemovedFilter) -> int:
    """Bring a removed filter back, as it was; returns its id."""
    if removed.owner_id != work.actor.operator_id or removed.shared:
        work.require(Right.KEEP_RULES)
    _refuse_taken(work, removed.owner_id, removed.list_name, removed.label)
    kept = SavedFilter(
        owner_id=removed.owner_id,
        list_name=removed.list_name,
        label=removed.label,
        conditions=removed.conditions,
        shared=removed.shared,
        made_at=removed.made_at,
    )
    work.session.add(kept)
    work.session.flush()
    work.record("save_filter", removed.label)
    return kept.id


def _kept(work: UnitOfWork, filter_id: int, version: int) -> SavedFilter:
    """A filter that the actor may change: his own, or a shared one with the right to it."""
    kept = work.session.get(SavedFilter, filter_id)
    own = kept is not None and kept.owner_id == work.actor.operator_id
    if kept is None or not (own or kept.shared):
        raise UserError("这个常用筛选不在了，可能刚被删去。请刷新后再看")
    if kept.shared and not work.actor.may(Right.KEEP_RULES):
        owner = work.session.get_one(Operator, kept.owner_id).name
        raise Refused(
            f"“{kept.label}”是{owner}给全机构共用的，{work.actor.name}没有"
            f"“{Right.KEEP_RULES.label}”的权限，不能改也不能删。请找有权限的人办"
        )
    if kept.version != version:
        raise UserError(f"常用筛选“{kept.label}”刚被别人改过。请刷新后再改")
    return kept


def _label(label: str) -> str:
    named = " ".join(label.split())
    if not named:
        raise UserError("没有写名称。请给这个筛选起个名字，例如 城东缺照片")
    if len(named) > LONGEST_LABEL:
        raise UserError(f"名称有 {len(named)} 个字，最多 {LONGEST_LABEL} 个。请写短些")
    return named


def _refuse_taken(work: UnitOfWork, owner_id: int, list_name: str, label: str) -> None:
    query = select(SavedFilter.id).where(
        SavedFilter.owner_id == owner_id,
        SavedFilter.list_name == list_name,
        SavedFilter.label == label,
    )
    if work.session.scalar(query) is not None:
        raise UserError(f"已经有一个叫“{label}”的常用筛选。请换个名字")


def _conditions(conditions: Mapping[str, Any]) -> str:
    if not conditions:
        raise UserError("现在没有筛选条件，没有可存的。请先筛选再保存")
    if any(_NUMBER.search(text) for text in _texts(conditions)):
        raise UserError("条件里有手机号或证件号，常用筛选不存号码。请去掉这个条件再保存")
    kept = canonical_bytes(dict(conditions)).decode("utf-8")
    if len(kept) > _LARGEST:
        raise UserError("条件太多，一个常用筛选存不下。请减少勾选的项再保存")
    return kept


def _texts(value: Any) -> Iterator[str]:
    """What was typed: words that are searched for; codes of values are none of it."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key in {"text", "words"} and isinstance(one, str):
                yield one
            else:
                yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
