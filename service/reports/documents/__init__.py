"""Named reports as documents: one value, written as JSON, CSV, XLSX, HTML and PDF."""
