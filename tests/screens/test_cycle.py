"""A choice of one in a form: arrows and the space bar turn it, a letter goes to the word that begins with it."""

from textual.app import App, ComposeResult

from sfm_tui.widgets.forms.cycle import Cycle

WORDS = (("met", "✓ met"), ("part", "~ partly met"), ("not", "✖ not met"), ("none", "no review [/x]"), ("e", "Éclair"))


class OneChoice(App[None]):
    def compose(self) -> ComposeResult:
        yield Cycle(WORDS, "met")


async def test_a_letter_jumps_over_the_sign_before_a_word() -> None:
    app = OneChoice()
    async with app.run_test() as pilot:
        cycle = app.query_one(Cycle)
        cycle.focus()
        for key, chosen in (("p", "part"), ("m", "met"), ("n", "not"), ("n", "none"), ("é", "e"), ("z", "e")):
            await pilot.press(key)
            assert cycle.value == chosen, key
        await pilot.press("space")
        assert cycle.value == "met"
        await pilot.press("left")
        assert cycle.value == "e"
