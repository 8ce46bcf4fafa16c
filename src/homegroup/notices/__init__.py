"""Notices: what waits for a member, told on the site, and by mail or push where switched on.

May import: vault, accounts, audit, core.
"""
