"""The page of exits: cases by stage, their boards, warnings and rules."""
