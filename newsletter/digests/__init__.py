"""What is new in a reader's countries and topics, by mail."""
