"""Addresses of the room."""

from django.urls import path

from homegroup.groups.views import inside, joining, mine, running, serving

app_name = "groups"
urlpatterns = [
    path("my-groups/", mine.mine, name="mine"),
    path("groups/new/", mine.new, name="new"),
    path("join/", joining.type_code, name="code"),
    path("join/<str:code>/", joining.invited, name="invited"),
    path("groups/<slug:slug>/join/", joining.join, name="join"),
    path("groups/<slug:slug>/leave/", joining.leave, name="leave"),
    path("groups/<slug:slug>/my-name/", inside.my_name, name="my_name"),
    path("groups/<slug:slug>/members/", inside.members, name="members"),
    path("groups/<slug:slug>/members/<uuid:person>/", inside.one_member, name="member"),
    path("groups/<slug:slug>/guidelines/", inside.guidelines, name="guidelines"),
    path("groups/<slug:slug>/guidelines/edit/", running.edit_guidelines, name="edit_guidelines"),
    path("groups/<slug:slug>/people/", serving.people, name="people"),
    path("groups/<slug:slug>/people/<uuid:person>/", serving.person, name="person"),
    path("groups/<slug:slug>/people/<uuid:person>/give/", serving.give, name="give"),
    path("groups/<slug:slug>/people/<uuid:person>/take/", serving.take, name="take"),
    path("groups/<slug:slug>/breaks/<uuid:pause>/end/", serving.end_break, name="end_break"),
    path("groups/<slug:slug>/invitations/", running.invitations, name="invitations"),
    path("groups/<slug:slug>/invitations/<uuid:row>/", running.invitation, name="invitation"),
    path("groups/<slug:slug>/settings/", running.settings, name="settings"),
]
