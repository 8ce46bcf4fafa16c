"""Messages: sealed words between two members, calls, and lists of people to call (ADR 10).

May import: moderation, search, groups, and what stands below them.
"""
