"""Workbooks of imports (imports), and workbooks that units fill in and send back (collecting)."""

from hrgrid.exchange.papers.imports import GUIDE, write_error_workbook, write_template

__all__ = ["GUIDE", "write_error_workbook", "write_template"]
