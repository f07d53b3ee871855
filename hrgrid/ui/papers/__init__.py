"""The working papers of the workforce: seen, printed, saved, kept track of."""
