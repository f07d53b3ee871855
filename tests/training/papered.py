"""Every paper of training and competitions; `python -m tests.training.papered DIR` writes them
all, to be looked at."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from hrgrid.accounts.service import OfficeForm, set_up_office, sign_in
from hrgrid.core.errors import UserError
from hrgrid.core.policies import Setting
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from hrgrid.training.papers import PaperOptions, Subject, papers_of, write_paper
from tests.offices import Clock
from tests.training import papered_class, papered_contest


def write_all(
    desk: Desk, folder: Path, subject: Subject, own: int, options: PaperOptions | None = None
) -> None:
    """All papers of one subject."""
    for paper in papers_of(subject):
        for form in paper.forms:
            target = folder / f"{paper.code}.{form.value}"
            try:
                done = write_paper(desk, paper.code, own, target, form, options=options)
            except UserError as error:
                print(f"{paper.label} {form.label}: {error}")
            else:
                print(f"{paper.label} {form.label}: {done.pages} / {done.rows}")


def main(folder: Path, wanted: str) -> None:
    """Those of a class, a person and a year, then those of a competition."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, write in (("class", _class), ("contest", _contest)):
        if wanted not in ("", kind):
            continue
        with tempfile.TemporaryDirectory() as made:
            path = Path(made, "机构.hrg")
            office = OfficeForm("示例区委政法委", "示例区", Setting.SINGLE)
            set_up_office(path, office, keep=lambda _: None)
            clock = Clock()
            with Database.open(path, clock=clock) as database:
                write(sign_in(database, "经办人"), clock, folder)


def _class(desk: Desk, clock: Clock, folder: Path) -> None:
    people = papered_class.settled(desk)
    class_id = papered_class.announced(desk, people[:16])
    papered_class.held(desk, clock, class_id)
    papered_class.confirmed(desk, class_id)
    write_all(desk, folder, Subject.TRAINING_CLASS, class_id)
    write_all(desk, folder, Subject.PERSON, people[0])
    write_all(desk, folder, Subject.YEAR, clock.now.year)


def _contest(desk: Desk, clock: Clock, folder: Path) -> None:
    contest = papered_contest.entered(desk, clock)
    papered_contest.marked(contest)
    papered_contest.ranked(contest)
    papered_contest.awarded(contest)
    papered_contest.corrected(contest)
    write_all(desk, folder, Subject.COMPETITION, contest.id)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "".join(sys.argv[2:]))
