"""Views of the room: `feed`, `writing` a share, `one` share with its answers, `tending`, `days`."""
