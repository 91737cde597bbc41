"""Meetings of the demo programme with the actions and requirements that came of them, and reports that were sent."""

from tpm_tui.demo.record_builder import RecordSpec


def _meeting(
    ref: str, day: int, hour: str, by: str, kind: str, title: str, attendees: str, notes: str
) -> RecordSpec:  # fmt: skip
    return {
        "ref": ref, "day": day, "by": by, "type": kind, "title": title, "at": (day, hour), "attendees": attendees,
        "notes": notes, "label": f"Minutes: {title}",
    }  # fmt: skip


MEETINGS: tuple[RecordSpec, ...] = (
    _meeting(
        "mt-kick",
        -63,
        "10:00",
        "ana",
        "steering",
        "Kick-off with the sponsor",
        "tomasz margaret olumide sunita",
        "Scope is everything in hall 2. Four gates. The lease is the hard end; nobody wants a second winter in it.",
    ),
    _meeting(
        "mt-plat",
        -57,
        "14:00",
        "erik",
        "requirements",
        "What operations must accept",
        "sunita henrik",
        "Worked through the acceptance list of the payments platform, kept 19 of 31 lines.",
    ),
    _meeting(
        "mt-data",
        -54,
        "10:30",
        "dana",
        "requirements",
        "What data must prove",
        "claire sofia olumide",
        "The desk wants numbers it can check itself. Audit wants the check to be repeatable.",
    ),
    _meeting(
        "mt-apps",
        -51,
        "13:30",
        "chidi",
        "requirements",
        "What clients may notice",
        "claire rajesh amara",
        "Nothing, if possible. If something, then before and in writing.",
    ),
    _meeting(
        "mt-base",
        -45,
        "09:00",
        "ana",
        "steering",
        "Baseline signed",
        "tomasz margaret olumide sunita claire",
        "Signed with one condition: options for a way back within three weeks.",
    ),
    _meeting(
        "mt-back",
        -23,
        "09:00",
        "ana",
        "steering",
        "Way back decided",
        "tomasz olumide margaret",
        "Two-way replication added to the scope, 84k out of the reserve. End date to be shown again.",
    ),
    _meeting(
        "mt-lag",
        -8,
        "15:00",
        "dana",
        "problem-solving",
        "Replica falls behind",
        "henrik",
        "Three suspects, tested in the order of cost. No change to the order of events per client.",
    ),
    _meeting(
        "mt-review",
        -6,
        "14:00",
        "ana",
        "sprint review",
        "Review of sprint 6",
        "claire sunita amara",
        "Shown: region drill, nightly comparison, status page. Not shown: capacity test.",
    ),
    _meeting(
        "mt-rota",
        -4,
        "11:00",
        "hana",
        "problem-solving",
        "Stand-by on Sundays",
        "karl sunita",
        "The council can live with two Sundays in eight weeks. That needs twelve people, we have eleven.",
    ),
    _meeting(
        "mt-stand",
        -1,
        "09:15",
        "ana",
        "stand-up",
        "Programme stand-up",
        "",
        "Line, lag, build: the three things between us and rehearsal 1.",
    ),
)

#: meeting or incident, title, owner, due, day it was done (None: it is not), item it became.
ACTIONS: tuple[tuple[str, str, str, int, int | None, str | None], ...] = (
    ("mt-kick", "One-page plan for the sponsor", "ana", -58, -59, None),
    ("mt-kick", "Name an owner for each gate", "ana", -55, -52, None),
    ("mt-plat", "Acceptance list to operations for signature", "erik", -50, -51, None),
    ("mt-data", "List of numbers the desk checks every day", "hana", -44, -42, None),
    ("mt-apps", "Draft of the client notice", "hana", -30, -28, "cl-notice"),
    ("mt-base", "Options for a way back", "dana", -30, -33, None),
    ("mt-back", "Plan for two-way replication", "dana", -20, -22, "fallback"),
    ("mt-back", "Show the effect on the end date", "ana", -18, -18, None),
    ("mt-lag", "Measure events per client for a week", "goran", -3, -3, None),
    ("mt-lag", "Ask the vendor about parallel apply", "dana", -2, None, None),
    ("mt-review", "Slot for the capacity test once the line is in", "fatima", 4, None, None),
    ("mt-review", "Invite two traders to the comparison report", "ines", 2, None, "recon-report"),
    ("mt-rota", "Find the twelfth person for the rota", "kavya", 3, None, None),
    ("mt-rota", "Cost of a stand-by allowance", "ana", -1, None, None),
    ("mt-stand", "New permit to the carrier before noon", "erik", 0, None, None),
)

