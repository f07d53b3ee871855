"""Use cases of assessment and of random inspections: one function is one unit of work."""
