"""One commit as a reader sees it: its segments as arrays, joined into one, with its names and its copies."""
