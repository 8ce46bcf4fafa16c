"""Every write on groups and memberships: the rule, one transaction, the audit row inside.

`by` is the account that acts. The log tells who used a power over others; what people do with
their own membership is told of the membership alone, whose random id means nothing once it is
gone: else the log would remember for ever who was where.
"""
