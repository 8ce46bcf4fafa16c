"""Addresses of the room."""

from django.urls import path

from homegroup.console.views import first_run, lists, overview, site, texts

app_name = "console"
_TEXT = "console/texts/<slug:kind>/<slug:pack>/<slug:language>/"
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
    path("console/texts/", texts.texts, name="texts"),
    path("console/texts/add/", texts.add_text, name="add_text"),
    path(_TEXT, texts.text_file, name="text_file"),
    path(f"{_TEXT}remove/", texts.remove_text, name="remove_text"),
    path("console/meetings/take-back/", lists.take_back, name="take_back"),
]
