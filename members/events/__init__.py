"""Events of organisations: what is to come, what was, their days, and calendar files of them."""
