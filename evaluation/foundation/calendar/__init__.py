"""Working days, official calendar and month arithmetic."""
