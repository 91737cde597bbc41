"""Who works on the demo programme, when they are away, how time is boxed, and what it costs."""

from tpm_tui.demo.record_builder import RecordSpec

CALENDARS: tuple[RecordSpec, ...] = (
    {
        "ref": "crew", "day": -65, "by": "ana", "label": "Set up calendars", "name": "Cut-over crew",
        "saturday": "08:00-12:00 13:00-17:00", "sunday": "08:00-12:00 13:00-17:00",
        "notes": "For the cut-over weekend and what must happen in it; nobody works by this one otherwise.",
    },
    {
        "ref": "four-days", "day": -65, "by": "ana", "label": "Set up calendars", "name": "Four-day week",
        "friday": "",
    },
)  # fmt: skip

#: Work in progress is limited where hand-offs used to pile up.
LIMITS = {"doing": 22, "review": 6}

CUSTOM_FIELDS: tuple[RecordSpec, ...] = (
    {"day": -64, "by": "ana", "label": "Add fields of our own", "name": "change_ticket", "type": "text"},
    {
        "day": -64, "by": "ana", "label": "Add fields of our own", "name": "environment", "type": "choice",
        "choices": "dev test staging production",
    },
)  # fmt: skip


def _person(
    ref: str,
    name: str,
    function: str,
    team: str,
    rate: float,
    skills: str,
    calendar: str = "calendar",
    capacity: str = "8h",
) -> RecordSpec:
    email = f"{name.lower().replace(' ', '.').replace('ć', 'c')}@halden.example"
    return {
        "ref": ref, "day": -65, "by": "ana", "label": "Add the team", "name": name, "function": function,
        "team": team, "rate": rate, "skills": skills, "calendar": calendar, "capacity": capacity, "email": email,
    }  # fmt: skip


PEOPLE: tuple[RecordSpec, ...] = (
    _person("ana", "Ana Ruiz", "other", "Programme", 105.0, "planning:5 negotiation:4 risk:4"),
    _person("ben", "Ben Asante", "operations", "Platform", 88.0, "networks:4 kubernetes:3 terraform:4"),
    _person("chidi", "Chidi Okafor", "development", "Applications", 96.0, "java:5 kafka:3 architecture:4"),
    _person("dana", "Dana Levy", "development", "Data", 98.0, "sql:5 kafka:4 python:3 architecture:3"),
    _person("erik", "Erik Lindqvist", "operations", "Platform", 102.0, "architecture:5 networks:4 security:4"),
    _person("fatima", "Fatima Haddad", "qa", "Quality", 84.0, "testing:5 performance:4 python:2"),
    _person("goran", "Goran Petrović", "operations", "Data", 92.0, "sql:5 storage:4 linux:4"),
    _person("hana", "Hana Sato", "design", "Adoption", 86.0, "design:4 training:4 writing:5", "four-days"),
    _person("ines", "Ines Carvalho", "development", "Applications", 84.0, "java:4 python:4 sql:3"),
    _person("jun", "Jun Park", "development", "Applications", 82.0, "java:4 go:4 pipelines:4", capacity="7h"),
    _person("kavya", "Kavya Nair", "operations", "Platform", 90.0, "kubernetes:5 observability:5 linux:4"),
)

ABSENCES: tuple[RecordSpec, ...] = (
    {"day": -60, "by": "jun", "person": "jun", "start": -25, "end": -23, "type": "training"},
    {"day": -58, "by": "dana", "person": "dana", "start": -46, "end": -44, "type": "holiday"},
    {"day": -32, "by": "fatima", "person": "fatima", "start": -32, "end": -31, "type": "sick"},
    {"day": -28, "by": "erik", "person": "erik", "start": 17, "end": 28, "type": "holiday",
     "notes": "Home in Umeå over the holidays; Ben stands in for the network."},
    {"day": -21, "by": "goran", "person": "goran", "start": 29, "end": 31, "type": "holiday"},
    {"day": -15, "by": "ines", "person": "ines", "start": 40, "end": 44, "type": "training"},
    {"day": -9, "by": "kavya", "person": "kavya", "start": 21, "end": 25, "type": "holiday"},
    {"day": -6, "by": "hana", "person": "hana", "start": 62, "end": 71, "type": "parental"},
    {"day": -1, "by": "ben", "person": "ben", "start": 0, "end": 1, "type": "sick"},
)  # fmt: skip

