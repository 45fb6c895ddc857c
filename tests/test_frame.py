import re

import pytest
from markupsafe import Markup

from bangvang.drawing.frame import Frame, take_frames
from conftest import ROOT


def test_fill_escapes_text_and_keeps_markup():
    frame = Frame('<title>⟦title⟧</title><meta content="⟦title⟧">⟦content⟧')
    assert frame.slots == {"title", "content"}
    filled = frame.fill({"title": '<b>"A" & B', "content": Markup("<p>⟦title⟧</p>")})
    assert filled == (
        "<title>&lt;b&gt;&#34;A&#34; &amp; B</title>"
        '<meta content="&lt;b&gt;&#34;A&#34; &amp; B"><p>⟦title⟧</p>'
    )  # fmt: skip


def test_what_fills_a_slot_is_never_itself_a_slot():
    assert Frame("⟦a⟧").fill({"a": "⟦b⟧", "b": "no"}) == "⟦b⟧"


def test_a_slot_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        Frame("⟦a⟧⟦b⟧").fill({"a": ""})


def test_frames_are_taken_out_with_their_address_as_a_slot(tmp_path):
    for name in ("khoi", "khoi/nam"):
        (tmp_path / "khung" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "khung" / name / "index.html").write_text(f"https://x.example/khung/{name}/")
    frames = take_frames(tmp_path)
    assert sorted(frames) == ["khoi", "khoi/nam"]
    assert frames["khoi/nam"].fill({"address": "khoi/a/2024/"}) == "https://x.example/khoi/a/2024/"
    assert list(tmp_path.iterdir()) == []


def test_a_frame_has_no_indentation_and_what_fills_it_keeps_its_own(tmp_path):
    (tmp_path / "khung" / "khoi").mkdir(parents=True)
    (tmp_path / "khung" / "khoi" / "index.html").write_text("<ul>\n\n  <li>\n    ⟦content⟧\n  </li>\n</ul>\n")
    filled = take_frames(tmp_path)["khoi"].fill({"content": Markup("<pre>a\n  b</pre>")})
    assert filled == "<ul>\n<li>\n<pre>a\n  b</pre>\n</li>\n</ul>\n"


def test_no_frame_has_text_in_which_indentation_means_something():
    frames = [*(ROOT / "docs").glob("**/khung/**/*.md"), *(ROOT / "overrides").rglob("*.html")]
    assert frames
    for path in frames:
        assert not re.search("```|<pre|<textarea", path.read_text("utf-8")), path
