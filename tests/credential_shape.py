"""What our credentials may hold, as a JSON Schema written by hand: terms of Open Badges 3.0 itself and no others.

It says less than the official schema, which may not be part of this repository, and forbids more: a term that is not
here was never tried in a wallet.
"""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]
TEXT: Shape = {"type": "string", "minLength": 1}
ADDRESS: Shape = {"type": "string", "format": "uri", "pattern": "^[a-z]+:"}
MOMENT: Shape = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}


def one(optional: tuple[str, ...] = (), /, **properties: Shape) -> Shape:
    """An object with these properties, all of them there unless optional, and no others."""
    return {"type": "object", "properties": properties, "additionalProperties": False,
            "required": [name for name in properties if name not in optional]}  # fmt: skip


def some(item: Shape, *, least: int = 1) -> Shape:
    """A list."""
    return {"type": "array", "items": item, "minItems": least}


def typed(name: str) -> Shape:
    """The type of a part: a list with one name."""
    return {"const": [name]}


RESULT = one(type=typed("Result"), resultDescription=ADDRESS, value=TEXT)
IDENTITY = one(
    type={"const": "IdentityObject"}, hashed={"const": True}, identityType={"const": "systemId"},
    identityHash={"type": "string", "pattern": r"^sha256\$[0-9a-f]{64}$"},
    salt={"type": "string", "pattern": "^[0-9a-f]{32}$"},
)  # fmt: skip
ACHIEVEMENT = one(
    ("creditsAvailable", "fieldOfStudy"),
    id=ADDRESS, type=typed("Achievement"), achievementType={"const": "CommunityService"}, name=TEXT, description=TEXT,
    inLanguage={"enum": ["nl", "en"]}, humanCode=TEXT, criteria=one(narrative=TEXT),
    creditsAvailable={"type": "number", "exclusiveMinimum": 0},
    resultDescription=some(one(id=ADDRESS, type=typed("ResultDescription"), name=TEXT, resultType={"const": "Result"})),
    fieldOfStudy=TEXT,
)  # fmt: skip
CREDENTIAL = one(
    ("validUntil", "evidence"),
    **{"@context": {"const": ["https://www.w3.org/ns/credentials/v2",
                              "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]}},
    id={"type": "string", "pattern": "^urn:uuid:"}, type={"const": ["VerifiableCredential", "OpenBadgeCredential"]},
    name=TEXT, validFrom=MOMENT, awardedDate=MOMENT, validUntil=MOMENT,
    issuer=one(
        ("url",), id={"type": "string", "pattern": r"^did:web:[^:]+(:[^:]+)*:schools:[0-9A-Z]+$"},
        type=typed("Profile"), name=TEXT, url=ADDRESS,
        otherIdentifier=some(one(type={"const": "IdentifierEntry"}, identifier=TEXT,
                                 identifierType={"const": "identifier"})),
    ),
    credentialSubject=one(
        ("creditsEarned",), type=typed("AchievementSubject"), identifier=some(IDENTITY), activityStartDate=MOMENT,
        activityEndDate=MOMENT, creditsEarned={"type": "number", "exclusiveMinimum": 0}, result=some(RESULT),
        achievement=ACHIEVEMENT,
    ),
    evidence=some(one(id=ADDRESS, type=typed("Evidence"), genre=TEXT, name=TEXT, narrative=TEXT)),
    credentialStatus=one(
        id=ADDRESS, type={"const": "BitstringStatusListEntry"}, statusPurpose={"const": "revocation"},
        statusListIndex={"type": "string", "pattern": "^[0-9]+$"}, statusListCredential=ADDRESS,
    ),
    proof=some(one(
        type={"const": "DataIntegrityProof"}, cryptosuite={"const": "eddsa-rdfc-2022"}, created=MOMENT,
        verificationMethod=ADDRESS, proofPurpose={"const": "assertionMethod"},
        proofValue={"type": "string", "pattern": "^z[1-9A-HJ-NP-Za-km-z]+$"},
    )),
)  # fmt: skip
