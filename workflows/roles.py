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
    CONFIDENTIAL_ADVISER = "confidential_adviser"
    INFORMED = "informed"
    REPORTER = "reporter"
    YOUTH = "youth"
    GUARDIAN = "guardian"
    SUPERVISOR = "supervisor"
    CLERK = "clerk"
    EXAMINER = "examiner"
    EXAM_BOARD = "exam_board"
    SCHOOL = "school"
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
    Role.CONFIDENTIAL_ADVISER: N_("Confidential adviser"),
    Role.INFORMED: N_("Whom the adviser informed"),
    Role.REPORTER: N_("Reporter"),
    Role.YOUTH: N_("Youth"),
    Role.GUARDIAN: N_("Guardian"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.CLERK: N_("School clerk"),
    Role.EXAMINER: N_("Examiner"),
    Role.EXAM_BOARD: N_("Exam board"),
    Role.SCHOOL: N_("School (secondary education)"),
    Role.INVITED: N_("Invited person"),
    Role.PUBLIC: N_("Everybody"),
    Role.SYSTEM: N_("System"),
}
