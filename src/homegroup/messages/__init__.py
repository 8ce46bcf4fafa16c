"""Messages: sealed words between two members, calls, and lists of people to call (ADR 10).

What two people write, and a number shown to one person, lies in the vault's threads; this room
knows who and when. Blocks never show: `access.seen` is the one place that tells each of the two
how a conversation stands for them.

May import: moderation, search, groups, and what stands below them.
"""
