"""The named reports: documents for people, each a slug of `/v1/reports/documents`."""
