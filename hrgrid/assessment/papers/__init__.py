"""Papers of assessment and of random inspections: sheets, tables, bulletins."""
