package dev.sluice.formats;

/// How sure a format is that an input is of it, from not at all to certain. A value without state.
public enum Recognition {
    /// It is something else.
    NO,
    /// The name says so, and what is in it says nothing.
    BY_NAME,
    /// What is in it says so.
    BY_CONTENT
}
