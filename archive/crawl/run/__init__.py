"""Crawls under way."""
