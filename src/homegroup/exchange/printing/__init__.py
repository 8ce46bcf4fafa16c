"""Paper: the list of a search as PDF, as pages or as a booklet, and a poster for one meeting.

`rows` decides what stands in a list, `wording` how it reads, `sheets` and `poster` lay both out
as data for the Typst templates beside them; `core.typesetting` has the PDF made.
"""
