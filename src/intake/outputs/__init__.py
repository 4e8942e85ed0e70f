"""What a person can take away: PDF, text, FHIR, calendar, contacts and tables."""
