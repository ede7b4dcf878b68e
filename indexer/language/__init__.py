"""Analysis by script: how a text, and a question, become terms."""
