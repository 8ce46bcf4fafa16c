"""Console: the pages of the people who run this home: first run, settings, mail.

May import every room below it.
"""
