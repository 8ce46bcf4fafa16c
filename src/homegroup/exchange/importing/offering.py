"""Other sites' meeting lists, as the operator's pages load them (`core.loaders`).

An address is fetched before anything is written. The form's key is spent in the transaction of
the import: pressing twice imports once, and an import that fails may be tried again.
"""

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from homegroup.core import once
from homegroup.core.errors import Conflict, HouseError
from homegroup.core.loaders import Loaded, MeetingList, Wanted
from homegroup.exchange.importing import actions, naming
from homegroup.exchange.models import ImportRun, Source

SECONDS = 60.0  # a person waits for this page
_PROBLEMS_TOLD = 20


class OfferedLists:
    """What `core.loaders.Lists` asks for."""

    def load(self, wanted: Wanted, *, by: UUID, key: UUID) -> bool:
        """Load a list from its address or a file; False if the key was spent before."""
        if not wanted.address:
            return self._import(wanted, wanted.content, by=by, key=key)
        if not naming.is_address(wanted.address):
            text = _("An address begins with https:// or http://.")
            raise HouseError(text, field="address")
        return self._fetch(wanted, by=by, key=key)

    def refresh(self, name: str, *, by: UUID, key: UUID) -> bool:
        """Fetch a list's address again; False if the key was spent before."""
        source = _source(name)
        if not naming.is_address(source.address):
            raise HouseError(_("This list came from a file: load the newer file instead."))
        wanted = Wanted(address=source.address, every_hours=source.every_hours)
        return self._fetch(wanted, by=by, key=key, name=source.name)

    def take_back(self, name: str, *, by: UUID, key: UUID) -> bool:
        """Take the last load of a list back; False if the key was spent before."""
        source = _source(name)
        with actions.one_at_a_time():
            if not once.claim(key):
                return False
            actions.undo_import(name=source.name, by=by)
        return True

    def lists(self) -> list[MeetingList]:
        """Give the lists that were loaded here, by name."""
        standing = ImportRun.objects.filter(undone_at__isnull=True).order_by()
        latest = standing.values("source").annotate(latest=Max("pk")).values("latest")
        runs = {run.source_id: run for run in ImportRun.objects.filter(pk__in=latest)}
        return [_told(source, runs.get(source.pk)) for source in Source.objects.all()]

    def _fetch(self, wanted: Wanted, *, by: UUID, key: UUID, name: str = "") -> bool:
        # Only here, since the HTTP client is slow to load.
        from homegroup.exchange.importing import fetching, sources

        try:
            answer = fetching.fetch(wanted.address, seconds=SECONDS)
            if not self._import(wanted, answer.content, by=by, key=key, name=name):
                return False
        except Conflict:
            raise
        except HouseError as problem:
            raise HouseError(problem.message, field="address") from problem
        kept = name or naming.name_of(wanted.address)
        sources.remember(name=kept, answer=answer, every_hours=wanted.every_hours)
        return True

    def _import(
        self, wanted: Wanted, content: bytes, *, by: UUID, key: UUID, name: str = ""
    ) -> bool:
        address = wanted.address or wanted.file_name
        with actions.one_at_a_time():
            if not once.claim(key):
                return False
            actions.import_meetings(
                content=content,
                name=name or naming.name_of(address),
                address=address,
                by=by,
                fellowship=wanted.fellowship,
                time_zone=wanted.time_zone,
            )
        return True


def _source(name: str) -> Source:
    source = Source.objects.filter(name=name).first()
    if source is None:
        raise HouseError(_("There is no such list."))
    return source


def _told(source: Source, run: ImportRun | None) -> MeetingList:
    is_address = naming.is_address(source.address)
    return MeetingList(
        name=source.name,
        # What follows "?" may be a key.
        address=source.address.partition("?")[0] if is_address else "",
        every_hours=source.every_hours,
        failure=source.failure,
        last=_loaded(run) if run else None,
        may_refresh=is_address,
    )


def _loaded(run: ImportRun) -> Loaded:
    told = [each for each in run.problems if each["severity"] != "note"]
    return Loaded(
        at=run.at,
        created=run.created,
        updated=run.updated,
        removed=run.removed,
        rejected=run.rejected,
        problems=tuple(_line(each) for each in told[:_PROBLEMS_TOLD]),
    )


def _line(problem: dict[str, object]) -> str:
    where = _("Row %(row)s, %(slug)s:") % problem if problem["row"] else f"{problem['slug']}:"
    return f"{where} {problem['message']}"
