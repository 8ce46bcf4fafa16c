"""Tools that know no feature: clock, errors, pages, headers, commands, full text, print.

Imports no other room.
"""
