"""How well text stands out from what is behind it, as WCAG 2 defines it: from 1 (not at all) to 21."""

from dataclasses import dataclass

from playwright.sync_api import Locator

TEXT, SIGN = 4.5, 3.0
"""WCAG 2.1 AA: for text, and for signs and lines that are not read."""

MEASURE = """root => {
const numbers = colour => { const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number); return [r, g, b, a] };
const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const behind = one => {
    for (let at = one; at; at = at.parentElement) {
        const colour = numbers(getComputedStyle(at).backgroundColor);
        if (colour[3] === 1) return colour;
    }
    return [255, 255, 255, 1];
};
const texts = [...root.querySelectorAll('*'), root].filter(one => one.getClientRects().length
    && [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()));
return texts.map(one => {
    const style = getComputedStyle(one);
    const colour = numbers(one instanceof SVGElement ? style.fill : style.color);
    const [dark, bright] = [light(colour), light(behind(one))].sort((a, b) => a - b);
    const text = [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(n => n.textContent).join('');
    return {text: text.trim(), contrast: (bright + 0.05) / (dark + 0.05)};
}) }"""


@dataclass(frozen=True)
class Seen:
    """A piece of text and its contrast."""

    text: str
    contrast: float


def seen_in(shown: Locator) -> list[Seen]:
    """Every piece of visible text in an element."""
    return [Seen(**one) for one in shown.first.evaluate(MEASURE)]


def hard_to_read(shown: Locator) -> list[Seen]:
    """Text in an element that does not stand out enough; single characters that are no letters count as signs."""
    return [one for one in seen_in(shown) if one.contrast < (TEXT if one.text.isascii() else SIGN)]
