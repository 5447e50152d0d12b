"""The contrast of marks, text and controls, computed from what the browser's cascade gives them."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from readers import Readers

pytestmark = pytest.mark.browser

SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
KINDS = ("sourced", "context", "disputed", "unsourced")

# Contrast by WCAG 2.2. A colour with transparency is first laid over the colours behind it.
CONTRAST = """
globalThis.contrast = (() => {
  const parse = (value) => {
    const numbers = value.match(/[\\d.]+(?:e-?\\d+)?/g).map(Number);
    const isFraction = value.startsWith("color(srgb");
    if (!isFraction && !value.startsWith("rgb")) throw new Error("cannot read " + value);
    const [red, green, blue, alpha = 1] = numbers;
    const scale = isFraction ? 1 : 255;
    return { channels: [red / scale, green / scale, blue / scale], alpha };
  };
  const over = (top, bottom) => ({
    channels: top.channels.map((value, i) => value * top.alpha + bottom.channels[i] * (1 - top.alpha)),
    alpha: 1,
  });
  const luminance = ({ channels }) => {
    const [red, green, blue] = channels.map((value) =>
      value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element) => {
    if (!element) return { channels: [1, 1, 1], alpha: 1 };
    const own = parse(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own : over(own, background(element.parentElement));
  };
  /* opacity: of the painted thing, such as 0.85 of a bar; behind: the element that it is painted on. */
  return (value, behind, opacity = 1) => {
    const bottom = background(behind), colour = parse(value);
    const top = over({ ...colour, alpha: colour.alpha * opacity }, bottom);
    const [light, dark] = [luminance(top), luminance(bottom)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
})();
"""


def in_both_schemes(page: Page, measure: str, argument: Any = None) -> dict[str, float]:
    """What the script *measure* finds in light and in dark: contrast by name."""
    page.evaluate(f"() => {{ {CONTRAST} }}")
    found: dict[str, float] = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        measured = page.evaluate(measure, argument)
        found |= {f"{scheme}, {name}": value for name, value in measured.items()}
    return found


def below(found: dict[str, float], least: float) -> dict[str, float]:
    return {name: round(value, 2) for name, value in found.items() if value < least}


# The line of every claim against what is behind it: the worst of each kind. Blocks have a border.
AT_REST = """() => {
  const worst = {};
  for (const claim of document.querySelectorAll(".claim, .claim-block")) {
    const style = getComputedStyle(claim), isBlock = claim.matches(".claim-block");
    const line = isBlock ? style.borderInlineStartColor : style.textDecorationColor;
    const name = claim.dataset.kind + (isBlock ? " block" : "");
    worst[name] = Math.min(worst[name] ?? 21, contrast(line, claim.parentElement));
  }
  return worst;
}"""


@pytest.mark.parametrize("address", ["weir/", "wehr/", "sadd/", "weir/gates/"])
def test_every_mark_at_rest_has_three_to_one(address: str, read: Readers) -> None:
    found = in_both_schemes(read(address, reduced_motion="reduce"), AT_REST)

    assert found
    assert below(found, 3) == {}


def test_every_kind_of_mark_is_measured_and_a_fainter_one_would_be_found(read: Readers) -> None:
    page = read(reduced_motion="reduce")
    every = in_both_schemes(page, AT_REST)
    page.evaluate("document.documentElement.style.setProperty('--disputed', '#b98')")
    fainter = in_both_schemes(page, AT_REST)

    assert {f"{scheme}, {kind}" for scheme in SCHEMES for kind in KINDS} <= set(every)
    assert set(below(fainter, 3)) == {"light, disputed"}, "it is right on the dark page"


def test_the_line_and_the_text_of_an_active_claim_have_4_9_to_one_on_its_tint(
    read: Readers,
) -> None:
    found = in_both_schemes(
        read(reduced_motion="reduce"),
        """() => {
          const worst = {};
          for (const claim of document.querySelectorAll(".claim, .claim-block")) {
            claim.classList.add("on");
            const style = getComputedStyle(claim), isBlock = claim.matches(".claim-block");
            const line = isBlock ? style.borderInlineStartColor : style.textDecorationColor;
            const name = claim.dataset.kind + (isBlock ? " block" : "");
            worst[name] = Math.min(worst[name] ?? 21, contrast(line, claim));
            worst["text of " + name] = contrast(style.color, claim);
            claim.classList.remove("on");
          }
          return worst;
        }""",
    )

    assert {f"{scheme}, {kind}" for scheme in SCHEMES for kind in KINDS} <= set(found)
    assert below(found, 4.9) == {}


def test_text_has_4_5_to_one_on_page_card_and_wash(read: Readers) -> None:
    found = in_both_schemes(
        read(reduced_motion="reduce"),
        """(kinds) => {
          const found = {};
          for (const ground of ["page", "card", "wash"])
            for (const text of ["ink", "muted", "link", ...kinds]) {
              const behind = document.createElement("p"), front = document.createElement("span");
              behind.style.background = `var(--${ground})`;
              front.style.color = `var(--${text})`;
              behind.append(front);
              document.body.append(behind);
              found[`${text} on ${ground}`] = contrast(getComputedStyle(front).color, behind);
              behind.remove();
            }
          return found;
        }""",
        list(KINDS),
    )

    assert len(found) == 2 * 3 * 7
    assert below(found, 4.5) == {}


def test_numbers_and_icons_have_4_5_to_one(read: Readers) -> None:
    found = in_both_schemes(
        read(reduced_motion="reduce"),
        """() => {
          const found = {};
          const measured = "sup > a, .notes .icon, .record > .icon, .key .icon, .masthead .icon";
          for (const part of document.querySelectorAll(measured)) {
            const colour = getComputedStyle(part).color;
            const name = [part.localName, part.parentElement.className, colour].join(" ");
            found[name] = contrast(colour, part.parentElement);
          }
          return found;
        }""",
    )

    assert len(found) > 8
    assert below(found, 4.5) == {}


def test_the_bar_of_the_key_has_three_to_one(read: Readers) -> None:
    found = in_both_schemes(
        read(reduced_motion="reduce"),
        """() => {
          const found = {};
          for (const part of document.querySelectorAll(".key svg rect")) {
            const style = getComputedStyle(part), whole = getComputedStyle(part.ownerSVGElement);
            const opacity = style.fillOpacity * style.opacity * whole.opacity;
            found[style.fill] = contrast(style.fill, part.ownerSVGElement, opacity);
          }
          return found;
        }""",
    )

    assert len(found) == 2 * len(KINDS)
    assert below(found, 3) == {}


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("claims/", "main :is(input, select):not([type=checkbox], [type=radio])"),
        ("search/", "main input[type=search]"),
        ("weir/", ".masthead .depth [aria-pressed=true]"),
    ],
)
def test_the_borders_of_fields_and_of_the_pressed_depth_have_three_to_one(
    address: str, fields: str, read: Readers
) -> None:
    page = read(address, reduced_motion="reduce")
    page.locator(fields).first.wait_for()
    found = in_both_schemes(
        page,
        """(fields) => {
          const found = {};
          for (const field of document.querySelectorAll(fields)) {
            const style = getComputedStyle(field), hasBorder = parseFloat(style.borderBlockEndWidth);
            found[field.name || field.id || field.value] = hasBorder
              ? contrast(style.borderBlockEndColor, field.parentElement)
              : 1;
          }
          return found;
        }""",
        fields,
    )

    assert found
    assert below(found, 3) == {}
