"""Who may do what: the rules in force, what they mean, and what an upgrade changes of it."""
