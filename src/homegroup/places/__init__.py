"""Places: venues, regions, the gazetteer, distance, time zones and recurrence.

Knows no meeting and no group. May import: core.
"""
