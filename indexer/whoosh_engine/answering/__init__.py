"""A query tree → the documents that match, scored and in order; by arrays or by Whoosh's own searcher."""
