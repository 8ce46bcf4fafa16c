"""Addresses of the pages of formats; `urls` has the others of the room."""

from django.urls import path

from homegroup.live.views import format_editing as editing
from homegroup.live.views import formats, scripts

_FORMATS = "groups/<slug:slug>/formats/"
_READY = f"{_FORMATS}ready/<slug:pack>/"
_OWN = f"{_FORMATS}<uuid:copy>/"
patterns = [
    path(_FORMATS, formats.overview, name="formats"),
    path(f"{_FORMATS}file/", editing.take_in, name="take_in_format"),
    path(f"{_FORMATS}for/<slug:meeting>/", formats.choose, name="choose_format"),
    path(_READY, formats.ready, name="ready_format"),
    path(f"{_READY}copy/", editing.make_own, name="copy_format"),
    path(f"{_READY}script.pdf", scripts.of_ready, name="ready_script"),
    path(_OWN, formats.own, name="own_format"),
    path(f"{_OWN}script.pdf", scripts.of_own, name="format_script"),
    path(f"{_OWN}file/", formats.as_file, name="format_file"),
    path(f"{_OWN}parts/", editing.agenda, name="format_agenda"),
    path(f"{_OWN}parts/new/", editing.add_part, name="format_new_part"),
    path(f"{_OWN}parts/<slug:item>/", editing.part, name="format_part"),
    path(f"{_OWN}parts/<slug:item>/remove/", editing.remove_part, name="format_remove_part"),
    path(f"{_OWN}whole/", editing.basics, name="format_basics"),
    path(f"{_OWN}text/", editing.text, name="format_text"),
    path(f"{_OWN}history/", editing.history, name="format_history"),
    path(f"{_OWN}history/<int:number>/", editing.revision, name="format_revision"),
    path(f"{_OWN}newer/", editing.newer, name="format_newer"),
    path(f"{_OWN}remove/", editing.remove, name="format_remove"),
]
