"""What is read of assessment and of random inspections."""
