"""Enumerations of the room, and how much of each thing there may be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

KIND = "story"  # in the vault, for moderators, in the search, in links beside things
THANKS = "thanks"  # what a reader said of a story, for moderators

MOST_CHAPTERS = 12
LONGEST_CHAPTER = 20_000
LONGEST_STORY = 60_000  # letters of all chapters: fits into a vault entry and on a light page
LEAST_WORDS = 40  # of what is handed in
LONGEST_TITLE, LONGEST_HEADING = 100, 80
MOST_DRAFTS = 20
MOST_OFFERS = 5  # of one member at a time
MOST_TOPICS = 5
LONGEST_NOTE = 2_000
LONGEST_THANKS = 300
LONGEST_PROMPT = 200


class Audience(TextChoices):
    """Who may read a story."""

    GROUP = "group", _("One of my groups")
    HOME = "home", _("All members here")
    PUBLIC = "public", _("Everybody, also people without an account")


class Stage(TextChoices):
    """Where a story stands that was handed in."""

    WAITING = "waiting", _("Waits for an editor")
    BACK = "back", _("Came back to you with notes")


class State(TextChoices):
    """Whether readers see a published story."""

    SHOWN = "shown", _("Can be read")
    HELD = "held", _("Waits for a moderator")
    REFUSED = "refused", _("Was not let through")
    REMOVED = "removed", _("Was taken away by a moderator")


class Topic(TextChoices):
    """What a story is about, as labels to find it by."""

    FIRST_DAYS = "first-days", _("First days")
    ASKING = "asking", _("Asking for help")
    EVENINGS = "evenings", _("Evenings")
    SLEEP = "sleep", _("Sleep")
    WORK = "work", _("Work")
    MONEY = "money", _("Money")
    FAMILY = "family", _("Family")
    PARENTS = "parents", _("Being a parent")
    LOVE = "love", _("Love")
    FRIENDS = "friends", _("Friends")
    LONELY = "lonely", _("Being alone")
    HEALTH = "health", _("Health")
    MEDICINE = "medicine", _("Medicine")
    USED_AGAIN = "used-again", _("Starting again")
    SHAME = "shame", _("Shame")
    GRIEF = "grief", _("Grief")
    FAITH = "faith", _("Faith")
    NO_FAITH = "no-faith", _("Without religion")
    MODERATION = "moderation", _("Less, not none")
    ABSTINENCE = "abstinence", _("None at all")
    SERVICE = "service", _("Being of use")
    YEARS = "years", _("Many years on")


class Hard(TextChoices):
    """What may be hard to read, told before the story begins."""

    VIOLENCE = "violence", _("violence")
    ABUSE = "abuse", _("sexual violence")
    SUICIDE = "suicide", _("thoughts of suicide")
    SELF_HARM = "self-harm", _("hurting oneself")
    DEATH = "death", _("a death")
    USE = "use", _("details of using")
    FOOD = "food", _("eating and weight")
    CHILDREN = "children", _("hurt to children")
    PRISON = "prison", _("prison")
    HOSPITAL = "hospital", _("hospital")


class Helped(TextChoices):
    """What in a story helped a reader."""

    SEEN = "seen", _("I saw myself in it")
    HOPE = "hope", _("It gave me hope")
    IDEA = "idea", _("I will try something from it")
    WORDS = "words", _("It found words for what I feel")
    COMPANY = "company", _("I felt less alone")
    OTHER = "other", _("Something else")


LANGUAGES = (
    ("en", "English"), ("es", "Español"), ("de", "Deutsch"), ("fr", "Français"),
    ("pt", "Português"), ("it", "Italiano"), ("nl", "Nederlands"), ("pl", "Polski"),
    ("sv", "Svenska"), ("da", "Dansk"), ("no", "Norsk"), ("fi", "Suomi"), ("cs", "Čeština"),
    ("hu", "Magyar"), ("ro", "Română"), ("el", "Ελληνικά"), ("tr", "Türkçe"), ("ru", "Русский"),
    ("uk", "Українська"), ("ar", "العربية"), ("fa", "فارسی"), ("he", "עברית"), ("hi", "हिन्दी"),
    ("zh", "中文"), ("ja", "日本語"), ("ko", "한국어"), ("vi", "Tiếng Việt"),
)  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})
