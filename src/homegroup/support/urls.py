"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.support.views import days, drafting, feed, one, tending, writing

app_name = "support"
_group = "groups/<slug:slug>/"
_share = f"{_group}shares/<uuid:share>/"
_reply = f"{_group}answers/<uuid:reply>/"
urlpatterns = [
    path("shares/", feed.everyone, name="everyone"),
    path(f"{_group}shares/", feed.feed, name="feed"),
    path(f"{_group}shares/new/", writing.new, name="new"),
    path(f"{_group}shares/new/begun/", drafting.keep, name="keep"),
    path(f"{_group}shares/new/begun/away/", drafting.throw_away, name="throw_away"),
    path(f"{_group}shares/newer/", feed.newer, name="newer"),
    path(f"{_group}shares/stream/", feed.stream, name="stream"),
    path(_share, one.share, name="share"),
    path(f"{_share}begun/", drafting.keep, name="keep_answer"),
    path(f"{_share}begun/away/", drafting.throw_away, name="throw_answer_away"),
    path(f"{_share}edit/", writing.edit, name="edit"),
    path(f"{_share}delete/", writing.delete, name="delete"),
    path(f"{_share}respond/", one.respond, name="respond"),
    path(f"{_share}newer/", one.newer, name="newer_answers"),
    path(f"{_share}stream/", one.stream, name="answers_stream"),
    path(f"{_share}pin/", tending.pin, name="pin"),
    path(f"{_share}with-them/", tending.look_after, name="look_after"),
    path(f"{_reply}edit/", writing.edit_reply, name="edit_reply"),
    path(f"{_reply}delete/", writing.delete_reply, name="delete_reply"),
    path(f"{_group}waiting/", tending.waiting, name="waiting"),
    path(f"{_group}duty/", tending.duty, name="duty"),
    path(f"{_group}muted/", tending.muted, name="muted"),
    path(f"{_group}members/<uuid:person>/mute/", tending.mute, name="mute"),
    path(f"{_group}today/", days.day, name="day"),
    path(f"{_group}today/host/", days.host, name="host"),
    path(f"{_group}today/zone/", days.zone, name="zone"),
]
