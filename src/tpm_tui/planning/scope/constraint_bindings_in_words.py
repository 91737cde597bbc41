"""What a constraint binds, in words; or why it binds nothing though it names a day or an amount."""

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted, list_text
from tpm_tui.domain.text.dates import InputContext, day_text, show_duration
from tpm_tui.domain.values.amounts import of_float, show_amount
from tpm_tui.domain.values.codec import stored_day, stored_ids
from tpm_tui.planning.scope.resource_groups import resource_groups

#: Items that a sentence names before it counts the rest.
_NAMED = 3


def binding_text(plan: Plan, context: InputContext, requirement: str) -> str:
    """``binds the whole plan: days off 18 Dec to 4 Jan`` of a constraint; ``does not bind: …`` where it names a day or
    an amount all the same, empty where it names none, and for any other requirement."""
    row = plan["requirement"].row(requirement)
    if row["type"] != "constraint":
        return ""
    bound = _bound_text(plan, context, requirement)
    if not bound:
        return _unbound_text(plan, context, str(row["statement"]))
    items = [plan.label("item", id_) for id_ in stored_ids(row["items"]) if id_ in plan["item"]]
    return f"binds {list_text(items, _NAMED) if items else 'the whole plan'}: {bound}"


def _bound_text(plan: Plan, context: InputContext, requirement: str) -> str:
    row = plan["requirement"].row(requirement)
    first, last = stored_day(row["from_day"]), stored_day(row["to_day"])
    how = str(row["binding"])
    if how == "days off" and first is not None and last is not None:
        return f"{how} {day_text(first, context)}" + (f" to {day_text(last, context)}" if last > first else "")
    if how == "not before" and first is not None:
        return f"{how} {day_text(first, context)}"
    if how == "by" and (last or first) is not None:
        return f"{how} {day_text(last or first, context)}"  # type: ignore[arg-type]
    limits = limit_texts(plan, context, requirement) if how == "at most" else []
    return f"{how} {list_text(limits)}" if limits else ""


def limit_texts(plan: Plan, context: InputContext, requirement: str) -> list[str]:
    """What a constraint limits: ``20 000 EUR``, ``15d of work``, ``2 people of backend at one time``."""
    row = plan["requirement"].row(requirement)
    texts = []
    if row["limit"] is not None:
        currency = str(plan.programme("currency") or "")
        texts.append(f"{show_amount(of_float(float(row['limit'])), currency_digits(plan))} {currency}".rstrip())
    if row["work_limit"] is not None:
        texts.append(f"{show_duration(int(row['work_limit']), context)} of work")
    if row["people_limit"] is not None:
        of = f" of {row['people_of']}" if row["people_of"] else ""
        texts.append(f"{counted(int(row['people_limit']), 'person', 'people')}{of} at one time")
    return texts


def _unbound_text(plan: Plan, context: InputContext, statement: str) -> str:
    from tpm_tui.domain.text.constraint_binding_phrases import Binding, plain_binding

    read = plain_binding(statement, context, str(plan.programme("currency") or ""), resource_groups(plan))
    if isinstance(read, Binding):
        return "does not bind"
    return f"does not bind: {read}" if read else ""
