"""Pages of the room: the list, what a member switches on, and the operator's mail server."""
