"""The Platform workstream of the demo programme: outline, links, notes, comments and checks."""

WBS = """
initiative platform | Cloud platform for order flow | erik doing !highest plan:-65
  epic prod | Production environment | erik operations doing !highest plan:-52 #production
    milestone m-platform | Platform accepted for production | ana other !highest due:+27 #gate
    story failover | Failover between regions | kavya !highest doing due:+8 #resilience
      task fo-traffic | Traffic switch between regions | kavya 3d/4d/6d done:-16:-11 env:production
      task fo-session | Session store in both regions | ben 4d/6d/11d was:2d/3d/5d@-6 doing:-10:60% due:-2 left:3d
      task fo-drill | Failover drill with audit evidence | kavya 2d/3d/5d ready:-7 due:+8 +fatima:50
    task capacity | Capacity test at 3 times peak | fatima qa 4d/6d/10d blocked:-12:25%:-4 !high env:staging
    bug drain | Node drain drops in-flight orders | chidi development 1d/2d/5d doing:-4:50% new:-6 !highest
    task backup | Restore a backup within the hour | goran 2d/3d/5d review:-8:90% env:staging
    task runbooks | Runbooks handed to operations | kavya 4d/6d/9d due:+22
    task prod-access | Emergency access for operators | erik 1d/2d/3d done:-26:-24 #security
    task prod-cluster | Production cluster in two regions | kavya 5d/8d/12d done:-36:-27 skill:kubernetes:4
  epic net | Network and connectivity | erik operations doing !high plan:-58 #network
    task line-1 | Private line to the data centre | erik 6d/10d/20d was:4d/6d/10d@-20 blocked:-33:45%:-7 due:-4 !highest
    task firewall | Firewall rules for 38 interfaces | ben 4d/6d/9d doing:-11:65% due:+2 change:CHG-20418
    task latency | Latency measured, order to fill | kavya 2d/3d/6d ready:-3 #latency
    task line-2 | Second line, other carrier | erik 6d/10d/18d !low
    milestone m-net | Both sites connected | erik other due:+13 #gate
    spike feed | File transfer or event feed? | chidi development 2d/3d/4d done:-45:-41
  epic sec | Security baseline | erik operations doing !high plan:-55 #security
    task keys | Keys held in hardware modules | erik 4d/6d/10d doing:-14:70% change:CHG-20377
    task siem | Audit events to the bank's SIEM | ben 3d/4d/7d review:-9:95%
    task sec-review | Review with the security office | erik 1d/2d/3d ready:-4 due:+12
    task pentest | Penetration test by outside firm | fatima qa 5d/7d/10d snet:+14 due:+23 #vendor
    task pen-fix | Findings of the penetration test | chidi development 3d/5d/12d
    task secrets | Secrets out of configuration files | ines development 3d/4d/6d done:-30:-24
  epic obs | Observability | kavya operations doing plan:-50 #observability
    task traces | Tracing from gateway to settlement | jun development 3d/5d/8d doing:-7:40% pts:5
    task alerts | Alerts on order-flow targets | kavya 2d/4d/7d doing:-6:30%
    task rota | On-call rota agreed | hana other 2d/3d/8d blocked:-13:40%:-3 due:+3 #people
    task dash | A dashboard for each service owner | kavya 2d/4d/6d done:-21:-15
    task logs | Central logs, kept seven years | ben 4d/6d/8d done:-39:-33
  epic pipe | Delivery pipeline | jun development done plan:-62 #pipeline
    task build | Reproducible builds | jun 4d/5d/8d done:-60:-55
    task envs | Test environments on demand | ben operations 5d/7d/10d done:-55:-48 halt:-53:-51
    task deploy | Progressive deployment, rollback | jun 4d/6d/9d done:-49:-42
  epic lz | Landing zone | erik operations done plan:-64 #landing-zone
    task accounts | Account structure and guardrails | erik 3d/4d/6d done:-62:-57
    task identity | Single sign-on for engineers | kavya 2d/3d/5d done:-58:-54
    task hub | Network hub and address plan | ben 4d/5d/8d done:-57:-51
    task policies | Policies checked as code | erik 3d/5d/7d done:-52:-46
    milestone m-lz | Landing zone accepted | ana other done:-44:-44 #gate
"""

LINKS = """
accounts > identity > policies > m-lz
accounts SS+1d hub
hub > m-lz
build > deploy
build FS-1d envs
policies > prod-cluster > fo-traffic
hub > line-1 > latency > m-net
prod-cluster > fo-session > fo-drill > m-platform
fo-traffic > fo-drill
prod-cluster FS+1d capacity
line-1 > capacity @-20
capacity > m-platform
drain FF capacity
prod-cluster > backup > m-platform
prod-cluster > prod-access
fo-drill SS+2d runbooks
runbooks > m-platform
hub > firewall > m-net
firewall SS+50% line-2
line-1 > line-2
keys > sec-review > pentest
secrets > pentest
pentest FS-2d pen-fix
logs > siem > sec-review
logs > dash > alerts
traces FF+1d alerts
rota FF alerts
alerts > runbooks
"""

