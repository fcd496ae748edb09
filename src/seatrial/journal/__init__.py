"""What an office keeps, in SQLite or PostgreSQL: events that are only appended, items, who looked, accounts.

It keeps bytes and the columns that questions are asked by; what an event means is none of its business.
"""
