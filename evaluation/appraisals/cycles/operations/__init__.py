"""What happens to appraisals: one verb a use case."""
