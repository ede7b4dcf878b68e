"""What belongs to a crawl: scope, an admin's settings, the shares of a budget. No I/O."""
