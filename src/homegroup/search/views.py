"""The one page of the search."""

from django.http import HttpRequest, HttpResponse

from homegroup.accounts.access import only, public
from homegroup.core.htmx import render_page
from homegroup.core.limits import within_limit
from homegroup.search import beyond, showing
from homegroup.search.access import circles_of
from homegroup.search.forms import SearchForm
from homegroup.search.queries import Answer, search_for

MOST_A_MINUTE = 120  # of one household


@public
@only("GET", "HEAD")
def search(request: HttpRequest) -> HttpResponse:
    """Look for words in all that this reader may open; the whole search stands in the address."""
    reader = request.user
    circles = circles_of(reader)
    form = SearchForm(request.GET, circles=circles)
    is_too_often = bool(form.typed) and not within_limit(
        request, "search", most=MOST_A_MINUTE, seconds=60
    )
    answer = Answer() if is_too_often else search_for(form.search, reader, circles)
    is_wide = form.is_wide and not is_too_often
    shelves = beyond.shelves_for(request, form.typed) if is_wide else []
    context = {
        "form": form,
        "search": form.search,
        "answer": answer,
        "cards": showing.cards(answer, circles),
        "shelves": [(shelf, showing.shelf_cards(shelf)) for shelf in shelves],
        "links": beyond.links_for(request, form.typed) if form.typed else [],
        "is_too_often": is_too_often,
    }
    status = 429 if is_too_often else 200
    return render_page(request, "search/search.html", context, partial="results", status=status)
