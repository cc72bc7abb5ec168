"""A world file's text comes in, people who never existed go out: schema, fitting and dealing."""
