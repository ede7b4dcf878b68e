"""What a crawl has yet to fetch, on disk."""
