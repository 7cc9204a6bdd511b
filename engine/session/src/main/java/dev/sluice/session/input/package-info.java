/// What is read: how the format of an input is found out, which source reads it, and the names of runs.
package dev.sluice.session.input;
