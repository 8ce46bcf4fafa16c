"""Live: a meeting held here, with its script, queue of shares and timer.

May import: meetings, moderation, search, groups, and what stands below them.
"""
