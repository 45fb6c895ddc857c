"""What search knows of each page of the miniature archive."""

import pickle

import pytest

from bangvang.drawing.rendering import Renderer
from bangvang.language.words import table
from bangvang.search.entries import RANKS, Entry, Sharing, entry_of, told
from conftest import MINIATURE, load_sound, opened_pages


@pytest.fixture(scope="module")
def archive():
    return load_sound(MINIATURE)


@pytest.fixture(scope="module")
def entries(archive) -> dict[str, Entry]:
    return entries_of(archive)


def entries_of(archive) -> dict[str, Entry]:
    renderer = Renderer(archive)
    found = (entry_of(page, renderer.page(page), archive) for page in opened_pages(archive))
    return {entry.address: entry for entry in found if entry}


def test_every_kind_has_its_rank_and_its_word(entries):
    assert {entry.kind for entry in entries.values()} <= set(RANKS)
    assert set(RANKS) <= set(table()["record"])


def test_entries_hold_once_what_they_say_alike(entries):
    sharing = Sharing()
    given = [pickle.loads(pickle.dumps(entry)) for entry in entries.values()]
    shared = [sharing.shared(entry) for entry in given]
    assert shared == given == list(entries.values())
    facets = [facet for entry in shared for facet in entry.facets]
    said = {(facet.name, *facet.values.items()) for facet in facets}
    assert len({id(facet) for facet in facets}) == len(said) < len(facets) / 4
    sources = [entry.sources for entry in shared]
    assert len({id(each) for each in sources}) == len(set(sources)) < len(sources)


def test_every_honoured_one_is_found_once(archive, entries):
    found = [entry.title for entry in entries.values() if entry.kind.startswith("honoured")]
    assert sorted(found) == sorted(record.name for record in (*archive.honoured, *archive.rolled))


def test_a_page_can_be_narrowed_by_what_its_awards_say(archive, entries):
    for entry in entries.values():
        if entry.kind.startswith("honoured"):
            id = entry.address.split("/")[1]
            honours = archive.honours_by("recipient", id)
            assert set(entry.values("hinh-thuc")) == {honour.award.kind for honour in honours}
            assert set(entry.values("nam")) == {str(h.year) for h in honours if h.year}
            assert entry.values("chung-cu")


def test_who_was_only_proposed_is_called_so(archive, entries):
    for unit in archive.of("organisation"):
        honours = archive.honours_by("recipient", unit.id)
        entry = entries[f"don-vi/{unit.id}/"]
        if honours and not any(honour.conferred for honour in honours):
            assert entry.status != "conferred"
            assert table()["status"]["conferred"] not in entry.values("trang-thai").values()
        if entry.status == "proposed":
            assert honours and not any(honour.conferred for honour in honours)


def test_a_result_calls_a_proposal_a_proposal(archive):
    proposals = [honour for honour in archive.honours if honour.status == "proposed"]
    assert proposals
    for honour in proposals:
        assert told([honour], archive).startswith(f"{table()['status']['proposed']}: {honour.award.printed}")


def test_a_place_is_found_by_what_it_was_and_leads_to_what_it_is(entries):
    old, new = entries["noi/tinh-song-cu/"], entries["noi/tinh-binh-minh/"]
    assert {"tỉnh Sông Cũ", "Sông Cũ", "xứ Sông Cũ"} <= set(new.names)
    assert "nay là tỉnh Bình Minh" in old.distinguishing
    assert old.values("tinh-cu") == {"tinh-song-cu": "tỉnh Sông Cũ"}
    assert old.values("tinh-nay") == {"tinh-binh-minh": "tỉnh Bình Minh"}
    within = entries["noi/huyen-ben-cu/"]
    assert within.values("tinh-cu") == old.values("tinh-cu")
    assert within.values("tinh-nay") == old.values("tinh-nay")


def test_a_place_is_found_without_its_kind(entries):
    assert "Núi Mây" in entries["noi/huyen-nui-may/"].names


def test_a_decision_is_found_by_its_number(archive, entries):
    for decision in archive.of("decision"):
        assert entries[f"quyet-dinh/{decision.id}/"].numbers == (decision.number,)
        assert str(decision.date.value.year) in entries[f"quyet-dinh/{decision.id}/"].values("nam")


def test_who_lost_an_award_is_found_and_not_as_honoured(real):
    """No page of one whose every award was lost, and no proposal, is found as that of somebody honoured."""
    lost = {f"vinh-danh/{record.id}/" for record in real.once_honoured}
    assert lost
    for entry in entries_of(real).values():
        if entry.address in lost:
            assert entry.kind == "once-honoured"
            assert entry.status in ("annulled", "stripped")
        elif entry.kind.startswith("honoured-"):
            assert table()["status"]["conferred"] in entry.values("trang-thai").values(), entry.address
