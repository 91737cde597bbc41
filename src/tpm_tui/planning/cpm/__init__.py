"""The critical path method: early and late dates, slack, and what an edit changes of them."""
