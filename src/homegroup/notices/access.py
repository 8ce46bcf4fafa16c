"""Who may see what: a member their own notices, and nobody else's."""

from uuid import UUID

from django.http import Http404

from homegroup.notices.models import Notice


def own_notice(user: UUID, notice: UUID) -> Notice:
    """Give one of the member's notices, or raise Http404."""
    found = Notice.objects.of(user).filter(pk=notice).first()
    if found is None:
        raise Http404
    return found
