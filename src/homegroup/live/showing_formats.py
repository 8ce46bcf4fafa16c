"""What the pages of formats show: the strip of minutes, parts with their rules, lines of a text."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homegroup.core.markdown import safe_html
from homegroup.live.formats import Step, timeline
from homegroup.live.formats.schema import Format, Item
from homegroup.packs.problems import Problem

AROUND = 1  # lines above and below a wrong one
LONGEST_LINE = 120  # of these lines, so that the wrong one is seen on a phone


@dataclass(frozen=True)
class ShownPart:
    """A part as a page shows it: its minutes, who, the rules in words, and its words as HTML."""

    item: Item
    starts: int
    ends: int
    who: str
    rules: tuple[str, ...]
    words: SafeString
    note: SafeString
    reading: SafeString

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return self.ends - self.starts


def parts_of(agenda: Format) -> list[ShownPart]:
    """Give the parts of a format as pages show them."""
    return [_part(agenda, step) for step in timeline(agenda)]


def _part(agenda: Format, step: Step) -> ShownPart:
    item = step.item
    reading = item.reading.text if item.reading else ""
    return ShownPart(
        item,
        step.starts,
        step.ends,
        str(item.who.label),
        tuple(rules_in_words(agenda, item)),
        safe_html(item.words),
        safe_html(item.note),
        safe_html(reading),
    )


def rules_in_words(agenda: Format, item: Item) -> list[str]:
    """Say how people share in a part; nothing where they do not."""
    if not item.sharing:
        return []
    minutes = agenda.share_minutes_in(item)
    each = ngettext("Each share: up to %d minute.", "Each share: up to %d minutes.", minutes)
    return [each % minutes, str(agenda.crosstalk_in(item).label)]


def about_in_words(agenda: Format) -> list[str]:
    """Say in a few lines what holds for the whole meeting."""
    told = [str(agenda.attend.label), str(agenda.order.label), str(agenda.crosstalk.label)]
    if agenda.quiet_first:
        told.append(_("People who have not spoken yet come first."))
    if agenda.share_words:
        told.append(_("A share has up to %d words.") % agenda.share_words)
    if agenda.wind_down:
        told.append(
            ngettext(
                "The last %d minute is kept for the end.",
                "The last %d minutes are kept for the end.",
                agenda.wind_down,
            )
            % agenda.wind_down
        )
    return told


def length_in_words(agenda: Format) -> str:
    """Say how long the meeting is."""
    if agenda.days:
        return ngettext("%d day, in writing", "%d days, in writing", agenda.days) % agenda.days
    return ngettext("%d minute", "%d minutes", agenda.minutes) % agenda.minutes


def does_not_fit(agenda: Format) -> str:
    """Say that the parts take more or less time than the meeting has; "" where they fit."""
    if agenda.fits:
        return ""
    told = _("The parts take %(planned)d minutes together. The meeting has %(minutes)d.")
    return told % {"planned": agenda.planned, "minutes": agenda.minutes}


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]} ..."


@dataclass(frozen=True)
class WrongLine:
    """A problem and the lines around it: (number, text, whether it is the wrong one)."""

    problem: Problem
    lines: tuple[tuple[int, str, bool], ...]


def wrong_lines(text: str, problems: tuple[Problem, ...]) -> list[WrongLine]:
    """Give each problem with the lines of the text around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = []
    for problem in problems:
        first = max(1, problem.line - AROUND)
        last = min(len(lines), problem.line + AROUND)
        around = [(n, _cut(lines[n - 1]), n == problem.line) for n in range(first, last + 1)]
        shown.append(WrongLine(problem, tuple(around)))
    return shown
