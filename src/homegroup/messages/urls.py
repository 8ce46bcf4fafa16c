"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.messages.views import calls, lists, talks

app_name = "messages"
_group = "groups/<slug:slug>/"
_person = f"{_group}members/<uuid:person>/"
urlpatterns = [
    path("messages/", talks.listing, name="list"),
    path("messages/<uuid:talk>/", talks.talk, name="talk"),
    path("messages/<uuid:talk>/answer/", talks.answer, name="answer"),
    path("messages/<uuid:talk>/more/", talks.more, name="more"),
    path("messages/<uuid:talk>/delete/", talks.delete, name="delete"),
    path("messages/<uuid:talk>/report/", talks.report, name="report"),
    path("messages/<uuid:talk>/news/", talks.news, name="news"),
    path(f"{_person}write/", talks.first, name="first"),
    path(f"{_group}first-messages/", talks.door, name="door"),
    path(f"{_group}first-messages/counts/", talks.reach, name="reach"),
    path("calls/", calls.mine, name="calls"),
    path("calls/<uuid:call>/", calls.one, name="call"),
    path(f"{_group}calls/", calls.in_group, name="calls_in_group"),
    path(f"{_group}calls/mine/", calls.my_offer, name="my_offer"),
    path(f"{_person}call/", calls.ask, name="ask_call"),
    path(f"{_group}phone-list/", lists.phone_list, name="phone_list"),
    path(f"{_group}phone-list/mine/", lists.mine, name="my_line"),
    path(f"{_group}phone-list/print/", lists.print_options, name="print_list"),
    path(f"{_group}phone-list/list.pdf", lists.pdf, name="list_pdf"),
    path(f"{_group}phone-list/keep/", lists.keep, name="keep_list"),
]
