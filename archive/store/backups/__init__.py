"""Backups: made while the archive is in use, listed, and restored into an empty folder."""
