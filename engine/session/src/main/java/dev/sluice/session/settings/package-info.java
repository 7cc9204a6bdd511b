/// What options of plugins are set to: in a file of TOML, and one by one.
package dev.sluice.session.settings;
