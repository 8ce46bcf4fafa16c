"""The words that leave the site, all of them: the same for everybody, and they tell nothing.

A mail or push says that there is something new, and where; never what, from whom or of which
group. Who looks over a shoulder, or reads the mail host's logs, learns no more than that.
"""

from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from homegroup.core.discreet import NAME

# Long lines stay whole: a link that is broken or encoded can no longer be pressed.
_POLICY = SMTP.clone(max_line_length=990)
_signer = signing.Signer(salt="homegroup.notices.off")


def address_of(path: str) -> str:
    """Give the full address of a page of this site."""
    return f"{settings.SITE_URL}{path}"


def off_path(label: UUID) -> str:
    """Give the page that ends the mails to one address, without signing in."""
    return reverse("notices:off", args=[_signer.sign(label.hex)])


def label_of(token: str) -> UUID | None:
    """Give the label that a signed token names, or None for one that is not ours."""
    try:
        return UUID(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def _letter(subject: str, *paragraphs: str) -> EmailMessage:
    letter = EmailMessage(policy=_POLICY)
    letter["Subject"] = subject
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content("\n\n".join(paragraphs) + "\n")
    return letter


def notice_letter(label: UUID) -> EmailMessage:
    """Give the mail that tells of something new; `label` names the address it goes to."""
    off = address_of(off_path(label))
    with translation.override(settings.LANGUAGE_CODE):
        letter = _letter(
            _("Something new"),
            _("There is something new for you."),
            address_of(reverse("notices:list")),
            _("You asked for these mails. To stop them:"),
            off,
        )
    letter["List-Unsubscribe"] = f"<{off}>"
    letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return letter


def code_letter(code: str) -> EmailMessage:
    """Give the mail that proves an address."""
    with translation.override(settings.LANGUAGE_CODE):
        return _letter(
            _("Your code"),
            _("Your code: %s") % code,
            _("It is good for 30 minutes. If you did not ask for it, throw this mail away."),
        )


def trial_letter() -> EmailMessage:
    """Give the mail with which an operator tries the settings."""
    with translation.override(settings.LANGUAGE_CODE):
        return _letter(_("A test"), _("This is a test. If you can read it, mail works."))


def push_message() -> dict[str, str]:
    """Give what a push carries: as fixed as the mail."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "title": str(NAME),
            "text": _("There is something new for you."),
            "path": reverse("notices:list"),
        }
