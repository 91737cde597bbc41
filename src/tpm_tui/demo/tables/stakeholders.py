"""Who cares about the demo programme, what was said to them and promised, and the words that need explaining."""

from tpm_tui.demo.record_builder import RecordSpec


def _stakeholder(
    ref: str, name: str, organisation: str, role: str, grid: str, moods: str, channel: str, cadence: str,
    streams: str = "", items: str = "", notes: str = "", day: int = -64,
) -> RecordSpec:  # fmt: skip
    engagement, desired = moods.split()
    return {
        "ref": ref, "day": day, "by": "ana", "label": "Add stakeholders" if day == -64 else "", "name": name,
        "organisation": organisation, "role": role, "power": int(grid[0]), "interest": int(grid[1]),
        "engagement": engagement, "desired": desired, "channel": channel, "cadence": cadence,
        "workstreams": streams, "items": items, "notes": notes,
    }  # fmt: skip


STAKEHOLDERS: tuple[RecordSpec, ...] = (
    _stakeholder("tomasz", "Tomasz Wolski", "Halden Bank", "CIO, sponsor", "55", "supportive leading", "meeting",
    "weekly",
                 "ws-platform ws-data ws-apps ws-cut", "m-live m-lease", "Reads one page. Wants the bad news first."),
    _stakeholder("margaret", "Margaret Whitfield", "Halden Bank", "CFO", "53", "neutral supportive", "report",
                 "every 2 weeks", "ws-cut", "decom m-lease", "Counts the months of parallel running."),
    _stakeholder("olumide", "Olumide Bakare", "Halden Bank", "Chief risk officer", "54", "resistant supportive",
    "meeting",
                 "every 2 weeks", "ws-data ws-cut", "fallback sup-file m-go",
                 "Has seen one migration fail. Asks what happens on the way back, not on the way there."),
    _stakeholder("claire", "Claire Dubois", "Halden Bank", "Head of order desk", "45", "neutral leading", "call",
    "weekly",
                 "ws-apps ws-cut", "gateway train verify", "Her people find everything on Monday at seven."),
    _stakeholder("henrik", "Henrik Aalto", "Halden Bank", "Security officer", "44", "supportive supportive", "meeting",
                 "every 2 weeks", "ws-platform", "sec keys pentest"),
    _stakeholder("sunita", "Sunita Rao", "Halden Bank", "Head of operations", "44", "supportive supportive", "meeting",
                 "weekly", "ws-platform", "m-platform runbooks rota hyper"),
    _stakeholder("rajesh", "Rajesh Menon", "Halden Bank", "Head of client service", "24", "unaware supportive", "email",
                 "every 2 weeks", "ws-cut", "tr-service cl-notice portal-status"),
    _stakeholder("sofia", "Sofia Marchetti", "Halden Bank", "Internal audit", "42", "neutral supportive", "email",
                 "monthly", "ws-platform ws-data", "sec hist recon"),
    _stakeholder("karl", "Karl Brandt", "Halden Bank", "Works council", "43", "resistant neutral", "meeting",
                 "every 2 weeks", "ws-cut", "rota council train"),
    _stakeholder("yusuf", "Yusuf Demir", "Corvane Systems", "Delivery manager, vendor", "24", "neutral supportive",
    "call",
                 "weekly", "ws-apps", "match vendor-build match-cert", "Honest, but does not decide about people."),
    _stakeholder("beatriz", "Beatriz Nogueira", "Supervisory authority", "Case officer", "52", "neutral supportive",
                 "email", "monthly", "ws-cut ws-data", "notice m-live"),
    _stakeholder("amara", "Amara Diallo", "Meridian Asset Mgmt", "Head of e-trading, client", "35",
                 "supportive supportive", "call", "every 2 weeks", "ws-apps", "gw-dup w3-pilot cl-window", day=-51),
)  # fmt: skip

