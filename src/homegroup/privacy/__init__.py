"""Privacy: the registry of what is held about a person, for export and erasure.

Each room registers its models in `apps.ready()`; a test fails on a model that is missing.
May import: vault, accounts, audit, core.
"""
