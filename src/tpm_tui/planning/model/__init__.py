"""A plan as a network: activities, hierarchy, edges, calendars, bounds."""
