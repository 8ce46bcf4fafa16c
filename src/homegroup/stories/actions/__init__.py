"""Every write of the room: drafts, handing in, editing, what readers say, prompts."""
