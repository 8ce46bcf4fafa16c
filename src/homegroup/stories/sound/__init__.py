"""Spoken stories: the converter and its limits, and the shelf on which the files lie."""
