/// The plugins that a session knows: built in, of the class path and of jars; which of them targets take, and with what
/// options.
package dev.sluice.session.catalogue;
