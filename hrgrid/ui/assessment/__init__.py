"""考核与星级: periods of assessment from the first workbook to the archive."""