#: ref, meeting, type, priority, status, source, statement, rationale, items.
REQUIREMENTS: tuple[tuple[str, str, str, str, str, str, str, str, str], ...] = (
    ("q-region", "mt-plat", "need", "must", "agreed", "sunita",
     "The loss of a region stops no order for more than a minute", "Service level with clients", "platform failover"),
    ("q-restore", "mt-plat", "need", "must", "agreed", "sunita",
     "A backup is restored within the hour by the shift on duty", "Supervisor's rules on continuity",
     "backup runbooks"),
    ("q-keys", "mt-plat", "constraint", "must", "agreed", "henrik", "The provider can read no order data",
     "Bank secrecy", "keys"),
    ("q-evidence", "mt-plat", "need", "should", "open", "sofia", "Each gate has its evidence in one place",
     "Two audits in one year", "sec-review evidence"),
    ("q-cent", "mt-data", "need", "must", "agreed", "claire", "Positions and cash agree to the cent, every night",
     "The desk trades on them at seven", "data recon-run recon-engine"),
    ("q-history", "mt-data", "need", "should", "agreed", "sofia",
     "Seven years of trades can be asked within two minutes", "Questions of the supervisor", "hist-load hist-query"),
    ("q-gap", "mt-data", "constraint", "must", "agreed", "olumide", "No order is lost, whichever way we go",
     "One failed migration in the past", "fallback switch"),
    ("q-night", "mt-data", "question", "should", "open", "claire", "Who explains a break at four in the morning?",
     "The desk is not there before six", ""),
    ("q-quiet", "mt-apps", "need", "must", "agreed", "amara", "Clients change nothing but an address, once",
     "412 clients, some with one developer", "apps cl-notice w3-pilot"),
    ("q-status", "mt-apps", "need", "should", "met", "rajesh", "Clients can see how the cut-over goes", "Fewer calls",
     "portal-status"),
    ("q-speed", "mt-apps", "need", "must", "open", "amara", "Order to fill is no slower than today",
     "Contract, annex 3", "latency gw-replay"),
    ("q-weekend", "mt-apps", "constraint", "must", "agreed", "claire",
     "Cut-over only on a weekend outside quarter-end", "Volumes", "stop m-live"),
    ("q-train", "mt-base", "need", "must", "agreed", "claire", "Everybody has done a day's work on it before go-live",
     "Last time they had a video", "cut train"),
    ("q-lease", "mt-kick", "constraint", "must", "agreed", "margaret",
     "The hall is empty on the last day of the lease", "It is let", "m-lease"),
    ("q-print", "mt-data", "need", "could", "open", "sofia", "Audit can print the reconciliation of any night",
     "They still file on paper", ""),
)  # fmt: skip

#: requirement, what it conflicts with, day it was seen.
CONFLICTS = (("q-weekend", "q-lease", -45), ("q-keys", "q-history", -43))

REPORTS: tuple[RecordSpec, ...] = (
    {
        "day": -38, "by": "ana", "type": "executive", "title": "Month one", "at": (-38, "16:00"), "clock": "16:05",
        "text": "**Green.** Landing zone accepted, change capture on its way. Cost on plan. "
        "First talk with the supervisor was good. Ask: none.",
    },
    {
        "day": -17, "by": "ana", "type": "executive", "title": "Month two", "at": (-17, "16:00"), "clock": "16:10",
        "text": "**Amber.** Production cluster stands. Way back added to the scope, end date four days later than the "
        "baseline. Line and vendor build are the two worries. Ask: a word with the carrier.",
    },
    {
        "day": -6, "by": "ana", "type": "sprint review", "title": "Sprint 6", "at": (-6, "16:00"), "clock": "16:20",
        "text": "Goal met in part: settlement runs, comparison runs, capacity test stopped at 1.3 times peak.",
    },
    {
        "day": -1, "by": "ana", "type": "stand-up", "title": "Stand-up", "at": (-1, "09:40"), "clock": "09:45",
        "text": "Blocked: private line, capacity test, vendor build, rota. Next: fix of the lag, review of limits.",
    },
)  # fmt: skip

VIEWS: tuple[RecordSpec, ...] = (
    {"day": -60, "by": "ana", "label": "Save views", "name": "Due in two weeks", "filter": "status:open due<2w",
     "sort": "deadline"},
    {"day": -60, "by": "ana", "label": "Save views", "name": "Blocked", "filter": "status:blocked"},
    {"day": -60, "by": "ana", "label": "Save views", "name": "Gates", "filter": "type:milestone tag:gate",
     "columns": "key title owner status deadline"},
    {"day": -40, "by": "ana", "name": "What the vendor owes us", "filter": "status:open tag:vendor"},
    {"day": -30, "by": "ana", "name": "Risks to look at again", "kind": "risk", "filter": "status:open review_by<1w",
     "sort": "review_by"},
    {"day": -12, "by": "ana", "name": "Cut-over weekend", "filter": "tag:cutover", "sort": "rank"},
)  # fmt: skip

MAPPINGS: tuple[RecordSpec, ...] = (
    {
        "day": -34, "by": "chidi", "name": "Corvane work list", "kind": "item",
        "pairs": '{"Work package": "title", "Responsible": "owner", "Target date": "deadline", "Remarks": "notes"}',
    },
)  # fmt: skip
