"""What happens to cases: one verb a use case."""
