"""Ports: Protocols and nouns for what the program hands to the conversation.

Nouns: address, answer, delivery, question, preference, vote, watch, background task.
The stores behind them are in `bot.stores`; nothing here reaches them, and nothing knows Redis or a chat.
Read `answers`, `deliveries`, `address`; then `preferences`, `questions`, `recall`, `watches`, `feedback`, `background`.
"""
