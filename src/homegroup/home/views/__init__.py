"""Pages of the front of the house, and what frames every page."""