#: stakeholder, day, who of us, channel, sentiment, summary, then promise, who keeps it, due and whether it was kept.
_C = tuple[str, int, str, str, str, str, str, str, int, bool] | tuple[str, int, str, str, str, str]
CONTACTS: tuple[_C, ...] = (
    ("tomasz", -63, "ana", "meeting", "positive", "Kick-off: scope, four gates, the lease as the hard end",
     "One-page plan", "ana", -58, True),
    ("margaret", -61, "ana", "meeting", "neutral", "Budget walk-through; wants parallel running shown on its own line",
     "Separate cost line", "ana", -55, True),
    ("olumide", -59, "ana", "meeting", "negative", "Not convinced of a weekend; asks for a tested way back",
     "Options for a way back", "dana", -45, True),
    ("henrik", -57, "erik", "meeting", "positive", "Security baseline agreed point by point"),
    ("claire", -55, "ana", "call", "neutral",
     "Will give two senior traders for the rehearsals, not in quarter-end weeks"),
    ("karl", -53, "hana", "meeting", "negative", "Stand-by on Sundays is a no for now; wants numbers",
     "Draft rota with numbers", "hana", -40, True),
    ("yusuf", -52, "chidi", "call", "positive", "Build 8.2 promised within six weeks"),
    ("amara", -50, "chidi", "call", "positive", "Meridian joins the pilot and gives a test window"),
    ("sunita", -48, "kavya", "meeting", "neutral", "Wants runbooks before, not after, the rehearsals"),
    ("tomasz", -45, "ana", "meeting", "positive", "Baseline signed by the steering committee"),
    ("sofia", -43, "ana", "email", "neutral", "Audit wants to see two rehearsals, sends a list of evidence"),
    ("beatriz", -40, "ana", "meeting", "neutral", "First talk: thirty days for the outsourcing file once complete",
     "Table of annexes", "ana", -34, True),
    ("margaret", -38, "ana", "report", "neutral", "Month one: cost on plan, one reserve draw announced"),
    ("rajesh", -36, "hana", "email", "neutral", "First notice that client service has to be trained"),
    ("olumide", -33, "dana", "meeting", "neutral", "Options for a way back shown; prefers two-way replication"),
    ("henrik", -31, "erik", "meeting", "positive", "Hardening list signed for production"),
    ("claire", -29, "ana", "call", "neutral", "Agrees to drop the bulk upload if the status page stays"),
    ("yusuf", -26, "chidi", "call", "neutral", "Pre-release delivered, memory leak on reload is known",
     "Fixed build", "chidi", -16, False),
    ("karl", -25, "hana", "meeting", "neutral", "Numbers seen; two Sundays in eight weeks could be a way"),
    ("tomasz", -23, "ana", "meeting", "neutral", "Steering: two-way replication added, reserve of 84k released",
     "Effect on the end date", "ana", -18, True),
    ("amara", -21, "jun", "call", "negative", "Found a duplicate order after a reconnect in their test",
     "Root cause in writing", "jun", -6, False),
    ("sunita", -19, "erik", "meeting", "positive", "Saw the region drill; asks for the restore test next"),
    ("margaret", -17, "ana", "report", "neutral", "Month two: legal advice over plan, licences under plan"),
    ("beatriz", -15, "ana", "email", "neutral", "Sent the table of annexes, 31 of 34 complete",
     "Complete file", "ana", 6, False),
    ("claire", -13, "ana", "call", "positive", "Two traders named for rehearsal 2"),
    ("olumide", -12, "ana", "meeting", "neutral", "Accepts the plan for the way back if it is rehearsed",
     "Way back in the dress rehearsal", "ana", 30, False),
    ("yusuf", -11, "chidi", "call", "negative", "No date for the fix; their engineer is on another account",
     "Named engineer", "ana", -3, False),
    ("henrik", -10, "erik", "meeting", "neutral", "Key ceremony moved by a week, one module arrived damaged"),
    ("karl", -9, "hana", "meeting", "negative", "Will not sign without a limit; says the council was asked late",
     "Rota with twelve people", "hana", 3, False),
    ("tomasz", -8, "ana", "meeting", "neutral", "Replication lag explained; asks weekly for the number",
     "Lag number every Friday", "dana", -1, True),
    ("sunita", -7, "kavya", "meeting", "neutral", "Runbooks: she names two readers who have never seen the platform"),
    ("amara", -6, "jun", "call", "neutral", "Trace of the reconnect received, they want the fix before their test",
     "Fix in the test window", "jun", 9, False),
    ("claire", -5, "ana", "call", "neutral", "Asks for the break report a week before rehearsal 2"),
    ("sofia", -13, "dana", "email", "neutral", "Has read the reconciliation rules, two questions answered"),
    ("sunita", -3, "kavya", "call", "positive", "Names the two readers of the runbooks"),
    ("yusuf", -2, "ana", "call", "neutral", "Their head of delivery joins the next call",
     "Date in writing", "ana", 3, False),
    ("tomasz", -2, "ana", "meeting", "neutral",
     "Gate 2 at risk through the private line; he calls the carrier's board"),
)  # fmt: skip

