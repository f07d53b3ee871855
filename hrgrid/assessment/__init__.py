"""Room 4, assessment: monthly indicators, random inspections, star ratings."""
