"""The Cut-over and adoption workstream of the demo programme, and the links that tie the workstreams together."""

WBS = """
initiative cut | Cut-over and adoption | ana other doing !high plan:-63
  milestone m-live | Live on the cloud platform | ana !highest due:+77 #gate #cutover
  epic reh | Rehearsals | ana doing !highest plan:-49 #rehearsal
    task reh-plan | Minute-by-minute rehearsal plan | ana 4d/6d/9d doing:-7:60% due:+4
    story reh-1 | Rehearsal 1: the technical steps | ana
      task r1-run | Run rehearsal 1 | erik operations 3d/4d/5d +goran:100
      task r1-fix | Findings of rehearsal 1 | chidi development 5d/8d/15d
    story reh-2 | Rehearsal 2: with the order desk | ana
      task r2-run | Run rehearsal 2 | erik operations 2d/3d/4d +goran:100
      task r2-fix | Findings of rehearsal 2 | chidi development 5d/8d/14d
    task soak | Five days at full volume | fatima qa 5d/5d/8d
    task dress | Dress rehearsal | ana operations 3d/3d/4d +kavya:100
    milestone m-dress | Dress rehearsal passed | ana due:+58 #gate
  epic go | Cut-over weekend | ana plan:-42 !highest #cutover
    task evidence | Paper for go or no-go | ana 3d/4d/6d
    milestone m-go | Go or no-go | ana due:+68 #gate
    task stop | Trading stopped, books closed | goran operations 4h/6h/10h cal:crew
    task switch | Final sync, then switch over | erik operations 1d/1d/2d cal:crew +goran:100
    task verify | Order desk verifies positions | dana qa 1d/2d/3d cal:crew +fatima:100
  epic notice | Clients and supervisor | ana doing plan:-51 !high #regulator
    task sup-file | Outsourcing file to supervisor | ana 4d/7d/12d doing:-11:80% due:+6 +hana:30 !high
    task sup-answer | Questions of the supervisor | ana 3d/5d/12d
    task cl-notice | Notice to 412 clients | hana design 2d/3d/5d ready:-3 snet:+3
    task cl-window | Test window for clients | ines qa 5d/8d/10d
    task sup-talk | First talk with the supervisor | ana 1d/2d/3d done:-41:-39
  epic adopt | Training and operating model | hana other doing plan:-44 #adoption
    story train | Training for 140 people | hana doing
      task tr-material | Course and exercise book | hana design 4d/6d/9d doing:-12:70%
      task tr-desk | Order desk trained | hana 3d/5d/7d
      task tr-service | Client service trained | hana 2d/4d/6d
    task council | Works council agreement | hana 2d/3d/10d blocked:-9:20%:-4 due:+10 #people
    task opmodel | Who does what after go-live | hana design 4d/6d/9d done:-33:-26
  epic hyper | Hypercare | kavya operations plan:-38 #hypercare
    task war-room | Two weeks of war room | kavya 10d/10d/15d
    task night | Last night shift, data centre | goran 3d/5d/5d
    milestone m-close | Hypercare over, handed to line | ana due:+88 #gate
  epic decom | Data centre closed | erik operations doing plan:-32 #decommissioning
    milestone m-lease | Data centre handed back | erik due:+89 !highest #gate
    task wipe | Disks wiped with certificate | erik 2d/3d/5d
    task racks | Racks and lines removed | ben 2d/2d/4d
    task dc-list | List of what is still in use | ben 3d/4d/6d done:-23:-18
"""

LINKS = """
reh-plan > r1-run
m-recon > r1-run
m-apps FS-3d r1-run
m-platform > r1-run
m-net > r1-run
r1-run > r1-fix > r2-run > r2-fix > soak > dress > m-dress
fallback > r2-run @-22
hist-check > r2-run
pen-fix > soak
m-dress > evidence > m-go
tr-desk > dress
sup-talk > sup-file FS+30ed sup-answer > m-go
m-go FS+7d stop
stop > switch > verify > m-live
dpia > sup-file @-13
cl-notice FS+10d cl-window > dress
m-apps > cl-window
opmodel > tr-material > tr-desk > tr-service
rota > council
council > stop
portal-status > stop
tr-service > stop
m-live > war-room > m-close
war-room SS+9d wipe
m-live SF+5d night
line-2 > stop
dc-list > wipe > racks > m-lease
gw-replay > r1-run
latency > gw-replay
"""

NOTES = {
    "cut": "The weekend itself, the rehearsals that make it boring, and everybody who has to work differently on "
    "the Monday after it.",
    "m-live": "The order desk takes the first client order on the new platform. It has to be **three weeks before "
    "the lease of the data centre ends**, or the hall is not empty in time.",
    "reh-plan": "One line a minute, one name a line. Template from the payments migration; 214 lines so far.",
    "m-dress": "Gate 4. Full volume, full crew, the real clock, and the way back tried once.",
    "evidence": "Twelve criteria, each with a record behind it, signed by the person who accepts the risk.",
    "stop": "Needs the crew calendar: Saturday and Sunday are working days for the cut-over.",
    "sup-file": "34 annexes. Missing: exit plan, signed impact assessment, list of sub-contractors of the provider.",
    "m-lease": "Every month more costs 185,000 and needs the landlord, who has let the hall from the day after.",
    "night": "The old night shift goes on until the new platform has been live for a week.",
}

COMMENTS = (
    ("reh-plan", -5, "ana", "Platform and data lines are in. Applications come in two days, Chidi has promised."),
    ("sup-file", -4, "hana", "Annex 17 (exit plan) went back to legal for the third time. It is two sentences."),
    (
        "m-dress",
        -13,
        "ana",
        "By today's plan this is a few days late. Either reconciliation or the fixes must get shorter.",
    ),
    ("m-lease", -9, "erik", "Landlord was asked for two weeks more: no, the hall is let."),
    (
        "opmodel",
        -26,
        "hana",
        "Agreed by all four heads. First-line stays where it is, second-line moves to the operations group.",
    ),
    ("tr-material", -3, "hana", "Exercises use the masked data now, so people find their own clients. Much better."),
    ("dc-list", -18, "ben", "Two systems nobody knew about still write to the old file server. Owners found."),
)

CHECKS = (
    ("sup-talk", "Minutes accepted by the supervisor", "acceptance criterion", "passed", "Letter on file"),
    ("opmodel", "Four heads of department agree", "acceptance criterion", "passed", "Signed page"),
    ("dc-list", "Each entry has an owner", "acceptance criterion", "passed", "143 of 143"),
    ("sup-file", "Exit plan attached", "acceptance criterion", "open", ""),
    ("dress", "Way back tried within two hours", "test", "open", ""),
    ("verify", "Positions agree for all 412 clients", "acceptance criterion", "open", ""),
    ("switch", "Switch done in 40 minutes", "performance", "open", ""),
)
