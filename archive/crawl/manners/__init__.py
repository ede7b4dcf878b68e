"""How a site wants to be treated: its rules, and how long to leave it in peace."""
