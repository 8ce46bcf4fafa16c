"""Views of the room: the public `directory`, and the `secretary`'s pages of a group."""
