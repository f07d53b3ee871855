"""A batch of two positions with everything on its papers; `python -m tests.hiring.papered DIR`
writes them all, to be looked at."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from hrgrid.accounts.service import OfficeForm, set_up_office, sign_in
from hrgrid.core.policies import Setting
from hrgrid.hiring.papers import PAPERS, PaperOptions, write_paper
from hrgrid.hiring.service.allotting import allot_seats
from hrgrid.hiring.service.announcing import Announcement, open_applications, publish
from hrgrid.hiring.service.batches import BatchForm, open_batch
from hrgrid.hiring.service.interviews import RoomForm, close_interviews, plan_interviews
from hrgrid.hiring.service.points import grant_points_by_data
from hrgrid.hiring.service.positions import PositionForm, add_position
from hrgrid.hiring.service.ranking import make_interview_list, make_ranking
from hrgrid.hiring.service.seats import add_seats
from hrgrid.hiring.service.substitutes import decline
from hrgrid.hiring.service.vetting import start_vetting
from hrgrid.panels.queries import panel_view
from hrgrid.panels.rules.words import Ground
from hrgrid.panels.service import SeatForm, key_marks, recuse
from hrgrid.storage.database import Database
from hrgrid.storage.desk import Desk
from tests.hiring.build import DAY, area, plant
from tests.hiring.course import Course, name_of
from tests.offices import Clock

STREETS = {"东街道": 3, "西街道": 2}
EAST, WEST = 14, 9
EXAMINERS = ("考官甲", "考官乙", "考官丙", "考官丁", "考官戊")


def offered(desk: Desk, clock: Clock, east: int = EAST, west: int = WEST) -> Course:
    """A batch that takes applications: two positions, five grids, so many who applied."""
    desk.write(lambda work: plant(work, STREETS))
    top = area(desk, "示例区")
    form = BatchForm("2026年专职网格员招录", top.id)
    batch_id = desk.write(lambda work: open_batch(work, form).batch_id)
    for street in STREETS:
        place = area(desk, street)
        post = PositionForm(place.id, f"{street}专职网格员", reserve=1)
        position = desk.write(lambda work, post=post: add_position(work, batch_id, post))
        grids = desk.read(lambda work, street=street: _grids(work, street))
        desk.write(lambda work, at=position, ids=grids: add_seats(work, at, ids))
    today = desk.read(lambda work: work.today)
    desk.write(lambda work: publish(work, batch_id, Announcement(today, today, today + 19 * DAY)))
    desk.write(lambda work: open_applications(work, batch_id))
    course = Course(desk, clock, batch_id)
    positions = course.positions()
    course.apply(east, positions["东街道专职网格员"], education="本科")
    course.apply(west, positions["西街道专职网格员"], start=east)
    return course


def _grids(work, street: str) -> list[int]:
    from hrgrid.workforce.queries import tree_index

    letter = "E" if street.startswith("东") else "W"
    index = tree_index(work, work.today)
    return [index.by_code[f"{letter}{at:03d}"].id for at in range(STREETS[street])]


def sat(course: Course, seats: int = 12) -> None:
    """Checked, seated in rooms, with written marks: the last of each street stayed away.

    In the first street the sixth place is shared by two.
    """
    course.check()
    course.do(grant_points_by_data)
    course.examine(written=True, reason="按公告组织笔试")
    marks = {name_of(at): f"{90 - at if at != 6 else 85}" for at in range(EAST)}
    marks |= {name_of(at): f"{95 - at}.5" for at in range(EAST, EAST + WEST)}
    marks[name_of(EAST - 1)] = marks[name_of(EAST + WEST - 1)] = "缺考"
    course.sit(marks, rooms=2, seats=seats)


def met(course: Course) -> None:
    """Interviews in two rooms of five examiners; one of them keeps out of one candidate."""
    course.do(make_interview_list)
    desk = course.desk
    today = desk.read(lambda work: work.today)
    seats = tuple(SeatForm(name, chief=not at) for at, name in enumerate(EXAMINERS))
    rooms = [RoomForm(f"党校 {room} 会议室", "上午 9:00", seats) for room in (301, 302)]
    for panel in course.do(plan_interviews, today, rooms, "第一次"):
        view = desk.read(lambda work, panel=panel: panel_view(work, panel))
        first = view.entrants[0]
        out = view.seats[1]
        desk.write(
            lambda work, seat=out.id, one=first.id: recuse(work, seat, one, Ground.KIN, "近亲属")
        )
        cells = {
            (entrant.id, seat.seat_no, view.items[0].id): 80_000 + 1_700 * at + 900 * row
            for row, entrant in enumerate(view.entrants)
            for at, seat in enumerate(view.seats)
            if (entrant.id, seat.id) != (first.id, out.id)
        }
        desk.write(lambda work, panel=panel, cells=cells: key_marks(work, panel, cells))
    course.do(close_interviews)
    course.do(make_ranking)


def shown(course: Course) -> None:
    """Vetted (one declined, the next stepped in) and hung out."""
    from hrgrid.hiring.rules.words import CandidateState

    course.do(start_vetting)
    first = next(iter(course.people(CandidateState.MEDICAL).values()))
    course.desk.write(lambda work: decline(work, first.id, "本人放弃"))
    course.vet()
    course.do(allot_seats)
    course.hang_out()


def closed(course: Course) -> None:
    """Taken down, approved and decided."""
    course.take_down()
    course.decide("示政法〔2026〕8号")


def main(folder: Path) -> None:
    """Every paper of a closed batch."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        path = Path(made, "机构.hrg")
        set_up_office(
            path, OfficeForm("示例区委政法委", "示例区", Setting.SINGLE), keep=lambda _: None
        )
        clock = Clock()
        with Database.open(path, clock=clock) as database:
            desk = sign_in(database, "经办人")
            course = offered(desk, clock)
            sat(course)
            met(course)
            shown(course)
            closed(course)
            for paper in PAPERS:
                for form in paper.forms:
                    target = folder / f"{paper.code}.{form.value}"
                    options = replace(PaperOptions(), columns=4)
                    done = write_paper(
                        desk, paper.code, course.batch_id, target, form, options=options
                    )
                    print(f"{paper.label} {form.label}: {done.pages} / {done.rows}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
