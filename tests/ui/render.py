"""Pictures of every page and dialog: `python -m tests.ui.render OUTDIR [NAME…]`.

Each screen is drawn offscreen in a process of its own, since the scale is fixed at Qt's start.
A NAME narrows to pictures whose name contains it.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.exchange.samples import book
from tests.ui import furnished, scored
from tests.ui import looking_pictures as looking
from tests.ui.assessment import pictures as assessment
from tests.ui.collecting import pictures as collecting
from tests.ui.competitions import pictures as contests
from tests.ui.competitions import taken_pictures as taken
from tests.ui.documents import pictures as sheets
from tests.ui.documents import template_pictures as printed
from tests.ui.exit_forms import pictures as exit_forms
from tests.ui.exits import pictures as exits
from tests.ui.funding import pictures as funding
from tests.ui.furnished import populate
from tests.ui.hiring import pictures as hiring
from tests.ui.honours import pictures as honours
from tests.ui.honours import pictures_years as years
from tests.ui.inspections import pictures as inspections
from tests.ui.publicity import pictures as publicity
from tests.ui.schemes import pictures as schemes
from tests.ui.stars import pictures as stars
from tests.ui.training import pictures as training

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

FULL = "有人员的机构.hrg"
HONOURS = "在评选的机构.hrg"
HIRING = "在招录的机构.hrg"
COLLECTING = "在收集的机构.hrg"
CONTESTS = "在比武的机构.hrg"
SCORES = "在评分的机构.hrg"
PUBLICITY = "有公示的机构.hrg"
TAKEN = "有外带的机构.hrg"
TRAINING = "办培训的机构.hrg"
SCHEMES = "有考核方案的机构.hrg"
ASSESSMENT = "在考核的机构.hrg"
INSPECTIONS = "办检查的机构.hrg"
EXITS = "办退出的机构.hrg"
EXIT_FORMS = "办退出手续的机构.hrg"
STARS = "评星级的机构.hrg"
FUNDING = "有经费的机构.hrg"
PRINTED = "有证书的机构.hrg"
SHEETS = "在印证书的机构.hrg"
YEARS = "评过几年的机构.hrg"
LOOKING = "看报表的机构.hrg"


@dataclass(frozen=True)
class Screen:
    """A screen: its name, size in logical px, scale, mode and text size."""

    name: str
    width: int
    height: int
    scale: str = "1"
    mode: str = "light"
    size: str = "normal"


SCREENS = (
    Screen("1366_100", 1366, 768),
    Screen("1366_150", 910, 512, "1.5"),
    Screen("1920_100", 1920, 1080),
    Screen("1366_100_dark", 1366, 768, mode="dark"),
    Screen("1366_150_dark", 910, 512, "1.5", mode="dark"),
    Screen("1366_100_largest", 1366, 768, size="largest"),
    Screen("1366_150_largest", 910, 512, "1.5", size="largest"),
)


def main(out: Path, wanted: list[str]) -> None:
    """Draw all screens."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HRGRID_HOME"] = folder
        data = Path(folder) / "网格员数据.hrg"
        furnish(data)
        populate(data.with_name(FULL))
        honours.populate(data.with_name(HONOURS))
        hiring.populate(data.with_name(HIRING))
        contests.populate(data.with_name(CONTESTS))
        scored.populate(data.with_name(SCORES))
        publicity.populate(data.with_name(PUBLICITY))
        (data.parent / "taken").mkdir()
        taken.populate(data.parent / "taken" / TAKEN)
        training.populate(data.with_name(TRAINING))
        collecting.populate(data.with_name(COLLECTING))
        schemes.populate(data.with_name(SCHEMES))
        inspections.populate(data.with_name(INSPECTIONS))
        assessment.populate(data.with_name(ASSESSMENT))
        exits.populate(data.with_name(EXITS))
        exit_forms.populate(data.with_name(EXIT_FORMS))
        stars.populate(data.with_name(STARS))
        funding.populate(data.with_name(FUNDING))
        printed.populate(data.with_name(PRINTED))
        sheets.populate(data.with_name(SHEETS))
        years.populate(data.with_name(YEARS))
        looking.populate(data.with_name(LOOKING))
        for screen in SCREENS:
            environment = os.environ | {"QT_SCALE_FACTOR": screen.scale}
            command = [sys.executable, "-m", "tests.ui.render", "--draw", screen.name]
            subprocess.run([*command, str(out), str(data), *wanted], env=environment, check=True)


