"""The fixed texts of the generated document: what a reader must know before the tables, in both languages."""

from __future__ import annotations

from workflows.roles import Role

INTRODUCTION = {
    "nl": """
Dit document beschrijft hoe Diensttijd werkt: wat er in elk proces kan gebeuren, wie dat mag, welke regel geldt en
welk stuk eruit volgt. Het is gemaakt uit dezelfde bestanden waarmee het programma werkt. Wat hier staat, is dus wat
er gebeurt: het programma kent geen andere handelingen en geen andere regels.

### Algemene regels

1. **Wat niet in de tabel staat, kan niet.** Een handeling bestaat alleen in de toestand die in de eerste kolom
   staat.
2. **Wie handelt, heeft een rol in deze zaak.** Iemand handelt met een eigen account, in een rol die uit een
   lidmaatschap of een benoeming volgt. Dezelfde persoon kan in de ene zaak beoordelaar zijn en in de andere een
   buitenstaander. Wie geen rol in een zaak heeft, ziet haar niet.
3. **Alle genoemde regels gelden samen.** Is aan een regel niet voldaan, dan zegt het programma welke, en er
   verandert niets.
4. **Ook wie geen computer gebruikt, kan meedoen.** Staat er “ook via het bureau”, dan kan het bureau de handeling
   invoeren die per post, per telefoon, per e-mail of aan de balie binnenkwam. Vastgelegd wordt wie invoerde, namens
   wie, en hoe het binnenkwam.
5. **Het systeem handelt alleen waar dat staat**, volgens dezelfde regels als mensen.
6. **Een besluit verandert nooit.** Een later besluit kan ervoor in de plaats komen; het eerdere blijft bewaard en
   leesbaar.
7. **Alles wat gebeurt, wordt vastgelegd**: wat, wanneer, door wie, in welke rol, met de gegevens zoals ze toen
   waren. Die vastlegging kan niet ongemerkt worden veranderd.
8. **Een bewijsstuk wordt precies één keer gemaakt**, uit wat bij de handeling is vastgelegd. Iedereen kan met de
   code op het stuk controleren of het echt is.
9. **Wie het aangaat, krijgt bericht**: de rollen in de laatste kolom, elk in de eigen taal. Wie zelf handelde
   krijgt geen bericht, behalve de organisatie: voor haar is het de bevestiging.

### Hoe u dit leest

Elk proces heeft een schema, een lijst met wie er aan zet is, en een tabel. Elke regel van de tabel is één
handeling. “–” in de eerste kolom betekent: hiermee begint het. Een handeling die de toestand laat zoals
die is, staat onder het schema. De wettelijke termijnen staan in het bestand `mdt/rules/terms.yaml`, met hun bron.
""",
    "en": """
This document describes how Diensttijd works: what can happen in each process, who may do it, which rule holds, and
which paper follows. It is made from the same files that the program works with. So what it says is what happens:
the program knows no other actions and no other rules.

### General rules

1. **What is not in the table cannot be done.** An action exists only in the state in the first column.
2. **Whoever acts has a role in this case.** People act with an account of their own, in a role that follows from a
   membership or an appointment. The same person can be an assessor in one case and a stranger in another. Whoever
   has no role in a case does not see it.
3. **All rules named hold together.** When one is not met, the program says which, and nothing changes.
4. **People who use no computer can take part as well.** Where it says “also through the office”, the office can
   enter what came by post, by telephone, by e-mail or at the counter. It is recorded who entered it, for whom, and
   how it came.
5. **The system acts only where that is said**, by the same rules as people.
6. **A decision never changes.** A later decision can take its place; the earlier one is kept and can be read.
7. **Everything that happens is recorded**: what, when, by whom, in which role, with the data as they were then.
   That record cannot be changed unnoticed.
8. **A piece of evidence is made exactly once**, from what the action recorded. With the code on the paper everybody
   can verify that it is genuine.
9. **Whom it concerns is told**: the roles in the last column, each in their own language. Nobody is told what they
   did themselves, except the organisation: for it the message is the receipt.

### How to read this

Each process has a diagram, a list of who acts next, and a table. Each line of the table is one action. “–” in the
first column means: this is how it begins. An action that leaves the state as it is stands below the diagram. The
legal terms are in the file `mdt/rules/terms.yaml`, with their source.
""",
}
# What belongs to a process and is no action of anybody in it: below its table.
NOTES: dict[str, dict[str, str]] = {
    "check_in": {
        "nl": """
**De vragenlijst voor jongeren** is geen proces: een antwoord hoort bij geen zaak en bij niemand. De regels staan in
`workflows/questionnaire.py`, de vragen in `mdt/rules/questionnaire.yaml`.

- Aan het einde van de diensttijd, en als de tussenstand wordt gevraagd, krijgt elke jongere die bij de organisatie in
  dienst is een link die één keer werkt, vier weken lang. Per organisatie en kalenderjaar één keer.
- Er zijn ten hoogste acht gesloten vragen. De jongere mag vragen overslaan, maar niet alle.
- Een antwoord wordt bewaard zonder persoon, overeenkomst, link en tijd; alleen met de organisatie en het jaar. Het
  staat in geen logboek, dossier of brief.
- Antwoorden worden getoond zodra er vijf bij elkaar zijn, opgeteld. De volgende pas als er weer vijf zijn. Een jaar
  wordt apart getoond als die vijf uit één jaar komen. Een vraag die minder dan vijf van hen beantwoordden, telt niet
  mee.
- Wat jongeren zeggen, zien de organisatie, de beoordelaars van een verlenging, het bureau, de besluitcommissie en
  iedereen in het register.
""",
        "en": """
**The youths' questionnaire** is no process: an answer belongs to no case and to nobody. The rules are in
`workflows/questionnaire.py`, the questions in `mdt/rules/questionnaire.yaml`.

- At the end of service, and when the check-in is asked, each youth in service with the organisation gets a link that
  works once, for four weeks. Once for each organisation and calendar year.
- There are eight closed questions at most. The youth may skip questions, but not all.
- An answer is kept without person, agreement, link and time; only with the organisation and the year. It is in no log,
  dossier or letter.
- Answers are shown, added up, as soon as there are five together. The next ones once there are five again. A year is
  shown by itself when those five are of one year; a question that fewer than five of them answered does not count.
- What youths say is seen by the organisation, the assessors of a renewal, the office, the board, and everybody in the
  register.
""",
    },
}
HEADINGS = {
    "nl": {
        "language": "Nederlands",
        "contents": "De processen",
        "counted": "%(states)s toestanden, %(actions)s handelingen",
        "staying": "Niet in het schema, omdat de toestand gelijk blijft:",
        "next": "Wie is aan zet",
        "table": "Wat er kan gebeuren",
        "by_post": "ook via het bureau",
    },
    "en": {
        "language": "English",
        "contents": "The processes",
        "counted": "%(states)s states, %(actions)s actions",
        "staying": "Not in the diagram, for the state stays as it is:",
        "next": "Who acts next",
        "table": "What can happen",
        "by_post": "also through the office",
    },
}
COLUMNS = {
    "nl": ("Van", "Handeling", "Wie", "Regel", "Naar", "Bewijs", "Bericht aan"),
    "en": ("From", "Action", "Who", "Rule", "To", "Evidence", "Told"),
}
NEXT = {"nl": "**%s**: %s is aan zet.", "en": "**%s**: %s acts next."}
CLOSED = {"nl": "**%s**: niemand is aan zet.", "en": "**%s**: nobody acts next."}
ROLES: dict[str, dict[Role, str]] = {
    "nl": {
        Role.ORGANISATION: "de organisatie",
        Role.COLLEAGUE: "de collega",
        Role.ASSESSOR: "de beoordelaar",
        Role.LEAD_ASSESSOR: "de eerste beoordelaar",
        Role.SECOND_ASSESSOR: "de tweede beoordelaar",
        Role.OFFICE: "het bureau",
        Role.BOARD: "de besluitcommissie",
        Role.HEARER: "de hoorder",
        Role.CONFIDENTIAL_ADVISER: "de vertrouwenspersoon",
        Role.INFORMED: "wie door de vertrouwenspersoon is ingelicht",
        Role.REPORTER: "de melder",
        Role.YOUTH: "de jongere",
        Role.GUARDIAN: "de ouder of verzorger",
        Role.SUPERVISOR: "de begeleider",
        Role.CLERK: "de medewerker van de school",
        Role.EXAMINER: "de examinator",
        Role.EXAM_BOARD: "de examencommissie",
        Role.SCHOOL: "de school (vo)",
        Role.INVITED: "wie is uitgenodigd",
        Role.PUBLIC: "iedereen",
        Role.SYSTEM: "het systeem",
    },
    "en": {
        Role.ORGANISATION: "the organisation",
        Role.COLLEAGUE: "the colleague",
        Role.ASSESSOR: "the assessor",
        Role.LEAD_ASSESSOR: "the lead assessor",
        Role.SECOND_ASSESSOR: "the second assessor",
        Role.OFFICE: "the office",
        Role.BOARD: "the board",
        Role.HEARER: "the hearing officer",
        Role.CONFIDENTIAL_ADVISER: "the confidential adviser",
        Role.INFORMED: "whom the confidential adviser informed",
        Role.REPORTER: "the reporter",
        Role.YOUTH: "the youth",
        Role.GUARDIAN: "the guardian",
        Role.SUPERVISOR: "the supervisor",
        Role.CLERK: "the school clerk",
        Role.EXAMINER: "the examiner",
        Role.EXAM_BOARD: "the exam board",
        Role.SCHOOL: "the school (secondary education)",
        Role.INVITED: "whoever is invited",
        Role.PUBLIC: "everybody",
        Role.SYSTEM: "the system",
    },
}
