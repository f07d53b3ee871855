"""Room 6, exits: the lawful path on which a worker leaves; a rank only ever starts a warning."""
