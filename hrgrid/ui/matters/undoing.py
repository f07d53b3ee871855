"""What can be taken back by 撤销: a step that was done, and the one that undoes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hrgrid.storage.work import UnitOfWork
from hrgrid.ui.banners import Kind
from hrgrid.ui.cells.undo import Deed
from hrgrid.ui.session import Session

T = TypeVar("T")


def offer_undo(
    session: Session,
    text: str,
    inverse: Callable[[UnitOfWork], T],
    *,
    topic: str,
    came: Callable[[T], Callable[[UnitOfWork], T]],
) -> None:
    """A step called `text` was done: 撤销 in the bar does `inverse`, 恢复 does what undoes that.

    `came` says of a step that was done which one undoes it; who shows `topic` reads anew.
    """
    session.undo.push(Deed(text, inverse, lambda deed: _turn(session, deed, topic, came)))


def _turn(
    session: Session, deed: Deed, topic: str, came: Callable[[T], Callable[[UnitOfWork], T]]
) -> None:
    def done(result: T) -> None:
        deed.inverse = came(result)

    def failed(sentence: str) -> None:
        deed.forget(session.undo)
        if sentence:
            session.say(f"没有撤销：{sentence}", Kind.BAD)

    session.tasks.write(
        deed.inverse,
        topic=topic,
        done=done,
        failed=failed,
        title="正在撤销",
        reason=f"撤销或恢复：{deed.text()}",
    )
