"""Recovery: what a member keeps for their own way: the journal.

May import: groups, privacy, notices, vault, accounts, audit, places, helplines, core.
"""
