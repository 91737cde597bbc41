"""The Applications workstream of the demo programme: outline, links, notes, comments and checks."""

WBS = """
initiative apps | Applications on the platform | chidi development doing !high plan:-64
  milestone m-freeze | Feature freeze | chidi other due:+19 #gate
  milestone m-apps | Applications ready to rehearse | chidi other due:+36 #gate
  epic gateway | Order gateway | chidi doing !highest plan:-56 #gateway
    bug gw-dup | Duplicate order after reconnect | jun 2d/3d/7d doing:-5:40% new:-7 !highest pts:5 halt:-4:-3
    story gw-limits | Limits checked before routing | jun 3d/5d/8d review:-12:95% pts:5
    story gw-replay | Replay production traffic | jun qa 3d/5d/8d ready:-4 pts:5 +fatima:50 !high #rehearsal
    task gw-certs | Client certificates renewed | ines operations 2d/3d/5d ready:-6 snet:+1 due:+9 change:CHG-20433
    story gw-port | Gateway runs on the cluster | chidi 6d/9d/14d done:-45:-33 pts:8
  epic match | Matching and pricing | chidi doing !high plan:-50 #matching
    task vendor-build | Vendor build 8.2 in containers | chidi 5d/10d/20d was:4d/6d/10d@-16 \
      blocked:-25:35%:-11 due:-5 !highest left:12d #vendor
    story match-warm | Warm start in under a minute | jun 4d/6d/10d pts:8 skill:java:4
    task match-cert | Vendor certifies the set-up | chidi other 5d/8d/14d #vendor
    story price | Pricing with a local cache | ines 5d/7d/10d done:-28:-19 pts:8
    spike skew | How exact are clocks in the cloud? | kavya operations 2d/3d/5d done:-37:-34
  epic settle | Settlement batch | ines doing plan:-46 #settlement
    story settle-window | Batch ends before 05:30 | jun 4d/6d/9d was:3d/4d/6d@-4 doing:-9:50% pts:5 #performance
    task settle-pay | Payment messages to test network | ines 3d/4d/7d ready:-2 pts:3
    story settle-port | Batch jobs as scheduled services | ines 6d/9d/12d done:-36:-29 pts:8
    bug settle-date | Batch date wrong at clock change | jun 1d/2d/3d done:-17:-15 new:-20 pts:2
  epic portal | Client portal | hana design doing plan:-47 #portal
    story portal-status | Status page for the cut-over | hana 3d/4d/6d doing:-6:50%
    story portal-access | Accessibility findings closed | ines development 3d/5d/8d ready:-8 snet:+5 pts:5
    story portal-login | Sign-in with the bank's identity | ines development 4d/6d/9d done:-43:-39 new:-46 pts:5
    story portal-bulk | Bulk order upload redesigned | hana 5d/8d/13d dropped:-24 new:-41 !low
  epic ifaces | Interfaces to other systems | chidi doing plan:-54 #interfaces
    story if-wave2 | Wave 2: 15 market interfaces | chidi doing !high
      task w2-exch | Nine exchanges | chidi 6d/9d/15d doing:-10:45% +jun:50 #vendor
      task w2-clear | Six clearing houses | chidi 5d/7d/12d
    story if-wave3 | Wave 3: nine client interfaces | ines
      task w3-pilot | Two pilot clients | ines 3d/4d/6d ready:-1
      task w3-rest | Seven more clients | ines 5d/7d/11d
    story if-wave1 | Wave 1: 14 internal interfaces | chidi done
      task w1-core | Core banking and ledger | chidi 6d/9d/12d done:-32:-22
      task w1-risk | Risk and limits | ines 3d/5d/7d done:-18:-14
      task stubs | Stand-ins for partner systems | fatima qa 4d/6d/8d done:-44:-38
"""

