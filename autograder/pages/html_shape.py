"""Whether HTML can be parsed in time that grows with its length alone, found out by one pass over it.

What browsers and cleaners do with badly nested HTML takes time that grows with the square of the number of elements,
and so can what comes out. A megabyte of it takes minutes. So HTML passes where it is small, or where each element is
closed in its turn, and few lie in each other, as in all that programs write.
"""

import re

SMALL_TAGS = 300
SMALL_LENGTH = 100_000
"""letters and ``<`` signs up to which HTML may be shaped as it likes"""
LONGEST_HTML = 5_000_000
"""letters of one piece of HTML"""
DEEPEST = 64
"""elements in each other"""
MOST_ATTRIBUTES = 32
"""attributes of an element"""
MOST_REFERENCES = 20_000
"""``&`` signs; the cleaner copies a text again for each"""
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""elements that need no closing"""
DRAWN = frozenset(
    "svg g path line polyline polygon circle ellipse rect text tspan defs clippath use marker symbol image "
    "lineargradient radialgradient stop pattern".split()
)
"""elements of drawings: only in these does ``/>`` close an element"""
UNCLEAR = frozenset(
    "title textarea xmp iframe noembed noframes noscript plaintext script style html head body frameset".split()
)
"""elements whose content, or whose attributes, a browser takes elsewhere"""
TABLES = frozenset("table thead tbody tfoot tr colgroup".split())
TABLE_PARTS = TABLES | frozenset(("caption", "col", "th", "td"))
"""what may stand in a table; everything else is moved out of it, one by one"""

_ATTRIBUTE = r"""\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>`=]++))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TOKEN = re.compile(
    r"(?P<text>[^<]++|<(?![a-zA-Z/!?]))"
    r"|<!--(?!>|->)(?:[^-]|-(?!-))*+-->"
    r"|<(?P<raw>script|style)(?:" + _ATTRIBUTE + r")*+\s*+>(?:[^<]|<(?!/|!--))*+</(?P=raw)\s*+>"
    r"|<(?P<closing>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<attributes>(?:" + _ATTRIBUTE + r")*+)\s*+(?P<empty>/?)>",
    re.IGNORECASE,
)


def quickly_parsed(html: str) -> bool:
    """Whether a piece of HTML may be given to a parser."""
    if len(html) <= SMALL_LENGTH and html.count("<") <= SMALL_TAGS:
        return True
    return len(html) <= LONGEST_HTML and html.count("&") <= MOST_REFERENCES and well_nested(html)


def well_nested(html: str) -> bool:
    """Whether every element is closed in its turn, no more than `DEEPEST` lie in each other, and nothing is unclear."""
    open_elements: list[str] = []
    end = 0
    for token in _TOKEN.finditer(html):
        if token.start() != end or not _follows(token, open_elements):
            return False
        end = token.end()
    return end == len(html) and not open_elements


def _follows(token: re.Match[str], open_elements: list[str]) -> bool:
    """Take a tag or a text into account; whether it may stand where it stands."""
    in_table = bool(open_elements) and open_elements[-1] in TABLES
    if token["name"] is None:
        return not (in_table and token["text"] and token["text"].strip())
    name = token["name"].lower()
    if token["closing"]:
        return bool(open_elements) and open_elements.pop() == name
    if name in UNCLEAR or (in_table and name not in TABLE_PARTS):
        return False
    if name not in VOID and not (token["empty"] and _draws(name, open_elements)):
        open_elements.append(name)
    return len(open_elements) <= DEEPEST and len(_ATTRIBUTES.findall(token["attributes"])) <= MOST_ATTRIBUTES


def _draws(name: str, open_elements: list[str]) -> bool:
    """Whether an element is one of a drawing, with nothing but drawing around it up to the drawing's begin."""
    if "svg" not in open_elements:
        return False
    begin = len(open_elements) - 1 - open_elements[::-1].index("svg")
    return name in DRAWN and all(one in DRAWN for one in open_elements[begin:])
