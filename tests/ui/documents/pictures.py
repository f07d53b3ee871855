"""Pictures of the page of certificates, of what is found before printing, and of its forms."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Picture = tuple[str, Callable[[], Any]]
BATCH = "competition:5"


def populate(data: Path) -> None:
    """Certificates with namesakes and a line too long for a folded sheet."""
    from hrgrid.accounts import service
    from hrgrid.accounts.service import FirstOperator, OfficeForm
    from hrgrid.core.policies import Setting
    from hrgrid.documents.queries import Wanted, certificates
    from hrgrid.documents.service import PrintOrder, hand_over, issue, note_printed_outside
    from hrgrid.storage.database import Database
    from tests.documents.build import DECISION, request

    people = (FirstOperator("陈敏", "陈敏", "综合科科长"),)
    office = OfficeForm("姑苏区委政法委", "姑苏区", Setting.SINGLE, people)
    service.set_up_office(data, office, keep=lambda _: None)
    with Database.open(data) as database:
        desk = service.sign_in(database, "陈敏")
        streets = ("平江街道", "金阊街道", "沧浪街道")
        asked = [
            request(serial, source=f"c:{serial}", unit=streets[serial % 3])
            for serial in range(1, 31)
        ]
        unit = "示例市示例县示例街道综合治理和网格化服务中心"
        asked += [
            request(31, name="张伟", source="c:31"),
            request(32, name="张伟", source="c:32"),
            request(33, name="欧阳建国", unit=unit, with_unit=True, source="c:33"),
            request(34, name="𬱖云", source="c:34"),
        ]
        desk.write(lambda work: issue(work, BATCH, asked, DECISION))
        order = PrintOrder(BATCH, "一号机", "a4")
        ids = [row.id for row in desk.read(lambda work: certificates(work, Wanted(BATCH)))][:9]
        desk.write(lambda work: note_printed_outside(work, order, ids))
        day = desk.read(lambda work: work.today)
        desk.write(lambda work: hand_over(work, BATCH, ids[:3], "平江街道 李安", day))


def pictures(pictures: Any, data: Path) -> Iterator[Picture]:
    """The page on such an office; `pictures` takes them."""
    from hrgrid.accounts import service
    from hrgrid.documents.queries import Wanted, certificates
    from hrgrid.documents.service import check_issue
    from hrgrid.storage.database import Database
    from hrgrid.ui.documents.batches import FORMS, Fit
    from hrgrid.ui.documents.checking import Asking, CheckDialog, check_issued
    from hrgrid.ui.documents.registering import HandOverDialog
    from hrgrid.ui.documents.signing import SigningForm
    from hrgrid.ui.documents.volunteers import VolunteersDialog
    from hrgrid.ui.main_window import MainWindow, Standing
    from hrgrid.ui.session import Session
    from hrgrid.ui.settings import Settings
    from tests.documents.build import DECISION, request
    from tests.ui.documents.build import Tray, pages_with

    with tempfile.TemporaryDirectory() as folder, Database.open(data) as database:
        session = Session(service.sign_in(database, "陈敏"), Settings(Path(folder) / "screen.ini"))
        standing = Standing("姑苏区委政法委", "数据.hrg", shared=False)
        window = MainWindow(session, standing, pages_with(Tray(Path(folder))))
        window.resize(pictures.screen.width, pictures.screen.height)
        window.show()

        def settled(what: Any = window) -> Any:
            for _ in range(6):
                pictures.settle(lambda: bool(session.tasks.running))
            return what

        def page() -> Any:
            window.show_page("documents")
            return settled()

        def shown(make: Callable[[], Any]) -> Callable[[], Any]:
            def show() -> Any:
                dialog = make()
                dialog.setModal(True)
                dialog.show()
                return settled(dialog)

            return show

        def found(form: int) -> CheckDialog:
            desk = session.desk
            ids = [row.id for row in desk.read(lambda work: certificates(work, Wanted(BATCH)))]
            checked = desk.read(lambda work: check_issued(work, BATCH, ids, FORMS[form], Fit()))
            told = "用“一号机”打印，A4 白纸全印。请放好 34 张纸。"
            asking = Asking("打印前检查", "“岗位技能比武”获奖证书", told, "打印 34 张")
            return CheckDialog(session, checked, asking, window, lambda _: None)

        def lost() -> CheckDialog:
            asked = [request(40, name="张\U0002ebf0"), request(41, name="李\ue863")]
            checked = session.desk.read(lambda work: check_issue(work, BATCH, asked, DECISION))
            asking = Asking("签发前检查", "示例", "", "签发证书")
            return CheckDialog(session, checked, asking, window)

        yield "证书与报表", page
        yield "打印前检查", shown(lambda: found(0))
        yield "打印前检查-放不下", shown(lambda: found(3))
        yield "签发前检查-缺字", shown(lost)
        yield "登记领取", shown(lambda: HandOverDialog(session, BATCH, "获奖", window))
        yield "数字签名", shown(lambda: SigningForm(session, 1110, window))
        yield "志愿者证书", shown(lambda: VolunteersDialog(session, window))
        session.tasks.close()
