"""Pure renderers and readers: plain rows to Excel and PDF, Excel to plain rows."""
