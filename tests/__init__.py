"""Tests: the folders mirror `src/homegroup/`; `architecture/` keeps the rules of the house."""