#: Changes of where a stakeholder stands: ref, day, by, label, changes.
CHANGES: tuple[tuple[str, int, str, str, RecordSpec], ...] = (
    ("tomasz", -45, "ana", "Tomasz Wolski now leads in public", {"engagement": "leading"}),
    ("tomasz", -20, "ana", "Tomasz Wolski is busy with the merger", {"engagement": "supportive"}),
    ("olumide", -33, "ana", "Olumide Bakare listens", {"engagement": "neutral"}),
    ("rajesh", -36, "hana", "Rajesh Menon knows of us", {"engagement": "neutral"}),
    ("karl", -25, "hana", "Karl Brandt: could live with it", {"engagement": "neutral"}),
    ("karl", -9, "hana", "Karl Brandt: asked too late", {"engagement": "resistant"}),
    ("amara", -21, "chidi", "Amara Diallo wants to see proof", {"engagement": "neutral", "interest": 5}),
)

#: role, what (item or workstream ref), person or stakeholder ref.
RACI: tuple[tuple[str, str, str], ...] = (
    ("accountable", "ws-platform", "tomasz"), ("responsible", "ws-platform", "erik"),
    ("consulted", "ws-platform", "henrik"), ("informed", "ws-platform", "sofia"),
    ("accountable", "ws-data", "olumide"), ("responsible", "ws-data", "dana"), ("consulted", "ws-data", "sofia"),
    ("accountable", "ws-apps", "tomasz"), ("responsible", "ws-apps", "chidi"), ("consulted", "ws-apps", "claire"),
    ("informed", "ws-apps", "amara"),
    ("accountable", "ws-cut", "tomasz"), ("responsible", "ws-cut", "ana"), ("consulted", "ws-cut", "claire"),
    ("consulted", "ws-cut", "karl"), ("informed", "ws-cut", "rajesh"), ("informed", "ws-cut", "margaret"),
    ("accountable", "m-platform", "sunita"), ("responsible", "m-platform", "erik"),
    ("accountable", "m-recon", "claire"), ("responsible", "m-recon", "dana"), ("consulted", "m-recon", "sofia"),
    ("accountable", "m-go", "tomasz"), ("accountable", "m-go", "olumide"), ("responsible", "m-go", "ana"),
    ("informed", "m-go", "beatriz"),
    ("accountable", "m-live", "tomasz"), ("responsible", "m-live", "ana"), ("consulted", "m-live", "claire"),
    ("informed", "m-live", "amara"), ("informed", "m-live", "beatriz"),
    ("accountable", "m-lease", "margaret"), ("responsible", "m-lease", "erik"),
)  # fmt: skip

TERMS: tuple[tuple[str, str], ...] = (
    ("Change capture", "Copying every change of a database as it happens, instead of copying all of it again."),
    ("Replication lag", "How far the copy is behind the original, in seconds."),
    ("Reconciliation", "Proof, number by number, that two systems say the same."),
    ("Break", "A difference between two systems that somebody has to explain."),
    ("Landing zone", "The prepared ground in the cloud: accounts, rules, network, sign-in."),
    ("Failover", "When one region stops, the other goes on."),
    ("Way back", "Returning to the data centre after the cut-over with no order lost."),
    ("Dress rehearsal", "The cut-over played through with everybody and the real clock, but without clients."),
    ("Hypercare", "The weeks after go-live in which the team sits with the users."),
    ("Outsourcing file", "What the supervisor must be told before a bank runs a critical function at a provider."),
    ("Hardware security module", "A device that keeps keys so that nobody can copy them out of it."),
    ("SIEM", "Where the bank collects security events and looks for attacks."),
    ("Gate", "A day on which somebody outside the programme says whether it may go on."),
)
