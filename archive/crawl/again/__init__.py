"""When to come again, and what to look at again."""
