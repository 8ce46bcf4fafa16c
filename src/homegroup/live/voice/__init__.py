"""Voice in meetings: an AudioBridge of a Janus server on this machine, driven by us (ADR 14).

    janus       the server's HTTP interface: sessions, handles, requests, answers
    halls       a room's place there: its number, secrets and people, all made of the room's key
    bridge      joining, staying, leaving; who is heard follows from the state of the room
    checking    whether that server is well set up

Browsers never talk to Janus but for the sound itself. Without a configured server, or when it is
gone, nothing here is asked and the meeting goes on in writing.
"""
