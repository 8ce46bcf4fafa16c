"""A small room of things to find, for tests of the search itself."""
