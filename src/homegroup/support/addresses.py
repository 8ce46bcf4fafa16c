"""Where a share or an answer stands."""

from django.urls import reverse

from homegroup.support.models import Reply, Share


def page_of(row: Share | Reply) -> str:
    """Give the address of a share, or of an answer on its share's page; neutral words."""
    share = row if isinstance(row, Share) else row.share
    if share.day is not None:
        page = f"{reverse('support:day', args=[share.group.key])}?on={share.day.isoformat()}"
    else:
        page = reverse("support:share", args=[share.group.key, share.pk])
    return page if row is share else f"{page}#a-{row.pk}"
