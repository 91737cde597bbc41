"""Decisions of the demo programme, each with its options, and weighted scores where technology was compared."""

from tpm_tui.demo.record_builder import RecordSpec

#: Besides the fields of a decision: ``options`` is (ref, name, pros, cons); ``criteria`` is (ref, name, weight, the
#: scores of the options in their order); ``decided`` is (day, by, chosen option).
DECISIONS: tuple[RecordSpec, ...] = (
    {
        "ref": "d-regions", "day": -62, "by": "erik", "title": "Two regions or three", "deciders": "tomasz sunita",
        "consulted": "henrik", "informed": "margaret", "items": "prod failover",
        "context": "The supervisor asks for the loss of a site to be survived. Law keeps the data in the country, "
        "which has two regions of the provider.",
        "drivers": "- no order lost when a region fails\n- data stays in the country\n- monthly cost",
        "options": (
            ("d-regions-2", "Two active regions", "Simple, cheap, drilled every month",
             "No third vote in a split"),
            ("d-regions-3", "Two regions and a witness abroad", "Third vote", "Data protection says no"),
        ),
        "decided": (-59, "erik", "d-regions-2"),
        "consequences": "A split of the two regions is decided by a person. The runbook names who.",
        "confirmation": "Failover drill, twice a year, with audit.",
    },
    {
        "ref": "d-repl", "day": -57, "by": "dana", "title": "How orders are replicated", "deciders": "tomasz olumide",
        "consulted": "sofia henrik", "informed": "claire", "items": "repl cdc cdc-order",
        "context": "Orders, positions and cash have to be the same on both sides for weeks, under full load, and the "
        "order of events of a client may not change.",
        "drivers": "- order of events per client\n- lag below a minute\n- a way back\n- people who can run it",
        "options": (
            ("d-repl-log", "Change capture from the log", "Exact order, little load on the source",
             "New tool to learn"),
            ("d-repl-native", "The database's own replication", "Known by our administrators",
             "Same version on both sides"),
            ("d-repl-dual", "Applications write twice", "No tool at all", "Eleven applications to change and to trust"),
        ),
        "criteria": (
            ("d-repl-c1", "Order of events kept", 5.0, (9, 8, 4)),
            ("d-repl-c2", "Lag under load", 4.0, (7, 8, 6)),
            ("d-repl-c3", "Works both ways", 4.0, (8, 4, 7)),
            ("d-repl-c4", "Effort to set up", 2.0, (5, 8, 2)),
            ("d-repl-c5", "Known to our people", 2.0, (4, 9, 6)),
        ),
        "decided": (-53, "dana", "d-repl-log"),
        "consequences": "Dana and Goran go to a course; 132k for licences. The hot clients become the limit.",
        "confirmation": "Lag below 60 seconds on five evenings in a row, measured before the full load.",
    },
    {
        "ref": "d-archive", "day": -24, "by": "dana", "title": "Which years of history move",
        "deciders": "sofia olumide",
        "consulted": "beatriz", "items": "hist-scope hist-load",
        "context": "Sixteen years are on disk or tape; the law asks for ten years, audit asks questions about seven.",
        "drivers": "- questions of audit in minutes\n- cost of storage\n- tapes that can still be read",
        "options": (
            ("d-archive-7", "Seven years on disk", "Quick, covers what is asked",
             "Tape reader must be kept"),
            ("d-archive-16", "Everything on disk", "One place", "Six more weeks and 70k a year"),
        ),
        "decided": (-18, "dana", "d-archive-7"),
        "consequences": "The tape reader moves to the archive building and stays in the inventory.",
        "confirmation": "500 trades picked by audit are found in two minutes each.",
    },
    {
        "ref": "d-back", "day": -33, "by": "dana", "title": "The way back after go-live", "deciders": "tomasz olumide",
        "consulted": "claire sunita", "informed": "margaret beatriz", "items": "fallback dress",
        "context": "The chief risk officer signs only if the bank can return for ten days after go-live.",
        "drivers": "- no order lost on the way back\n- back within two hours\n- effort before the rehearsals",
        "options": (
            ("d-back-two", "Replicate back all the time", "Two hours, nothing lost",
             "Eight days of work, conflict rules"),
            ("d-back-log", "Replay the gateway log", "Little work", "A day, and positions to be checked by hand"),
            ("d-back-none", "Forward only", "No work", "Nobody signs it"),
        ),
        "decided": (-23, "ana", "d-back-two"),
        "consequences": "84k from the reserve; four days on the end date; the data centre runs ten days longer.",
        "confirmation": "Tried in the dress rehearsal with the clock running.",
    },
    {
        "ref": "d-replay", "day": -44, "by": "dana", "title": "Replay the log if we must return", "deciders": "tomasz",
        "consulted": "claire", "items": "data",
        "context": "A first answer to the question of the chief risk officer, before the others were costed.",
        "options": (
            ("d-replay-yes", "Replay the gateway log", "Little work", "A day, and positions checked by hand"),
            ("d-replay-no", "No way back", "No work", "Not signed by the risk officer"),
        ),
        "decided": (-42, "dana", "d-replay-yes"),
        "then": ((-23, "ana", "Decide: the way back after go-live", {"status": "superseded",
        "superseded_by": "d-back"}),),
    },
    {
        "ref": "d-feed", "day": -41, "by": "chidi", "title": "Files or events to the clearing house",
        "deciders": "tomasz",
        "consulted": "yusuf", "items": "feed w2-clear",
        "context": "The clearing house takes files every ten minutes or single events; its event interface is new.",
        "options": (
            ("d-feed-file", "Files as today", "Nothing new at the cut-over", "Ten minutes late"),
            ("d-feed-event", "Events", "At once", "New on both sides"),
        ),
        "decided": (-40, "chidi", "d-feed-file"),
        "consequences": "Moved first, improved later: events come after the hypercare.",
    },
    {
        "ref": "d-engine", "day": -10, "by": "chidi", "title": "If build 8.2 does not come",
        "deciders": "tomasz henrik",
        "consulted": "yusuf sunita", "items": "vendor-build match",
        "context": "Without a stable build within four weeks the matching engine cannot be certified in time.",
        "drivers": "- date of the cut-over\n- security officer's consent\n- cost",
        "options": (
            ("d-engine-host", "Old engine on hosted servers", "Known, certified",
             "60k, exemption needed, move again later"),
            ("d-engine-wait", "Wait and move the cut-over", "One move", "A month of parallel running, lease ends"),
            ("d-engine-site", "Pay for their engineer here", "Shortest way to a build", "35k, no promise"),
        ),
    },
    {
        "ref": "d-freeze", "day": -3, "by": "ana", "title": "Three weeks without changes", "deciders": "tomasz sunita",
        "consulted": "claire", "items": "m-freeze",
        "context": "Operations wants no change in production for three weeks. The full load would fall "
        "into it.",
        "options": (
            ("d-freeze-all", "Freeze for all", "Three quiet weeks", "Full load two weeks later"),
            ("d-freeze-load", "Freeze, but not for the copy", "Load goes on, clients see nothing",
             "Two people on call"),
        ),
    },
)  # fmt: skip
