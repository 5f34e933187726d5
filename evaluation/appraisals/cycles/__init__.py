"""Special appraisals: scope, evidence, rating, result."""
