"""Incidents, releases and measures of the demo programme."""

from tpm_tui.demo.record_builder import RecordSpec

INCIDENTS: tuple[RecordSpec, ...] = (
    {
        "ref": "i-quota", "day": -53, "by": "ben", "clock": "10:40", "title": "No test environment can be made",
        "severity": "SEV3", "impact": "None outside the team; six developers wait", "started": (-53, "09:50"),
        "detected": (-53, "10:05"), "acknowledged": (-53, "10:15"), "owner": "ben", "items": "envs", "risk": "r-quota",
        "label": "Open incident: no test environment can be made",
        "then": ((-51, "ben", "Close incident: quota raised", {
            "mitigated": (-53, "12:30"), "resolved": (-51, "11:20"), "clock": "11:31"}),),
    },
    {
        "ref": "i-deploy", "day": -37, "by": "jun", "clock": "15:22", "title": "Gateway down after a release",
        "severity": "SEV2", "impact": "Meridian's test orders refused for 34 minutes", "started": (-37, "14:52"),
        "detected": (-37, "15:01"), "acknowledged": (-37, "15:04"), "owner": "jun", "items": "gw-port",
        "label": "Open incident: gateway down after a release",
        "contingency": "Roll back one release; the pipeline does it with one approval.",
        "then": ((-37, "jun", "Close incident: gateway is back", {
            "mitigated": (-37, "15:26"), "resolved": (-37, "16:40"), "clock": "16:52"}),),
    },
    {
        "ref": "i-lag", "day": -9, "by": "goran", "clock": "19:55", "title": "Replica 41 minutes behind",
        "severity": "SEV2", "impact": "None yet; the nightly comparison is worthless", "started": (-9, "18:55"),
        "detected": (-9, "19:40"), "acknowledged": (-9, "19:44"), "owner": "goran", "items": "lag load-full",
        "risk": "r-lag", "label": "Open incident: replica 41 minutes behind",
        "contingency": "Stop the copy of history during the evening; the full load waits until the lag is gone.",
        "then": ((-8, "goran", "Replica incident eased", {"mitigated": (-8, "20:10"), "clock": "20:22"}),),
    },
    {
        "ref": "i-orders", "day": -1, "by": "chidi", "clock": "16:38", "title": "Orders dropped while a node drains",
        "severity": "SEV1", "impact": "Client test window closed; 17 test orders of Meridian lost",
        "started": (-1, "16:02"), "detected": (-1, "16:20"), "acknowledged": (-1, "16:24"), "owner": "chidi",
        "items": "drain fo-session gw-replay", "risk": "r-loss",
        "label": "Open incident: orders dropped while a node drains",
        "contingency": "No node of the gateway is drained by hand until the fix is in; scaling is switched off.",
    },
)  # fmt: skip

#: incident, day, when, who, what.
INCIDENT_ENTRIES: tuple[tuple[str, int, str, str, str], ...] = (
    ("i-quota", -53, "10:15", "ben", "Provider refuses new databases: quota of 20 is used up"),
    ("i-quota", -53, "12:30", "ben", "Six old environments removed, people can go on"),
    ("i-quota", -51, "11:20", "ben", "Quota is 60 now, alert at 80%"),
    ("i-deploy", -37, "15:01", "kavya", "Alert: no order accepted for nine minutes"),
    ("i-deploy", -37, "15:04", "jun", "Looking; release 0.14 went out at 14:50"),
    ("i-deploy", -37, "15:26", "jun", "Rolled back to 0.13, orders are accepted again"),
    ("i-deploy", -37, "16:40", "jun", "Cause: certificate path differs in production. Check added to the pipeline"),
    ("i-lag", -9, "19:44", "goran", "Lag is 41 minutes and grows; source is not slow"),
    ("i-lag", -9, "21:10", "goran", "31% of events go to one partition"),
    ("i-lag", -8, "20:10", "goran", "Copy of history stopped, lag peaks at 22 minutes"),
    ("i-lag", -5, "18:30", "dana", "Hot partition split in test: 9 minutes. Production change is prepared"),
    ("i-orders", -1, "16:20", "kavya", "Meridian calls: 17 orders without an answer"),
    ("i-orders", -1, "16:24", "chidi", "Same picture as the drain bug; a node was replaced at 16:02"),
    ("i-orders", -1, "16:31", "chidi", "Replacement of nodes stopped, client informed by Jun"),
)

#: incident, what is to be done, owner, due, day done, item it became: as the actions of meetings.
INCIDENT_ACTIONS: tuple[tuple[str, str, str, int, int | None, str | None], ...] = (
    ("i-quota", "Alert at 80% of every quota", "ben", -48, -49, None),
    ("i-deploy", "Pipeline compares the settings of both stages", "jun", -30, -31, None),
    ("i-lag", "Split the hot partition in production", "goran", 2, None, "lag"),
    ("i-orders", "Letter to Meridian with cause and date", "chidi", 1, None, None),
    ("i-orders", "Pre-stop hook waits for acknowledged orders", "chidi", 2, None, "drain"),
)

#: version, day, hour, items, hours from commit to deploy, then for a failed one when it was seen and put right.
RELEASES: tuple[tuple[str, int, str, str, str, tuple[str, str] | None], ...] = (
    ("0.9", -54, "11:20", "build", "52h", None),
    ("0.10", -49, "10:45", "identity", "47h", None),
    ("0.11", -45, "15:10", "policies", "41h", None),
    ("0.12", -42, "14:20", "deploy", "30h", None),
    ("0.13", -39, "10:30", "portal-login logs", "27h", None),
    ("0.14", -37, "14:50", "", "22h", ("15:01", "15:26")),
    ("0.15", -33, "11:40", "gw-port", "26h", None),
    ("0.16", -28, "13:15", "settle-port", "20h", None),
    ("0.17", -24, "10:05", "secrets prod-access", "19h", None),
    ("0.18", -22, "16:10", "w1-core", "25h", ("16:40", "18:05")),
    ("0.19", -18, "11:00", "price", "18h", None),
    ("0.20", -14, "14:35", "settle-date w1-risk dash", "16h", None),
    ("0.21", -10, "10:20", "fo-traffic", "14h", None),
    ("0.22", -5, "15:45", "", "17h", None),
    ("0.23", -2, "11:30", "", "13h", None),
)

#: ref, name, unit, target, direction, items, first day, and one reading each working week from then on.
METRICS: tuple[tuple[str, str, str, float, str, str, int, tuple[float, ...]], ...] = (
    (
        "me-lag",
        "Replication lag, evening peak",
        "min",
        1.0,
        "lower",
        "lag repl",
        -31,
        (3.5, 4.1, 6.0, 9.5, 14.0, 41.0, 22.0),
    ),
    (
        "me-fill",
        "Order to fill, 99th percentile",
        "ms",
        12.0,
        "lower",
        "latency gateway",
        -36,
        (19.2, 17.8, 16.1, 15.0, 14.2, 13.9, 14.6, 13.1),
    ),
    (
        "me-batch",
        "Settlement batch ends after 00:00",
        "min",
        330.0,
        "lower",
        "settle-window",
        -26,
        (402.0, 396.0, 391.0, 377.0, 374.0, 370.0),
    ),
    ("me-breaks", "Unexplained breaks a night", "", 0.0, "lower", "recon-run", -16, (118.0, 64.0, 31.0, 37.0)),
    (
        "me-avail",
        "Test platform available",
        "%",
        99.9,
        "higher",
        "platform",
        -46,
        (98.1, 98.9, 97.6, 99.2, 99.4, 99.3, 99.6, 99.1, 99.7, 99.5),
    ),
)
