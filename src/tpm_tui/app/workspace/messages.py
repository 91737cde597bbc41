"""Messages in the footer: what was done, why something cannot be, and else the keys of the view."""

from collections.abc import Callable, Mapping, Sequence

from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.widgets.one_line_bars import StatusLine
from tpm_tui.app.widgets.strip_builder import StyledText

#: Gives (key, word) of each key that the footer names while there is no message.
FooterHints = Callable[[], Sequence[tuple[str, str]]]


#: Seconds that a message stays; one that warns or says what is wrong is read more slowly.
_STAYS, _WARNING_STAYS = 8.0, 20.0


class Messages:
    """The footer. ``text`` is the message shown; empty where keys are named. After a moment the keys come back."""

    def __init__(self, footer: StatusLine, keys: Mapping[str, Sequence[str]], hints: FooterHints) -> None:
        self._footer = footer
        self._keys = keys
        self._hints = hints
        self.text = ""
        self._failing = False
        #: Whether the footer names keys, and no message or progress.
        self._names_keys = False
        #: How often the footer was drawn: what was drawn meanwhile is not taken away with an older message.
        self._drawn = 0

    def say(self, text: str, style: str = "") -> None:
        """A message until the next one; an empty one brings the keys back."""
        if self._failing:
            return
        self.text = text
        if text:
            self.show_runs([(f" {text}", style or "strong")])
            if self._footer.is_attached:
                said = self._drawn
                self._footer.set_timer(_WARNING_STAYS if style else _STAYS, lambda: self._expire(said))
        else:
            self.show_runs([run for key, word in self._hints() for run in ((f" {key}", "key"), (f" {word} ", ""))])
            self._names_keys = True

    def fail(self, text: str, end: str) -> None:
        """A message that stays until the next key, whatever else is said meanwhile: the first of what follows from one
        error. ``end`` is read however long the rest is."""
        if not self._failing:
            self.text = text + end
            self.show_runs([(f" {text}", "bad")], end)
            self._failing = True

    def key_pressed(self) -> None:
        """What has failed has been read."""
        self._failing = False

    def fade(self) -> None:
        """A message has been read once the person goes on: the keys come back, those of the record that is there."""
        if self.text or self._names_keys:
            self.say("")

    def _expire(self, drawn: int) -> None:
        if drawn == self._drawn:
            self.fade()

    def show_runs(self, runs: list[StyledText], end: str = "") -> None:
        """Runs of text with their styles, and an end that stays where they do not fit; nothing once the screen has
        gone, and nothing over an error that has not been read."""
        self._drawn += 1
        self._names_keys = False
        if self._footer.is_attached and not self._failing:
            self._footer.show([*runs[:-1], *((text.rstrip(), style) for text, style in runs[-1:])], end=end)

    def key_hint(self, action_id: str, does: str) -> str:
        """The end of a message that names a key, as in ``─ u undoes``; empty if nothing has that key."""
        keys = self._keys.get(action_id)
        return f" ─ {key_name(keys[0])} {does}" if keys else ""
