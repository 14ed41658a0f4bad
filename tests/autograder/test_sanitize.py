import base64

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook

from autograder.sanitize import clean_html, clean_output, escape_names
from labkit.explain import Words, explain
from labkit.explain_plot import compare_histories
from labkit.key import Finding
from labkit.verdict import Verdict

PICTURE = "data:image/png;base64," + base64.b64encode(b"picture").decode()

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://elsewhere.example/pixel.png">',
    "<iframe src='https://elsewhere.example'></iframe>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><body onload=alert(1)></body></foreignObject></svg>",
    "<svg><animate attributeName='href' values='javascript:alert(1)'/></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='  JaVaScRiPt:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<div style='position:fixed;top:0;left:0;width:100%;height:100%;z-index:9'>x</div>",
    "<div style=\"background:url('https://elsewhere.example')\">x</div>",
    "<style>body{display:none}</style>",
    "<form action='https://elsewhere.example'><button>OK</button></form>",
    "<object data='x.swf'></object><embed src='x'>",
    "<math><mtext></p><img src=x onerror=alert(1)></mtext></math>",
    "<base href='https://elsewhere.example/'><meta http-equiv=refresh content='0;url=https://elsewhere.example'>",
    "<input autofocus onfocus=alert(1)>",
    "<rect fill=\"url('https://elsewhere.example')\"/>",
]
HARM = (
    "<script",
    "onerror",
    "onload",
    "onfocus",
    "javascript:",
    "elsewhere",
    "<iframe",
    "<object",
    "position",
    "<style",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_or_fetches_is_left_of_html(attack):
    left = clean_html(f"<p>before</p>{attack}<p>after</p>").lower()
    assert not [harm for harm in HARM if harm in left]
    assert "before" in left


@pytest.mark.parametrize("attack", [*ATTACKS, "[x](javascript:alert(1))", "![x](https://elsewhere.example/p.png)"])
def test_nothing_that_runs_or_fetches_is_left_of_rendered_markdown(attack):
    exporter = HTMLExporter(template_name="classic", filters={"markdown2html": "autograder.sanitize.markdown_to_html"})
    rendered, _ = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(f"mine: {attack}")]))
    body = rendered[rendered.index("mine:") :].lower().split("</body>")[0]
    assert not [harm for harm in HARM if harm in body]


def test_markdown_keeps_formulas_code_tables_and_attached_pictures():
    source = "# Why\n\n$a < b$ and `x < y`\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n![p](attachment:p.png)"
    picture = base64.b64encode(b"picture").decode()
    cell = new_markdown_cell(source, attachments={"p.png": {"image/png": picture}})
    exporter = HTMLExporter(template_name="classic", filters={"markdown2html": "autograder.sanitize.markdown_to_html"})
    rendered, _ = exporter.from_notebook_node(new_notebook(cells=[cell]))
    for kept in ("$a &lt; b$", "<code>x &lt; y</code>", "<table>", f'src="data:image/png;base64,{picture}"'):
        assert kept in rendered


def test_names_and_classes_cannot_be_taken_for_parts_of_the_page():
    cleaned = clean_html('<h2 id="score" class="modal in k dataframe">x<a class="anchor-link" href="#score">¶</a></h2>')
    assert cleaned == (
        '<h2 id="text-score" class="in k dataframe">x'
        '<a class="anchor-link" href="#text-score" rel="noopener noreferrer">¶</a></h2>'
    )


def test_ids_and_names_of_students_become_text_before_a_template_gets_them():
    resources = {"student": "<b>", "first_name": "Ann & 'Bob'", "last_name": None, "index": 3, "base_url": "/a&b"}
    _, escaped = escape_names(None, resources)
    assert escaped == {
        "student": "&lt;b&gt;",
        "first_name": "Ann &amp; &#39;Bob&#39;",
        "last_name": None,
        "index": 3,
        "base_url": "/a&b",
    }


def test_embedded_pictures_keep_their_description():
    html = f'<img alt="the contour" src="{PICTURE}" width="300">'
    cleaned = clean_html(html)
    assert PICTURE in cleaned
    assert 'alt="the contour"' in cleaned


def test_a_verdict_panel_survives_whole():
    verdict = Verdict("t", "history", ("LOSS",), "wrong", 0.0, findings=(Finding("loss-against-x"),))
    panel = explain(verdict, {"loss-against-x": Words("Against X.", "Which targets?")}).html
    cleaned = clean_html(panel + compare_histories("LOSS", (9.0, 3.0), (9.0, 4.0)))
    for kept in (
        "<details",
        "<summary",
        "Against X.",
        "Which targets?",
        "<polyline",
        "viewBox",
        "border-left:5px solid",
    ):
        assert kept in cleaned


def test_only_known_forms_of_an_output_are_kept():
    data = {
        "text/plain": "x",
        "text/html": ["<b>x</b>", "<script>alert(1)</script>"],
        "application/javascript": "alert(1)",
        "image/svg+xml": "<svg onload=alert(1)></svg>",
        "application/vnd.jupyter.widget-view+json": {"model_id": "1"},
        "image/png": 'x" onerror="alert(1)',
        "image/jpeg": base64.b64encode(b"picture").decode(),
    }
    metadata = {"image/jpeg": {"width": "1 onerror=alert(1)", "height": 4, "alt": "a"}, "isolated": True}
    cleaned = clean_output({"output_type": "display_data", "data": data, "metadata": metadata})
    assert cleaned["data"] == {"text/plain": "x", "text/html": "<b>x</b>", "image/jpeg": data["image/jpeg"]}
    assert cleaned["metadata"] == {"image/jpeg": {"height": 4, "alt": "a"}}
    nbformat.validate(nbformat.from_dict(cleaned), ref="display_data", version=4, version_minor=5)


def test_streams_and_errors_pass_as_the_text_they_are():
    for output in ({"output_type": "stream", "name": "stdout", "text": "<script>"}, {"output_type": "error"}):
        assert clean_output(output) == output
