"""The JSON API: search and detail for other programs, read-only, described by OpenAPI.

Everything under `/api/v1/` keeps its meaning; fields may be added. Times are UTC with an offset or
wall times beside an IANA zone; weekdays are ISO (1 Monday to 7 Sunday).
"""
