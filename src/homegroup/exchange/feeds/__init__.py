"""Feeds: the directory in the field's formats, for other sites, apps and calendars.

`selection` says which meetings, `outlet` for which site and day, `store` keeps what was built.
"""
