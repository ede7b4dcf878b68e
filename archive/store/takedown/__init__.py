"""Erasing what a takedown hides: what is doomed, tombstones in its place, originals that others still need, leftovers."""
