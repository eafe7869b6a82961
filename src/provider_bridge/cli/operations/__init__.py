"""Commands that are made from the operations of the installed providers: a new operation is a new command."""
