"""CSV of costs: invoices, orders and budgets of other programs."""
