"""The Data workstream of the demo programme: outline, links, notes, comments and checks."""

WBS = """
initiative data | Order and client data moved | dana development doing !highest plan:-65
  epic repl | Replication to the cloud | dana doing !highest plan:-57 #replication
    bug lag | Replica falls 40 minutes behind | goran operations !highest 4d/7d/14d was:2d/3d/6d@-5 \
      doing:-8:30% new:-9 due:-1 left:7d
    milestone m-schema | Schema freeze | dana other due:+4 snet:+4 #gate
    story load | First full load | goran operations !high doing
      task load-dry | Dry run on a masked copy | goran 3d/5d/7d done:-24:-19
      task load-full | Full load, 4.1 billion rows | goran 6d/9d/16d ready:-5
      task load-verify | Row counts and checksums agree | dana 3d/5d/8d
    milestone m-load | First full load verified | dana other due:+22 #gate
    task fallback | Replicate back to the data centre | dana 5d/8d/14d was:4d/6d/10d@-12 new:-22 +goran:50 #fallback
    task cdc | Change capture on 61 tables | dana 6d/8d/12d done:-41:-31 skill:kafka:3
    task cdc-order | Events kept in order per client | dana 3d/4d/7d done:-30:-25 halt:-29:-27
  epic recon | Reconciliation | ines doing !high plan:-48 #reconciliation
    task recon-engine | Compare positions and cash nightly | ines 5d/7d/11d doing:-13:55% pts:8
    task recon-report | Break report for the order desk | ines 2d/3d/5d ready:-4 pts:3
    task recon-run | Ten clean nights in a row | fatima qa 10d/10d/16d
    milestone m-recon | Reconciled to the cent | dana other due:+43 #gate
    task recon-rules | Rules agreed with finance | hana design 3d/5d/9d done:-27:-20
  epic hist | History and archive | goran operations doing plan:-45 #archive
    task hist-load | Seven years of trades loaded | goran 6d/9d/15d doing:-9:30% halt:-6:-4 +dana:50
    task hist-query | Audit queries in two minutes | dana 3d/5d/8d
    task hist-check | Sample of 500 trades checked | fatima qa 2d/3d/5d
    task hist-scope | Which years move, which stay | dana design 2d/4d/7d done:-22:-18
  epic ref | Reference data | ines doing plan:-52 #reference-data
    bug ref-char | Client names lose their accents | ines 1d/2d/4d doing:-3:60% new:-4 pts:2
    task ref-feed | Instrument feed switched over | jun 3d/4d/6d blocked:-6:20%:-2 due:+9
    task ref-clean | Duplicate clients merged | ines 4d/6d/10d done:-38:-31
  epic priv | Data protection | hana design doing plan:-53 #privacy
    task dpia | Impact assessment signed | hana 3d/5d/10d review:-14:90% due:-3 !high
    task mask | Masked data for test | dana development 4d/6d/9d done:-43:-37
"""

LINKS = """
cdc > cdc-order > load-dry > load-full
lag > load-full > load-verify > m-load
m-schema > load-full
cdc FF+2d lag
mask > load-dry
m-schema FS+1d ref-feed
m-load FS+2d recon-run > m-recon
recon-rules > recon-engine > recon-report
recon-engine > recon-run
recon-report FS-2d recon-run
ref-char > recon-run
ref-clean > recon-run
load-verify SS+50% fallback @-22
hist-scope > hist-load > hist-query > hist-check
dpia FF hist-check
"""

NOTES = {
    "data": "Orders, positions, cash and seven years of history move without a gap that a client or the supervisor "
    "could see. The order desk decides whether two numbers agree, not the team that moved them.",
    "lag": "Under evening load the replica falls 40 minutes behind; the limit for the cut-over is 60 seconds. "
    "Suspects, in the order we test them:\n\n1. one hot partition: 31% of events belong to four clients\n"
    "2. index rebuild on the target during load\n3. batch size of the capture process",
    "load-full": "Runs from Friday 19:00 so that the batch window is not touched. A run that fails after hour 30 "
    "starts again from the last partition, not from nothing.",
    "fallback": "Asked for by the chief risk officer after the baseline: for ten days after go-live we must be able to "
    "return to the data centre with no order lost. Was not in the plan we signed.",
    "recon-run": "Ten nights without an unexplained break, counted from the first full load. A break resets the count; "
    "finance decides what counts as explained.",
    "m-schema": "From here on no table changes without the data architect and the vendor in one call.",
    "dpia": "Data protection officer has asked for one more paragraph on the support staff of the provider outside the "
    "European Economic Area.",
    "hist-load": "2019 to 2025. The tape years before that stay where they are, see the decision.",
}

COMMENTS = (
    ("cdc-order", -29, "dana", "Updates of one client arrive on two partitions. Stopped until the key is decided."),
    (
        "cdc-order",
        -27,
        "dana",
        "Decided: key is the client, not the account. Hot clients are the price; we measure it.",
    ),
    ("load-dry", -19, "goran", "61 hours on the masked copy, 9 more than planned. Two indexes are built twice."),
    ("lag", -8, "goran", "41 minutes at 19:40, every evening. Gone by 22:00. It follows the batch, not the orders."),
    (
        "lag",
        -5,
        "goran",
        "Not the batch size. Splitting the hot partition helps by half. Seven days rather than three.",
    ),
    ("lag", -1, "dana", "Due date is gone. Six days of work left means the full load starts in the week after next."),
    ("recon-engine", -5, "ines", "Positions compare; cash needs the value date from settlement first."),
    ("fallback", -12, "dana", "Two-way replication needs conflict rules for 14 tables. Eight days is what I believe."),
    (
        "hist-load",
        -6,
        "goran",
        "Stopped: source snapshot was deleted by the retention job. New one runs over the weekend.",
    ),
    ("dpia", -3, "hana", "Sent with the changes. The officer is away for three days, her deputy may not sign."),
    ("ref-char", -3, "ines", "The feed is Latin-1 and says UTF-8. 1,914 clients, among them Petrović and Muñoz."),
)

CHECKS = (
    ("cdc", "61 of 61 tables captured", "test", "passed", "Comparison of 12 million keys"),
    ("cdc-order", "Order of events kept under load", "test", "passed", "Replay of the record day, 0 out of order"),
    ("load-dry", "Counts agree with the source", "test", "passed", "61 tables, 0 differences"),
    ("load-full", "Finished within 60 hours", "performance", "open", ""),
    ("load-verify", "Checksums of all partitions agree", "test", "open", ""),
    ("recon-engine", "One planted break in each rule found", "test", "open", ""),
    ("recon-rules", "Signed by finance and order desk", "acceptance criterion", "passed", "Minutes of the session"),
    ("mask", "No real name left in the sample", "security", "passed", "Sample of 5,000 rows"),
    ("ref-clean", "Account managers confirmed the merges", "acceptance criterion", "passed", "311 of 311 pairs"),
    ("lag", "Below 60 seconds for five evenings", "performance", "failed", "41 minutes on the first evening"),
    ("dpia", "Signed by the data protection officer", "security", "open", ""),
    (
        "hist-scope",
        "Legal agrees to the retention list",
        "acceptance criterion",
        "passed",
        "Mail of the general counsel",
    ),
)
