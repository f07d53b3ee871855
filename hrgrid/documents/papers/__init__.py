"""How papers are written and put on record; issued certificates on paper."""
