"""Pages of the room: journal, what is open to whom, people to call, check-in."""
