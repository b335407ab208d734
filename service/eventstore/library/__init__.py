"""The interfaces of the eventsourcing library over our record.

Any `Application`, `Repository` or subscription of that library runs on `es.events` with
`PERSISTENCE_MODULE=service.eventstore.library.factory`: positions without gaps, one appender, no table of its
own. docs/library.md has an example. Casebook itself does not use it; nothing outside this package imports it.
"""
