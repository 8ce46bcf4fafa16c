"""Views of the room: `reading` what helped, an author's `own` words, `editing` the pages."""
