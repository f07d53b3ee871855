"""配备与招录: vacant seats, the plan of a year, and batches from announcement to hire."""
