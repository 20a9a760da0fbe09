"""The roles in which somebody can act on a case; who holds one is decided by `mdt.access`, never here."""

from enum import StrEnum

from workflows.marker import N_


class Role(StrEnum):
    """A capacity towards one case: the same person can be an assessor here and a stranger there."""

    ORGANISATION = "organisation"
    COLLEAGUE = "colleague"
    ASSESSOR = "assessor"
    LEAD_ASSESSOR = "lead_assessor"
    SECOND_ASSESSOR = "second_assessor"
    OFFICE = "office"
    BOARD = "board"
    HEARER = "hearer"
    INVITED = "invited"
    PUBLIC = "public"
    SYSTEM = "system"


LABELS: dict[Role, str] = {
    Role.ORGANISATION: N_("Organisation"),
    Role.COLLEAGUE: N_("Colleague in the organisation"),
    Role.ASSESSOR: N_("Assessor"),
    Role.LEAD_ASSESSOR: N_("Lead assessor"),
    Role.SECOND_ASSESSOR: N_("Second assessor"),
    Role.OFFICE: N_("Office"),
    Role.BOARD: N_("Board"),
    Role.HEARER: N_("Hearing officer"),
    Role.INVITED: N_("Invited person"),
    Role.PUBLIC: N_("Everybody"),
    Role.SYSTEM: N_("System"),
}
