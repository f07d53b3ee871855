"""What makes a list a table: blocks to and from Excel, figures, columns, filters, typing.

clipboard, figures and plan are pure; the rest are widgets that any list may use.
"""
