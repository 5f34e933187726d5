"""The four boxes over the tasks."""
