"""Health, storage, calendar and import history as the system administrator sees them."""
