"""What public pages show of the registers, countries and themes: plain values, ready to print."""
