"""Home: the landing page, and the demo.

May import every room below it.
"""
