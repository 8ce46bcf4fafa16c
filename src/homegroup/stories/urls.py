"""Addresses of the room: neutral words, since they stand in a device's history."""

from django.urls import path

from homegroup.stories.views import checks, desk, handing, prompts, reading, sounds, writing

app_name = "stories"
urlpatterns = [
    path("stories/", reading.listing, name="list"),
    path("stories/any/", reading.any_story, name="any"),
    path("stories/mine/", writing.mine, name="mine"),
    path("stories/prompts/", prompts.listing, name="prompts"),
    path("stories/write/", writing.begin, name="begin"),
    path("stories/write/<uuid:work>/", writing.contents, name="work"),
    path("stories/write/<uuid:work>/more/", writing.add_chapter, name="add_chapter"),
    path("stories/write/<uuid:work>/delete/", writing.delete, name="delete"),
    path("stories/write/<uuid:work>/check/", checks.check, name="check"),
    path("stories/write/<uuid:work>/hand-in/", handing.hand_in, name="hand_in"),
    path("stories/write/<uuid:work>/sound/", sounds.record, name="record"),
    path("stories/write/<uuid:work>/sound/delete/", sounds.remove, name="remove_sound"),
    path("stories/write/<uuid:work>/sound/<slug:form>/", sounds.own, name="own_sound"),
    path("stories/write/<uuid:work>/chapter/<slug:part>/", writing.chapter, name="chapter"),
    path("stories/write/<uuid:work>/chapter/<slug:part>/move/", writing.move, name="move"),
    path("stories/write/<uuid:work>/chapter/<slug:part>/remove/", writing.remove, name="remove"),
    path("stories/desk/", desk.listing, name="desk"),
    path("stories/desk/<uuid:story>/", desk.edit, name="edit"),
    path("stories/desk/<uuid:story>/publish/", desk.publish, name="publish"),
    path("stories/desk/<uuid:story>/back/", desk.send_back, name="send_back"),
    path("stories/desk/<uuid:story>/words/<int:chapter>/", desk.suggest, name="suggest"),
    path("stories/desk/<uuid:story>/sound/<slug:form>/", sounds.offered, name="offered_sound"),
    path("stories/<uuid:story>/", reading.story, name="story"),
    path("stories/<uuid:story>/sound/<slug:form>/", sounds.published, name="sound"),
    path("stories/<uuid:story>/helped/", reading.helped, name="helped"),
    path("stories/<uuid:story>/helped/undo/", reading.unsay, name="unsay"),
    path("stories/<uuid:story>/mine/", handing.handed_in, name="handed_in"),
    path("stories/<uuid:story>/mine/answer/", handing.answer, name="answer"),
    path("stories/<uuid:story>/mine/words/", handing.words, name="words"),
    path("stories/<uuid:story>/mine/take-back/", handing.take_back, name="take_back"),
    path("groups/<slug:slug>/stories/", reading.of_group, name="group"),
]