def furnish(data: Path) -> None:
    """An office with a few operators and a journal worth showing."""
    from hrgrid.accounts import service
    from hrgrid.accounts.queries import RoleRow
    from hrgrid.accounts.rules import Role
    from hrgrid.accounts.service import FirstOperator, OfficeForm, OperatorForm
    from hrgrid.core.policies import Policy, Setting
    from hrgrid.storage.backup import back_up, backup_folder
    from hrgrid.storage.database import Database

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("姑苏区委政法委", "姑苏区", Setting.SINGLE, people)
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database:
        desk = service.sign_in(database, "陈敏")
        rows = (
            ("周立军", "周立军", "副科长", Role.CHIEF),
            ("xuxf", "徐雪芳", "科员", Role.TRAINER),
            ("lilh", "李丽华", "科员", Role.CLERK),
            ("mayk", "马永康", "", Role.VIEWER),
        )
        for login, name, post, role in rows:
            form = OperatorForm(login, name, post, "姑苏区", (RoleRow(role, ""),), "临时-Pass2026")
            operator_id = desk.write(lambda work, form=form: service.add_operator(work, form))
        desk.write(lambda work: service.deactivate_operator(work, operator_id), reason="调离本单位")
        desk.write(
            lambda work: service.set_policy(work, Policy.SECOND_ENTRY, 1),
            reason="本年度比武由两人录入",
        )
        back_up(database, backup_folder(database.location), keyring=desk.keyring)


def draw(screen: Screen, out: Path, data: Path, wanted: list[str]) -> None:
    """Draw every picture of one screen."""
    from PySide6.QtWidgets import QApplication

    from hrgrid.ui import theme
    from hrgrid.ui.theme import Mode, TextSize

    app = QApplication([])
    theme.prepare(app)
    theme.apply(app, Mode(screen.mode), TextSize(screen.size))
    painter = Pictures(app, screen, out, wanted)
    for name, picture in painter.pictures(data):
        if not wanted or any(each in name for each in wanted):
            painter.take(name, picture)


