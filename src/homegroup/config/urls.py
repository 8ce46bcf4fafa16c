"""The table of addresses."""

from django.urls import include, path

handler400 = "homegroup.core.errors.bad_request"
handler403 = "homegroup.core.errors.permission_denied"
handler404 = "homegroup.core.errors.page_not_found"
handler500 = "homegroup.core.errors.server_error"

urlpatterns = [
    path("", include("homegroup.home.urls")),
    path("", include("homegroup.console.urls")),
    path("", include("homegroup.accounts.urls")),
    path("", include("homegroup.privacy.urls")),
    path("", include("homegroup.notices.urls")),
    path("", include("homegroup.helplines.urls")),
    path("", include("homegroup.recovery.urls")),
    path("", include("homegroup.moderation.urls")),
    path("", include("homegroup.search.urls")),
    path("", include("homegroup.support.urls")),
    path("", include("homegroup.stories.urls")),
    path("", include("homegroup.messages.urls")),
    path("", include("homegroup.wisdom.urls")),
    path("", include("homegroup.packs.urls")),
    path("", include("homegroup.live.urls")),
    path("", include("homegroup.attendance.urls")),
    # Before groups/<slug>/ of the directory: it has groups/new/ and more.
    path("", include("homegroup.groups.urls")),
    # Before meetings/<slug>/: it has meetings/print/.
    path("", include("homegroup.exchange.urls")),
    path("", include("homegroup.meetings.urls")),
]
