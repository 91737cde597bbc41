"""A process that works on a file until it is done or killed: ``python worker.py PATH AUTHOR ROUNDS SEED``.

Prints a line for each transaction that it was told is kept.
"""

import random
import sys

from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.store import Store


def main(path: str, author: str, rounds: int, seed: int) -> None:
    rng = random.Random(seed)
    with Store.open(path, author=author) as store:
        store.load()
        for number in range(rounds):
            try:
                one_round(store, rng, number)
            except ValidationError:
                continue  # another process was faster: deleted it, finished it, linked it the other way
            if store.last_change is not None:
                print(store.plan.sequence, flush=True)


def one_round(store: Store, rng: random.Random, number: int) -> None:
    items = store.plan["item"].ids
    choice = rng.random()
    if choice < 0.05:
        store.undo()
    elif choice < 0.08:
        store.redo()
    elif choice < 0.12 and len(items) > 20:
        with store.transaction("Delete") as tx:
            tx.delete("item", rng.choice(tx.plan["item"].ids))
    else:
        with store.transaction("Work") as tx:
            items = tx.plan["item"].ids
            parent = rng.choice(items) if items and choice < 0.4 else None
            item = tx.add("item", title=f"{store.author} {number}", parent=parent, notes="x" * rng.randrange(4000))
            tx.add("check", item=item, title="Look at it")
            if items:
                tx.set("item", rng.choice(items), priority=rng.choice(["low", "high"]))
                tx.add("link", predecessor=rng.choice(items), successor=item)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
