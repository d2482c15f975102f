"""The concepts: found in what readers type, chosen by editors, merged by the office."""
