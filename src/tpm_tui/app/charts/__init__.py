"""What panes draw into lines of cells: scales, bars, ties. Pure: no screen needed."""
