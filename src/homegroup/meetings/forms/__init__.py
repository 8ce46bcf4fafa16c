"""HTTP input of the room: `search` in an address, `correction` by a reader, `details` by hand."""
