"""Over a slow network, on a slow machine, no press and no hover is lost."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from readers import Readers, card, claim, marker, point_at, shows, until

pytestmark = pytest.mark.browser

ARTICLE = "weir/"
LABELS = {"gates": "1", "rule": "4", "march": "5", "planned": "9"}
CLIPBOARD = ["clipboard-read", "clipboard-write"]
SLOWER = 6
LATENCY = 400
"""Milliseconds, of every answer."""


def slow(read: Readers, size: str) -> Page:
    """An article that has just been asked for, on a slow machine and over a slow network."""
    page = read("404.html", size=size, permissions=CLIPBOARD)
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    conditions = {"offline": False, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
    tools.send("Network.emulateNetworkConditions", {**conditions, "latency": LATENCY})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.set_default_timeout(30_000)
    page.goto(ARTICLE, wait_until="domcontentloaded")
    return page


def hover(page: Page, label: str) -> None:
    point_at(page, claim(page, label))
    shows(page, LABELS[label])
    assert card(page).get_attribute("role") == "group"
    page.mouse.move(3, 3, steps=3)
    shows(page)


def press(page: Page, label: str) -> None:
    point_at(page, claim(page, label))
    page.mouse.down()
    page.mouse.up()
    shows(page, LABELS[label])
    until(lambda: card(page).get_attribute("role"), "dialog", page)


def tab(page: Page, label: str) -> None:
    page.evaluate(
        """(label) => {
          const stops = [...document.querySelectorAll("article a[href]")].filter((e) => e.checkVisibility());
          stops[stops.indexOf(document.querySelector(`#fnref-${label} > a`)) - 1].focus();
        }""",
        label,
    )
    page.keyboard.press("Tab")
    assert marker(page, label).evaluate("(e) => e === document.activeElement")
    shows(page, LABELS[label])
    page.keyboard.press("Escape")
    shows(page)


def list_ways(page: Page, label: str) -> None:
    press(page, label)
    card(page).locator(".copy-as").click()
    card(page).locator(".ways").wait_for(timeout=2_000)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    shows(page)


def copy(page: Page, label: str) -> None:
    page.evaluate("navigator.clipboard.writeText('')")
    press(page, label)
    card(page).locator("[data-do=copy]").click()
    expected = f"{page.url.split('#')[0]}{label}/"
    until(lambda: page.evaluate("navigator.clipboard.readText()"), expected, page)
    page.keyboard.press("Escape")
    shows(page)


def pin(page: Page, label: str) -> None:
    press(page, label)
    page.mouse.move(3, 3, steps=3)
    page.keyboard.press("Escape")
    shows(page)


DOING: tuple[Callable[[Page, str], None], ...] = (hover, pin, tab, list_ways, copy)


def lost(read: Readers, seed: int, loads: int) -> list[str]:
    """What failed of *loads* loads, in each of which all is done in some order."""
    choose = random.Random(seed)
    found = []
    for load in range(loads):
        page = slow(read, choose.choice(["wide", "tablet"]))
        for do in choose.sample(DOING, len(DOING)):
            label = choose.choice(list(LABELS))
            try:
                do(page, label)
            except Exception as error:  # noqa: BLE001  what fails is counted, and the next load is made
                found.append(f"load {load}, {do.__name__} {label}: {str(error)[:200]}")
                break
        read.contexts.pop().close()
    return found


def test_nothing_is_lost_in_four_slow_loads(read: Readers) -> None:
    assert lost(read, seed=4, loads=4) == []


@pytest.mark.long
def test_nothing_is_lost_in_two_hundred_slow_loads(read: Readers) -> None:
    assert lost(read, seed=200, loads=200) == []
