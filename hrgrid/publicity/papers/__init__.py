"""The papers of a notice; nobody learns from them who objected, neither does who writes them."""

from hrgrid.publicity.papers.notice import write_notice
from hrgrid.publicity.papers.report import write_report
from hrgrid.publicity.papers.told import NoticePaper

__all__ = ["NoticePaper", "write_notice", "write_report"]
