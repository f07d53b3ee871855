"""Who may do what: operators, roles, the office's policies, approvals, sign-in."""
