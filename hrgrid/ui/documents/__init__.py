"""证书与报表: certificates listed, previewed, printed by number and verified; registers."""
