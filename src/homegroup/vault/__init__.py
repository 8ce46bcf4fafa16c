"""Vault: sealed entries that only their owner, and whom the owner chose, can read (ADR 8).

May import: accounts, audit, core.
"""
