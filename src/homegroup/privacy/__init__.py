"""Privacy: what is held about a person: shown, taken along, erased, and promised.

Higher rooms fill two registries in their `apps.ready()`: `registry` (each of their models; a test
fails on a model that is missing) and `leaving.register_blocker` (what must be done before leaving).
`actions.leave` erases through the first; `tombstones` keeps restored backups from undoing it.
May import: vault, accounts, audit, core.
"""
