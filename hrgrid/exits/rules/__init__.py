"""Pure rules of exits: words, the path, warnings, severance."""
