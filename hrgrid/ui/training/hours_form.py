"""学时规则: how long an hour is, how many are asked, and what makes a class count."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hrgrid.core.errors import UserError
from hrgrid.core.rights import Right
from hrgrid.core.tabulation import mark_text, parse_mark
from hrgrid.storage.work import UnitOfWork
from hrgrid.training.queries.courses import HoursRow, hour_versions, hours_in_force
from hrgrid.training.rules.hours import HourRules
from hrgrid.training.service.hours import save_hours
from hrgrid.ui.forms import TextField, label
from hrgrid.ui.matters.forms import NumberField, day_of, filled, named, today_field, two_columns
from hrgrid.ui.matters.words import full_day, percent
from hrgrid.ui.session import Session
from hrgrid.ui.training.forms import TrainingForm


class HoursDialog(TrainingForm):
    """The rule in force; changed it is a new version from a day on."""

    WIDTH = 500

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, "学时规则", "保存新一版", parent)
        self.told = label("正在读取……", "body2", wraps=True)
        rules = HourRules()
        self.minutes = NumberField("1 学时多少分钟", value=rules.minutes)
        self.pre_service = NumberField("岗前培训学时", value=rules.pre_service)
        self.yearly = NumberField("全年学时", value=rules.yearly)
        self.together = NumberField("其中集中培训", value=rules.together)
        self.share = TextField("出勤达到", text="80%")
        self.passing = TextField("测试合格线", text="60")
        self.grace = NumberField("几分钟内不算迟到早退", value=rules.grace)
        self.valid_from = today_field("从哪天起")
        self.document = TextField("依据文号", hint="可不填")
        self.reason = TextField("事由", hint="例如：按市委政法委今年的培训通知")
        self.form.addWidget(self.told)
        self.form.addLayout(
            two_columns(
                named(self.minutes), named(self.grace), named(self.pre_service),
                named(self.yearly), named(self.together), named(self.share),
                named(self.passing), named(self.valid_from),
            )
        )  # fmt: skip
        self.form.addWidget(named(self.document))
        self.form.addWidget(named(self.reason))
        may = session.may(Right.KEEP_RULES) and session.day is None
        self.act.setVisible(may)
        if not may:
            self._away.setText("关闭")
        self.on_act(self._save)
        session.tasks.read(
            lambda work: (hours_in_force(work, work.today), len(hour_versions(work))),
            lambda read: self._show(*read),
            failed=self.refuse,
        )
        self.minutes.setFocus()

    def _show(self, row: HoursRow, versions: int) -> None:
        rules = row.rules
        for field, value in (
            (self.minutes, rules.minutes),
            (self.pre_service, rules.pre_service),
            (self.yearly, rules.yearly),
            (self.together, rules.together),
            (self.grace, rules.grace),
        ):
            field.setText(str(value))
        self.share.setText(percent(rules.share_bp))
        self.passing.setText(mark_text(rules.pass_milli))
        since = f"第 {row.number} 版，从 {full_day(row.valid_from)} 起，{row.made_by}"
        own = row.number > 1 or rules != HourRules()
        shipped = "现在用的是随程序的数字，来文有规定的照来文改"
        self.told.setText(
            f"{since if own else shipped}。改了存成新的一版，已核定的班仍按当时的规则。"
            + (f"一共 {versions} 版。" if versions > 1 else "")
        )
        self.fit_soon()

    def _rules(self) -> HourRules:
        share = self.share.text().strip().removesuffix("%").removesuffix("％")
        if not share.isdecimal():
            raise UserError(f"出勤比例“{self.share.text().strip()}”读不出来。请写成 80%")
        passing = parse_mark(self.passing.text(), "合格线")
        if passing is None:
            raise UserError("没有写测试合格线。请写成 60")
        rules = HourRules(
            self.minutes.value,
            self.pre_service.value,
            self.yearly.value,
            self.together.value,
            int(share) * 100,
            passing,
            self.grace.value,
        )
        return HourRules.read(rules.parameters())

    def _save(self) -> None:
        def read() -> tuple[HourRules, object, str]:
            return self._rules(), day_of(self.valid_from), filled(self.reason, "按今年的培训通知")

        given = self.checked(read)
        if given is None:
            return
        rules, since, reason = given
        document = self.document.text().strip()

        def job(work: UnitOfWork) -> object:
            return save_hours(work, rules, since, document)  # type: ignore[arg-type]

        self.send(job, f"学时规则已存成新一版，从 {since:%Y-%m-%d} 起。", reason=reason)
