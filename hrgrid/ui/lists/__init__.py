"""A list whole: read by pages, narrowed, edited, with saved filters; any page may have one.

A list says what it is by a Source (how it is read), columns, headings that narrow and, where its
cells may be corrected, a Sheet. cells/ holds the widgets, which know no session.
"""
