"""Helplines: crisis lines by country, each with its source and the day it was checked.

    from homegroup.helplines import lines
    lines.for_country("NZ").lines       # an empty tuple where we know none
    lines.for_country("NZ").emergency   # ("111",)

May import: core.
"""
