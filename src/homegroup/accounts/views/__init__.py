"""Views of the room: `signing` in, up and out; `account`; second `steps`."""
