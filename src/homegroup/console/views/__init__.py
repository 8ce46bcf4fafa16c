"""Views of the room: `first_run` behind a link; `overview`, `site`, `lists` of operators."""
