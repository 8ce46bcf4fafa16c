"""Notices: what waits for a member, told on the site, and by mail or push where switched on.

May import: privacy, vault, accounts, audit, core.
"""
