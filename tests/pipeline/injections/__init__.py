"""Attempts to make Jack say or do what he must not (R6), for every provider to be tried on.

`cases.ALL` are the attempts, `hotel.scene` a hotel with secrets to leak, `hotel.leaks` what leaked.
"""
