"""Notices counted in working days and the objections to them; used by hiring and honours."""
