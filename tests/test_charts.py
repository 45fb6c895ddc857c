"""Charts: every name and number of the table beside them is in them, and nothing of a name becomes markup."""

from xml.etree import ElementTree

from bangvang.archive import relay
from bangvang.drawing import charts
from conftest import MINIATURE, load_sound

HOSTILE = "<script>hit()</script> & \"'"


def drawn(chart):
    root = ElementTree.fromstring(str(chart))
    return root[0], [node.text for node in root[0].iter() if node.tag.endswith("text")]


def classes(svg, start):
    return [node.get("class") for node in svg.iter() if (node.get("class") or "").startswith(start)]


def test_bars_keep_proposals_apart():
    svg, words = drawn(charts.bars("Khen thưởng", [("2024", 3, 2), ("2023", 1, 0), (HOSTILE, 0, 4)], "đề nghị"))
    assert words == ["2024", "3 + 2 đề nghị", "2023", "1", HOSTILE, "0 + 4 đề nghị"]
    assert classes(svg, "bv-bar") == ["bv-bar--conferred", "bv-bar--proposed", "bv-bar--conferred", "bv-bar--proposed"]
    widths = [float(node.get("width")) for node in svg.iter() if (node.get("class") or "").startswith("bv-bar")]
    assert widths[0] == 3 * widths[2], "bars are as long as their numbers"
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Khen thưởng"


def test_long_names_stand_above_their_bars():
    """So that a phone shows both: a name beside its bar would leave no room for it."""
    long = "Bằng khen của Ban Chấp hành Hội Mẫu tỉnh"
    for name, is_above in (("2024", False), (long, True)):
        svg, words = drawn(charts.bars("Khen thưởng", [(name, 3, 2), ("2023", 1, 0)], "đề nghị"))
        assert words == [name, "3 + 2 đề nghị", "2023", "1"]
        word = next(node for node in svg.iter() if node.tag.endswith("text"))
        bar = next(node for node in svg.iter() if node.tag.endswith("rect"))
        assert (float(word.get("y")) < float(bar.get("y"))) == is_above
        assert float(svg.get("width")) <= 340


def test_a_matrix_joins_the_heads():
    svg, words = drawn(
        charts.matrix("Trưởng khối", ["2023", "2024"], [("A", ["head", "member"]), ("B", ["", "announced"])])
    )
    assert words == ["2023", "2024", "A", "B"]
    assert classes(svg, "bv-dot") == ["bv-dot--head", "bv-dot--member", "bv-dot--announced"]
    assert classes(svg, "bv-handed") == ["bv-handed-on"]


def test_descent_joins_all_before_to_all_after():
    svg, words = drawn(charts.descent("Hợp thành", ["A", "B", HOSTILE], ["C"]))
    assert words == ["A", "B", HOSTILE, "C"]
    assert len(classes(svg, "bv-became")) == 3


def test_the_relay_of_a_bloc():
    marks = dict(relay.marks("khoi-cac-huyen-binh-minh", load_sound(MINIATURE)))
    assert marks["Ủy ban nhân dân huyện Sông Trăng"][0] == "head"
    assert marks["Ủy ban nhân dân huyện Núi Mây"][:2] == ["member", "head"]
    assert marks["Ủy ban nhân dân huyện Đảo Lúa"][0] == "member"