NOTES = {
    "platform": "Everything the order flow needs to run outside the data centre: two regions, a private line, keys "
    "under our own control, and a delivery pipeline that the auditors accept.\n\nAccepted by the head of operations, "
    "not by the programme.",
    "m-platform": "Gate 2 of the steering committee. **Accepted** means: failover drill, restore test and capacity "
    "test passed with evidence, runbooks signed by operations, no open finding above *medium*.",
    "fo-session": "Sessions pinned to one region were lost in the first drill. Writes now go to both regions; reads "
    "stay local.\n\n- latency budget: 4 ms per write\n- conflict rule: latest gateway wins",
    "capacity": "Target is three times the peak of the record day (41,000 orders a minute). Needs the private line: "
    "over the internet tunnel the generators saturate the link before the platform.",
    "line-1": "Carrier order FTL-88213. The cross-connect in cage 7 is missing; the carrier's engineer was refused "
    "access twice because the permit named another building.",
    "drain": "Seen twice in staging when a node was drained at load: orders accepted by the gateway but not yet "
    "acknowledged were dropped. Must be gone before any rehearsal.",
    "keys": "The bank keeps the keys; the provider must not be able to read order data. Ceremony needs two holders in "
    "the room (Henrik Aalto and one deputy).",
    "pentest": "Booked with Redgate Assurance, ten tester days. They move the slot only once, and only with five "
    "working days' notice.",
    "rota": "Works council has to agree to stand-by on Sundays. See the meeting of last week.",
}

COMMENTS = (
    ("envs", -53, "ben", "Quota for managed databases is used up. Asked the provider to raise it; two days, they say."),
    ("envs", -51, "ben", "Quota raised from 20 to 60. Going on."),
    (
        "prod-cluster",
        -31,
        "kavya",
        "Second region is up, but images were pulled from the first. Mirroring the registry.",
    ),
    ("prod-cluster", -27, "kavya", "Both regions serve test traffic. Evidence is in the change record."),
    ("fo-session", -9, "ben", "The client library retries only in its own region. Three days will not be enough."),
    ("fo-session", -6, "ben", "Vendor confirmed the retry bug; fix is in 4.6.2. I have estimated again."),
    (
        "line-1",
        -20,
        "erik",
        "Carrier now says two more weeks for the cross-connect. Escalated to their service manager.",
    ),
    ("line-1", -7, "erik", "Permit refused again, wrong building on the form. Tomasz has the new one on his desk."),
    (
        "capacity",
        -4,
        "fatima",
        "Stopped at 1.3 times peak: the tunnel is the bottleneck. Waiting for the private line.",
    ),
    ("capacity", -2, "erik", "Private line is the only way. I would not buy a bigger tunnel for two weeks."),
    ("drain", -4, "chidi", "Reproduced in 40 minutes with 900 orders a second. The pre-stop hook returns too early."),
    ("firewall", -5, "ben", "25 of 38 rules live. The rest waits for names of partner contacts, list is with Ines."),
    ("rota", -3, "hana", "Karl will not sign without a limit of two Sundays in eight weeks. We need a twelfth person."),
    ("keys", -10, "erik", "Second module arrived damaged. Supplier replaces it; no effect on the date so far."),
)

#: item, title, type, state, evidence or reason
CHECKS = (
    ("prod-cluster", "Region loss survived in test", "test", "passed", "Change record CHG-20291"),
    ("prod-cluster", "Hardening list signed", "security", "passed", "Signed by Henrik Aalto"),
    ("deploy", "Rollback in under five minutes", "acceptance criterion", "passed", "3 min 40 s, run 118"),
    ("prod-access", "Second person approves access", "security", "passed", "Access log of the drill"),
    ("secrets", "No secret left in the repositories", "security", "passed", "Scan of 212 repositories"),
    ("logs", "Seven years of retention proven", "acceptance criterion", "passed", "Retention lock screenshot"),
    ("fo-session", "No order lost when a region fails", "test", "open", ""),
    ("fo-session", "Write latency below 4 ms", "performance", "passed", "p99 3.1 ms, run 142"),
    ("fo-drill", "Audit witnesses the drill", "acceptance criterion", "open", ""),
    ("backup", "Restore of 2 TB within the hour", "test", "passed", "52 minutes, log 77"),
    ("backup", "Runbook followed by somebody new", "acceptance criterion", "open", ""),
    ("siem", "All privileged actions arrive", "security", "passed", "Sample of 60 events"),
    ("siem", "Alert within two minutes", "performance", "open", ""),
    ("keys", "Provider cannot read order data", "security", "open", ""),
    ("capacity", "123,000 orders a minute for an hour", "performance", "open", ""),
    (
        "dash",
        "Colour-blind palette used",
        "acceptance criterion",
        "waived",
        "Vendor theme, replaced in the next release",
    ),
)