WORKSTREAMS: tuple[RecordSpec, ...] = (
    {
        "ref": "ws-platform", "day": -65, "by": "ana", "label": "Add workstreams", "name": "Platform", "lead": "erik",
        "goal": "A cloud platform that operations accepts and the auditors understand",
    },
    {
        "ref": "ws-data", "day": -65, "by": "ana", "label": "Add workstreams", "name": "Data", "lead": "dana",
        "goal": "Every order, position and cent on the other side, and proof of it",
    },
    {
        "ref": "ws-apps", "day": -65, "by": "ana", "label": "Add workstreams", "name": "Applications", "lead": "chidi",
        "goal": "Eleven applications moved first, improved later",
    },
    {
        "ref": "ws-cut", "day": -65, "by": "ana", "label": "Add workstreams", "name": "Cut-over & adoption",
        "lead": "ana", "goal": "A weekend that is boring and a Monday that is normal",
    },
)  # fmt: skip

LEADS = {"ws-platform": "erik", "ws-data": "dana", "ws-apps": "chidi", "ws-cut": "ana"}

#: Two weeks each; the first starts 65 working days before today, the last is half over.
SPRINT_GOALS = (
    "Ground to stand on: accounts, identity, builds",
    "Deploy anything to a test environment",
    "Change capture for all tables, gateway ported",
    "Production cluster stands in two regions",
    "Dry run of the load, settlement ported",
    "Nightly comparison, market interfaces begun",
    "Close what blocks rehearsal 1",
)

#: title, category, planned, committed, item, day of the plan, then (day, paid) for each invoice, in thousands.
COSTS: tuple[tuple[str, str, float, float, str, int, tuple[tuple[int, float], ...]], ...] = (
    ("Cloud platform, first year", "licence", 640, 610, "prod", -60, ((-43, 38), (-22, 71), (-2, 94))),
    ("Private line, installation and a year", "vendor", 145, 152, "line-1", -60, ((-33, 46),)),
    ("Second line", "vendor", 118, 0, "line-2", -60, ()),
    ("Hardware security modules", "hardware", 92, 92, "keys", -60, ((-22, 64),)),
    ("Penetration test", "vendor", 48, 48, "pentest", -60, ()),
    ("Corvane: build 8.2 and certification", "vendor", 310, 310, "vendor-build", -60, ((-33, 93), (-12, 62))),
    ("Replication licences", "licence", 132, 132, "cdc", -60, ((-43, 132),)),
    ("Contractor, database migration", "labour", 96, 104, "load", -46, ((-22, 31), (-2, 37))),
    ("Monitoring licences", "licence", 74, 70, "obs", -46, ((-33, 70),)),
    ("Exchange and clearing test slots", "vendor", 66, 51, "if-wave2", -46, ((-12, 18),)),
    ("Training rooms and course material", "other", 38, 12, "train", -30, ((-12, 5),)),
    ("Legal advice, outsourcing file", "vendor", 55, 60, "sup-file", -46, ((-22, 22), (-2, 24))),
    ("Parallel running of the data centre", "vendor", 1295, 1295, "decom", -60, ((-43, 185), (-22, 185), (-2, 185))),
    ("Certified disk destruction", "vendor", 29, 0, "wipe", -30, ()),
    ("Travel, rehearsals and cut-over", "travel", 24, 0, "reh", -30, ()),
    ("Two-way replication (scope added)", "labour", 84, 40, "fallback", -22, ()),
    ("Reserve for risks", "contingency", 260, 0, "cut", -60, ((-22, 18),)),
)
