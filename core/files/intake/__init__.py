"""What comes in as a file: cleaned of what it tells about people, checked by content, not by name.

`guard` stands before every file field; `pictures` and `documents` do the work, bytes to bytes.
"""
