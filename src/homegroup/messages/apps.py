"""Messages as a Django app: what it registers with lower rooms."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    """Direct messages, calls, phone lists."""

    name = "homegroup.messages"
    label = "messages"

    def ready(self) -> None:
        from homegroup.core import flash, upkeep
        from homegroup.messages import exporting, reportable, wording
        from homegroup.messages.actions import calls, lists, talks
        from homegroup.notices import kinds

        reportable.register()
        exporting.register()
        for name, (words, topic, urgency) in wording.KINDS.items():
            kinds.register(kinds.Kind(name, words=words, topic=topic, urgency=urgency))
        for key, text in wording.SAID.items():
            flash.register(key, text)
        upkeep.register("forget-requests", timedelta(hours=6), talks.forget_unanswered)
        upkeep.register("end-calls", timedelta(minutes=15), calls.tidy)
        upkeep.register("end-phone-lists", timedelta(hours=6), lists.tidy)
        _show_on_other_pages()
        _register_with_privacy()


def _show_on_other_pages() -> None:
    from homegroup.core import help_panels, navigation, waiting
    from homegroup.groups import panels
    from homegroup.messages import showing

    entry = navigation.Entry(
        "/messages/", _("Messages"), "message-square", order=35, shown=navigation.to_members
    )
    navigation.register(entry)
    panels.register(showing.people_to_call, order=40)
    panels.register(showing.first_messages, order=65)
    panels.register_for_person(showing.write_to, order=10)
    waiting.register(showing.messages_waiting, order=5)
    waiting.register(showing.calls_waiting, order=6)
    help_panels.register(showing.may_be_called, order=20)


def _register_with_privacy() -> None:
    _register_talks()
    _register_calls()


def _register_talks() -> None:
    from homegroup.messages import holdings, models
    from homegroup.privacy import registry

    group = _("Group")
    registry.register(
        models.Talk,
        tells=_("With whom you write, or asked to, and since when. Not what you write."),
        export=holdings.export_talks,
        erase=holdings.erase_talks,
        labels={"group": group, "with": _("With"), "state": _("How it stands"),
                "asked_on": _("Asked on"), "muted": _("Quiet")},
    )  # fmt: skip
    registry.register(
        models.Door,
        tells=_("Who may write to you first, in each group."),
        export=holdings.export_doors,
        erase=holdings.erase_of(models.Door),
        labels={"group": group, "open_to": _("Who")},
    )
    registry.register(
        models.Reach,
        tells=_("To how many people you wrote first, on each of the last 30 days. Not to whom."),
        export=holdings.export_reach,
        erase=holdings.erase_of(models.Reach),
        labels={"group": group, "on": _("Day"), "people": _("People")},
    )


def _register_calls() -> None:
    from homegroup.messages import holdings, models
    from homegroup.privacy import registry

    group, until, newcomers = _("Group"), _("Until"), _("Also for people who are new")
    registry.register(
        models.CallOffer,
        tells=_("When you offer to be called, in each group. Your number is not in it."),
        export=holdings.export_offers,
        erase=holdings.erase_of(models.CallOffer),
        labels={"group": group, "days": _("Days"), "from_hour": _("From"),
                "until_hour": _("To"), "zone": _("Time zone"), "words": _("Words"),
                "for_newcomers": newcomers, "until": until},
    )  # fmt: skip
    registry.register(
        models.Call,
        tells=_("Who asked for whose number, and until when it is shown. The number is sealed."),
        export=holdings.export_calls,
        erase=holdings.erase_calls,
        labels={"group": group, "with": _("With"), "you_asked": _("You asked"),
                "state": _("How it stands"), "asked_on": _("Asked on"), "ends_at": until},
    )  # fmt: skip
    registry.register(
        models.PhoneEntry,
        tells=_("Your number on phone lists that you put it on. Those groups can read it."),
        export=holdings.export_entries,
        erase=holdings.erase_of(models.PhoneEntry),
        labels={"group": group, "number": _("Number"), "hours": _("Hours"),
                "for_newcomers": newcomers, "until": until},
    )  # fmt: skip
