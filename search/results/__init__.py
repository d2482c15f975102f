"""From a query to what the reader sees: results, reasons, numbers, suggestions."""
