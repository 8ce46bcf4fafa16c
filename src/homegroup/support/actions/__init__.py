"""Every write on shares: the rule, one transaction, the audit row inside.

The log tells what servants did and to which share. What members do with their own words is told
without them: else the log would remember for ever who wrote what, and when.
"""
