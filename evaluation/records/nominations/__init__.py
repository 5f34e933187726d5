"""From applicant to full member, by rules that can be read and checked."""
