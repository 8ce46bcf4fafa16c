"""How long proofs can be checked, and limits."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_WORDING = 200
MOST_NAME = 40
MOST_CODE = 1_500  # letters of what is pasted for checking
LONGEST = 366  # days: no proof can be checked for longer


class Lasts(models.IntegerChoices):
    """For how many days after the meeting a proof can be checked."""

    MONTH = 31, _("One month")
    QUARTER = 92, _("Three months")
    HALF = 184, _("Half a year")
    YEAR = LONGEST, _("One year")
