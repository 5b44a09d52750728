"""Signed webhooks by the Standard Webhooks specification: facts that come to whoever asked for them.

tables.py     endpoints and deliveries      sending.py     one signed request
endpoints.py  registering them              delivering.py  what is due goes out, again and again
telling.py    what an endpoint is told      dead.py        what was given up, and its replay
addresses.py  where nothing may be sent
https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""
