"""The search in the public register. Read from the address, so that a search can be shared; stores nothing."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import Form, SearchField, SelectField
from wtforms.fields.choices import SelectChoice

from mdt.forms.fields import DayField
from mdt.rules import sectors
from mdt.services.register import FILTERS, SORTS, Search, clean

STATUSES = {
    "in_force": _l("In force"),
    "suspended": _l("Suspended"),
    "begins_later": _l("Begins later"),
    "ended": _l("Ended"),
}
SORT_LABELS = {"name": _l("Name"), "newest": _l("Newest first"), "ends": _l("Ends soonest")}


class OnForm(Form):
    """The day on which somebody wants to know how it stood."""

    on = DayField(_l("As it stood on"), description=_l("For example 24-11-2026."), render_kw={"size": "m"})


class SearchForm(Form):
    """What can be asked. A word that is no choice is left as it is and finds nothing."""

    q = SearchField(_l("Name, place or KVK number"), filters=[clean])
    sector = SelectField(_l("Sector"), validate_choice=False)
    municipality = SelectField(_l("Municipality"), validate_choice=False)
    status = SelectField(_l("Status"), validate_choice=False)
    sort = SelectField(_l("Sort by"), validate_choice=False)
    on = DayField(_l("As it stood on"))

    def offer(self, places: Iterable[str]) -> None:
        """Fill the choices; `places` are the municipalities in the register."""
        language = str(get_locale() or "nl")
        named = sorted((getattr(s.title, language, s.title.nl), s.code) for s in sectors())
        self.sector.choices = [
            SelectChoice("", _l("All sectors")),
            *(SelectChoice(code, title) for title, code in named),
        ]
        self.municipality.choices = [SelectChoice("", _l("All municipalities")), *map(SelectChoice, places)]
        self.status.choices = [
            SelectChoice("", _l("Every status")),
            *(SelectChoice(name, STATUSES[name]) for name in FILTERS),
        ]
        self.sort.choices = [SelectChoice(name, SORT_LABELS[name]) for name in SORTS]

    def search(self) -> Search:
        """What was asked, as the service reads it."""
        return Search(
            words=self.q.data or "",
            sector=self.sector.data or "",
            municipality=self.municipality.data or "",
            status=self.status.data or "",
            sort=self.sort.data or "name",
        )
