"""A competition goes to a laptop, is scored in both places, and comes together again."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest

from hrgrid.core.errors import UserError
from hrgrid.exchange.model import Package
from hrgrid.panels import service as marking
from hrgrid.panels.queries import cell_history, panel_view
from hrgrid.panels.rules.merging import Side
from hrgrid.panels.rules.words import (
    AdjustmentKind,
    EntrantStatus,
    Ground,
    NoMark,
    PanelState,
    SheetState,
)
from hrgrid.storage import journal
from hrgrid.training.model import CompetitionEntrant, EventTime
from hrgrid.training.queries import taking as reading
from hrgrid.training.rules.competing import EntrantState
from hrgrid.training.rules.competing import Side as Alone
from hrgrid.training.service import taking, unpacking
from hrgrid.training.service.closing import close_scoring
from tests.training.taken import Place, compete, opened, take

T = dt.datetime(2026, 5, 11, 2, tzinfo=dt.UTC)
A, B = (1, 1, "content"), (1, 1, "manner")


@pytest.fixture
def office(desk):
    return Place(desk, desk.write(compete))


@pytest.fixture
def pack(office, tmp_path):
    return take(office, tmp_path / "比武.hrpack")


@pytest.fixture
def laptop(office, pack, tmp_path):
    with opened(pack, office.contest, tmp_path / "外带.hrg") as place:
        yield place


@pytest.fixture
def home(tmp_path):
    return tmp_path / "送回.hrpack"


def history(place, cell):
    panel = place.panel()
    view = place.desk.read(lambda work: panel_view(work, panel))
    entrant = next(e.id for e in view.entrants if e.draw_no == cell[0])
    item = next(i.id for i in view.items if i.code == cell[2])
    rows = place.desk.read(lambda work: cell_history(work, panel, (entrant, cell[1], item)))
    return [(row.value, row.state, row.keyed_by) for row in rows]


def last_entry(place):
    with place.desk.database.reading() as work:
        return journal.entries(work.session, journal.JournalFilter(), limit=1)[0]


def test_what_is_keyed_on_the_laptop_comes_home(office, laptop, home):
    laptop.key({A: 92_600, B: 88_000, (2, 3, "content"): 0, (3, 2, "content"): NoMark.ILLEGIBLE})
    laptop.send_back(home)
    came = office.bring_back(home)
    assert (came.taken, came.same, came.decided) == (4, 0, 0)
    assert office.marks() == laptop.marks()
    assert office.marks()[2, 3, "content"] == "0"
    at_home, there = (place.carried().sheets for place in (office, laptop))
    assert [s.first.at for s in at_home] == [s.first.at for s in there]
    assert {s.first.name for s in at_home} == {office.desk.actor.name}
    entry = last_entry(office)
    assert (entry.action, entry.reason) == ("bring_back", "赛后收回")


def test_the_laptop_begins_with_what_stood_at_the_office(desk, tmp_path):
    office = Place(desk, desk.write(compete))
    office.key({A: 92_600, (2, 2, "content"): NoMark.JUDGE_ABSENT})
    seat, entrant = office.seat(3), office.entrant(4)
    away = office.entrant(3)
    desk.write(lambda work: marking.recuse(work, seat, entrant, Ground.KIN, "堂兄弟"))
    desk.write(lambda work: marking.set_status(work, away, EntrantStatus.ABSENT, "家中老人住院"))
    desk.write(
        lambda work: marking.adjust(
            work, office.entrant(1), AdjustmentKind.DEDUCTION, "迟到", 500, reason="晚到两分钟"
        )
    )
    pack = take(office, tmp_path / "比武.hrpack")
    with opened(pack, office.contest, tmp_path / "外带.hrg") as laptop:
        assert laptop.marks() == office.marks()
        there = laptop.carried()
        assert [(r.ground, r.note) for r in there.recusals] == [(Ground.OTHER, "见单位登记")]
        assert [e.status for e in there.entrants][2] is EntrantStatus.ABSENT
        assert [(a.label, a.milli, a.reason) for a in there.adjustments] == [
            ("迟到", 500, "见单位登记")
        ]
        laptop.send_back(tmp_path / "回.hrpack")
        came = office.bring_back(tmp_path / "回.hrpack")
    assert came.taken == 0
    kept = office.carried()
    assert [e.reason for e in kept.entrants][2] == "家中老人住院"
    assert [(r.ground, r.note) for r in kept.recusals] == [(Ground.KIN, "堂兄弟")]
    assert len(kept.adjustments) == 1


def test_what_each_side_keyed_alone_stands_together(office, laptop, home):
    office.key({A: 92_600, (4, 1, "content"): 70_000})
    laptop.key({B: 88_000, (4, 1, "content"): 70_000, (3, 3, "manner"): 60_000})
    laptop.send_back(home)
    came = office.bring_back(home)
    assert (came.taken, came.same, came.decided) == (2, 1, 0)
    assert office.marks() == {
        A: "92.6", B: "88", (4, 1, "content"): "70", (3, 3, "manner"): "60"
    }  # fmt: skip


@pytest.mark.parametrize("side", list(Side))
def test_a_cell_keyed_differently_asks_and_loses_neither(office, laptop, home, side):
    office.key({A: 92_600})
    laptop.key({A: 62_900, B: 88_000})
    laptop.send_back(home)
    with pytest.raises(
        UserError, match="还有 1 处两边不同没有选定，第一处是现场展示 01 号“胡丽华”"
    ):
        office.bring_back(home)
    assert office.marks() == {A: "92.6"}
    view = office.preview(home)
    conflict = view.conflicts[0]
    assert (conflict.office.text, conflict.laptop.text) == ("92.6", "62.9")
    assert conflict.office.by == conflict.laptop.by == office.desk.actor.name
    assert conflict.office.at < conflict.laptop.at
    assert view.taken == 1
    came = office.bring_back(home, {conflict.key: side})
    assert came.decided == 1
    stands, other = (92_600, 62_900) if side is Side.OFFICE else (62_900, 92_600)
    assert office.marks() == {A: f"{stands / 1000:g}", B: "88"}
    rows = history(office, A)
    assert rows[-1][0] == stands
    assert rows[-1][1] is SheetState.ENTERING
    assert other in {value for value, _, _ in rows}
    told = last_entry(office).payload if hasattr(last_entry(office), "payload") else None
    entry = last_entry(office)
    assert "单位 92.6，外带 62.9" in str(entry.before if told is None else told)


@pytest.mark.parametrize("side", list(Side))
def test_a_status_changed_on_both_sides_asks(office, laptop, home, side):
    for place, status in ((office, EntrantStatus.ABSENT), (laptop, EntrantStatus.DISQUALIFIED)):
        entrant = place.entrant(2)
        place.desk.write(
            lambda work, e=entrant, s=status: marking.set_status(work, e, s, "现场认定")
        )
    laptop.send_back(home)
    conflict = office.preview(home).conflicts[0]
    assert (conflict.office.text, conflict.laptop.text) == ("缺席", "取消资格")
    office.bring_back(home, {conflict.key: side})
    wanted = EntrantStatus.ABSENT if side is Side.OFFICE else EntrantStatus.DISQUALIFIED
    assert office.carried().entrants[1].status is wanted


def test_who_is_absent_here_and_marked_there_is_asked_about(office, laptop, home):
    entrant = office.entrant(1)
    office.desk.write(
        lambda work: marking.set_status(work, entrant, EntrantStatus.ABSENT, "没有到")
    )
    laptop.key({A: 92_600})
    laptop.send_back(home)
    conflict = office.preview(home).conflicts[0]
    assert (conflict.office.text, conflict.laptop.text) == ("缺席", "参加，新录 1 份分")
    office.bring_back(home, {conflict.key: Side.OFFICE})
    assert office.carried().entrants[0].status is EntrantStatus.ABSENT
    # The mark is there all the same, and counts once he is back among those who compete.
    assert office.marks() == {A: "92.6"}


@pytest.mark.parametrize("side", list(Side))
def test_a_judge_struck_at_the_office_while_he_marks_on_the_laptop(office, laptop, home, side):
    office.key({(2, 2, "content"): 81_000})
    seat = office.seat(2)
    office.desk.write(lambda work: marking.strike_seat(work, seat, "给本单位选手打招呼"))
    laptop.key({(1, 2, "content"): 77_000})
    laptop.send_back(home)
    conflict = office.preview(home).conflicts[0]
    assert conflict.what == "评委去留"
    assert conflict.office.text == "已除名（给本单位选手打招呼）"
    assert conflict.laptop.text == "在席，新录 1 份分"
    office.bring_back(home, {conflict.key: side})
    struck = side is Side.OFFICE
    assert {s.state.value for s in office.carried().seats if s.seat_no == 2} == {
        "struck" if struck else "active"
    }
    assert office.marks() == ({} if struck else {(1, 2, "content"): "77"})
    rows = history(office, (1, 2, "content"))
    assert [value for value, _, _ in rows] == [77_000]
    assert (rows[0][1] is SheetState.VOID) is struck


@pytest.mark.parametrize("side", list(Side))
def test_a_judge_struck_on_the_laptop_while_the_office_keys_his_marks(office, laptop, home, side):
    office.key({(2, 2, "content"): 81_000})
    laptop.key({(1, 2, "content"): 77_000})
    seat = laptop.seat(2)
    laptop.desk.write(lambda work: marking.strike_seat(work, seat, "现场除名"))
    laptop.send_back(home)
    conflict = office.preview(home).conflicts[0]
    office.bring_back(home, {conflict.key: side})
    struck = side is Side.LAPTOP
    assert office.marks() == ({} if struck else {(2, 2, "content"): "81"})
    kept = [*history(office, (1, 2, "content")), *history(office, (2, 2, "content"))]
    assert {value for value, _, _ in kept} == {77_000, 81_000}


def test_a_judge_replaced_and_a_recusal_on_the_laptop_come_home(office, laptop, home):
    laptop.key({(1, 3, "content"): 80_000})
    seat, entrant = laptop.seat(3), laptop.entrant(2)
    form = marking.SeatForm("候补评委", "区委政法委")
    laptop.desk.write(lambda work: marking.replace_seat(work, seat, form, "临时有事"))
    other = laptop.seat(1)
    laptop.desk.write(lambda work: marking.recuse(work, other, entrant, Ground.TRAINER, "带过他"))
    laptop.key({(2, 3, "content"): 81_000})
    laptop.send_back(home)
    came = office.bring_back(home)
    assert came.decided == 0
    ours, theirs = office.carried(), laptop.carried()
    assert ours.seats == theirs.seats
    assert ours.recusals == theirs.recusals
    assert office.marks() == laptop.marks()
    assert [(s.entrant, s.seat) for s in ours.sheets] == [
        (s.entrant, s.seat) for s in theirs.sheets
    ]


def test_a_recusal_here_of_a_pair_marked_there_is_asked_about(office, laptop, home):
    seat, entrant = office.seat(1), office.entrant(1)
    office.desk.write(lambda work: marking.recuse(work, seat, entrant, Ground.SAME_UNIT))
    laptop.key({A: 92_600})
    laptop.send_back(home)
    conflict = office.preview(home).conflicts[0]
    assert (conflict.office.text, conflict.laptop.text) == ("回避（同单位）", "92.6")
    office.bring_back(home, {conflict.key: Side.OFFICE})
    assert office.marks() == {}
    assert [value for value, _, _ in history(office, A)] == [92_600]
    assert len(office.carried().recusals) == 1


def test_points_times_and_overtime_come_home_once(office, laptop, home):
    office.point(1, 10_000, 1, T)
    laptop.point(1, 10_000, 1, T + dt.timedelta(minutes=1))
    laptop.point(2, -5_000, 2, T + dt.timedelta(minutes=2))
    for place, tenths, cost in ((office, 3_100, 500), (laptop, 3_400, 1_000)):
        contest, entrant = place.contest, place.entrant(1)

        def job(work, tenths=tenths, cost=cost, contest=contest, entrant=entrant):
            work.session.add(
                EventTime(
                    event_id=contest.event,
                    entrant_id=contest.entrants[0],
                    tenths=tenths,
                    keyed_by=work.actor.name,
                    keyed_at=work.now,
                )
            )
            marking.adjust(work, entrant, AdjustmentKind.DEDUCTION, "超时", cost, reason="按规则")

        place.desk.write(job)
    laptop.send_back(home)
    view = office.preview(home)
    assert [(c.what, c.office.text, c.laptop.text) for c in view.conflicts] == [
        ("用时", "5 分 10.0 秒", "5 分 40.0 秒")
    ]
    office.bring_back(home, {view.conflicts[0].key: Side.LAPTOP})
    taken = office.desk.read(
        lambda work: reading.taken_competition(work, office.contest.id, ("stage", "quick"))
    )
    stage, quick = taken.events
    assert [time.tenths for time in stage.times] == [3_400]
    counting = [a.milli for a in stage.panel.adjustments if not a.void_reason]
    assert counting == [1_000]
    assert [(p.entrant, p.milli, p.seq) for p in quick.points] == [
        (office.contest.entrants[0], 10_000, 1),
        (office.contest.entrants[0], 10_000, 2),
        (office.contest.entrants[1], -5_000, 3),
    ]


def test_the_same_return_twice_or_an_older_one_is_refused(office, laptop, home, tmp_path):
    laptop.key({A: 92_600})
    assert laptop.send_back(home) == 1
    # Unchanged content stays the edition it was.
    assert laptop.send_back(tmp_path / "又.hrpack") == 1
    laptop.key({A: 93_000, B: 88_000})
    assert laptop.send_back(tmp_path / "二.hrpack") == 2
    office.bring_back(home)
    for path in (home, tmp_path / "又.hrpack"):
        with pytest.raises(UserError, match="没有重复收回"):
            office.bring_back(path)
    # What the laptop went on with is no conflict: it is compared with what it sent last.
    came = office.bring_back(tmp_path / "二.hrpack")
    assert (came.taken, came.decided) == (2, 0)
    assert office.marks() == {A: "93", B: "88"}
    with pytest.raises(UserError, match=r"第 1 次送回的内容，.*第 2 次"):
        office.bring_back(home)


def test_an_older_return_after_a_newer_one_changes_nothing(office, laptop, home, tmp_path):
    laptop.key({A: 92_600})
    laptop.send_back(home)
    laptop.key({A: 93_000})
    laptop.send_back(tmp_path / "二.hrpack")
    office.bring_back(tmp_path / "二.hrpack")
    before = office.carried()
    with pytest.raises(UserError, match="请用最后一次送回的文件"):
        office.bring_back(home)
    assert office.carried() == before


def test_two_laptops_open_one_package_and_both_come_home(office, pack, laptop, home, tmp_path):
    with opened(pack, office.contest, tmp_path / "第二台.hrg") as other:
        laptop.key({A: 92_600})
        other.key({A: 60_000, (2, 2, "content"): 70_000})
        laptop.send_back(home)
        other.send_back(tmp_path / "第二台.hrpack")
    office.bring_back(home)
    view = office.preview(tmp_path / "第二台.hrpack")
    assert [(c.office.text, c.laptop.text) for c in view.conflicts] == [("92.6", "60")]
    office.bring_back(tmp_path / "第二台.hrpack", {view.conflicts[0].key: Side.OFFICE})
    assert office.marks() == {A: "92.6", (2, 2, "content"): "70"}


def test_a_package_that_never_came_back_is_cancelled_and_may_turn_up(
    office, laptop, home, tmp_path
):
    assert (
        "还没有收回"
        in office.desk.read(lambda work: reading.away_sentences(work, office.contest.id))[0]
    )
    with pytest.raises(UserError, match=r"不能外带：.*已带走"):
        take(office, tmp_path / "再.hrpack", (office.contest.event,))
    with pytest.raises(UserError, match=r"还不能截止评分：现场展示、抢答已由.*外带，还没有收回"):
        office.desk.write(lambda work: close_scoring(work, office.contest.id))
    package = office.package()
    with pytest.raises(UserError, match="事由"):
        office.desk.write(lambda work: taking.cancel_package(work, package))
    office.desk.write(lambda work: taking.cancel_package(work, package), reason="电脑丢失")
    assert not office.desk.read(lambda work: reading.away(work, office.contest.id))
    laptop.key({A: 92_600})
    laptop.send_back(home)
    with pytest.raises(UserError, match="作废（电脑丢失）"):
        office.bring_back(home)
    office.desk.write(lambda work: taking.restore_package(work, package), reason="找到了")
    office.bring_back(home)
    assert office.marks() == {A: "92.6"}


def test_somebody_added_on_the_laptop_comes_home_with_his_marks(office, laptop, home, tmp_path):
    def add(work):
        row = CompetitionEntrant(
            competition_id=laptop.contest.id,
            number=5,
            side=Alone.PERSON,
            person_id=None,
            team_id=None,
            member_role=None,
            name="临时来宾",
            unit="邻区",
            area_id=None,
            guest=True,
            from_id=None,
            state=EntrantState.ENTERED,
            state_reason="",
        )
        work.session.add(row)
        work.session.flush()
        form = marking.EntrantForm(f"entrant:{row.id}", row.name, row.unit, 5, guest=True)
        marking.add_entrants(work, laptop.panel(), [form])

    laptop.desk.write(add)
    laptop.key({(5, 1, "content"): 77_000})
    laptop.send_back(home)
    assert office.preview(home).notes == ("外带时新加了选手“临时来宾”（邻区），收回后列入名单",)
    office.bring_back(home)
    laptop.key({(5, 2, "content"): 78_000})
    laptop.send_back(tmp_path / "二.hrpack")
    office.bring_back(tmp_path / "二.hrpack")
    assert office.marks() == {(5, 1, "content"): "77", (5, 2, "content"): "78"}
    assert len(office.carried().entrants) == 5


def test_a_panel_closed_on_the_laptop_comes_home_whole_and_open(desk, tmp_path, home):
    office = Place(desk, desk.write(lambda work: compete(work, 2, 2)))
    pack = take(office, tmp_path / "比武.hrpack")
    marks = {
        (d, s, i): 80_000 + 100 * d for d in (1, 2) for s in (1, 2) for i in ("content", "manner")
    }
    with opened(pack, office.contest, tmp_path / "外带.hrg") as laptop:
        laptop.key(marks)
        panel = laptop.panel()
        laptop.desk.write(lambda work: marking.close_panel(work, panel))
        laptop.send_back(home)
    office.bring_back(home)
    assert office.carried().state is PanelState.OPEN
    panel = office.panel()
    rows = office.desk.write(lambda work: marking.close_panel(work, panel))
    assert [row.published for row in rows] == ["80.10", "80.20"]


def test_a_closed_panel_takes_nothing_in(desk, tmp_path, home):
    office = Place(desk, desk.write(lambda work: compete(work, 1, 1)))
    pack = take(office, tmp_path / "比武.hrpack")
    with opened(pack, office.contest, tmp_path / "外带.hrg") as laptop:
        laptop.key({A: 80_000})
        laptop.send_back(home)
    office.key({A: 90_000, B: 90_000})
    panel = office.panel()
    desk.write(lambda work: marking.close_panel(work, panel))
    with pytest.raises(UserError, match="“现场展示”的评分已经截止"):
        office.bring_back(home)


def rewritten(path, change):
    """The same zip with one member changed."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(name, data)
    path.write_bytes(out.getvalue())


