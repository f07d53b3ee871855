"""What a sheet of an office means: where its table lies, which column is which, what is wrong.

headings (where the headings stand), tables (which rows are data), mapping (which column is
which), rows (what an import's applier gets and gives), reading (cells to values), drops (files
with their tables), report (the result, also as JSON). Pure: rows
come as text with a letter for what each cell was.
"""
