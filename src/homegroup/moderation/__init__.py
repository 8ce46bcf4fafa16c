"""Moderation: reports and holds, and the desk that decides them.

May import: groups, privacy, notices, vault, accounts, audit, places, helplines, core.
"""
