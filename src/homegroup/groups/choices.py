"""Enumerations of groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """The way of recovery that a fellowship follows; none is ranked above another."""

    TWELVE_STEP = "twelve-step", _("Twelve Steps")
    SMART = "smart", _("Self-management tools")
    LIFERING = "lifering", _("Secular, peer to peer")
    DHARMA = "dharma", _("Buddhist-inspired")
    WOMEN = "women", _("For women")
    MODERATION = "moderation", _("Moderation")
    FAMILY = "family", _("Family and friends")
    FAITH = "faith", _("Faith-based")
    OTHER = "other", _("Another way")


class Crosstalk(models.TextChoices):
    """May people answer one another's shares?"""

    NONE = "none", _("People do not comment on each other's shares.")
    AFTER_SHARE = "after-share", _("Short replies are welcome after a share.")
    OPEN = "open", _("People talk with each other and ask questions.")


class BodyKind(models.TextChoices):
    """What a service body is in its fellowship's structure."""

    INTERGROUP = "intergroup", _("intergroup or central office")
    DISTRICT = "district", _("district")
    AREA = "area", _("area")
    REGION = "region", _("region")
    ZONE = "zone", _("zone")
    WORLD = "world", _("world service")
    OTHER = "other", _("service body")


class Visibility(models.TextChoices):
    """Who knows of a group and who reads what it writes."""

    PUBLIC = "public", _("Everyone may see the group and read what it shows to all.")
    MEMBERS = "members", _("Everyone may see the group. What is inside is for members.")
    UNLISTED = "unlisted", _("Only members see the group. Others come in by an invitation.")


class Joining(models.TextChoices):
    """How people come into a group."""

    OPEN = "open", _("Anyone may join at once.")
    ASK = "ask", _("People ask first. Somebody of the group says yes.")
    INVITED = "invited", _("Only people with an invitation.")


class MembershipState(models.TextChoices):
    """Where somebody stands with a group."""

    ASKED = "asked", _("has asked to join")
    MEMBER = "member", _("is in the group")


class Power(models.TextChoices):
    """What the holder of a position may do in the group. Which has which: `positions.py`."""

    EDIT_MEETINGS = "edit_meetings", _("add and change meetings")
    WORK_CORRECTIONS = "work_corrections", _("work on reported mistakes")
    LEAD_MEETINGS = "lead_meetings", _("run meetings held here")
    WELCOME = "welcome", _("welcome people who are new")
    INVITE = "invite", _("make invitations")
    ADMIT = "admit", _("let people in who ask")
    REMOVE = "remove", _("take people out of the group")
    POSITIONS = "positions", _("give and take service positions")
    GUIDELINES = "guidelines", _("write the guidelines")
    SETTINGS = "settings", _("change how the group is seen and joined")
    MODERATE = "moderate", _("look after what is written")
    MONEY = "money", _("keep the group's money")
    LITERATURE = "literature", _("keep the readings and leaflets")
    PHONE_LIST = "phone_list", _("keep the phone list")


class PositionKind(models.TextChoices):
    """Service positions, in the field's words."""

    SECRETARY = "secretary", _("Secretary")
    GROUP_CHAIR = "group-chair", _("Group chair")
    CHAIR = "chair", _("Meeting chair")
    TREASURER = "treasurer", _("Treasurer")
    MODERATOR = "moderator", _("Moderator")
    HOST = "host", _("Online host")
    GREETER = "greeter", _("Greeter")
    NEWCOMER_CONTACT = "newcomer-contact", _("Newcomer contact")
    PHONE_LIST = "phone-list", _("Phone list keeper")
    LITERATURE = "literature", _("Literature")
    REPRESENTATIVE = "representative", _("Representative")
    ALTERNATE = "alternate", _("Alternate representative")
    OUTREACH = "outreach", _("Outreach")
    SETUP = "setup", _("Room and tea")
    READER_LIST = "reader-list", _("Reader list")
    TOKENS = "tokens", _("Token keeper")
    TIMEKEEPER = "timekeeper", _("Timekeeper")


class Taken(models.TextChoices):
    """Why a position came to an end; stands in the log."""

    TERM_OVER = "term-over", _("The term is over")
    STEPPED_BACK = "stepped-back", _("They stepped back")
    HANDED_OVER = "handed-over", _("Handed over to somebody else")
    GROUP_DECIDED = "group-decided", _("The group decided so")
