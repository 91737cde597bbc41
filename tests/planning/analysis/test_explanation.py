"""The chain of reasons: each step must lead to the date that the schedule gives."""

from datetime import date, datetime

from hypothesis import given, settings

from support.network_strategies import START, networks
from support.networks import make_network
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import STANDARD_WEEK, WorkCalendar
from tpm_tui.planning.analysis.driver import Cause, driver, late_driver
from tpm_tui.planning.analysis.explanation import item_explanation
from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import conflicts
from tpm_tui.planning.cpm.schedule import schedule
from tpm_tui.planning.model.network import Constraint, Network, NetworkLink

DAY = 480


def test_a_chain_leads_back_to_the_plans_start() -> None:
    # Thursday 26 November is a holiday: item 1 starts on Friday, though item 0 is done on Wednesday
    calendar = WorkCalendar(STANDARD_WEEK, {date(2026, 11, 26): ()})
    network = make_network(
        [2 * DAY, 2 * DAY, DAY, DAY],
        [NetworkLink(0, 1, lag=DAY), NetworkLink(1, 2), NetworkLink(3, 2)],
        plan_start=START,
        calendars=[calendar],
    )
    explanation = item_explanation(network, schedule(network), 2)
    assert [(step.position, step.driver.cause) for step in explanation.reasons] == [
        (2, Cause.LINK),
        (1, Cause.LINK),
        (0, Cause.PLAN_START),
    ]
    _, middle, first = explanation.reasons
    assert middle.lag == DAY
    assert middle.driver.at == to_minute(datetime(2026, 11, 25, 17, 0))
    assert middle.start == to_minute(datetime(2026, 11, 27, 8, 0))
    assert middle.before.days == (date(2026, 11, 26),)
    assert middle.before.minutes == middle.start - middle.driver.at
    assert middle.during.days == ()
    assert middle.during.minutes > 2 * 1440  # the weekend
    assert first.before.minutes == 0
    assert explanation.critical
    assert explanation.limits == ((2, late_driver(schedule(network), 2)),)
    assert explanation.limits[0][1].cause == Cause.PLAN_FINISH


def test_who_waits_and_how_long_they_can() -> None:
    network = make_network(
        [DAY, DAY, DAY, 3 * DAY], [NetworkLink(0, 1), NetworkLink(0, 2), NetworkLink(3, 2)], plan_start=START
    )
    waiting = item_explanation(network, schedule(network), 0).successors
    assert [(follower.position, follower.free_slack, follower.is_driven) for follower in waiting] == [
        (1, 0, True),
        (2, 2 * DAY, False),
    ]


def test_negative_slack_is_followed_to_the_date_that_makes_it() -> None:
    network = make_network(
        [2 * DAY, DAY, DAY],
        [NetworkLink(0, 1), NetworkLink(1, 2)],
        plan_start=START,
        deadline=[None, None, START + 1440],
    )
    scheduled = schedule(network)
    assert max(scheduled.total_slack) < 0
    limits = item_explanation(network, scheduled, 0).limits
    assert [(position, step.cause) for position, step in limits] == [
        (0, Cause.LINK),
        (1, Cause.LINK),
        (2, Cause.DEADLINE),
    ]


@settings(max_examples=150, deadline=None)
@given(networks())
def test_every_item_has_a_reason_that_gives_its_start(network: Network) -> None:
    scheduled = schedule(network)
    for position in range(len(network)):
        explained = item_explanation(network, scheduled, position)
        assert explained.reasons[0].position == position
        assert explained.reasons[-1].driver.cause != Cause.LINK or len(explained.reasons) > 1
        for step in explained.reasons:
            cause = step.driver
            start = scheduled.start[step.position]
            calendar = network.calendar_of(step.position)
            if cause.cause == Cause.LINK:
                assert cause.link is not None
                # the driver's own bound reaches the start, across nothing but idle time
                assert calendar.work_at(cause.at) == calendar.work_at(start)
            elif cause.cause in (Cause.ACTUAL, Cause.CHILD):
                assert cause.at == start
            elif cause.cause == Cause.PLAN_START:
                assert calendar.work_at(cause.at) == calendar.work_at(start)
            elif cause.cause == Cause.CONSTRAINT:
                kind = network.constraint[step.position]
                if kind in (Constraint.SNET, Constraint.MSO, Constraint.SNLT):
                    assert calendar.work_at(cause.at) == calendar.work_at(start)
                else:
                    assert calendar.work_at(cause.at) == calendar.work_at(scheduled.finish[step.position])


@settings(max_examples=150, deadline=None)
@given(networks(actuals=False, constraints=tuple(tie for tie in Constraint if tie != Constraint.ALAP)))
def test_negative_slack_always_ends_at_a_date_that_someone_asked_for(network: Network) -> None:
    scheduled = schedule(network)
    for position, slack in enumerate(scheduled.total_slack):
        if slack < 0:
            last = item_explanation(network, scheduled, position).limits[-1][1]
            assert last.cause in (Cause.DEADLINE, Cause.CONSTRAINT)


@settings(max_examples=150, deadline=None)
@given(networks(actuals=False))
def test_a_conflict_names_a_link_that_is_broken(network: Network) -> None:
    scheduled = schedule(network)
    for conflict in conflicts(scheduled):
        assert conflict.minutes > 0
        if conflict.cause == Cause.CONSTRAINT:
            assert conflict.link is not None
            assert network.constraint[conflict.position] in {
                Constraint.MSO,
                Constraint.MFO,
                Constraint.SNLT,
                Constraint.FNLT,
            }
            assert driver(scheduled, conflict.position).cause in (Cause.CONSTRAINT, Cause.LATE)
        else:
            deadline = network.deadline[conflict.position]
            assert deadline is not None
            assert scheduled.finish[conflict.position] > deadline
