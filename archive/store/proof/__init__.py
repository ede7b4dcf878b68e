"""Proof that what is kept is what was written: reading back, the rolling audit, the day's manifests and their stamps."""
