/// What the author of a plugin sees: plugins, their specification and options, and the chunks they are handed.
package dev.sluice.plugin;
