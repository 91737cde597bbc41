"""What the file says of the programme as a whole."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from tpm_tui.domain.fields import Field, Record
from tpm_tui.domain.values.three_point import ThreePoint

#: What may give where scope, time and cost cannot all be kept; agreed with the sponsor.
TRADE_OFFS = ("", "fixed", "flexible", "accepted")
RAG_STATES = ("", "red", "amber", "green")
#: Ways to the estimate at completion (earned value).
EAC_METHODS = ("typical", "one_off", "composite", "weighted", "bottom_up")


class Programme(Record, frozen=True, kw_only=True):
    """The programme this file holds; there is one, with the fixed id ``programme``."""

    name: Annotated[str, Field("Name", width=24)]
    start: Annotated[datetime | None, Field("Start", width=12, format="start")] = None
    status_date: Annotated[datetime | None, Field("Status date", past=True, width=12, format="finish")] = None
    calendar: Annotated[str | None, Field("Calendar", ref="calendar")] = None
    currency: Annotated[str, Field("Currency", width=8)] = "EUR"
    eac_method: Annotated[str, Field("EAC by", width=10, choices=EAC_METHODS)] = "typical"
    load_warning: Annotated[int, Field("Load warning", width=9, help="hours a week, over four weeks")] = 48
    load_alarm: Annotated[int, Field("Load alarm", width=9, help="hours a week, over four weeks")] = 55
    on_call_limit: Annotated[
        int, Field("On call at most", width=9, choices=range(101), format="percent", help="of the time")
    ] = 25
    shift_incidents: Annotated[
        int, Field("Incidents a shift", width=9, choices=range(1001), help="at most, where shifts are kept")
    ] = 2
    incident_hours: Annotated[int, Field("An incident counts", choices=range(25), help="hours of work")] = 6
    rest_hours: Annotated[int, Field("Rest at least", width=9, choices=range(25), help="hours after an incident")] = 11
    slack_limit: Annotated[int, Field("Critical at slack", format="duration")] = 0
    risk_chance: Annotated[str, Field("Chance of P 1-5", width=20, format="scale", help="percent")] = "5 20 40 60 85"
    risk_delay: Annotated[str, Field("Delay of I 1-5", width=20, format="scale", help="working days")] = "1 3 8 15 30"
    assumed_limit: Annotated[
        int, Field("No forecast above", choices=range(101), format="percent", help="of open work without an estimate")
    ] = 33
    assumed_range: Annotated[
        ThreePoint | None, Field("Assumed range", width=10, format="duration", help="where marked; empty: 2h/1d/5d")
    ] = None
    freeze_days: Annotated[
        int,
        Field("Freeze", width=6, choices=range(366), help="working days in which levelling moves nothing"),
    ] = 0
    escalation_days: Annotated[str, Field("Escalates after", width=14, help="working days at team, at lead")] = "2 5"

    function_limits: Annotated[
        str, Field("At most in progress", width=20, format="limits", help="items of a function, as in qa:2")
    ] = ""
    refuse_over_limits: Annotated[bool, Field("Refuse more of them", width=6, help="else a warning")] = False

    target: Annotated[str | None, Field("Target", width=9, ref="item", help="a milestone; none is the finish")] = None
    target_date: Annotated[datetime | None, Field("Target date", width=12, format="finish")] = None
    budget: Annotated[Decimal | None, Field("Budget", width=11, format="money")] = None
    tolerance: Annotated[float, Field("Tolerance", width=9, format="positive", help="percent of the budget")] = 10.0
    sponsor: Annotated[str | None, Field("Sponsor", width=14, ref="stakeholder")] = None
    trade_off_scope: Annotated[str, Field("Scope is", width=9, choices=TRADE_OFFS)] = ""
    trade_off_time: Annotated[str, Field("Time is", width=9, choices=TRADE_OFFS)] = ""
    trade_off_cost: Annotated[str, Field("Cost is", width=9, choices=TRADE_OFFS)] = ""
    trade_off_by: Annotated[str, Field("Trade-off agreed by", width=16)] = ""
    trade_off_on: Annotated[date | None, Field("Trade-off agreed on", past=True, width=10)] = None
    green_from: Annotated[int, Field("Green from", choices=range(101), format="percent")] = 80
    red_below: Annotated[int, Field("Red below", choices=range(101), format="percent")] = 50
    need_days: Annotated[
        int, Field("Needs without work after", choices=range(366), help="days: then the state is red")
    ] = 14
    state_override: Annotated[str, Field("State by hand", width=7, choices=RAG_STATES)] = ""
    override_reason: Annotated[str, Field("Reason", width=24)] = ""
    override_until: Annotated[date | None, Field("State by hand until", end=True, width=10)] = None
