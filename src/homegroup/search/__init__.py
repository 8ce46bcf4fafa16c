"""Search: one search over what rooms register, for what its reader may open.

May import: groups, privacy, notices, vault, accounts, audit, places, helplines, core.
"""
