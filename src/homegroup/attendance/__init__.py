"""Proofs of attendance: what a member may show to a court, a clinic or an employer (ADR 15).

A group chooses whether it gives them. Who was at a meeting held here takes one on paper, signed by
this home; everybody can check it. The home keeps a digest and a date for each, and no person.

May import `live` and what stands below it.
"""
