"""The pages: what each person sees there, and every button once."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.wisdom.conftest import (
    WORDS,
    People,
    asked,
    browser,
    membership,
    offered,
    share,
    shown,
    thing,
)

from homegroup.core import once
from homegroup.groups.models import Membership
from homegroup.search.choices import Audience
from homegroup.support.actions import sharing
from homegroup.support.actions.sharing import Words
from homegroup.wisdom.actions import answering
from homegroup.wisdom.actions.keeping import Said
from homegroup.wisdom.choices import Stage
from homegroup.wisdom.models import Helped, OwnSituation, See, Statement
from homegroup.wisdom.places import Where


def inside(people: People) -> Where:
    return Where(Audience.GROUP, people.group)


def form(**values: str) -> dict[str, str]:
    return {once.FIELD: str(uuid4())} | values


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


# -- reading -----------------------------------------------------------------------------------


def test_the_overview_shows_where_words_are(people: People, client: Client) -> None:
    shown(people.robin, people.lee, where=inside(people))
    page = html(browser(people.kim), "/helped/")
    assert 'href="/helped/evenings/"' in page
    assert 'href="/helped/offer/?with=sleep"' in page
    assert 'href="/helped/evenings/"' not in html(browser(people.olive), "/helped/")
    visitor = html(client, "/helped/")
    assert "Nobody has said anything yet" in visitor
    assert "/helped/offer/" not in visitor


def test_a_situation_shows_each_reader_what_is_for_them(people: People, client: Client) -> None:
    shown(people.robin, people.lee, "Inside words", where=inside(people))
    shown(people.robin, people.lee, "Words for all", where=Where(Audience.PUBLIC))
    member = words(html(browser(people.kim), "/helped/evenings/"))
    assert member.index("Inside words") < member.index("Words for all")
    assert "Only for members of Lamp Group." in member
    visitor = html(client, "/helped/evenings/")
    assert "Words for all" in visitor
    assert "Inside words" not in visitor
    assert "Lamp Group" not in visitor
    assert "This helped me" not in visitor
    assert client.get("/helped/no-such/").status_code == 404


def test_no_page_tells_whose_words_they_are(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    for address in ("/helped/evenings/", f"/groups/{people.group.key}/helped/",
                    f"/groups/{people.group.key}/helped/{row.pk}/"):  # fmt: skip
        page = html(browser(people.lee), address)
        assert "Tea, and the radio." in page
        assert "Robin" not in page
        assert str(Membership.objects.get(user=people.robin).pk) not in page


def test_small_numbers_are_not_there_and_others_are(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    assert "people with this" not in html(browser(people.kim), "/helped/evenings/")
    row.placed.update(told=10)
    assert "Helped about 10 people with this." in html(browser(people.kim), "/helped/evenings/")


def test_pressing_that_it_helped_and_taking_it_back(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    address = f"/helped/evenings/{row.pk}/"
    client = browser(people.kim)
    answer = client.post(address, {"on": "1"})
    assert answer.headers["Location"] == f"/helped/evenings/#s-{row.pk}"
    assert Helped.objects.get().member == people.kim
    assert 'aria-pressed="true"' in html(client, "/helped/evenings/")
    part = client.post(address, {"on": "0"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="false"' in part
    assert "<html" not in part
    assert not Helped.objects.exists()
    assert browser(people.olive).post(address, {"on": "1"}).status_code == 404
    assert client.post(f"/helped/sleep/{row.pk}/", {"on": "1"}).status_code == 404
    assert client.get(address).status_code == 405


def test_links_stand_only_for_those_who_may_open_them(people: People) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.HOME))
    pointed = share(people, people.kim)
    See.objects.create(statement=row, kind="share", thing=str(pointed.pk))
    assert f"/shares/{pointed.pk}/" in html(browser(people.lee), "/helped/evenings/")
    assert f"/shares/{pointed.pk}/" not in html(browser(people.olive), "/helped/evenings/")


def test_a_page_takes_the_same_number_of_queries_for_one_and_three(people: People) -> None:
    client, counts = browser(people.kim), []
    pointed = share(people, people.kim)
    for number in range(3):
        row = shown(people.robin, people.lee, f"Number {number}", where=inside(people))
        See.objects.create(statement=row, kind="share", thing=str(pointed.pk))
        html(client, "/helped/evenings/")
        with CaptureQueriesContext(connection) as seen:
            html(client, "/helped/evenings/")
        counts.append(len(seen))
    assert len(set(counts)) == 1


# -- asking and answering ------------------------------------------------------------------------


def test_a_share_has_the_link_and_the_form_asks(people: People) -> None:
    row = share(people, people.robin)
    client = browser(people.kim)
    address = f"/helped/keep/share/{row.pk}/"
    assert address in html(client, f"/groups/{people.group.key}/shares/{row.pk}/")
    page = html(client, address)
    assert WORDS in page
    answer = client.post(address, form(passage="It really is.", situation="sleep"))
    assert answer.headers["Location"].endswith(f"/shares/{row.pk}/")
    assert Statement.objects.get().text == "It really is."
    said = html(client, answer.headers["Location"])
    assert "Whoever wrote it is asked, and decides." in said
    refused = client.post(address, form(passage="Not there.", situation="sleep"))
    assert refused.status_code == 422
    assert "Not there." in refused.content.decode()
    assert browser(people.olive).get(address).status_code == 404


def test_a_long_text_is_chosen_from_by_its_parts(people: People) -> None:
    row = share(people, people.robin, "\n\n".join(["Some words. " * 30] * 8 + ["The last part."]))
    client = browser(people.kim)
    address = f"/helped/keep/share/{row.pk}/"
    page = html(client, address)
    assert 'href="?part=8"' in page
    assert "<textarea" not in page
    assert re.search(r"<textarea[^>]*>\s*The last part\.", html(client, f"{address}?part=8"))
    assert 'href="?part=8"' in html(client, f"{address}?part=999")


def test_own_words_are_offered_from_a_share(people: People) -> None:
    row = share(people, people.robin)
    client = browser(people.robin)
    address = f"/helped/keep/share/{row.pk}/"
    assert "Keep your words for others" in html(client, address)
    where = f"group-{people.group.key}"
    chosen = {"situation": "sleep", "situation_2": "evenings"}
    answer = client.post(address, form(passage="It really is.", where=where, **chosen))
    assert answer.headers["Location"] == "/helped/own/"
    made = Statement.objects.get()
    assert (made.stage, made.group) == (Stage.AGREED, people.group)
    assert [each.situation for each in made.placed.all()] == ["sleep", "evenings"]


def test_an_author_says_yes_in_other_words(people: People) -> None:
    row = asked(people)
    client = browser(people.robin)
    page = html(client, "/helped/own/")
    assert f'href="/helped/own/{row.pk}/"' in page
    page = html(client, f"/helped/own/{row.pk}/")
    assert "May this be kept, without your name?" in page
    assert "Evenings" in page
    assert "Kim" not in page
    answer = client.post(
        f"/helped/own/{row.pk}/", form(do="yes", text="A walk before six.", where="home")
    )
    assert answer.headers["Location"] == "/helped/own/"
    row.refresh_from_db()
    assert (row.stage, row.text, row.audience) == (Stage.AGREED, "A walk before six.", "home")
    assert "Waits for somebody to put it on the page" in html(client, "/helped/own/")


def test_an_author_says_no(people: People) -> None:
    row = asked(people)
    client = browser(people.robin)
    answer = client.post(f"/helped/own/{row.pk}/", form(do="no"))
    assert "Nobody is told" in html(client, answer.headers["Location"])
    row.refresh_from_db()
    assert row.stage == Stage.NO
    assert client.get(f"/helped/own/{row.pk}/").status_code == 404
    page = html(browser(people.kim), f"/helped/keep/share/{row.thing}/")
    assert "Ask to keep this" in page


def test_help_is_shown_first_and_the_words_stay(people: People) -> None:
    client = browser(people.robin)
    values = form(text="I want to die tonight.", situation="sleep", where="home")
    answer = client.post("/helped/offer/", values)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "You matter." in page
    assert "I want to die tonight." in page
    assert client.post("/helped/offer/", form(**values, help_seen="1") | form()).status_code == 302


def test_an_own_answer_is_given_for_a_situation(people: People) -> None:
    client = browser(people.robin)
    page = html(client, "/helped/offer/?with=sleep")
    assert "What helped you to sleep?" in page
    assert '<option value="sleep" selected>' in page
    answer = client.post("/helped/offer/", form(text="Tea.", situation="sleep", where="public"))
    assert answer.status_code == 302
    assert Statement.objects.get().audience == "public"
    assert client.post("/helped/offer/", form(text="", situation="")).status_code == 422


def test_pressing_three_times_at_once_leaves_one(people: People) -> None:
    client, values = browser(people.robin), form(text="Tea.", situation="sleep", where="home")
    for _ in range(3):
        assert client.post("/helped/offer/", values).status_code == 302
    assert Statement.objects.count() == 1


def test_taking_words_back(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    client = browser(people.robin)
    assert "Take these words back?" in html(client, f"/helped/own/{row.pk}/back/")
    assert browser(people.kim).get(f"/helped/own/{row.pk}/back/").status_code == 404
    answer = client.post(f"/helped/own/{row.pk}/back/", form())
    assert answer.headers["Location"] == "/helped/own/"
    assert not Statement.objects.exists()
    assert "Tea, and the radio." not in html(browser(people.kim), "/helped/evenings/")


# -- the desk ------------------------------------------------------------------------------------


def test_an_editor_puts_words_on_the_page(people: People) -> None:
    row = offered(people.robin, where=inside(people))
    client = browser(people.lee)
    desk = f"/groups/{people.group.key}/helped/"
    address = f"{desk}{row.pk}/"
    assert address in html(client, desk)
    assert "Words that may help others" in html(client, "/today/")
    page = html(client, address)
    assert '<option value="evenings" selected>' in page
    answer = client.post(address, form(do="show", text=row.text, situation="sleep", language="en"))
    assert answer.headers["Location"] == desk
    assert "It stands on the page." in html(client, desk)
    row.refresh_from_db()
    assert (row.stage, row.placed.get().situation) == (Stage.SHOWN, "sleep")


def test_an_editor_asks_about_other_words_and_the_author_answers(people: People) -> None:
    row = offered(people.robin, where=inside(people))
    address = f"/groups/{people.group.key}/helped/{row.pk}/"
    editor, author = browser(people.lee), browser(people.robin)
    editor.post(address, form(do="show", text="Tea helps.", situation="sleep", language=""))
    assert "Tea helps." in html(editor, address)
    page = html(author, f"/helped/own/{row.pk}/")
    assert "Is it all right in these words?" in page
    answer = author.post(f"/helped/own/{row.pk}/", form(do="accept"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.stage, row.text) == (Stage.SHOWN, "Tea helps.")
    late = author.post(f"/helped/own/{row.pk}/", form(do="accept"))
    assert late.status_code == 422
    assert "settled already" in late.content.decode()


def test_an_editor_adds_a_link_and_takes_words_off(people: People) -> None:
    row = shown(people.robin, people.lee, where=inside(people))
    pointed = share(people, people.kim)
    client = browser(people.lee)
    address = f"/groups/{people.group.key}/helped/{row.pk}/"
    url = f"https://testserver/groups/{people.group.key}/shares/{pointed.pk}/#answer"
    assert client.post(address, form(do="point", address=url)).status_code == 302
    see = row.see.get()
    assert f"/shares/{pointed.pk}/" in html(client, address)
    wrong = client.post(address, form(do="point", address="https://example.org/"))
    assert wrong.status_code == 422
    assert client.post(address, {"do": "unpoint", "see": str(see.pk)}).status_code == 302
    assert client.post(address, {"do": "unpoint", "see": "x"}).status_code == 302
    assert not row.see.exists()
    assert client.post(address, form(do="off")).status_code == 302
    assert not Statement.objects.exists()


def test_a_desk_adds_and_takes_out_situations(people: People) -> None:
    client = browser(people.lee)
    desk = f"/groups/{people.group.key}/helped/"
    assert client.post(desk, form(label="Harvest weeks")).status_code == 302
    made = OwnSituation.objects.get()
    assert "Harvest weeks" in html(client, desk)
    assert client.post(desk, form(label="Harvest weeks")).status_code == 422
    row = shown(people.robin, people.lee, where=inside(people), situations=(str(made.pk),))
    assert client.post(desk, {"take_out": str(made.pk)}).status_code == 409
    answering.withdraw(statement=row, user=people.robin, key=uuid4())
    assert client.post(desk, {"take_out": str(made.pk)}).status_code == 302
    assert client.post(desk, {"take_out": "x"}).status_code == 302
    assert not OwnSituation.objects.exists()


@pytest.mark.parametrize("name", ["robin", "olive"])
def test_the_desk_is_for_editors(people: People, name: str) -> None:
    row = offered(people.kim, where=inside(people))
    client = browser(getattr(people, name))
    desk = f"/groups/{people.group.key}/helped/"
    assert client.get(desk).status_code == 403
    assert client.get(f"{desk}{row.pk}/").status_code == 403
    assert client.get("/helped/desk/").status_code == 403
    assert Client().get(desk).status_code == 302


def test_an_editor_does_not_reach_words_of_another_desk_or_unanswered_ones(people: People) -> None:
    client = browser(people.lee)
    desk = f"/groups/{people.group.key}/helped/"
    home = offered(people.kim, where=Where(Audience.HOME))
    assert client.get(f"{desk}{home.pk}/").status_code == 404
    assert client.get(f"{desk}{asked(people).pk}/").status_code == 404


def test_who_runs_the_home_looks_after_its_pages(people: People) -> None:
    from tests.accounts.people import make_member

    operator = make_member("caretaking-person", operator=True)
    row = offered(people.kim, where=Where(Audience.PUBLIC))
    client = browser(operator, strong=True)
    assert f"/helped/desk/{row.pk}/" in html(client, "/helped/desk/")
    address = f"/helped/desk/{row.pk}/"
    html(client, address)
    values = form(do="show", text=row.text, situation="sleep", language="en")
    assert client.post(address, values).status_code == 302
    assert row.text in html(Client(), "/helped/sleep/")
    assert "/me/steps/" in browser(operator).get("/helped/desk/").headers["Location"]


# -- on pages of others --------------------------------------------------------------------------


def test_the_day_shows_in_the_evening_what_helped(people: People) -> None:
    from tests.factories import at

    shown(people.robin, people.lee, where=inside(people))
    client = browser(people.kim)
    assert "Tea, and the radio." not in html(client, "/today/")
    with at("2026-03-04T19:00+00:00"):
        page = html(browser(people.kim), "/today/")
    assert "What helped others in the evening" in page
    assert "Tea, and the radio." in page


def test_help_now_shows_what_helped_others(people: People, client: Client) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.PUBLIC), situations=("urges",))
    assert row.text in html(client, "/help-now/")


def test_help_now_shows_nothing_of_just_any_evening(people: People, client: Client) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.PUBLIC))
    assert row.text not in html(client, "/help-now/")


def test_who_writes_of_dying_or_struggles_is_shown_people_alone(people: People) -> None:
    row = shown(people.robin, people.lee, where=Where(Audience.PUBLIC), situations=("urges",))
    client, space = browser(people.kim), f"/groups/{people.group.key}/shares/"
    values = form(text="I want to die tonight.", situation="sleep", where="home")
    page = client.post("/helped/offer/", values).content.decode()
    assert "You matter." in page
    assert row.text not in page
    sent = Words(text="It is hard right now.", kind="struggling", help_seen=True)
    made = sharing.share(me=membership(people, people.kim), words=sent, key=uuid4())
    assert made
    page = html(client, f"{space}{made.pk}/")
    assert "/help-now/" in page
    assert row.text not in page
    assert row.text in html(client, "/help-now/")


def test_the_menu_of_a_group_leads_here(people: People) -> None:
    offered(people.robin, where=inside(people))
    link = f"/groups/{people.group.key}/helped/"
    assert link in html(browser(people.lee), people.group.page)


def test_a_statement_can_be_reported_and_removed(people: People) -> None:
    from homegroup.moderation import actions as moderation
    from homegroup.moderation.models import Report

    row = shown(people.robin, people.lee, where=inside(people))
    page = html(browser(people.kim), "/helped/evenings/")
    assert f"/report/wisdom/{row.pk}/" in page
    moderation.report(reporter=people.kim, kind="wisdom", subject=str(row.pk), reason="unsafe",
                      words="", key=uuid4())  # fmt: skip
    report = Report.objects.get()
    assert (report.group, report.about, report.as_reported) == (
        people.group, people.robin, row.text,
    )  # fmt: skip
    moderation.decide_report(report=report, verdict="removed", reason="No.", by=people.lee.pk,
                             key=uuid4())  # fmt: skip
    assert row.text not in html(browser(people.kim), "/helped/evenings/")
    assert "A moderator took words of yours away." in html(browser(people.robin), "/helped/own/")


def test_who_is_out_of_contact_reads_it_all_the_same(people: People) -> None:
    """Leaving it out would tell whose it is."""
    from homegroup.moderation import actions as moderation

    row = shown(people.robin, people.lee, where=inside(people))
    person = Membership.objects.get(user=people.robin)
    moderation.block(blocker=people.kim, person=person)
    assert row.text in html(browser(people.kim), "/helped/evenings/")


def test_an_export_tells_and_an_erasure_takes_all(people: People) -> None:
    from homegroup.wisdom import holdings

    row = shown(people.robin, people.lee, where=inside(people))
    asked(people)
    exported = {each["stage"]: each["text"] for each in holdings.export_statements(people.robin.pk)}
    assert exported == {"shown": row.text, "asked": "I go for a walk before six."}
    assert [each["you"] for each in holdings.export_statements(people.kim.pk)]
    assert holdings.unname_statements(people.robin.pk) == 2
    left = Statement.objects.get()
    assert (left.pk, left.author, left.thing) == (row.pk, None, "")
    assert holdings.erase_statements(people.robin.pk) == 0
    assert Said("x", inside(people)).language == ""
    assert thing("share", share(people, people.robin), people.kim).author == people.robin.pk
