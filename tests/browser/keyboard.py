"""The hands of an operator who touches no mouse."""

from re import Pattern

from playwright.sync_api import Error, Locator, Page

# More stops than any page has.
MOST_STOPS = 250
# How often the control may be looked for again, because what was there was replaced meanwhile.
MOST_PAGES = 3
# Milliseconds between two keys: a code that comes faster is taken for a scan of the card.
BETWEEN_KEYS = 55
SHORTEST_SCAN = 11


class Keyboard:
    """Goes from control to control by Tab, as the focus goes on the page, and types there."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, control: Locator) -> None:
        """Press Tab until the control has the focus; fail where it cannot be reached so."""
        for _ in range(MOST_PAGES):
            self.page.wait_for_load_state()
            control.wait_for()
            try:
                if self._tab_to(control):
                    return
            except Error:  # the page was just replaced by the next one, where the control is looked for again
                continue
        raise AssertionError(f"{control} is not reached by keyboard")

    def _tab_to(self, control: Locator) -> bool:
        # Found once: to look for a role and a name at each stop would take most of the time of a story.
        element = control.element_handle()
        for _ in range(MOST_STOPS):
            if element.evaluate("element => element === document.activeElement"):
                return True
            self.page.keyboard.press("Tab")
        return False

    def control(self, label: str | Pattern[str]) -> Locator:
        """The field, list or choice that the label names."""
        controls = self.page.locator("input, select, textarea").and_(self.page.get_by_label(label))
        window = self.page.locator("dialog[open]")
        return (window.locator(controls) if window.count() else controls).first

    def press(self, role: str, name: str, *, key: str = "Enter") -> None:
        """Go to a button or a link and press it."""
        self.go_to(self.page.get_by_role(role, name=name).first)  # type: ignore[arg-type]  # a role of ARIA
        self.page.keyboard.press(key)

    def fill(self, label: str | Pattern[str], text: str) -> None:
        """Go to a field, replace what is in it; slowly where it is long enough to be taken for a scan."""
        self.go_to(self.control(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text, delay=BETWEEN_KEYS if len(text) >= SHORTEST_SCAN else 0)

    def choose(self, label: str, option: str) -> None:
        """Go to a list and type the beginning of an option, in letters that a key has."""
        self.go_to(self.control(label))
        self.page.keyboard.type(option)

    def tick(self, label: str) -> None:
        """Go to a box or to a group of choices and mark this one."""
        choice = self.control(label)
        if choice.evaluate("element => element.type === 'radio'"):
            self.arrow_to(choice)
        else:
            self.go_to(choice)
        self.page.keyboard.press("Space")

    def arrow_to(self, choice: Locator) -> None:
        """A group of choices is one stop of Tab; arrows go through it."""
        same_group = """element => element.name === document.activeElement.name
            && element.form === document.activeElement.form"""
        for _ in range(MOST_STOPS):
            if choice.evaluate(same_group):
                break
            self.page.keyboard.press("Tab")
        for _ in range(12):
            if choice.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{choice} is not reached by keyboard")