LINKS = """
gw-port > gw-limits > gw-replay > m-apps
gw-dup FF gw-replay
gw-limits > m-freeze
gw-certs SS+2d w3-pilot
gw-port SS+3d skew
vendor-build > match-warm > match-cert > m-apps
price SS match-warm
settle-port > settle-window > m-freeze
settle-port > settle-date
settle-window FS-1d settle-pay
settle-pay > m-apps
portal-login > portal-status
portal-access > m-freeze
portal-login > portal-bulk
portal-login > portal-access
stubs > w1-core > w1-risk
if-wave1 > w2-exch > w2-clear > m-apps
w2-exch SS+40% w2-clear @-12
stubs SS+5d w3-pilot
w3-pilot > w3-rest > m-apps
m-freeze > m-apps
"""

NOTES = {
    "apps": "Eleven applications, 38 interfaces. Moved first, improved later: nothing that changes what a client sees "
    "goes in before the hypercare ends, the status page excepted.",
    "vendor-build": "Corvane has missed its date for build 8.2. What we have is a pre-release that leaks "
    "memory when the order book is reloaded. Ticket CRV-5521, severity 1 since ten days.",
    "gw-dup": "A client that reconnects within 200 ms gets its last order sent twice. Found by Meridian in the test "
    "window, so they look at this one every day.",
    "gw-replay": "Replay of the record day at 1x, 2x and 3x, compared trade by trade with what really happened. It is "
    "the best evidence we have for the go or no-go paper.",
    "settle-window": "Ends at 06:10 today on the new platform; the payment system closes its input at 06:00 and the "
    "treasury wants half an hour in hand.",
    "m-freeze": "After this day only bugs of the rehearsals are fixed.",
    "portal-bulk": "Dropped: changes what clients see and answers no need of the migration. Kept in the idea list of "
    "the product owner.",
}

COMMENTS = (
    ("gw-port", -38, "chidi", "Runs. Start-up takes 90 seconds, most of it reading 14 configuration files."),
    (
        "skew",
        -34,
        "kavya",
        "0.4 ms worst case with the provider's time service. Good enough for the supervisor's 1 ms.",
    ),
    ("portal-bulk", -24, "ana", "Steering agreed to leave it out. Claire would have liked it, she was asked before."),
    ("vendor-build", -16, "chidi", "Pre-release leaks 2 GB an hour. I no longer believe in six days."),
    ("vendor-build", -11, "chidi", "Blocked. Yusuf says the fix is in test on their side, no date."),
    (
        "vendor-build",
        -2,
        "ana",
        "Call with their head of delivery is set. We ask for a date in writing or an engineer here.",
    ),
    ("gw-dup", -5, "jun", "The old session is closed too late. Easy fix, hard proof: needs 10,000 reconnects."),
    ("gw-dup", -4, "jun", "Waiting for the trace of Meridian; without it I test something else than what they saw."),
    ("settle-window", -4, "jun", "Fees are 40 minutes of it and are not parallel. Six days, not four."),
    ("settle-date", -15, "jun", "Fixed and tested for both clock changes of next year."),
    (
        "w2-exch",
        -6,
        "chidi",
        "Four of nine exchanges certified. Two have test slots in three weeks only.",
    ),
    ("gw-limits", -2, "fatima", "Review found one path where a limit of zero means no limit. Back with Jun."),
)

CHECKS = (
    ("gw-port", "Functional suite green, 1,212 cases", "test", "passed", "Run 1093"),
    ("gw-port", "Reviewed by two people", "code review", "passed", "Merge request 311"),
    ("price", "Prices equal the old service for a day", "test", "passed", "4.2 million quotes, 0 differences"),
    ("settle-port", "Same files as the old batch", "test", "passed", "Five business days compared"),
    ("settle-date", "Both clock changes tested", "test", "passed", "Run 1187"),
    ("portal-login", "Second factor enforced", "security", "passed", "Tested by the security office"),
    ("w1-core", "Ledger totals agree", "acceptance criterion", "passed", "Signed by finance"),
    ("gw-limits", "Reviewed by two people", "code review", "open", ""),
    ("gw-limits", "Limit of zero stops the order", "test", "failed", "Found in review, path via amend"),
    ("gw-dup", "10,000 reconnects, no duplicate", "test", "open", ""),
    ("gw-replay", "No trade differs from the record day", "acceptance criterion", "open", ""),
    ("settle-window", "Ends before 05:30 on five nights", "performance", "open", ""),
    ("match-cert", "Certificate letter from the vendor", "acceptance criterion", "open", ""),
)
