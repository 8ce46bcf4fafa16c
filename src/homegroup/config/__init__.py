"""How the house is put together: settings, the URL table, the command line, the server.

Imports everything; nothing imports it.
"""
