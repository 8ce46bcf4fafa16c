"""Audit: an append-only log of who did what. Bare ids, no foreign keys.

May import: core.
"""
