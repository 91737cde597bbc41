"""Keys of the demo programme that tests name: what they stand for is held to the demo by ``tests/demo``."""

FIREWALL_RULES = "T-39"
FAILOVER = "T-75"
TRAFFIC_SWITCH = "T-76"
SESSION_STORE = "T-77"
FAILOVER_DRILL = "T-78"
CAPACITY_TEST = "T-79"
RESTORE_BACKUP = "T-80"
RUNBOOKS = "T-81"

#: What each is called in the demo.
TITLES = {
    FIREWALL_RULES: "Firewall rules for 38 interfaces",
    FAILOVER: "Failover between regions",
    TRAFFIC_SWITCH: "Traffic switch between regions",
    SESSION_STORE: "Session store in both regions",
    FAILOVER_DRILL: "Failover drill with audit evidence",
    CAPACITY_TEST: "Capacity test at 3 times peak",
    RESTORE_BACKUP: "Restore a backup within the hour",
    RUNBOOKS: "Runbooks handed to operations",
}
