"""Views of the room: `reading` what helped, an author's `own` words, `editing` what
stands on pages, and the `pages` themselves."""
