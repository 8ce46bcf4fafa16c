"""Every write of the room: each adds lines to the log, under a lock on the room.

`token` is what the sender called it: what comes twice stands once, and gets the same number.
Few of these leave an audit row: the log is for ever, and a meeting leaves nothing behind. It
tells when somebody opened or ended a room by hand, and that somebody was put out, without whom.
"""
