"""Stories: longer texts that members tell, read by a group, the home or everybody.

May import: moderation, search, groups, and what stands below them.
"""
