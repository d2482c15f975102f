"""How often somebody may do what costs others something, and what is answered beyond that.

`rules` says what is limited, `counting` counts, `clients` says who asks, `middleware` asks before a
view runs, `signing_in` before a password is looked at, `answers` says when to come again.
"""
