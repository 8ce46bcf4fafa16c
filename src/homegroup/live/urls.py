"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.live import format_urls
from homegroup.live.views import console, door, room, rooms, voice

app_name = "live"
urlpatterns = [
    path("meetings/<slug:slug>/room/", door.meeting_room, name="meeting_room"),
    path("rooms/<slug:room>/", room.room, name="room"),
    path("rooms/<slug:room>/door/", door.door, name="door"),
    path("rooms/<slug:room>/gone/", door.gone, name="gone"),
    path("rooms/<slug:room>/new/", room.stream, name="stream"),
    path("rooms/<slug:room>/pulse/", room.pulse, name="pulse"),
    path("rooms/<slug:room>/do/", room.do, name="do"),
    path("rooms/<slug:room>/write/", room.write, name="write"),
    path("rooms/<slug:room>/not-ok/", room.not_ok, name="not_ok"),
    path("rooms/<slug:room>/aside/<int:seat>/", room.aside, name="aside"),
    path("rooms/<slug:room>/keep/", room.keep, name="keep"),
    path("rooms/<slug:room>/lead/", console.lead, name="lead"),
    path("rooms/<slug:room>/voice/", voice.voice, name="voice"),
    path("rooms/<slug:room>/close/", room.close, name="close"),
    path("rooms/<slug:room>/people/", console.people, name="people"),
    path("rooms/<slug:room>/invite/", console.invite, name="invite"),
    path("groups/<slug:slug>/rooms/", rooms.rooms, name="rooms"),
    path("groups/<slug:slug>/rooms/<slug:meeting>/", rooms.rule, name="rule"),
    *format_urls.patterns,
]
