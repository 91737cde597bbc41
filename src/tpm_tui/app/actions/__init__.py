"""What keys and the palette start: a module a topic, all of them in :mod:`tpm_tui.app.actions.action_catalog`."""
