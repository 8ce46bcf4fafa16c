"""Wisdom: short answers to "what helped you with ...?", kept by consent.

May import: moderation, search, groups, and what stands below them.
"""
