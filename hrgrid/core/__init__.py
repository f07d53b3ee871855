"""Pure rules and values that two features or more use; standard library and small pure packages."""
