"""Groups: fellowships, service bodies and the groups that hold meetings.

May import: privacy, accounts, audit, places, core.
"""
