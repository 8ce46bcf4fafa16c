"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.recovery.views import check_in, drafts, journal, opening, people

app_name = "recovery"
urlpatterns = [
    path("journal/", journal.listing, name="journal"),
    path("journal/search/", journal.search, name="search"),
    path("journal/new/", journal.new, name="new"),
    path("journal/draft/", drafts.keep, name="draft"),
    path("journal/draft/<uuid:draft>/throw-away/", drafts.throw_away, name="throw_away"),
    path("journal/shared/", opening.shared, name="shared"),
    path("journal/shared/<uuid:page>/", opening.shared_page, name="shared_page"),
    path("journal/<uuid:page>/", journal.read, name="page"),
    path("journal/<uuid:page>/edit/", journal.edit, name="edit"),
    path("journal/<uuid:page>/delete/", journal.delete, name="delete"),
    path("journal/<uuid:page>/share/", opening.share, name="share"),
    path("people/", people.listing, name="people"),
    path("people/new/", people.new, name="person_new"),
    path("people/keep-open/", people.keep_open, name="keep_open"),
    path("people/<uuid:person>/", people.edit, name="person"),
    path("people/<uuid:person>/move/", people.move, name="person_move"),
    path("people/<uuid:person>/delete/", people.take_off, name="person_delete"),
    path("check-in/", check_in.check_in, name="check_in"),
    path("check-in/<uuid:entry>/delete/", check_in.delete, name="check_in_delete"),
]
