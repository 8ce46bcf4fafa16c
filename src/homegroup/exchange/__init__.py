"""Exchange: the field's outside formats, in and out.

May import every room below it.
"""
