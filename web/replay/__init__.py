"""Snapshots shown inert: looked up, rewritten, framed."""
