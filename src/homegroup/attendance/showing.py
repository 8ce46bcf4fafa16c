"""What a check tells, in plain words; the same lines stand on the paper."""

from dataclasses import dataclass

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homegroup.attendance import codes
from homegroup.attendance.codes import Said
from homegroup.attendance.queries import Checked, Found


@dataclass(frozen=True)
class Fact:
    """One line of a proof: what it tells of, and what it says."""

    label: str
    words: str


def facts(said: Said) -> list[Fact]:
    """Give the lines of a proof."""
    starts = codes.starts_in_zone(said)
    meeting = [Fact(_("Meeting"), said.meeting)] if said.meeting != said.group else []
    day = date_format(starts, "l, j F Y")
    at = _("%(time)s (%(zone)s)") % {"time": date_format(starts, "H:i"), "zone": said.zone}
    return [
        Fact(_("Name"), said.name),
        Fact(_("Group"), said.group),
        *meeting,
        Fact(_("Day"), day),
        Fact(_("Began at"), at),
        Fact(_("Was there for"), there(said.present, said.minutes)),
    ]


def there(present: int, minutes: int) -> str:
    """Give how long somebody was there, of how long."""
    words = ngettext("%(n)d of %(all)d minute", "%(n)d of %(all)d minutes", minutes)
    return words % {"n": present, "all": minutes}


def last_day(said: Said) -> str:
    """Give until when a proof can be checked."""
    return date_format(said.expires_on, "j F Y")


def of_check(checked: Checked) -> dict[str, object]:
    """Give what the page of a check needs. Only what this home has signed is shown."""
    said = checked.code.said if checked.code else None
    title, text = _words(checked.found, last_day(said) if said else "")
    return {
        "found": checked.found.value,
        "is_good": checked.found is Found.GOOD,
        "title": title,
        "text": text,
        "facts": facts(said) if said and checked.found is Found.GOOD else [],
        "until": last_day(said) if said else "",
    }


def _words(found: Found, until: str) -> tuple[str, str]:
    return {
        Found.GOOD: (
            _("This proof is good"),
            _("We signed what stands here. Compare it with the paper, line by line: if one line "
              "differs, the paper was changed."),
        ),
        Found.UNREADABLE: (
            _("This code cannot be read"),
            _("It is not whole, or it is something else. Scan it again, or copy the whole link."),
        ),
        Found.ELSEWHERE: (
            _("This proof is not from here"),
            _("It was not signed by this site. Check it at the address on the paper."),
        ),
        Found.CHANGED: (
            _("This proof was changed"),
            _("Something in it differs from what was signed: the name, the day, the minutes or "
              "another line. It proves nothing."),
        ),
        Found.EXPIRED: (
            _("The time for checking is over"),
            _("This proof could be checked until %s. We know nothing of it any more.") % until,
        ),
        Found.UNKNOWN: (
            _("We do not know this proof"),
            _("It looks like one of ours, but we have not given it to anybody. It proves nothing."),
        ),
    }[found]  # fmt: skip
