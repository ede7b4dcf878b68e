"""Hostile pages as tables, by what they attack. Not one was copied from anywhere."""
