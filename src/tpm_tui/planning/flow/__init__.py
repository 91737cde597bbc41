"""The flow of work through its states [Kanban Guide]: cycle time, throughput, work in progress."""