class Pictures:
    """Takes the pictures of one screen."""

    def __init__(self, app: object, screen: Screen, out: Path, wanted: list[str]) -> None:
        self.app, self.screen, self.out, self.wanted = app, screen, out, wanted

    def settle(self, busy: Callable[[], bool] = lambda: False) -> None:
        """Let the screen finish what it does."""
        end = time.monotonic() + 20
        while True:
            for _ in range(5):
                self.app.processEvents()
            if not busy() or time.monotonic() > end:
                break
            time.sleep(0.01)
        for _ in range(5):
            self.app.processEvents()

    def take(self, name: str, picture: Callable[[], object]) -> None:
        """Make the widget, let it settle, save it."""
        widget = picture()
        self.settle()
        target = self.out / f"{name}_{self.screen.name}.png"
        widget.grab().save(str(target))
        if widget.isModal():
            widget.close()

    def pictures(self, data: Path) -> Iterator[tuple[str, Callable[[], object]]]:
        """Every picture by name."""
        yield from self.before_sign_in(data)
        yield from self.in_the_window(data)
        yield from furnished.pictures(self, data.with_name(FULL))
        yield from honours.pictures(self, data.with_name(HONOURS))
        yield from hiring.pictures(self, data.with_name(HIRING))
        yield from contests.pictures(self, data.with_name(CONTESTS))
        yield from scored.pictures(self, data.with_name(SCORES))
        yield from publicity.pictures(self, data.with_name(PUBLICITY))
        yield from taken.pictures(self, data.parent / "taken" / TAKEN)
        yield from training.pictures(self, data.with_name(TRAINING))
        yield from collecting.pictures(self, data.with_name(COLLECTING))
        yield from schemes.pictures(self, data.with_name(SCHEMES))
        yield from inspections.pictures(self, data.with_name(INSPECTIONS))
        yield from assessment.pictures(self, data.with_name(ASSESSMENT))
        yield from exits.pictures(self, data.with_name(EXITS))
        yield from exit_forms.pictures(self, data.with_name(EXIT_FORMS))
        yield from stars.pictures(self, data.with_name(STARS))
        yield from funding.pictures(self, data.with_name(FUNDING))
        yield from printed.pictures(self, data.with_name(PRINTED))
        yield from sheets.pictures(self, data.with_name(SHEETS))
        yield from years.pictures(self, data.with_name(YEARS))
        yield from looking.pictures(self, data.with_name(LOOKING))

    def before_sign_in(self, data: Path) -> Iterator[tuple[str, Callable[[], object]]]:
        from hrgrid.accounts.queries import OperatorChoice, SignInRow
        from hrgrid.core.policies import Setting
        from hrgrid.storage.database import Database
        from hrgrid.ui.first_start import FirstStart
        from hrgrid.ui.gate import Gate
        from hrgrid.ui.recovery import RecoverySheet, RecoveryView
        from hrgrid.ui.sign_in import SignIn
        from hrgrid.ui.tasks import Runner

        runner = Runner()
        gate = Gate()
        gate.resize(min(1000, self.screen.width), min(700, self.screen.height - 60))
        gate.show()

        def first() -> object:
            page = FirstStart(runner)
            gate.show_content(page, FirstStart.WIDTH)
            return gate

        def office() -> object:
            first()
            gate.content.ways.new.click()
            gate.content.form.office.setText("姑苏区委政法委")
            return gate

        def people() -> object:
            office()
            form = gate.content.form
            form.setting.buttons[Setting.SEPARATE].click()
            form.forward.click()
            form.make.click()
            return gate

        def recovery() -> object:
            code = "7KQ2M-XW9TA-3HD5C-PLM8R-V6YNB-2JE4S-FG7QZ-HT3KD"
            passwords = (("系统管理员", "7kq2m-xw9ta"), ("安全管理员", "3hd5c-plm8r"))
            gate.show_content(RecoveryView(RecoverySheet("姑苏区委政法委", code, passwords)), 680)
            return gate

        def sign_in() -> object:
            people = (
                OperatorChoice("chenmin", "陈敏", "经办人、系统管理员", needs_secret=True),
                OperatorChoice("zhou", "周立军", "审批人", needs_secret=True),
            )
            with Database.open(data, read_only=True) as database:
                page = SignIn(
                    runner,
                    database,
                    SignInRow("姑苏区委政法委", Setting.DOUBLE, people, recovery_confirmed=True),
                )
            gate.show_content(page, SignIn.WIDTH)
            return gate

        def wrong() -> object:
            sign_in()
            gate.content._refuse(
                "“chenmin”的密码不对。请重输；忘记密码请用恢复码，或找安全管理员重设"
            )
            return gate

        def by_code() -> object:
            sign_in()
            gate.content.show_recovery()
            return gate

        yield "first_start", first
        yield "new_office", office
        yield "first_people", people
        yield "recovery", recovery
        yield "sign_in", sign_in
        yield "sign_in_wrong", wrong
        yield "sign_in_code", by_code
        gate.close()
        runner.close()

    def in_the_window(self, data: Path) -> Iterator[tuple[str, Callable[[], object]]]:
        import datetime as dt

        from hrgrid.accounts import service
        from hrgrid.storage.database import Database
        from hrgrid.ui.banners import Kind
        from hrgrid.ui.main_window import MainWindow, Standing
        from hrgrid.ui.pages import PAGES
        from hrgrid.ui.session import Session
        from hrgrid.ui.settings import Settings

        with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
            desk = service.sign_in(database, "陈敏")
            session = Session(desk, Settings(Path(folder) / "screen.ini"))
            standing = Standing("姑苏区委政法委", r"D:\网格员\数据.hrg", shared=False)
            window = MainWindow(session, standing, PAGES)
            window.resize(self.screen.width, self.screen.height)
            window.show()
            window.status.show_saved(dt.datetime.now().astimezone())

            def page(key: str, part: str = "") -> Callable[[], object]:
                def show() -> object:
                    window.messages.clear()
                    window.show_page(key, part)
                    self.settle(lambda: bool(session.tasks.running))
                    return window

                return show

            def said() -> object:
                page("office", "backups")()
                session.say("已备份到 D:\\网格员\\备份\\数据-20261122-230000.hrg，并核对无误。")
                return window

            def trouble() -> object:
                page("workforce")()
                session.say(
                    "数据文件正忙（可能有杀毒或同步软件占用），这一步没有存。请稍等片刻再试",
                    Kind.BAD,
                    ("重试", lambda: None),
                )
                return window

            def running() -> object:
                from hrgrid.core.progress import Progress
                from hrgrid.ui.tasks import Task

                page("documents")()
                progress = Progress()
                progress.begin("正在导入花名册", 39_946)
                progress.step(12_300)
                task = Task("正在导入花名册", lambda _: None, progress=progress)
                task.began -= 20
                window.running._add(task)
                return window

            def done_running() -> object:
                for row in window.running.rows:
                    window.running._remove(row.task)
                return page("dashboard")()

            yield "dash", page("dashboard")
            for key in ("workforce", "hiring", "honours", "imports"):
                yield key, page(key)
            yield from self.imports(window)
            yield "journal", page("journal")
            parts = ("look", "operators", "policies", "roles", "holidays", "law", "backups", "data")
            for part in parts:
                yield f"office_{part}", page("office", part)
            yield "said", said
            yield "trouble", trouble
            yield "running", running
            done_running()
            yield from self.dialogs(window)
            window.close()

    def imports(self, window: object) -> Iterator[tuple[str, Callable[[], object]]]:
        """Each step of an import; nothing is written."""
        workbooks = Path(__file__).parents[1] / "exchange" / "workbooks"

        def settled() -> object:
            self.settle(lambda: bool(window.session.tasks.running))
            return window

        def files() -> object:
            window.messages.clear()
            window.show_page("imports")
            window.page.start_over()
            names = ("five_sheets_one_per_street.xlsx", "id_bad_and_dirty.xlsx", "没有.xlsx")
            window.page.take_files([workbooks / name for name in names])
            return settled()

        def columns() -> object:
            files()
            window.page.files.primary.click()
            return settled()

        def problems() -> object:
            columns()
            window.page.mapping.primary.click()
            return settled()

        def month() -> object:
            window.show_page("imports")
            window.page.start_over()
            path = Path(tempfile.mkdtemp()) / "平台导出.xlsx"
            headings = ["姓名", "所属网格", "信息未更新数", "按时办结数", "应办数", "人脸照片"]
            book(path, [headings, ["张三", "示例社区第1网格", 2, 12, 13, ""]])
            window.page.take_files([path])
            settled()
            window.page.files.primary.click()
            return settled()

        yield "imports_files", files
        yield "imports_columns", columns
        yield "imports_month", month
        yield "imports_problems", problems

    def dialogs(self, window: object) -> Iterator[tuple[str, Callable[[], object]]]:
        from hrgrid.core.identity import Sex
        from hrgrid.core.policies import Setting
        from hrgrid.core.workdays import YearTable, shipped_year
        from hrgrid.overview.rules.duties import DutyRules
        from hrgrid.overview.rules.retirement import SHIPPED as AGES
        from hrgrid.ui.crash import CrashDialog
        from hrgrid.ui.dialogs import Confirmation
        from hrgrid.ui.imports.recent import UndoDialog
        from hrgrid.ui.journal.entry import EntryDialog
        from hrgrid.ui.main_window import AboutDialog
        from hrgrid.ui.office.data import RecoveryDialog
        from hrgrid.ui.office.holidays import HolidaysDialog
        from hrgrid.ui.office.law import AgesDialog, DaysDialog
        from hrgrid.ui.office.operator_forms import OperatorDialog, StopDialog
        from hrgrid.ui.office.policies import SwitchDialog
        from hrgrid.ui.office.roles import RoleDialog
        from hrgrid.ui.passwords import ChangeSecretDialog
        from hrgrid.ui.recovery import RecoverySheet
        from hrgrid.ui.workforce.deeds import EndDialog
        from hrgrid.ui.workforce.person_forms import CorrectDialog, NewPersonDialog
        from hrgrid.ui.workforce.post_forms import TransferDialog
        from hrgrid.workforce.queries import PersonCard, RoleRow
        from hrgrid.workforce.rules import SHIPPED_ROLES, PersonState

        session = window.session

        def shown(make: Callable[[], object]) -> Callable[[], object]:
            def show() -> object:
                dialog = make()
                dialog.setModal(True)
                dialog.show()
                return dialog

            return show

        def operators() -> object:
            window.show_page("office", "operators")
            self.settle(lambda: bool(session.tasks.running))
            return [one.row for one in window.page.part.model.rows]

        def entry() -> object:
            window.show_page("journal")
            self.settle(lambda: bool(session.tasks.running))
            rows = window.page.model.rows
            row = next(row for row in rows if row.action == "add_operator")
            return EntryDialog(row, window)

        yield (
            "dialog_operator",
            shown(lambda: OperatorDialog(session, None, "姑苏区", window, by_password=True)),
        )
        yield "dialog_stop", shown(lambda: StopDialog(session, operators()[1], window))
        yield "dialog_switch", shown(lambda: SwitchDialog(session, Setting.SINGLE, window))
        table = shipped_year(2026) or YearTable(2026)
        known = [
            RoleRow(s.code, s.label, s.fills_grid, s.paid, s.front_line, s.may_be_honoured)
            for s in SHIPPED_ROLES
        ]
        day = dt.date(2026, 11, 22)
        yield "dialog_ages", shown(lambda: AgesDialog(session, AGES[-1], known, day, window))
        yield "dialog_days", shown(lambda: DaysDialog(session, DutyRules(), day, window))
        yield "dialog_holidays", shown(lambda: HolidaysDialog(session, table, window))
        yield (
            "dialog_secret",
            shown(lambda: ChangeSecretDialog(session, window, has_secret=True, temporary=True)),
        )
        sheet = RecoverySheet("姑苏区委政法委", "7KQ2M-XW9TA-3HD5C-PLM8R-V6YNB-2JE4S-FG7QZ-HT3KD")
        yield "dialog_recovery", shown(lambda: RecoveryDialog(session, sheet, window))
        yield "dialog_new_person", shown(lambda: NewPersonDialog(session, window))
        card = PersonCard(
            1,
            "G0000001",
            "王晓娟",
            Sex.FEMALE,
            None,
            "999999********0112",
            "138****1234",
            "群众",
            "大专",
            "",
            PersonState.PRESENT,
            None,
            (),
            (),
            1,
        )
        yield "dialog_correct", shown(lambda: CorrectDialog(session, card, window))
        yield "dialog_transfer", shown(lambda: TransferDialog(session, card, window))
        yield "dialog_end_post", shown(lambda: EndDialog(session, card, window))
        yield "dialog_role", shown(lambda: RoleDialog(session, None, window))
        told = "花名册：新增 38,712，更新 1,173"
        yield "dialog_undo", shown(lambda: UndoDialog(session, 1, told, window))
        yield "dialog_entry", shown(entry)
        yield "dialog_about", shown(lambda: AboutDialog(window))
        yield (
            "dialog_confirm",
            shown(
                lambda: Confirmation(
                    "发布后名单可导出，公示期 5 个工作日，期间可撤回。",
                    "发布公示",
                    title="发布公示",
                    parent=window,
                )
            ),
        )
        text = "hrgrid 0.1.0, Python 3.11\n  tasks.py:88 _work\nbuiltins.ValueError"
        yield "dialog_crash", shown(lambda: CrashDialog(text, Path("hrgrid.log"), window))


if __name__ == "__main__":
    if sys.argv[1] == "--draw":
        chosen = next(screen for screen in SCREENS if screen.name == sys.argv[2])
        draw(chosen, Path(sys.argv[3]), Path(sys.argv[4]), sys.argv[5:])
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
