"""Origins on loopback for the crawler to meet: ordinary ones and hostile ones, each route a function."""

from tests.origins.origin import Answer, Origin, Raw, Request

__all__ = ["Answer", "Origin", "Raw", "Request"]
