"""Every write of the room.

What is written between two people leaves no audit row: the log is for ever, and would tell who
wrote to whom and when. `key` is the form's once-key; what was sent before changes nothing.
"""
