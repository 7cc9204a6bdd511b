/// The commands, and the way from arguments to an exit code.
package dev.sluice.app.command;
