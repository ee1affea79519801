"""Ports: Protocols and nouns for what the program hands to the conversation.

Answers that are remembered, deliveries that are answered once, preferences, feedback, work in the background.
The stores behind them are in `bot.stores`; nothing here reaches them.
"""
