"""A notebook in JupyterLab as a person handles it: cells found by what stands in them, keys, menus, the mouse."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

RUN_SECONDS = 120
IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
BUSY = '.jp-Notebook-ExecutionIndicator[data-status="busy"]'
QUIET_LOOKS = 4
"""Looks in a row, a quarter of a second apart, at which a kernel must be idle: between two cells it is so for less."""


class NotebookPage:
    """One open notebook."""

    def __init__(self, page: Page, artefacts: Path) -> None:
        self.page = page
        self.artefacts = artefacts

    def open(self, address: str) -> None:
        """Open the notebook and wait until its kernel is idle."""
        self.page.goto(address)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the kernel has nothing to do."""
        quiet = 0
        for _ in range(RUN_SECONDS * 4):
            self.page.wait_for_timeout(250)
            quiet = quiet + 1 if self.page.locator(IDLE).count() else 0
            if quiet == QUIET_LOOKS:
                return
        raise AssertionError(f"the kernel is still busy after {RUN_SECONDS} seconds")

    def cell(self, text: str) -> Locator:
        """The code cell whose source holds `text`; scrolls to it, as only cells in view exist as a whole."""
        for _ in range(2):
            found = self.page.locator(".jp-CodeCell", has=self.page.locator(".cm-content", has_text=text))
            if found.count():
                found.first.scroll_into_view_if_needed()
                return found.first
            self.page.locator(".jp-WindowedPanel-outer").first.evaluate("e => e.scrollTo(0, e.scrollHeight)")
            self.page.wait_for_timeout(1500)
        raise AssertionError(f"no cell holds {text!r}")

    def run(self, cell: Locator) -> None:
        """Run one cell with the keyboard."""
        cell.locator(".cm-content").first.click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_timeout(300)
        self.settle()

    def write(self, cell: Locator, source: str) -> None:
        """Replace what stands in a cell by `source`."""
        cell.locator(".cm-content").first.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(source)

    def write_markdown(self, rendered: str, source: str) -> None:
        """Replace what stands in the Markdown cell that shows `rendered` by `source`, and render it."""
        cell = self.page.locator(".jp-MarkdownCell", has=self.page.locator(".jp-RenderedMarkdown", has_text=rendered))
        cell.first.locator(".jp-RenderedMarkdown").dblclick()
        self.page.locator(".jp-MarkdownCell.jp-mod-active .cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")

    def menu(self, *entries: str) -> None:
        """Choose from the menu bar."""
        self.page.locator(".lm-MenuBar-item", has_text=entries[0]).first.click()
        for entry in entries[1:]:
            self.page.locator(".lm-Menu-item", has_text=entry).first.click()

    def restart_and_run_all(self) -> None:
        """Kernel, Restart Kernel and Run All Cells, and yes."""
        self.menu("Kernel", "Restart Kernel and Run All Cells")
        self.page.locator(".jp-Dialog-button.jp-mod-accept").click()
        self.page.wait_for_selector(BUSY, timeout=RUN_SECONDS * 1000)
        self.settle()

    def save(self) -> None:
        """Save with the keyboard."""
        self.page.keyboard.press("Control+S")
        self.page.wait_for_timeout(1000)

    def expect_text(self, cell: Locator, text: str) -> None:
        """The output of a cell holds `text` before long."""
        expect(cell.locator(".jp-OutputArea")).to_contain_text(text, timeout=30_000)

    def picture(self, name: str, of: Locator | None = None) -> None:
        """Keep a screenshot among the artefacts."""
        target = self.page if of is None else of
        target.screenshot(path=str(self.artefacts / f"{name}.png"))
