"""Documents → a commit; segments → fewer segments; and what was written, read again against its Documents."""
