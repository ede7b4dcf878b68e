"""What was typed → a query tree."""
