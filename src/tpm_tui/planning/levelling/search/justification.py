"""Forward-backward improvement (justification): shift all activities right, then left again.

A schedule is justified right by the same serial scheme with time running backwards. Only the order of the shifted
starts is taken back, so the dates of the next forward schedule keep every rule. Valls, Ballestín and Quintanilla
(2005), "Justification and RCPSP: a technique that pays".
"""

from tpm_tui.planning.levelling.search.decoder import Decoded, Decoder
from tpm_tui.planning.levelling.search.search_budget import SearchBudget


def improved(decoder: Decoder, decoded: Decoded, budget: SearchBudget) -> Decoded:
    """The better of a schedule and what justifying it right and left makes of it; two schedules are spent."""
    budget.spend(2)
    again = decoder.decode(decoder.right_list(decoded), decoded.mode)
    return again if again.value <= decoded.value else decoded
