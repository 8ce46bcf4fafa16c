"""Addresses of the room."""

from django.urls import path

from homegroup.notices.views import choosing, listing, mail_server

app_name = "notices"
urlpatterns = [
    path("notices/", listing.show, name="list"),
    path("notices/read/", listing.read_all, name="read_all"),
    path("notices/settings/", choosing.settings, name="settings"),
    path("notices/settings/mail/", choosing.address, name="address"),
    path("notices/settings/mail/code/", choosing.code, name="code"),
    path("notices/settings/mail/off/", choosing.mail_off, name="mail_off"),
    path("notices/settings/push/", choosing.device, name="device"),
    path("notices/settings/push/off/", choosing.device_off, name="device_off"),
    path("notices/off/<str:token>/", choosing.off, name="off"),
    path("notices/<uuid:notice>/", listing.follow, name="follow"),
    path("console/mail/", mail_server.settings, name="mail_server"),
    path("console/mail/test/", mail_server.trial, name="mail_trial"),
]
