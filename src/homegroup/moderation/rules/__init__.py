"""The rules by which a text waits for a moderator: one readable file for each language.

book.py      reads and checks the files (`en.yaml`, `de.yaml`, ...)
folding.py   makes a text plain: look-alike letters, invisible signs
tokens.py    cuts it into words, links, numbers, ends of sentences
phrases.py   reads what stands in the files: `where can i (get|buy) <drug>`
machine.py   finds all phrases in one walk over the text
looking.py   puts them together: which rules apply to this text
"""
