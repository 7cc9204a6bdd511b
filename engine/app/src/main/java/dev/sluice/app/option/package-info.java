/// The options of a session, and some more, as options of picocli.
package dev.sluice.app.option;
