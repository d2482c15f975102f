"""What a funder's contract asks for is on paper, too."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from core.network.funder import Funder


def test_funders_stand_on_printed_pages(page: Page) -> None:
    Funder.objects.create(
        name="The Union",
        sentence_en="Co-funded by the Union.",
        disclaimer_en="Views are the authors’ only.",
    )
    page.goto("/en/practices/")

    page.emulate_media(media="print")

    expect(page.get_by_text("Co-funded by the Union.")).to_be_visible()
    expect(page.get_by_text("Views are the authors’ only.")).to_be_visible()
