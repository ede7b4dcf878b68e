"""Memento for programs: TimeGate, TimeMap, and a CDX server."""
