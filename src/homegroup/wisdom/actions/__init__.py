"""Every write on statements: the rule, one transaction, the audit row inside.

The log tells what editors did and to which statement. What members do with their own words is told
without them: else the log would remember for ever whose they were.
"""
