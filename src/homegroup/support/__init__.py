"""Support: people share, are answered by people, and check in with each other.

May import: moderation, search, groups, and what stands below them.
"""
