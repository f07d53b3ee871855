"""Room 7, honours: the ten/hundred/thousand selection, from nomination to decision."""
