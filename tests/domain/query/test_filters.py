"""The filter language: what is typed, what it means, and what its tree reads as."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from support.hostile import HOSTILE
from tpm_tui.domain.derived.columns.derived_column import derived_column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query import filters, syntax, unknown_names
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.query.syntax import And, FieldTerm, FilterError, FilterNode, Not, Or, TextTerm
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.three_point import ThreePoint

WORDS = InputContext(date(2026, 11, 23))

#: Parts that filters are put together of, good and bad.
PARTS = st.sampled_from(
    [
        "status:open", "owner:ana,bob", "due<2w", "-tag:x", '"free text"', "or", "and", "not", "(", ")", "-(", "word",
        "priority>=high", "owner:", 'title:"a, b",c', "-", ":", "<", '"', "''", "a:b:c", "due:none", "key:T-1", ",",
        "progress<50", "T-1", "deadline>fri", '-"not this"', "OR", "due<", "é:1", "1:2", "a.b:c", "=x", "status=done",
    ]
)  # fmt: skip
TYPED = st.lists(PARTS, max_size=8).flatmap(
    lambda parts: st.sampled_from(["", " ", "  "]).map(lambda between: between.join(parts))
)

#: Words without a quote: none can stand inside quotes.
_SAID = st.text(st.characters(exclude_characters='"', exclude_categories=["Cs"]), min_size=1, max_size=8)
LEAVES = st.one_of(
    _SAID.map(TextTerm),
    st.builds(
        FieldTerm,
        st.sampled_from(["status", "owner", "due", "tags", "a.b"]),
        st.just(":"),
        st.lists(_SAID, min_size=1, max_size=3).map(tuple),
    ),
    st.builds(
        FieldTerm, st.sampled_from(["due", "progress"]), st.sampled_from(["<", "<=", ">", ">="]), st.tuples(_SAID)
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(And),
        st.lists(inner, min_size=2, max_size=3).map(tuple).map(Or),
    ),
    max_leaves=8,
)


@given(TREES)
@example(TextTerm("or"))
@example(TextTerm("-x"))
@example(TextTerm("a:b"))
@example(Not(TextTerm("-x")))
@example(FieldTerm("owner", ":", ("a, b", "c")))
@example(Not(TextTerm("☂")))
@example(FieldTerm("due", "<", ("=",)))
@example(Or((And((TextTerm("a"), TextTerm("b"))), Not(Or((TextTerm("c"), TextTerm("d")))))))
def test_a_tree_written_down_reads_as_the_same_tree(tree: FilterNode) -> None:
    assert syntax.parse_filter(syntax.filter_text(tree)) == tree


@given(TYPED | st.text(max_size=40) | st.sampled_from(list(HOSTILE.values())))
def test_whatever_is_typed_is_read_or_a_part_of_it_is_named(typed: str) -> None:
    tree, bad = read(typed)
    if bad is not None:
        assert bad.token.strip()
        assert bad.token.lower() in typed.lower() or bad.token == "not"
        assert str(bad).startswith(f"{bad.token}: ")
    elif tree is not None:
        assert syntax.parse_filter(syntax.filter_text(tree)) == tree


def read(typed: str) -> tuple[FilterNode | None, FilterError | None]:
    """The tree, or why there is none."""
    try:
        return syntax.parse_filter(typed), None
    except FilterError as bad:
        return None, bad


def a_plan() -> Plan:
    """Four items and two people."""
    plan = Plan.empty()
    rows = {
        "person": [{"name": "Ana Ruiz"}, {"name": "Bob Lee"}],
        "item": [
            {"title": "Freeze the schema", "status": "ready", "owner": "person-1", "deadline": "2026-11-27"},
            {"title": "Replay, then compare", "status": "done", "owner": "person-2", "tags": '["dry-run"]'},
            {"title": "Call the vendor", "status": "ready", "progress": 40, "deadline": "2027-02-01"},
            {"title": "Rehearse", "status": "blocked", "progress": 80, "priority": "high"},
        ],
        "state": [{"name": "ready", "group": "todo"}, {"name": "blocked", "group": "active"},
                  {"name": "done", "group": "done"}],
    }  # fmt: skip
    edits = [
        Edit(kind, f"{kind}-{n}", None, {**default_row(KINDS[kind]), **row, "id": f"{kind}-{n}", "key": f"T-{n}"})
        for kind, one in rows.items()
        for n, row in enumerate(one, start=1)
    ]
    return plan.applied(edits)


SHEET = Sheet(a_plan(), WORDS)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("", "1111"), ("status:ready", "1010"), ("status:ready,done", "1110"), ("-status:ready", "0101"),
        ("owner:ana", "1000"), ("owner:ana or owner:bob", "1100"), ("owner:none", "0011"), ("due<2w", "1000"),
        ("due>2w", "0010"), ("due:none", "0101"), ("tag:dry-run", "0100"), ("progress>=40", "0011"),
        ("progress>=40 progress<80", "0010"), ("vendor", "0010"), ('"then compare"', "0100"), ("-re", "0010"),
        ("(status:done or status:blocked) -owner:bob", "0001"), ("not (status:done or status:ready)", "0001"),
        ("priority:high", "0001"), ("status:ready and due<2w", "1000"), ("title:freeze", "1000"),
        ("status!=ready", "0101"), ("-status!=ready", "1010"), ("not not status:ready", "1010"),
        ("owner!=ana,bob", "0011"), ("priority>=high", "0001"), ("priority<high", "1110"),
        ("status = ready", "1010"), ("status==ready", "1010"), ("status <> ready", "0101"), ("!status:ready", "0101"),
        ("! status:ready", "0101"), ("progress >= 40 && progress < 80", "0010"), ("owner:ana || owner:bob", "1100"),
        ("owner:yes", "1100"), ("owner:no", "0011"), ("-owner:yes", "0011"), ("tag:yes", "0100"), ("tag:no", "1011"),
        ("waits:yes", "0000"), ("waits:no", "1111"), ("blocked:yes", "0001"), ("blocked:no", "1110"),
        ('"="', "0000"), ('!"then compare"', "1011"),
    ],
)  # fmt: skip
def test_what_fits(typed: str, fits: str) -> None:
    assert "".join("01"[one] for one in filters.filter_mask(syntax.parse_filter(typed), SHEET, "item")) == fits


@given(TREES, TREES)
def test_and_or_and_not_are_those_of_logic(one: FilterNode, other: FilterNode) -> None:
    try:
        first, second = (filters.filter_mask(tree, SHEET, "item") for tree in (one, other))
    except FilterError:
        return
    assert filters.filter_mask(And((one, other)), SHEET, "item") == [
        a and b for a, b in zip(first, second, strict=True)
    ]
    assert filters.filter_mask(Or((one, other)), SHEET, "item") == [a or b for a, b in zip(first, second, strict=True)]
    assert filters.filter_mask(Not(one), SHEET, "item") == [not a for a in first]


@pytest.mark.parametrize(
    ("typed", "token", "reason"),
    [
        ("statsu:open", "statsu", "did you mean status?"),
        ("due<soon", "due<soon", "soon"),
        ("status:ready (owner:ana", "(", "not closed"),
        ("status:ready)", ")", "no ( before it"),
        ('"half', '"half', "quote is not closed"),
        ("owner:ana or", "or", "something is missing"),
        ("progress>", "progress>", "write one value"),
        ("owner:ana not", "not", "say what is not wanted"),
        ("not " * 3000 + "word", "not", "too many"),
        ("(" * 3000 + "word", "(", "too many"),
        ("priority>=hi", "priority>=hi", "it is one of"),
    ],
)
def test_the_bad_part_is_named_with_what_to_do(typed: str, token: str, reason: str) -> None:
    with pytest.raises(FilterError) as refused:
        filters.filter_mask(syntax.parse_filter(typed), SHEET, "item")
    assert refused.value.token == token
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("due<fri", "Due before 27 Nov"),
        ("status:ready,done -owner:ana", "Status is ready or done and not Owner is ana"),
        ('(tag:x or "free text") due:none', "(Tags is x or has “free text”) and Due is none"),
    ],
)
def test_it_is_explained_in_words(typed: str, said: str) -> None:
    assert filters.describe_filter(syntax.parse_filter(typed), SHEET, "item") == said


def exact_sheet() -> Sheet:
    """Records of which one is what the beginning of others is."""
    rows = {
        "item": [
            {"title": "Vendor", "priority": "high", "tags": '["db"]'},
            {"title": "Vendor call", "priority": "highest", "tags": '["db-2"]'},
            *({"title": f"Item {n}", "priority": "low"} for n in range(3, 12)),
        ],
        "person": [{"name": "Ana"}, {"name": "Ana Ruiz"}],
        "risk": [
            {"title": "Late", "owner": "person-1", "items": '["item-1"]', "delay": '[10,10,10,"%"]'},
            {"title": "Later", "owner": "person-2", "items": '["item-11"]', "delay": "[240,240,240]"},
            {"title": "Latest", "delay": "[4800,4800,4800]"},
        ],
    }
    edits = [
        Edit(
            kind,
            f"{kind}-{n}",
            None,
            {**default_row(KINDS[kind]), **row, "id": f"{kind}-{n}", "key": f"{KINDS[kind].prefix}-{n}"},
        )
        for kind, records in rows.items()
        for n, row in enumerate(records, start=1)
    ]
    return Sheet(Plan.empty().applied(edits), WORDS)


@pytest.mark.parametrize(
    ("kind", "typed", "keys"),
    [
        ("item", "priority:high", ["T-1"]), ("item", "priority:hi", ["T-1", "T-2"]),
        ("item", "priority>=high", ["T-1", "T-2"]), ("item", "priority>high", ["T-2"]),
        ("item", "key:T-1", ["T-1"]), ("item", "key:t-11", ["T-11"]), ("item", "key:T-1,T-2", ["T-1", "T-2"]),
        ("item", "tag:db", ["T-1"]), ("item", "tag:db-", ["T-2"]), ("item", "title:vendor", ["T-1", "T-2"]),
        ("risk", "owner:ana", ["R-1"]), ("risk", 'owner:"ana ruiz"', ["R-2"]), ("risk", "items:T-1", ["R-1"]),
        ("risk", "delay<1d", ["R-2"]), ("risk", "delay>=1d", ["R-3"]), ("risk", "delay:10%", ["R-1"]),
        ("risk", "delay>5%", ["R-1"]), ("risk", "delay<5%", []),
    ],
)  # fmt: skip
def test_an_exact_word_wins_over_a_beginning_and_percent_is_no_duration(kind: str, typed: str, keys: list[str]) -> None:
    sheet = exact_sheet()
    mask = filters.filter_mask(syntax.parse_filter(typed), sheet, kind)
    assert [key for key, fits in zip(sheet.values(kind, "key"), mask, strict=True) if fits] == keys


def slowly(node: FilterNode, item: str) -> bool:
    """Whether one item fits, by its values alone, one term after the other."""
    if isinstance(node, Not):
        return not slowly(node.part, item)
    if isinstance(node, And):
        return all(slowly(part, item) for part in node.parts)
    if isinstance(node, Or):
        return any(slowly(part, item) for part in node.parts)
    plan = SHEET.plan
    if isinstance(node, TextTerm):
        return node.text.lower() in str(plan.value("item", item, "title")).lower()
    value = plan.value("item", item, {"due": "deadline"}.get(node.field, node.field))
    if node.field == "due":
        days = {"fri": "2026-11-27", "2w": "2026-12-07", "1 feb": "2027-02-01"}
        return value is not None and (
            str(value)[:10] < days[node.values[0]] if node.op == "<" else str(value)[:10] > days[node.values[0]]
        )
    if node.field == "progress":
        return value is not None and (
            int(value) < int(node.values[0]) if node.op == "<" else int(value) >= int(node.values[0])
        )
    names = {"ana": "person-1", "bob": "person-2", "none": None}
    return value in ([names[word] for word in node.values] if node.field == "owner" else node.values)


KNOWN = st.one_of(
    st.sampled_from(["vendor", "the", "re", "Replay"]).map(TextTerm),
    st.lists(st.sampled_from(["ready", "blocked", "done"]), min_size=1).map(
        lambda v: FieldTerm("status", ":", tuple(v))
    ),
    st.lists(st.sampled_from(["ana", "bob", "none"]), min_size=1).map(lambda v: FieldTerm("owner", ":", tuple(v))),
    st.tuples(st.sampled_from(["<", ">"]), st.sampled_from(["fri", "2w", "1 feb"])).map(
        lambda t: FieldTerm("due", t[0], (t[1],))
    ),
    st.tuples(st.sampled_from(["<", ">="]), st.sampled_from(["0", "40", "80"])).map(
        lambda t: FieldTerm("progress", t[0], (t[1],))
    ),
)


@given(
    st.recursive(
        KNOWN,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=12,
    )
)
def test_a_filter_fits_what_a_slow_evaluation_of_its_parse_fits(tree: FilterNode) -> None:
    typed = syntax.parse_filter(syntax.filter_text(tree))
    items = SHEET.plan["item"].ids
    assert filters.filter_mask(typed, SHEET, "item") == [slowly(tree, item) for item in items]


#: What a filter may ask of any field, and what would be none of its values.
_WORDS = ("yes", "no", "70", "T-99", "2026-11-24")


@pytest.mark.parametrize("kind", KINDS)
def test_a_word_that_can_never_fit_is_not_taken_in_silence(kind: str) -> None:
    """Each column, derived ones too, takes the word, refuses it with what it takes, or says that none is called so."""
    sheet = exact_sheet()
    for name, column in sheet.columns(kind).items():
        if column.type is str and not (column.ref or column.many or column.field.choices or name in ("key", "waits")):
            continue  # any words may stand in a text
        for word in _WORDS:
            try:
                filters.filter_mask(syntax.parse_filter(f"{name}:{word}"), sheet, kind)
            except FilterError:
                continue  # with the reason
            named = unknown_names.unknown_names(syntax.parse_filter(f"{name}:{word}"), sheet, kind)
            taken = {
                "yes": column.type is bool or bool(column.ref) or column.many or name == "waits",
                "2026-11-24": column.type in (date, datetime),
                "70": column.type in (int, float, Decimal, ThreePoint) or (column.type in (date, datetime)),
            }
            taken["no"] = taken["yes"]
            fits = any(filters.filter_mask(syntax.parse_filter(f"{name}:{word}"), sheet, kind))
            begins_choice = any(str(choice).startswith(word) for choice in column.field.choices)
            assert named or fits or begins_choice or taken.get(word), f"{name}:{word}"


def test_a_filter_knows_the_day_of_a_finish_at_midnight() -> None:
    plan = a_plan()
    column = derived_column("finish", datetime, "Finish", format="finish")
    values = ["2026-11-24T00:00", "2026-11-24T12:00", "2026-11-25T00:00", None]
    sheet = Sheet(plan, WORDS, {("item", "finish"): (column, values)})
    for typed, fits in {
        "finish:2026-11-23": "1000", "finish:2026-11-24": "0110", "finish:2026-11-25": "0000",
        "finish<=2026-11-23": "1000", "finish>2026-11-23": "0110", "finish<2026-11-24": "1000",
    }.items():  # fmt: skip
        mask = filters.filter_mask(syntax.parse_filter(typed), sheet, "item")
        assert "".join(str(int(fit)) for fit in mask) == fits, typed
