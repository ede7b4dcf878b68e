"""Recovery: start-up repairs, and the catalogue made again from the WARC files."""