def newer(members):
    head = json.loads(members["manifest.json"])
    head["version"], head["program"] = 2, "9.0"
    members["manifest.json"] = json.dumps(head).encode()


def swapped(members):
    members["content.json"] = members["content.json"].replace(b"92600", b"99900")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (newer, "由更新的程序（9.0）做成"),
        (swapped, "已经损坏或被改动过"),
        (lambda members: members.pop("seal.txt"), "不是外带包"),
        (lambda members: members.update({"x": b""}), "不是外带包"),
        (lambda members: members.update({"manifest.json": b"[]"}), "不是外带包"),
        (lambda members: members.update({"manifest.json": b"{"}), "已经损坏"),
    ],
)
def test_a_changed_file_is_refused_with_a_sentence(office, laptop, home, change, sentence):
    laptop.key({A: 92_600})
    laptop.send_back(home)
    rewritten(home, change)
    with pytest.raises(UserError, match=sentence):
        office.preview(home)


def test_every_cut_and_every_flipped_byte_is_noticed(pack, tmp_path):
    whole = pack.read_bytes()
    broken = tmp_path / "坏.hrpack"
    tried = [whole[:at] for at in range(0, len(whole), 97)]
    tried += [
        whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 61)
    ]
    untouched = unpacking.offer_of(pack)
    for data in tried:
        broken.write_bytes(data)
        try:
            found = unpacking.offer_of(broken)
        except UserError:
            continue
        # A bit of the zip's own book-keeping may flip; what it holds is what it was.
        assert found.title == untouched.title
        assert found.entrants == untouched.entrants


