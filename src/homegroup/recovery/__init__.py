"""Recovery: what a member keeps for their own way: journal, people to call, check-in.

All of it lies sealed in the vault; this room has no table. For other rooms:

    showing.today_panel(request)      what I noted today and what I began to write
    kinds (through vault.kinds)       what each sealed thing says, for the export

May import: groups, privacy, notices, vault, accounts, audit, places, helplines, core.
"""
