"""What stands in an article's place: the one door that tells walls from articles. Pure."""

from archive.discover.walls.challenge import CHALLENGED
from archive.discover.walls.door import named, of_body, of_page
from archive.discover.walls.gates import gate, leads_home
from archive.discover.walls.glance import folded
from archive.discover.walls.wall import Wall

__all__ = ["CHALLENGED", "Wall", "folded", "gate", "leads_home", "named", "of_body", "of_page"]
