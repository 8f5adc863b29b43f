"""The pages of figures: numbers that open, a spreadsheet, the wall screen."""

import re

from tests.portals.desk.staff import accepted, at_desk, words

from tongban.services.figures.dictionary import indicators


def test_a_number_opens_the_cases_it_counts(supervisor):
    number = accepted()
    page = supervisor.get("/desk/figures/?span=month").content.decode()
    link = re.search(r'href="(/desk/figures/cases/\?measure=received[^"]*)"', page)
    assert link

    listed = words(supervisor.get(link.group(1).replace("&amp;", "&")))

    assert number in listed
    assert "收件：1件" in listed


def test_every_way_of_looking_answers(supervisor):
    accepted()
    for query in ("span=day", "span=year&by=office", "by=window", "by=clerk"):
        assert "合计" in words(supervisor.get(f"/desk/figures/?{query}"))


def test_an_empty_span_says_so_and_a_wrong_one_is_refused(supervisor):
    empty = supervisor.get("/desk/figures/?first=2022-01-01&last=2022-01-31")
    backwards = supervisor.get("/desk/figures/?first=2023-09-11&last=2023-09-01")
    unreadable = supervisor.get("/desk/figures/?first=yesterday")
    unknown = supervisor.get("/desk/figures/cases/?measure=x&first=2023-09-01")

    assert "没有收件也没有办结" in words(empty)
    assert backwards.status_code == 409
    assert unreadable.status_code == 409
    assert unknown.status_code == 409


def test_the_table_is_handed_out_as_a_spreadsheet(supervisor):
    accepted()
    answer = supervisor.get("/desk/figures/xlsx/?span=month&by=item")

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer.content[:2] == b"PK"


def test_the_wall_renews_itself_and_every_tile_leads_somewhere(supervisor):
    accepted()
    wall = supervisor.get("/desk/wall/")
    page = wall.content.decode()

    assert wall["Refresh"] == "60"
    for link in re.findall(r'<h2><a href="([^"#]+)', page):
        assert supervisor.get(link.replace("&amp;", "&")).status_code == 200, link
    assert "赵磊" not in page
    assert page.count('class="wall-tile"') == 12
    assert "本月评价" in page


def test_the_ratings_tile_opens_the_list_or_else_the_results():
    for login, address in (
        ("supervisor", "/desk/voices/ratings/"),
        ("finance1", "/rate/"),
    ):
        desk = at_desk(login)
        page = desk.get("/desk/wall/").content.decode()
        link = re.search(r'href="([^"]+)"[^>]*>本月评价', page)
        assert link
        assert link.group(1) == address
        assert desk.get(address).status_code == 200


def test_meanings_list_every_indicator(supervisor):
    page = words(supervisor.get("/desk/figures/meanings/"))

    assert all(one.formula in page for one in indicators().values())


def test_figures_are_not_for_clerks():
    assert at_desk("clerk1").get("/desk/figures/").status_code == 403
    assert at_desk("clerk1").get("/desk/wall/").status_code == 403
