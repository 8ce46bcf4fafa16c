"""Reads of the room: conversations, calls, phone lists."""
