"""Importing: another site's Meeting Guide list becomes meetings here, and can be taken back.

A file walks one way: `fetching` (an address) or the disk, `files` (bytes to rows), `rows` with
`times`, `zones`, `venues`, `online`, `details` (one row to one listing), `feed` (rows to readings,
one for each slug), `changes` (readings against what is here), `actions` (writes, undo).
"""
