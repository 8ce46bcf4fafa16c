"""Accounts: people known by a sign-in name and a passphrase, and nothing else.

May import: audit, core (and packs, places, helplines).
"""
