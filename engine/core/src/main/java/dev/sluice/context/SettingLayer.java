package dev.sluice.context;

/// Where settings come from, in the order in which they go before each other: the last one wins.
public enum SettingLayer {
    /// What the input says of itself.
    INPUT,
    /// A file of configuration.
    FILE,
    /// The program, by [Context#set].
    CODE,
    /// The command line.
    COMMAND_LINE
}
