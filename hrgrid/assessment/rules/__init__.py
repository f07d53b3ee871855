"""What is pure about assessment: schemes, formulas, grades."""
