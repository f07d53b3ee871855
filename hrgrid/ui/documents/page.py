"""证书与报表: the list at the left, the certificate in the middle, its printing at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from hrgrid.core.rights import Right
from hrgrid.documents.queries import Sought
from hrgrid.documents.service import take_back
from hrgrid.honours.queries import CampaignRow, campaigns
from hrgrid.honours.rules.words import CampaignState
from hrgrid.honours.service import Issued, check_certificates, issue_certificates
from hrgrid.storage.work import UnitOfWork
from hrgrid.ui import theme
from hrgrid.ui.banners import Action, Banner, Kind, Message
from hrgrid.ui.buttons import Button, LinkButton, PrimaryButton
from hrgrid.ui.cards import EmptyState
from hrgrid.ui.documents.batches import Overview, read_overview
from hrgrid.ui.documents.checking import Asking, check_then
from hrgrid.ui.documents.counter import Counter
from hrgrid.ui.documents.frame import Drawer, Head
from hrgrid.ui.documents.list_card import ListCard
from hrgrid.ui.documents.listing import CertificatesModel, CertificatesReader
from hrgrid.ui.documents.printers import Printers
from hrgrid.ui.documents.printing import TOPIC, PrintDesk
from hrgrid.ui.documents.setup import PrintSetup
from hrgrid.ui.documents.viewer import Viewer
from hrgrid.ui.focus import holds_focus
from hrgrid.ui.forms import clear
from hrgrid.ui.page import Page
from hrgrid.ui.session import Session

if TYPE_CHECKING:
    from hrgrid.ui.papers.page import PapersView

NARROW_BELOW = 1100
# A certificate is drawn when the cursor rests on it this long; ms.
_REST_MS = 80


@dataclass(frozen=True)
class _Found:
    """The batch on show, and what was decided and has no certificates yet."""

    overview: Overview
    ready: list[CampaignRow]


class DocumentsPage(Page):
    """Parts tell what is wanted; the page reads, prints and asks."""

    TOPICS = frozenset({"documents", "honours", "workforce", "boards"})

    def __init__(self, session: Session, printers: Printers | None = None) -> None:
        super().__init__(session)
        printers = printers or Printers()
        self.overview = Overview([])
        self._ready: list[CampaignRow] = []
        self._batch, self._asked = "", 0
        self._narrow = True
        self._why = self._number = ""
        self._printers = printers
        self.working: PapersView | None = None
        self.model = CertificatesModel(self)
        self.reader = CertificatesReader(session, self.model)
        self.head = Head(self._fill_papers)
        self.notices = QVBoxLayout()
        self.list = ListCard(self.model)
        self.setup = PrintSetup(session, printers)
        self.desk = PrintDesk(session, printers, self)
        self.counter = Counter(session, self.head, self.setup, self.desk, self)
        self.viewer = Viewer(session, self.list.table, self.reader, self.setup)
        self.question, self.preview = self.counter.question, self.viewer.card
        self.empty = self._make_empty()
        self._list_drawer, self._setup_drawer = Drawer(self), Drawer(self)
        self._body = QWidget()
        self._middle = QHBoxLayout()
        self._lay_out()
        self._connect()

    # --- what the shell asks -------------------------------------------------------------------

    def main_control(self) -> QWidget:
        """The question of a pack, the list, or what an empty page offers."""
        if self.working is not None and not self.working.isHidden():
            return self.working.main_control()
        if self._body.isHidden() and self._room.isHidden():
            return self
        if self._body.isHidden():
            return self.issue if self._ready else self.go_on
        if not self.question.isHidden():
            return self.question.all_good
        return self.preview.after if self._narrow else self.list.table

    def refresh(self) -> None:
        """Read the batch anew: its list, what waits for a look, what the range means."""
        if self.working is not None and not self.working.isHidden():
            self.working.refresh()
            return
        wanted = self._batch
        self._asked += 1
        asked = self._asked

        def show(found: _Found) -> None:
            # Two readings may come back the other way round: the later wish is what counts.
            if asked == self._asked:
                self._show_found(found)

        def read(work: UnitOfWork) -> _Found:
            overview = read_overview(work, wanted)
            ready = [row for row in campaigns(work) if row.state is CampaignState.DECIDED]
            return _Found(overview, ready)

        self.session.tasks.read(read, show)

    def show_part(self, part: str) -> None:
        """`papers` and `papers/KIND` open the working papers; `certificates` the others.

        `certificate/BATCH/NUMBER` lists a certificate.
        """
        name, _, rest = part.partition("/")
        if name == "papers":
            self.show_papers(rest)
            return
        self.show_certificates()
        if name == "certificate":
            batch, _, self._number = rest.partition("/")
            self._take_batch(batch)

    def show_papers(self, kind: str = "") -> None:
        """Turn to the working papers, to one of them where it is named."""
        from hrgrid.ui.papers.kinds import PaperKind
        from hrgrid.ui.papers.page import PapersView

        if self.working is None:
            self.working = PapersView(self.session, self._printers)
            self.working.back_wanted.connect(self.show_certificates)
            self.column.addWidget(self.working, 1)
        waiting = self.hasFocus() or holds_focus(self)
        if kind:
            self.working.show_kind(PaperKind(kind))
        self._body.hide()
        self._room.hide()
        self.working.show()
        self.working.arrange()
        self.working.refresh()
        self.say_where("报表和公示牌")
        if waiting:
            self.working.main_control().setFocus()

    def show_certificates(self) -> None:
        """Turn back to the certificates."""
        if self.working is None or self.working.isHidden():
            return
        waiting = holds_focus(self)
        self.working.hide()
        (self._body if self.overview.batch else self._room).show()
        self.refresh()
        if waiting:
            self.main_control().setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side cards where there is no room."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit typed in the list begins a range of numbers."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in {
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            }
            if plain and event.text().isdecimal():
                if self._narrow:
                    self._open_setup()
                self.setup.type_into_range(event.text())
                return True
        return super().eventFilter(watched, event)

    # --- building ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(10)
        body.addWidget(self.head)
        body.addLayout(self.notices)
        body.addWidget(self.question)
        self._middle.setSpacing(12)
        self._middle.addWidget(self.preview, 1)
        body.addLayout(self._middle, 1)
        self._room = QFrame()
        self._room.setProperty("role", "panel")
        QVBoxLayout(self._room).addWidget(self.empty)
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self._room, 1)
        self._body.hide()
        self._room.hide()
        # Folded at first: a page that comes in wide would widen a narrow window.
        self._fold(narrow=True)

    def _make_empty(self) -> EmptyState:
        self.issue = PrimaryButton("生成证书", does=self._issue_first)
        self.go_on = Button("去十百千评选", does=lambda: self.session.go("honours"))
        self.papers = Button("花名册、覆盖表和公示牌", glyph="file-text", does=self.show_papers)
        volunteers = LinkButton("签发志愿者证书", glyph="certificate", does=self._issue_volunteers)
        verify = LinkButton("核验一张证书", glyph="shield-check", does=self._verify)
        self.issue.hide()
        return EmptyState(
            "certificate",
            "还没有可以打印的证书",
            "这里生成和打印证书、名单和登记册，证书编号连续、打印次数有登记；先要有作出决定的评选。\n"
            "花名册、一格一员覆盖表、缺员清单和网格员公示牌随时可以印。",
            [self.issue, self.papers, self.go_on, volunteers, verify],
        )

    def _connect(self) -> None:
        self.head.batch_wanted.connect(self._take_batch)
        self.head.list_wanted.connect(
            lambda: self._list_drawer.open_below(self.head.list, self.height() * 3 // 4)
        )
        self.head.setup_wanted.connect(self._open_setup)
        self.head.verify_wanted.connect(self._verify)
        self.list.wanted.connect(self._seek)
        self.list.table.installEventFilter(self)
        self.reader.arrived.connect(self._show_listed)
        self.setup.why_asked.connect(self._show_why)
        self.counter.find.connect(self.list.seek_now)
        self.counter.refresh_wanted.connect(self.refresh)
        self.counter.ended.connect(self._end)
        self.session.look_changed.connect(self._renew_look)

    # --- the batch -----------------------------------------------------------------------------

    def _show_found(self, found: _Found) -> None:
        self.overview, self._ready = found.overview, found.ready
        if self.working is not None and not self.working.isHidden():
            return
        going, coming = (
            (self._room, self._body) if found.overview.batch else (self._body, self._room)
        )
        # What is focused must not go with what goes: the focus would land in the navigation.
        waiting = self.hasFocus() or holds_focus(going)
        going.hide()
        coming.show()
        self.issue.setVisible(bool(found.ready) and self.session.may(Right.PRINT_PAPERS))
        if found.overview.batch:
            self._show_batch(found.overview)
        else:
            self.say_where("")
        if waiting:
            self.main_control().setFocus()

    def _show_batch(self, overview: Overview) -> None:
        self._batch = overview.batch
        self.say_where(overview.title)
        self.head.show_overview(overview)
        self.list.show_batch(self._batch, overview.series)
        if self._number:
            number, self._number = self._number, ""
            self.list.seek(number)
        self._show_notices()
        self.counter.show_overview(overview)
        self.reader.read(self.list.sought)

    def _take_batch(self, batch: str) -> None:
        self._batch = batch
        self.setup.clear_range()
        self.refresh()

    def _show_notices(self) -> None:
        clear(self.notices)
        if self._why and self._narrow:
            open_setup = Action("选补打原因", self._open_setup)
            self.notices.addWidget(Banner(Message(self._why, Kind.WARN, (open_setup,))))
            return
        owed = self.overview.owed
        if owed and not self.overview.packs:
            told = f"还有 {owed} 张作废的旧证没有登记收回。"
            back = Action(f"已收回作废 {owed} 张", self._take_back)
            self.notices.addWidget(Banner(Message(told, Kind.WARN, (back,))))
        for row in self._ready[:1]:
            told = f"{row.year} 年度“{row.title}”已作出决定，还没有生成证书。"
            self.notices.addWidget(
                Banner(Message(told, Kind.INFO, (Action("生成证书", self._issue_first),)))
            )

    def _show_why(self, sentence: str) -> None:
        self._why = sentence
        self._show_notices()

    def _issue_first(self) -> None:
        row = self._ready[0]
        campaign_id = row.id

        def told(issued: Issued) -> None:
            held = f"{'、'.join(issued.held)}姓名缺字，先不印。" if issued.held else ""
            self._batch = ""
            self.session.say(f"已生成 {issued.new:,} 张证书。{held}")

        def go() -> None:
            self.session.tasks.write(
                lambda work: issue_certificates(work, campaign_id),
                topic=TOPIC,
                done=told,
                title="正在签发证书",
            )

        subject = f"{row.year} 年度“{row.title}”"
        asking = Asking("签发前检查", subject, "按名单顺序编号、签发。", "签发证书")
        check_then(
            self.session, self, lambda work: check_certificates(work, campaign_id), asking, go
        )

    # --- the list and the certificate ----------------------------------------------------------

    def _seek(self, sought: Sought) -> None:
        self.reader.read(sought)
        self.counter.read(sought.code)

    def _show_listed(self) -> None:
        self.list.show_count(self.reader.found or 0)
        self.viewer.show_place(self.list.table.current)

    def _refuse(self, sentence: str) -> None:
        if sentence:
            self.session.say(sentence, Kind.BAD)

    def _end(self) -> None:
        if not self._narrow:
            self.setup.range.setFocus()

    def _take_back(self) -> None:
        batch = self._batch
        self.session.tasks.write(
            lambda work: take_back(work, batch),
            topic=TOPIC,
            done=lambda count: self.session.say(f"已登记收回作废 {count} 张。"),
            failed=self._refuse,
        )

    # --- the rest --------------------------------------------------------------------------------

    def _fill_papers(self, menu: QMenu) -> None:
        from hrgrid.ui.papers.kinds import PaperKind

        self.counter.exporting.fill(menu, self._batch, self.overview.title)
        menu.addSeparator()
        menu.addAction("签发志愿者证书…").triggered.connect(lambda *_: self._issue_volunteers())
        menu.addSeparator()
        for kind in PaperKind:
            act = menu.addAction(kind.label)
            act.triggered.connect(lambda *_, kind=kind: self.show_papers(kind.value))
        if self.session.may(Right.PRINT_PAPERS):
            menu.addSeparator()
            menu.addAction("证书模板…").triggered.connect(lambda *_: self._edit_template())
        if self._narrow:
            menu.addSeparator()
            menu.addAction("导出 PDF").triggered.connect(lambda *_: self.counter.export())

    def _issue_volunteers(self) -> None:
        from hrgrid.ui.documents.volunteers import VolunteersDialog

        dialog = VolunteersDialog(self.session, self)
        if dialog.exec():
            self._take_batch(dialog.batch)

    def _verify(self) -> None:
        from hrgrid.ui.documents.verifying import VerifyDialog

        VerifyDialog(self.session, self).exec()

    def _edit_template(self) -> None:
        from hrgrid.ui.documents.templates.dialog import TemplateDialog

        TemplateDialog(self.session, self._batch, self).exec()

    def _open_setup(self) -> None:
        self._setup_drawer.open_below(self.head.setup, self.height() * 7 // 8)
        self.setup.range.setFocus()

    def _arrange(self) -> None:
        narrow = self.window().width() < theme.length(NARROW_BELOW)
        if narrow != self._narrow:
            self._fold(narrow=narrow)

    def _fold(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.head.arrange(narrow=narrow)
        if narrow:
            self._list_drawer.take(self.list)
            self._setup_drawer.take(self.setup)
        else:
            self._list_drawer.hide()
            self._setup_drawer.hide()
            self._middle.insertWidget(0, self.list)
            self._middle.addWidget(self.setup)
            self.list.show()
            self.setup.show()

    def _renew_look(self) -> None:
        for part in (self.list, self.setup, self.head):
            part.fit()
        self._arrange()
        if self.working is not None:
            self.working.fit()
        self.viewer.look_again()
