"""GeoNames: files of towns and postcodes that the gazetteer learns, so that "near" finds them.

The files are made and kept by geonames.org under CC BY 4.0. `lines` opens a file, `rows` reads
its two formats, `actions` writes.
"""
