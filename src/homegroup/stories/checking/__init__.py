"""The checker: marks in a story what may tell who somebody is, before it is handed in.

It helps its author and filters nothing. It reads English, Spanish, German and French; of other
languages it knows numbers, addresses of mailboxes and pages, and names from its lists.

`checker.check(text, language, places=...)` gives the marks; `settling` puts equal ones together
and makes the changes that the author chose. Figures: docs/stories.md.
"""