def test_another_office_and_the_wrong_direction_are_refused(office, pack, laptop, home, tmp_path):
    with pytest.raises(UserError, match="是带走时的包"):
        office.bring_back(pack)
    laptop.send_back(home)
    with pytest.raises(UserError, match="从外带电脑送回的包"):
        unpacking.offer_of(home)
    with pytest.raises(UserError, match="是从“示例区委政法委”带出的"):
        laptop.bring_back(home)
    with pytest.raises(UserError, match="不能再外带"):
        take(laptop, tmp_path / "再.hrpack")
    with pytest.raises(UserError, match="不用送回"):
        office.send_back(tmp_path / "错.hrpack")


def test_a_return_made_by_hand_is_refused(office, laptop, home):
    """The seal can be made anew by anybody; the signature only by who opened the package."""
    laptop.send_back(home)

    def forged(members):
        import hashlib

        content = members["content.json"].replace("胡丽华".encode(), "别的人".encode())
        head = json.loads(members["manifest.json"])
        head["content_sha256"] = hashlib.sha256(content).hexdigest()
        plain = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        members["manifest.json"], members["content.json"] = plain, content
        members["seal.txt"] = hashlib.sha256(plain + b"\n" + content).hexdigest().encode()

    rewritten(home, forged)
    with pytest.raises(UserError, match="不是由打开过外带包的电脑送回的"):
        office.bring_back(home)


def test_nothing_is_left_where_a_package_cannot_be_opened(pack, tmp_path, monkeypatch):
    place = tmp_path / "外带.hrg"
    monkeypatch.setattr(unpacking, "_plant", lambda *_: (_ for _ in ()).throw(UserError("满了")))
    with pytest.raises(UserError, match="满了"):
        unpacking.open_package(place, pack)
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(("外带", ".外带"))]


def test_a_number_in_any_text_keeps_the_package_here(office, tmp_path):
    def write(work):
        work.session.get_one(
            CompetitionEntrant, office.contest.entrants[0]
        ).unit = "示例街道 199 0000 1234"

    office.desk.write(write)
    path = tmp_path / "比武.hrpack"
    with pytest.raises(UserError, match="“胡丽华”里写了证件号或手机号（199"):
        take(office, path)
    assert not path.exists()
    assert not office.desk.read(lambda work: reading.packages_of(work, office.contest.id))


def test_what_went_out_cannot_be_changed(office, pack):
    with pytest.raises(UserError, match="带走时的内容不能改"):
        office.desk.write(
            lambda work: setattr(work.session.get_one(Package, office.package()), "content", "{}")
        )
