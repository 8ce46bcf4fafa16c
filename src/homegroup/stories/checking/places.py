"""Which names are towns that this home knows: those of its meetings, large ones of its files."""

from collections.abc import Collection

from django.db.models import Q

from homegroup.places.choices import PlaceKind
from homegroup.places.models import Place

_AT_ONCE = 500
_LARGE = 15_000  # inhabitants: smaller ones are too often a word, too


def towns_among(folded: Collection[str]) -> set[str]:
    """Give those of the folded names that are towns or regions."""
    wanted, found = [each for each in folded if len(each) > 2], set[str]()
    for start in range(0, len(wanted), _AT_ONCE):
        rows = Place.objects.filter(
            Q(source=Place.OWN) | Q(weight__gte=_LARGE),
            folded__in=wanted[start : start + _AT_ONCE],
            kind__in=[PlaceKind.TOWN, PlaceKind.REGION],
        )
        found.update(rows.values_list("folded", flat=True))
    return found
