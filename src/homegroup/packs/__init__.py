"""Packs: content in files (formats, prompts): checked, versioned, translated, edited by groups.

May import: audit, core.
"""
