"""Helplines: crisis lines by country, each with its source and the day it was checked.

May import: core.
"""
