"""How many control keys everyday steps take, as stories: text that is typed and moves of the cursor are not counted."""

from pathlib import Path

from support.demo_keys import CAPACITY_TEST, FAILOVER, FAILOVER_DRILL, SESSION_STORE, TRAFFIC_SWITCH
from support.workspace_pilot import WorkspacePilot

#: Keys that move a cursor.
MOVES = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})


class CountingPilot(WorkspacePilot):
    """Counts what is pressed; what is written is text."""

    pressed = 0

    async def key(self, *keys: str) -> None:
        self.pressed += sum(key not in MOVES for key in keys)
        await self.press(*keys)


async def test_a_risk_with_chance_delay_and_response_takes_at_most_12(file: Path) -> None:
    async with CountingPilot(file) as pilot:
        await pilot.key("3", "a")
        await pilot.write("Vendor API late chance=40% delay=3d/5d/15d response=reduce owner=ana items=T-77")
        await pilot.key("enter")
        assert [pilot.shown(pilot.current, name) for name in ("chance", "delay", "response")] == [
            "40%",
            "3d/5d/15d",
            "reduce",
        ]
        assert pilot.pressed <= 12


async def test_a_requirement_takes_at_most_4(file: Path) -> None:
    async with CountingPilot(file) as pilot:
        await pilot.key("g", "q", "a")
        await pilot.write("Sign in within a second priority=must stakeholder=S-1")
        await pilot.key("enter")
        assert pilot.shown(pilot.current, "priority") == "must"
        assert pilot.pressed <= 4


async def test_a_stakeholder_takes_at_most_6(file: Path) -> None:
    async with CountingPilot(file) as pilot:
        await pilot.key("4", "a")
        await pilot.write("Ines Okoye role=Auditor power=4 interest=5 cadence=2w")
        await pilot.key("enter")
        assert pilot.shown(pilot.current, "role") == "Auditor"
        assert pilot.pressed <= 6


async def test_a_decision_with_three_options_three_criteria_and_nine_scores_takes_at_most_20(file: Path) -> None:
    async with CountingPilot(file) as pilot:
        scores = len(pilot.plan["score"])
        await pilot.key("8", "a")
        await pilot.write("Which broker")
        await pilot.key("enter", "%", "o")
        for option in ("Buy", "Build", "Rent"):
            await pilot.write(option)
            await pilot.key("enter")
        await pilot.key("escape", "c")
        for criterion in ("Cost weight=3", "Time weight=2", "Risk"):
            await pilot.write(criterion)
            await pilot.key("enter")
        await pilot.key("escape", "right")
        for row in ("852", "374", "961"):
            await pilot.write(row)
            await pilot.key("right")
        await pilot.key("escape")
        assert list(pilot.plan["score"].columns["score"][scores:]) == [8, 5, 2, 3, 7, 4, 9, 6, 1]
        assert list(pilot.plan["criterion"].columns["weight"][-3:]) == [3.0, 2.0, 1.0]
        assert pilot.shown(pilot.current, "leading") == "Buy 6.50"
        assert pilot.pressed <= 20


async def test_a_milestone_takes_2(file: Path) -> None:
    async with CountingPilot(file) as pilot:
        await pilot.key("a")
        await pilot.write("Contract signed type=milestone deadline=26 mar")
        await pilot.key("enter")
        assert pilot.shown(pilot.current, "type") == "milestone"
        assert pilot.pressed <= 2


async def test_the_workstream_of_a_branch_takes_at_most_3(file: Path) -> None:
    async with CountingPilot(file) as pilot:
        await pilot.go(FAILOVER)
        await pilot.key("#")
        await pilot.rewrite("Resilience")
        await pilot.key("enter")
        assert {
            pilot.shown(key, "workstream") for key in (FAILOVER, TRAFFIC_SWITCH, SESSION_STORE, FAILOVER_DRILL)
        } == {"Resilience"}
        assert pilot.shown(CAPACITY_TEST, "workstream") != "Resilience"
        assert pilot.pressed <= 3
        await pilot.press("u")
        assert pilot.shown(SESSION_STORE, "workstream") == "Platform"


async def test_several_predecessors_take_2_for_all(file: Path) -> None:
    async with CountingPilot(file) as pilot:
        await pilot.go(CAPACITY_TEST)
        before = len(pilot.plan["link"])
        await pilot.key("b")
        await pilot.write("T-76 T-77 SS T-78 FS+2d")
        await pilot.key("enter")
        assert len(pilot.plan["link"]) == before + 3
        assert pilot.pressed <= 2
