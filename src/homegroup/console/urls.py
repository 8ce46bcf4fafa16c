"""Addresses of the room."""

from django.urls import path

from homegroup.console.views import first_run, lists, overview, site

app_name = "console"
urlpatterns = [
    path("first-run/<str:token>/", first_run.name, name="first_run"),
    path("first-run/<str:token>/fellowships/", first_run.fellowships, name="first_fellowships"),
    path("first-run/<str:token>/account/", first_run.account, name="first_account"),
    path("console/", overview.overview, name="overview"),
    path("console/set-up/", lists.set_up, name="set_up"),
    path("console/set-up/sample/", lists.sample, name="sample"),
    path("console/site/", site.settings, name="site"),
    path("console/meetings/", lists.lists, name="lists"),
    path("console/meetings/refresh/", lists.refresh, name="refresh"),
    path("console/meetings/take-back/", lists.take_back, name="take_back"),
]
