"""Meetings: the directory. Who meets where, when and how, and finding the next one.

The exemplary room: later rooms copy its furniture. May import: groups, places, accounts,
privacy, audit, core. The slots table is its search index (see `slots.py`).
"""
