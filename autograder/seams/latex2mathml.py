"""What the kit uses of latex2mathml that latex2mathml does not promise: the formula before it is written as text."""

from __future__ import annotations

from xml.etree.ElementTree import Element


def mathml(tex: str, block: bool) -> Element:
    r"""A TeX formula as an element of MathML; its texts hold characters as references, such as ``&#x0003D;``.

    Uses `convert_to_element` of `latex2mathml.converter`. The function that the library promises writes the element as
    text and undoes the escapes in it: what stands in ``\text{...}`` would be markup of the page. Were it renamed,
    formulas would be shown as TeX.

    Raises:
        Exception: whatever the library raises where it cannot read the formula.
    """
    from latex2mathml.converter import convert_to_element

    element: Element = convert_to_element(tex, display="block" if block else "inline")
    return element
