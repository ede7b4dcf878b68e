"""What lies in the index's folder: its files, and a segment in them as bytes, postings and columns."""
