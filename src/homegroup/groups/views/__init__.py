"""The room's pages: a member's own groups, joining, being inside, and the servants' pages."""
